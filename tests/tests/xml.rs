//! XML as served is what the emitted XML schemas say: every resource, page and event of a model, in the eyes of libxml2.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use smie::emit::schemas;
use smie::pipeline::compile;
use smie_server::schema::Schema;
use smie_tests::{Server, get, get_with, repository, smie, smie_binary};

/// A served model beside its XML schemas.
struct World {
    schema: Schema,
    folder: tempfile::TempDir,
    server: Server,
}

impl World {
    /// Serves a model with sample data. `None`, with a notice, when there is no judge.
    fn new(model: &str) -> Option<Self> {
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
        smie(&repository(), ["sample", model, "--count", "6", "--seed", "7", "--out", data]).ok();
        let server = Server::start(
            Command::new(smie_binary()).args(["serve", model, "--listen", "127.0.0.1:0", "--load", data]).current_dir(repository()),
        );
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
            let entries = parsed.root_element().children().filter(|node| node.has_children());
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

fn is_one(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with("studiedeltagande.studiedeltagande-") && !name.contains("page")
}
