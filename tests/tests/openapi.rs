//! The OpenAPI document, judged by those who did not write it: other people's validators and linters, our own rules, and the server that it describes.
//!
//! The judges come from npm and PyPI: `npm ci --prefix tests/judges`, `target/judges/bin/pip install -r tests/judges/requirements.txt`.

use std::path::{Path, PathBuf};
use std::process::Command;

use smie_tests::{Server, get, get_with, repository, send, smie, smie_binary};

const MODELS: [&str; 4] = ["models/fint", "models/organisationer", "models/ladok", "models/bank"];

/// The document of a model in a file.
fn written(folder: &Path, model: &str) -> PathBuf {
    let text = smie(&repository(), ["openapi", model]).ok();
    let path = folder.join(model.replace('/', "-")).with_extension("yaml");
    std::fs::write(&path, text).expect("the folder can be written");
    path
}

/// A judge that is installed; `None`, with a notice, when it is not.
fn judge(path: &str, install: &str) -> Option<PathBuf> {
    let path = repository().join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{} is absent, and SMIE_REQUIRE_ALL forbids skipping", path.display());
    eprintln!("skipped: `{install}` installs the judge that this test asks");
    None
}

fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().expect("the judge runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_specifications_validator_finds_nothing() {
    let python = "target/judges/bin/openapi-spec-validator";
    let Some(validator) = judge(python, "target/judges/bin/pip install -r tests/judges/requirements.txt") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for model in MODELS {
        let (fine, said) = said(Command::new(&validator).arg(written(folder.path(), model)));
        assert!(fine, "{model}: {said}");
    }
}

#[test]
fn redocly_finds_nothing_and_every_example_satisfies_its_schema() {
    let Some(redocly) = judge("tests/judges/node_modules/.bin/redocly", "npm ci --prefix tests/judges") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for model in MODELS {
        let document = written(folder.path(), model);
        let strict = ["--config", "redocly.yaml", "--max-problems", "20"];
        let (fine, said) =
            said(Command::new(&redocly).arg("lint").arg(document).args(strict).current_dir(repository().join("tests/judges")));
        assert!(fine && !said.contains("Warning"), "{model}: {said}");
    }
}

#[test]
fn spectral_finds_nothing() {
    let Some(spectral) = judge("tests/judges/node_modules/.bin/spectral", "npm ci --prefix tests/judges") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for model in MODELS {
        let document = written(folder.path(), model);
        let rules = ["-r", "spectral.yaml", "--fail-severity", "warn"];
        let (fine, said) =
            said(Command::new(&spectral).arg("lint").arg(document).args(rules).current_dir(repository().join("tests/judges")));
        assert!(fine, "{model}: {said}");
    }
}

fn organisations() -> Server {
    Server::start(Command::new(smie_binary()).args(["serve", "models/organisationer", "--listen", "127.0.0.1:0"]).current_dir(repository()))
}

#[test]
fn dok_04_the_server_gives_the_document_that_is_written() {
    let server = organisations();
    let written = smie(&repository(), ["openapi", "models/organisationer", "--format", "json"]).ok();
    let served = get(&server.url("/openapi.json"));
    assert_eq!((served.status, served.header("content-type")), (200, Some("application/json")));
    assert_eq!(served.body, written);
    let tag = served.header("etag").expect("an ETag");
    assert_eq!(get_with(&server.url("/openapi.json"), &[("if-none-match", tag)]).status, 304);
    let refused = send("DELETE", &server.url("/openapi.json"), &[]);
    assert_eq!((refused.status, refused.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
}

#[test]
fn dok_23_dok_24_both_forms_stand_below_the_root_of_the_api() {
    let server = organisations();
    let root = server.url("/foretagsinformation/v2");
    assert_eq!(get(&format!("{root}/openapi.json")).json()["servers"][0]["url"], "https://api.exempel.se/foretagsinformation/v2");
    let yaml = get(&format!("{root}/openapi.yaml"));
    assert_eq!((yaml.status, yaml.header("content-type")), (200, Some("application/yaml")));
    assert!(yaml.body.starts_with("openapi: '3.1.0'"), "{}", yaml.body);
}

#[test]
fn the_generated_server_gives_the_document_that_was_written_beside_it() {
    let model = smie_example();
    let written = std::fs::read_to_string(repository().join("generated-example/fint/openapi.json")).expect("it is committed");
    assert_eq!(model, written);
}

/// The document that the types of the committed example come to.
fn smie_example() -> String {
    use smie_server::Api;
    use smie_wire::openapi::{self, Part};
    let schema = Api::builder().model(&generated::MODEL).compile().expect("the example compiles");
    openapi::json(&openapi::document(&schema, Part::Whole))
}

#[expect(unreachable_pub, reason = "a generated crate has lints of its own")]
#[rustfmt::skip]
#[path = "../../generated-example/fint/server/src/generated/mod.rs"]
mod generated;

#[test]
fn our_own_rules_find_nothing_but_the_names_that_hal_reserves() {
    let linted = smie(&repository(), ["lint", "models/organisationer", "--deny-warnings"]);
    assert_eq!(linted.code, 0, "{}{}", linted.stdout, linted.stderr);
    let reserved =
        |line: &str| ["_links", "_embedded", "_meta", "_deleted", "_deletedAt"].iter().any(|name| line.contains(&format!("`{name}`")));
    for line in linted.stdout.lines().filter(|line| line.contains("]: ")) {
        assert!(line.contains("note[AME.04]") && reserved(line), "{line}");
    }
}

#[test]
fn rules_that_are_broken_are_found_at_their_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = std::fs::read_to_string(written(folder.path(), "models/organisationer")).expect("it was written");
    let broken = [
        ("DOK.03", "  termsOfService: https://www.exempel.se/villkor\n", ""),
        ("DOK.17", "openapi: '3.1.0'", "openapi: '3.0.3'"),
        ("UFN.02", "- url: https://api", "- url: http://api"),
        ("VER.05", "foretagsinformation/v2\n", "foretagsinformation\n"),
        ("VER.06", "  /api-info:", "  /apiinfo:"),
        ("UFN.09", "{organisationsnummer}:", "{organisations_nummer}:"),
        ("RES.06", "  /organisationer:", "  /hamta-organisationer:"),
        ("SAK.10", "scheme: bearer", "scheme: Bearer"),
        ("FNS.03", "name: filter", "name: $filter"),
        ("FNS.08", "default: 1\n", "default: 0\n"),
        ("FNS.09", "default: 20\n", "default: 50\n"),
        ("FEL.02", "application/problem+json", "application/fel+json"),
        ("SPA.02", "name: traceparent", "name: x-trace"),
        ("RES.02", "name: organisationsnummer", "name: personnummer"),
        ("VER.04", "version: '2.1.0'", "version: '2.1'"),
    ];
    for (rule, from, to) in broken {
        assert!(good.contains(from), "{rule}: `{from}` is not in the document");
        let path = folder.path().join("broken.yaml");
        std::fs::write(&path, good.replace(from, to)).expect("the folder can be written");
        let linted = smie(folder.path(), ["lint", "broken.yaml", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&linted.stdout).expect("JSON");
        let rows = found["findings"].as_array().expect("findings");
        let row = rows.iter().find(|row| row["rule"] == rule).unwrap_or_else(|| panic!("{rule} is not found: {}", linted.stderr));
        assert!(row["line"].as_u64().is_some_and(|line| line > 0), "{row}");
    }
}

#[test]
fn the_conformance_statement_is_true() {
    let written = smie(&repository(), ["lint", "--statement"]).ok();
    let path = repository().join("docs/conformance-rest-se.md");
    if std::env::var_os("SMIE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &written).expect("docs can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "docs/conformance-rest-se.md is not what the rules and the tests give; SMIE_UPDATE_DOCS=1 writes it anew");
    assert!(written.contains("| HYP.01 |") && written.contains("`hyp_01_"), "rules name their tests");
}

#[test]
fn conform_finds_nothing_on_our_servers() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    smie(&repository(), ["sample", "models/fint", "--count", "2", "--seed", "3", "--out", data]).ok();
    let fint = Server::start(
        Command::new(smie_binary()).args(["serve", "models/fint", "--listen", "127.0.0.1:0", "--load", data]).current_dir(repository()),
    );
    let swedish = organisations();
    for (url, model) in [(fint.url(""), "models/fint"), (swedish.url("/foretagsinformation/v2"), "models/organisationer")] {
        let walked = smie(&repository(), ["conform", &url, "--model", model, "--requests", "150", "--rate", "2000"]);
        assert_eq!(walked.code, 0, "{}{}", walked.stdout, walked.stderr);
        assert!(!walked.stderr.contains(" 0 held against"), "{}", walked.stderr);
    }
}

/// All checks of schemathesis in all its phases against a running server; its seed is fixed, so that each run asks the same.
fn fuzzed(server: &Server, root: &str, limits: &[&str]) {
    let Some(fuzzer) = judge("target/judges/bin/schemathesis", "target/judges/bin/pip install -r tests/judges/requirements.txt") else {
        return;
    };
    let root = server.url(root);
    let (fine, said) = said(
        Command::new(fuzzer)
            .args(["run", &format!("{root}/openapi.json"), "--url", &root, "--seed", "1", "--checks", "all"])
            .args(["--phases", "examples,coverage,fuzzing,stateful"])
            .args(limits)
            .current_dir(repository().join("tests/judges"))
            .env("SCHEMATHESIS_HOOKS", "fuzz_hooks"),
    );
    assert!(fine, "{said}");
}

#[test]
fn schemathesis_finds_nothing_on_the_swedish_server() {
    fuzzed(&organisations(), "/foretagsinformation/v2", &["--max-examples", "8"]);
}

/// FINT's 424 operations are 53 times the same; a start, a package, and two of its collections, one that is written and one that is read, stand for them.
#[test]
fn schemathesis_finds_nothing_on_the_norwegian_server() {
    let fint =
        Server::start(Command::new(smie_binary()).args(["serve", "models/fint", "--listen", "127.0.0.1:0"]).current_dir(repository()));
    let paths = "^/$|^/utdanning/elev(/(admin.*|elev|elev/.*|elevforhold|elevforhold/.*))?$";
    fuzzed(&fint, "", &["--max-examples", "3", "--include-path-regex", paths]);
}
