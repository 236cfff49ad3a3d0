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

/// The example of Ladok's services, for clients that do what a resource offers.
fn ladok_server() -> Server {
    let sample = repository().join("generated-example/ladok/sample");
    Server::start(smie_tests::ladok::ladok().args(["--memory", "--load"]).arg(sample))
}

#[test]
fn hal_and_hal_forms_clients_do_what_is_offered_and_see_why_the_rest_is_not() {
    let judges = repository().join("tests/judges");
    if !judges.join("node_modules").is_dir() {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no HAL clients, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: `npm ci --prefix tests/judges` installs the HAL clients that this test asks");
        return;
    }
    let server = ladok_server();
    let paths = (1..=4).map(|n| smie_tests::ladok::participation(&format!("oppet-{n}")));
    let output = Command::new("node").arg("actions.mjs").arg(&server.base).args(paths).current_dir(&judges).output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.trim(), "ketting by link and by form, halboy and traverson-hal did what was offered");
}

#[test]
fn a_hal_client_of_python_does_what_is_offered() {
    let judges = repository().join("tests/judges");
    let known = Command::new("python3").args(["-c", "import halchemy"]).output().is_ok_and(|output| output.status.success());
    if !known {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no halchemy, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: `target/judges/bin/pip install -r tests/judges/requirements.txt` installs the HAL client that this test asks");
        return;
    }
    let server = ladok_server();
    let path = smie_tests::ladok::participation("oppet-5");
    let output = Command::new("python3").arg("actions.py").arg(&server.base).arg(path).current_dir(&judges).output().expect("python runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.trim(), "halchemy did what was offered");
}
