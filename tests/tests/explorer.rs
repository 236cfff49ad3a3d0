//! A real browser walks the explorer. It needs Chromium (apt) and puppeteer-core: `npm ci --prefix tests/judges`.

use std::path::{Path, PathBuf};
use std::process::Command;

use smie_tests::{Server, repository, smie, smie_binary};

/// The browser, when it and what drives it are there; else a notice, or a failure where nothing may be skipped.
fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|place| place.is_file()));
    let driver = repository().join("tests/judges/node_modules/puppeteer-core").is_dir();
    if let (Some(browser), true) = (&found, driver) {
        return Some(browser.clone());
    }
    assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no browser, and SMIE_REQUIRE_ALL forbids skipping");
    eprintln!("skipped: this test needs Chromium, and `npm ci --prefix tests/judges`");
    None
}

fn serve(model: &str, more: &[&str]) -> Server {
    Server::start(Command::new(smie_binary()).args(["serve", model, "--listen", "127.0.0.1:0"]).args(more).current_dir(repository()))
}

/// Walks; screenshots stay in the target folder, to be looked at.
fn walk(browser: &Path, server: &Server, walks: &[&str], environment: &[(&str, &str)]) -> String {
    let shots = repository().join("target/explorer");
    std::fs::create_dir_all(&shots).expect("a folder for screenshots");
    let output = Command::new("node")
        .arg("explorer.mjs")
        .args([browser, Path::new(&server.base), &shots])
        .args(walks)
        .envs(environment.iter().copied())
        .current_dir(repository().join("tests/judges"))
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn a_browser_pages_follows_and_reads_what_is_wrong() {
    let Some(browser) = chromium() else { return };
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().to_str().expect("UTF-8");
    smie(&repository(), ["sample", "models/fint", "--count", "10", "--seed", "3", "--out", folder]).ok();
    // An identifier that needs encoding, of a resource that is right otherwise.
    let file = data.path().join("utdanning-elev.elev.ndjson");
    let pupils = std::fs::read_to_string(&file).expect("the sample has pupils");
    std::fs::write(&file, pupils.replacen("\"EL-10\"", "\"EL/1 ø\"", 1)).expect("the folder is writable");
    let server = serve("models/fint", &["--load", folder]);
    let seen = walk(&browser, &server, &["reading"], &[]);
    assert_eq!(seen, "paged; revealed; followed; encoded; problem; token; keyboard, phone");
}
