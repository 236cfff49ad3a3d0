//! A real browser walks the explorer. It needs Chromium (apt) and puppeteer-core: `npm ci --prefix tests/judges`.

use std::path::Path;
use std::process::Command;

use smie_tests::{Browser, Server, repository, smie, smie_binary};

fn serve(model: &str, more: &[&str]) -> Server {
    Server::start(Command::new(smie_binary()).args(["serve", model, "--listen", "127.0.0.1:0"]).args(more).current_dir(repository()))
}

/// Walks; screenshots stay in the target folder, to be looked at.
fn walk(browser: &Browser, server: &Server, walks: &[&str]) -> String {
    browser.run("explorer.mjs", Path::new(&server.base), "explorer", walks)
}

#[test]
fn a_browser_pages_follows_and_reads_what_is_wrong() {
    let Some(browser) = Browser::find() else { return };
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().to_str().expect("UTF-8");
    smie(&repository(), ["sample", "models/fint", "--count", "10", "--seed", "3", "--out", folder]).ok();
    // An identifier that needs encoding, of a resource that is right otherwise.
    let file = data.path().join("utdanning-elev.elev.ndjson");
    let pupils = std::fs::read_to_string(&file).expect("the sample has pupils");
    std::fs::write(&file, pupils.replacen("\"EL-10\"", "\"EL/1 ø\"", 1)).expect("the folder is writable");
    let server = serve("models/fint", &["--load", folder]);
    let seen = walk(&browser, &server, &["reading"]);
    assert_eq!(seen, "paged; revealed; followed; encoded; problem; token; keyboard, phone");
}

#[test]
fn a_browser_acts_sees_what_stands_in_the_way_and_walks_the_feed() {
    let Some(browser) = Browser::find() else { return };
    let model = "tests/models/verksted";
    let server = serve(model, &["--load", &format!("{model}/data"), "--impede", "venter_pa_deler"]);
    assert_eq!(walk(&browser, &server, &["acting", "feed"]), "acted; impeded; refused; feed");
}
