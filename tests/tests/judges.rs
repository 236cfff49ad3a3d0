//! Clients that know nothing of smie judge a running server. They come from npm: `npm ci --prefix tests/judges`.

use std::process::Command;

use smie_tests::{Server, repository, smie, smie_binary};

#[test]
fn hal_clients_page_follow_and_come_back() {
    let judges = repository().join("tests/judges");
    if !judges.join("node_modules").is_dir() {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no HAL clients, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: `npm ci --prefix tests/judges` installs the HAL clients that this test asks");
        return;
    }
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().to_str().expect("UTF-8");
    smie(&repository(), ["sample", "models/fint", "--count", "10", "--seed", "3", "--out", folder]).ok();
    let server = Server::start(
        Command::new(smie_binary()).args(["serve", "models/fint", "--listen", "127.0.0.1:0", "--load", folder]).current_dir(repository()),
    );
    let output = Command::new("node").arg("hal.mjs").arg(&server.base).current_dir(&judges).output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.trim(), "ketting read 10 entries, halboy 10");
}
