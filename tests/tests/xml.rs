//! XML as served is what the emitted XML schemas say: every resource, page and event of a model, in the eyes of libxml2.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use smie::emit::schemas;
use smie::pipeline::compile;
use smie_server::schema::Schema;
use smie_tests::{Server, get, get_with, repository, smie, smie_binary, write};

/// A served model beside its XML schemas.
struct World {
    schema: Schema,
    folder: tempfile::TempDir,
    server: Server,
}

impl World {
    /// Serves a model with sample data. `None`, with a notice, when there is no judge.
    fn new(model: &str) -> Option<Self> {
        let fill = |data: &str| drop(smie(&repository(), ["sample", model, "--count", "6", "--seed", "7", "--out", data]).ok());
        Self::filled(model, fill, &[])
    }

    /// Serves a model with the data that `fill` writes into a folder.
    fn filled(model: &str, fill: impl FnOnce(&str), options: &[&str]) -> Option<Self> {
        if Command::new("xmllint").arg("--version").output().is_err() {
            assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no xmllint, and SMIE_REQUIRE_ALL forbids skipping");
            eprintln!("skipped: `apt install libxml2-utils` brings the judge that this test asks");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let compiled = compile(&repository().join(model)).expect("the model can be read");
        let schema = compiled.schema.expect("the model is right");
        for file in schemas(&compiled.resolved.model, &schema).expect("schemas are emitted") {
            fs::write(folder.path().join(file.path.file_name().expect("a name")), file.contents).expect("the file is written");
        }
        let data = folder.path().join("data");
        let data = data.to_str().expect("UTF-8");
        fill(data);
        let mut command = Command::new(smie_binary());
        command.args(["serve", model, "--listen", "127.0.0.1:0", "--load", data]).args(options).current_dir(repository());
        let server = Server::start(&mut command);
        Some(Self { schema, folder, server })
    }

    fn xml(&self, url: &str, mime: &str) -> String {
        let answer = get_with(url, &[("accept", mime)]);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(mime)), "{url}: {}", answer.body);
        answer.body
    }

    fn keep(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(format!("{}.xml", name.replace('/', "_")));
        fs::write(&path, text).expect("the file is written");
        path
    }

    /// What the judge says of documents of a package.
    fn judged(&self, component: &str, documents: &[PathBuf]) -> (bool, String) {
        let schema = self.folder.path().join(format!("{component}.xsd"));
        let said =
            Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(schema).args(documents).output().expect("xmllint runs");
        (said.status.success(), String::from_utf8_lossy(&said.stderr).into_owned())
    }

    /// Every page and every resource of a package that it serves.
    fn documents(&self, component: &str) -> Vec<PathBuf> {
        let mut documents = Vec::new();
        for (id, home) in self.schema.collections() {
            let package = self.schema.package(home.package);
            if package.component != component || home.parent.is_some() {
                continue;
            }
            let mime = format!("{}+xml", self.schema.media_type(home.package));
            let page = self.xml(&format!("{}{}", self.server.base, home.path), &mime);
            let parsed = roxmltree::Document::parse(&page).expect("well-formed XML");
            let entries = parsed.root_element().children().filter(roxmltree::Node::has_children);
            let selves: Vec<String> = entries
                .filter_map(|entry| {
                    entry.children().find(|link| link.attribute("rel") == Some("self"))?.attribute("uri").map(str::to_owned)
                })
                .collect();
            assert!(!selves.is_empty(), "{}: {page}", home.path);
            documents.push(self.keep(&format!("{}-page", home.file), &page));
            for (at, url) in selves.iter().enumerate() {
                documents.push(self.keep(&format!("{}-{}-{at}", home.file, id.0), &self.xml(url, &mime)));
            }
        }
        documents
    }

    /// The content of every event that a package's feed tells.
    fn contents(&self, component: &str, path: &str) -> Vec<PathBuf> {
        let mut url = format!("{}{path}/feed/first", self.server.base);
        let mut contents = Vec::new();
        loop {
            let page = get(&url);
            assert_eq!(page.status, 200, "{url}: {}", page.body);
            let parsed = roxmltree::Document::parse(&page.body).expect("well-formed XML");
            for content in parsed.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "content"))) {
                let element = content.first_element_child().expect("an element as content");
                contents.push(self.keep(&format!("{component}-event-{}", contents.len()), &page.body[element.range()]));
            }
            let next = parsed.root_element().children().find(|link| link.attribute("rel") == Some("next-archive"));
            match next.and_then(|link| link.attribute("href")) {
                Some(next) => next.clone_into(&mut url),
                None => return contents,
            }
        }
    }
}

fn everything_is_valid(model: &str) {
    let Some(world) = World::new(model) else { return };
    let mut events = 0;
    for package in &world.schema.packages {
        let mut documents = world.documents(&package.component);
        if documents.is_empty() {
            continue;
        }
        if package.feed.is_some() {
            let contents = world.contents(&package.component, &package.path);
            events += contents.len();
            documents.extend(contents);
        }
        let (valid, said) = world.judged(&package.component, &documents);
        assert!(valid, "{said}");
        assert_eq!(said.matches(" validates").count(), documents.len(), "{said}");
    }
    assert!(events > 0 || world.schema.packages.iter().all(|package| package.feed.is_none()), "feeds tell events");
}

#[test]
fn every_document_of_the_fint_model_is_valid() {
    everything_is_valid("models/fint");
}

#[test]
fn every_document_of_ladoks_services_is_valid() {
    everything_is_valid("models/ladok");
}

#[test]
fn every_document_of_the_bank_is_valid() {
    everything_is_valid("models/bank");
}

#[test]
fn a_document_that_was_tampered_with_is_not_valid() {
    let Some(world) = World::new("models/ladok") else { return };
    let documents = world.documents("studiedeltagande");
    let one = documents.iter().find(|path| is_one(path)).expect("a participation");
    let text = fs::read_to_string(one).expect("the document");
    for (from, to) in [
        ("<skapad>", "<skapad>i går "),
        ("<tillstand>", "<tillstand>x"),
        ("<dap:link ", "<dap:annat "),
        ("rel=\"self\"", "rel=\"self\" x=\"y\""),
        ("<skapad>", "<nytt/><skapad>"),
        ("xmlns=\"", "xmlns=\"x"),
    ] {
        let tampered = text.replace(from, to);
        assert_ne!(tampered, text, "{from}: {text}");
        let (valid, said) = world.judged("studiedeltagande", &[world.keep("tampered", &tampered)]);
        assert!(!valid, "{from} -> {to}: {said}");
    }
}

/// What the PM prints, with our addresses and the key that we also tell.
fn message(base: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<studiedeltagande xmlns="http://schemas.studiedeltagande.ladok.se" xmlns:dap="http://schemas.studiedeltagande.ladok.se/dap">
<dap:link rel="http://relations.studiedeltagande.ladok.se/student" uri="{base}/studentkatalog/student/id/5678" mediatype="application/vnd.ladok+xml"/>
<dap:link rel="http://relations.studiedeltagande.ladok.se/kurstillfälle" uri="{base}/katalog/kurstillfalle/id/6789" mediatype="application/vnd.ladok+xml"/>
<dap:link rel="self" uri="{base}/studiedeltagande/studiedeltagande/id/1234" mediatype="application/vnd.ladok+xml"/>
<dap:action rel="http://relations.studiedeltagande.ladok.se/återbud">
<dap:impediment>utanför_registreringsperiod</dap:impediment>
</dap:action>
<dap:action rel="http://relations.studiedeltagande.ladok.se/registrering">
<dap:link uri="{base}/studiedeltagande/studiedeltagande/id/1234/registrering" mediatype="application/vnd.ladok+xml"/>
</dap:action>
<id>1234</id>
<skapad>2012-01-17T13:59:15Z</skapad>
<tillstånd>ej_påbörjat</tillstånd>
</studiedeltagande>"#
    )
}

fn example(data: &str) {
    fs::create_dir_all(data).expect("a folder");
    for (name, text) in [
        ("studentkatalog.student", r#"{"Id":"5678"}"#),
        ("katalog.kurstillfalle", r#"{"Id":"6789"}"#),
        (
            "studiedeltagande.studiedeltagande",
            r#"{"Id":"1234","Skapad":"2012-01-17T14:59:15.992+01:00","Tillstand":"ej_påbörjat","_links":{"Student":[{"href":"id/5678"}],"Kurstillfalle":[{"href":"id/6789"}]}}"#,
        ),
    ] {
        fs::write(Path::new(data).join(format!("{name}.ndjson")), text).expect("the file is written");
    }
}

#[test]
fn the_pms_message_and_its_event_are_as_the_pm_prints_them() {
    let model = "tests/models/pm";
    let Some(world) = World::filled(model, example, &["--impede", "utanfor_registreringsperiod"]) else { return };
    let url = world.server.url("/studiedeltagande/studiedeltagande/id/1234");
    let mime = "application/vnd.ladok+xml";
    let told = world.xml(&url, mime);
    assert_eq!(told.replace("><", ">\n<"), message(&world.server.base));

    let body =
        "<registrering xmlns=\"http://schemas.studiedeltagande.ladok.se\"><tidpunkt>2012-01-17T14:59:15+01:00</tidpunkt></registrering>";
    let put = |action: &str| write("PUT", &format!("{url}/{action}"), &[("content-type", mime), ("accept", mime)], body);
    let impeded = put("aterbud");
    assert_eq!((impeded.status, &impeded.json()["impediments"][0]["code"]), (409, &"utanfor_registreringsperiod".into()));
    let done = put("registrering");
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("<tillstånd>pågående</tillstånd>"), "{}", done.body);
    assert_eq!(put("registrering").status, 409);

    let feed = get(&world.server.url("/studiedeltagande/feed/recent")).body;
    let content = "<m:FörstagångsregistreradPåKurstillfälle xmlns:m=\"http://schemas.studiedeltagande.ladok.se\" \
                   xmlns:e=\"http://schemas.studiedeltagande.ladok.se/events\"><m:studiedeltagandeId>1234</m:studiedeltagandeId>\
                   <m:studentId>5678</m:studentId><m:kurstillfälleId>6789</m:kurstillfälleId><m:tidpunkt>2012-01-17T13:59:15Z</m:tidpunkt>\
                   </m:FörstagångsregistreradPåKurstillfälle>";
    assert!(feed.contains(content), "{feed}");
    assert!(feed.contains("<content type=\"application/vnd.ladok+xml\">"), "{feed}");
    assert!(feed.contains("term=\"FörstagångsregistreradPåKurstillfälle\""), "{feed}");
    assert!(feed.contains("<id>tag:studiedeltagande.ladok.se,2012:1:studiedeltagande</id>"), "{feed}");

    let mut documents = vec![world.keep("before", &told), world.keep("after", &done.body)];
    documents.extend(world.contents("studiedeltagande", "/studiedeltagande"));
    let (valid, said) = world.judged("studiedeltagande", &documents);
    assert!(valid && documents.len() >= 4, "{said}");
}

fn is_one(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with("studiedeltagande.studiedeltagande-") && !name.contains("page")
}
