//! The real FINT model, read from the UML that FINT publishes: checked, generated, built, served.

use std::fs;
use std::path::Path;
use std::process::Command;

use smie_tests::{Server, cargo, collections, followed, generated_target, get, shared, smie, smie_binary};

const XMI: &str = "fint/FINT-informasjonsmodell-v4.1.0.xml";

/// Lines of Rust below a folder that are neither blank nor comment.
fn code_lines(folder: &Path) -> usize {
    let mut lines = 0;
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            lines += code_lines(&path);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            lines += text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        }
    }
    lines
}

#[test]
fn all_202_classes_become_crates_within_their_budgets() {
    let Some(xmi) = shared(XMI) else { return };
    let folder = generated_target().join("workspaces/full-fint");
    fs::create_dir_all(&folder).expect("target/ can be written");
    let out = folder.to_str().expect("UTF-8");
    smie(Path::new("."), ["generate", xmi.to_str().expect("UTF-8"), "--force", "--out", out]).ok();
    let (server, client) = (code_lines(&folder.join("server/src/generated")), code_lines(&folder.join("client/src/generated")));
    println!("full FINT: {server} lines of server, {client} lines of client");
    assert!(server <= 5_000, "{server} lines of server");
    assert!(client <= 7_000, "{client} lines of client");
    let ended = cargo(&folder, ["clippy", "--quiet", "-p", "fint-server", "-p", "fint-client", "--all-targets", "--", "-D", "warnings"]);
    assert_eq!(ended.stderr, "");
    ended.ok();
}

#[test]
fn the_published_uml_is_served_at_once() {
    let Some(xmi) = shared(XMI) else { return };
    let data = tempfile::tempdir().expect("a folder");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    smie(Path::new("."), ["sample", &path(&xmi), "--count", "3", "--seed", "1", "--out", &path(data.path())]).ok();
    let server =
        Server::start(Command::new(smie_binary()).arg("serve").arg(&xmi).args(["--listen", "127.0.0.1:0", "--load"]).arg(data.path()));
    let page = get(&server.url("/administrasjon/personal/fastlonn")).json();
    assert_eq!(page["total_items"], 3);
    let person = get(&server.url("/utdanning/larling/person")).json();
    assert_eq!(person["total_items"], 3, "a common class has a collection in each package that reaches it");
    let kontostreng = &page["_embedded"]["_entries"][0]["kontostreng"]["_links"]["ansvar"][0]["href"];
    assert_eq!(get(kontostreng.as_str().expect("a nested link")).status, 200);
    let pages: Vec<_> = collections(Path::new("."), &path(&xmi)).iter().map(|path| get(&server.url(path)).json()).collect();
    let (links, dead) = followed(&server, &pages);
    println!("full FINT: {} links of {} collections", links.len(), pages.len());
    assert!(links.len() > 500, "{} links", links.len());
    assert!(dead.is_empty(), "{} dead links, such as {:?}", dead.len(), &dead[..dead.len().min(5)]);
}
