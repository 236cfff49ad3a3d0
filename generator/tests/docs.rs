//! `smie docs`: pages that a browser can read, in which every link leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use smie::pipeline::{self, Compiled};
use smie::site::diagram::{self, Form};
use smie::site::{self, Example, Extras, Page};
use smie_wire::schema::CollectionId;

fn compiled(path: &str) -> Compiled {
    pipeline::compile(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the model can be read")
}

fn pages(compiled: &Compiled) -> Vec<Page> {
    let schema = compiled.schema.as_ref().expect("the model is right");
    let example = Example { media: "application/json".to_owned(), body: "{\"navn\":\"<Åse> & co\"}".to_owned() };
    let examples = BTreeMap::from([(CollectionId(0), vec![example])]);
    site::site(&compiled.resolved.model, schema, &Extras { changes: None, examples }).expect("model and schema belong together")
}

/// Every page as XML: void elements are closed, so a strict reader can read them too.
fn parse(page: &Page) -> roxmltree::Document<'_> {
    let text = page.text.strip_prefix("<!doctype html>\n").expect("every page says what it is");
    roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{}: {error}", page.path))
}

/// `class/../package/x.html` → `package/x.html`.
fn normal(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: `{href}` leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn check_links(pages: &[Page]) {
    let html = || pages.iter().filter(|page| page.path.ends_with(".html"));
    let files: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let mut anchors: BTreeSet<String> = BTreeSet::new();
    let mut links: Vec<(String, String)> = Vec::new();
    for page in html() {
        let document = parse(page);
        let mut seen = BTreeSet::new();
        for element in document.descendants().filter(roxmltree::Node::is_element) {
            if let Some(id) = element.attribute("id") {
                assert!(seen.insert(id.to_owned()), "{}: `{id}` twice", page.path);
                anchors.insert(format!("{}#{id}", page.path));
            }
            for name in ["href", "src"] {
                links.extend(element.attribute(name).map(|link| (page.path.clone(), link.to_owned())));
            }
            assert!(
                element.attributes().all(|a| !a.name().starts_with("on") && a.name() != "style"),
                "{}: script or style in an attribute",
                page.path
            );
        }
    }
    assert!(links.len() > 100);
    for (from, link) in links {
        if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
            continue;
        }
        let (file, anchor) = link.split_once('#').map_or((link.as_str(), None), |(file, anchor)| (file, Some(anchor)));
        let file = if file.is_empty() { from.clone() } else { normal(&from, file) };
        assert!(files.contains(file.as_str()), "{from}: `{link}` leads nowhere");
        if let Some(anchor) = anchor {
            assert!(anchors.contains(&format!("{file}#{anchor}")), "{from}: `{link}` leads to no place");
        }
    }
}

#[test]
fn every_link_of_the_site_leads_to_a_page_and_a_place() {
    for model in ["../models/fint", "tests/models/everything", "../tests/models/bibliotek"] {
        let compiled = compiled(model);
        check_links(&pages(&compiled));
    }
}

#[test]
fn every_entry_of_the_search_leads_to_a_place() {
    let compiled = compiled("tests/models/everything");
    let pages = pages(&compiled);
    let script = &pages.iter().find(|page| page.path == "search.js").expect("it is there").text;
    let list = script.strip_prefix("window.smieIndex=").and_then(|text| text.strip_suffix(",\n];\n")).expect("a list");
    let entries: Vec<[String; 4]> = serde_json::from_str(&format!("{list}]")).expect("it is JSON but for its end");
    assert!(entries.iter().any(|[name, kind, ..]| name == "Fastlønn" && kind == "class"));
    for [name, _, href, _] in &entries {
        let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
        let page = pages.iter().find(|page| page.path == file).unwrap_or_else(|| panic!("`{name}` leads to `{href}`"));
        assert!(anchor.is_empty() || page.text.contains(&format!("id=\"{anchor}\"")), "`{name}` leads to `{href}`");
    }
}

#[test]
fn a_page_of_a_class_tells_everything_that_a_consumer_asks() {
    let compiled = compiled("../models/fint");
    let pages = pages(&compiled);
    let text = |path: &str| &pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("{path}")).text;
    let elev = text("class/utdanning-elev.Elev.html");
    for part in [
        "id=\"attribute-feidenavn\"",
        "<span class=\"badge gdpr\">personal</span>",
        "<span class=\"badge writable\">writable</span>",
        "<code>/utdanning/elev/elev/systemid/{systemId}</code>",
        "<svg viewBox=",
        "lang=\"en\"><p>A human being in education</p>",
        "by_system_id(&quot;1&quot;)",
        "fint.elev.les",
    ] {
        assert!(elev.contains(part), "`{part}` is missing");
    }
    assert!(text("privacy.html").contains("class/utdanning-elev.Elev.html#attribute-feidenavn"));
    assert!(text("relation/elevforhold.html").contains("the server keeps this end"));
    assert!(pages.iter().any(|page| page.text.contains("&lt;Åse&gt; &amp; co")), "an example is shown as text");
}

#[test]
fn a_diagram_is_told_to_drawing_programs() {
    let compiled = compiled("tests/models/everything");
    let schema = compiled.schema.as_ref().expect("the model is right");
    insta::assert_snapshot!("docs_mermaid", diagram::diagram(&compiled.resolved.model, schema, Form::Mermaid, None));
    insta::assert_snapshot!("docs_plantuml", diagram::diagram(&compiled.resolved.model, schema, Form::Plantuml, None));
}

fn smie(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smie")).args(arguments).output().expect("the command starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_command_writes_pages_with_examples_and_changes_and_leaves_other_folders_alone() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let model = root.join("models/fint");
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    let (model, out_text) = (model.to_string_lossy().into_owned(), out.to_string_lossy().into_owned());
    let output = smie(&["docs", &model, "--out", &out_text, "--since", &model]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let class = std::fs::read_to_string(out.join("class/utdanning-elev.Elev.html")).expect("it is written");
    if cfg!(feature = "serve") {
        assert!(
            class.contains("<code>application/hal+json</code>") && class.contains("https://api.example.no/utdanning/elev/elev/"),
            "{class}"
        );
    }
    assert!(std::fs::read_to_string(out.join("changes.html")).expect("it is written").contains("Changes since 4.1.0"));
    let again = smie(&["docs", &model, "--out", &out_text]);
    assert!(said(&again).contains("1 removed"), "{}", said(&again));
    assert!(!out.join("changes.html").exists());

    std::fs::write(folder.path().join("mine.txt"), "mine").expect("the folder is writable");
    let refused = smie(&["docs", &model, "--out", &folder.path().to_string_lossy()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("help: choose another folder"), "{}", said(&refused));
}

#[test]
fn a_package_that_is_not_there_is_told_with_its_neighbour() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/fint");
    let output = smie(&["docs", &model.to_string_lossy(), "--format", "mermaid", "--package", "utdanning/elv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `utdanning/elev`?"), "{}", said(&output));
}
