//! `smie run` from a model to a server that answers to signals. The server's own files are the user's, so here they are a program of ten
//! lines without dependencies: what is tested is the way to it, not the engine.
#![cfg(all(unix, feature = "serve"))]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/fint");

const SERVER: &str = r#"
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    eprintln!("starting {arguments:?}");
    let data = arguments.last().unwrap();
    assert!(std::path::Path::new(data).is_absolute() && std::fs::read_dir(data).unwrap().count() > 40);
    if arguments[2] == "127.0.0.1:1" {
        std::process::exit(5);
    }
    eprintln!("INFO listening on http://{}", arguments[2].replace(":0", ":54321"));
    loop {
        std::thread::park();
    }
}
"#;

/// A workspace whose server is the user's own.
fn workspace(folder: &Path, server: &str) {
    fs::create_dir_all(folder.join("server/src")).unwrap();
    fs::write(folder.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"server\"]\n").unwrap();
    fs::write(folder.join("server/Cargo.toml"), "[package]\nname = \"fint-server\"\nversion = \"0.1.0\"\nedition = \"2024\"\n").unwrap();
    fs::write(folder.join("server/src/main.rs"), server).unwrap();
}

fn smie_run(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smie"));
    command.arg("run").arg(MODEL).args(arguments).current_dir(folder).env_remove("CARGO_TARGET_DIR");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn text(from: Option<impl Read>) -> String {
    let mut text = String::new();
    from.unwrap().read_to_string(&mut text).unwrap();
    text
}

fn signal(process: &Child, signal: Signal) {
    kill_process(Pid::from_child(process), signal).unwrap();
}

#[test]
fn a_model_becomes_a_server_that_can_be_tried_and_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("target/smie/fint-api");
    workspace(&out, SERVER);
    fs::create_dir_all(out.join("data/sample")).unwrap();
    fs::write(out.join("data/sample/of-another-model.ndjson"), "").unwrap();
    let mut process = smie_run(folder.path(), &["--listen", "127.0.0.1:0", "--count", "4", "--seed", "9"]).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let tried: Vec<String> = lines.by_ref().take(3).map(Result::unwrap).collect();
    signal(&process, Signal::TERM);
    let ended = process.wait().unwrap();
    let said = text(process.stderr.take());
    assert_eq!(ended.code(), Some(128 + 15), "{said}");
    assert_eq!(lines.count(), 0);
    assert!(
        said.contains("target/smie/fint-api: ")
            && said.contains("starting [\"serve\", \"--listen\", \"127.0.0.1:0\", \"--memory\", \"--load\""),
        "{said}"
    );
    assert!(!out.join("data/sample/of-another-model.ndjson").exists());
    for (line, end) in tried.iter().zip(["?size=3&offset=0'", "'", "/last-updated'"]) {
        assert!(line.starts_with("curl 'http://127.0.0.1:54321/") && line.ends_with(end), "{line}");
    }
    let (collection, _) = tried[0].split_once('?').unwrap();
    assert!(tried[1].starts_with(collection) && tried[1][collection.len()..].split('/').count() == 3, "{tried:?}");
}

#[test]
fn the_servers_end_is_the_commands_end() {
    let folder = tempfile::tempdir().unwrap();
    workspace(&folder.path().join("here"), SERVER);
    let ended = smie_run(folder.path(), &["--listen", "127.0.0.1:1", "--count", "2", "--out", "here"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(5), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.stdout, b"", "nothing to try where nobody listens");
}

#[test]
fn what_keeps_a_server_from_being_built_is_told() {
    let folder = tempfile::tempdir().unwrap();
    workspace(&folder.path().join("here"), "fn main() { nonsense() }");
    let run = || smie_run(folder.path(), &["--count", "1", "--out", "here"]);
    let said = |command: &mut Command| {
        let ended = command.output().unwrap();
        assert_eq!(ended.status.code(), Some(2));
        String::from_utf8(ended.stderr).unwrap()
    };
    let broken = said(&mut run());
    assert!(broken.contains("cannot find function `nonsense`") && broken.contains("does not build"), "{broken}");
    assert!(!broken.contains("C compiler"), "{broken}");
    let without_cargo = said(run().env("CARGO", "/nonexistent/cargo"));
    assert!(without_cargo.contains("`/nonexistent/cargo` was not found") && without_cargo.contains("https://rustup.rs"), "{without_cargo}");
    let without_cc = said(run().env("PATH", "/nonexistent").env_remove("CC").env("CARGO", env!("CARGO")));
    assert!(without_cc.contains("no C compiler was found"), "{without_cc}");
}
