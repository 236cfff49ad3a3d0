//! The README's examples: each `console` block holds what its command prints today. `SMIE_UPDATE_DOCS=1` writes the blocks anew.

use std::fs;
use std::process::Command;

use smie_tests::{Server, get_with, repository, smie, smie_binary};

/// A document cut at its `console` blocks: prose at even places, blocks at odd ones.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in text.split_inclusive('\n') {
        let opens = line.trim_end() == "```console";
        let closes = pieces.len() % 2 == 0 && line.trim_end() == "```";
        if closes {
            pieces.push(String::new());
        }
        pieces.last_mut().expect("never empty").push_str(line);
        if opens {
            pieces.push(String::new());
        }
    }
    pieces
}

/// A command line and what it prints.
fn block(command: &str, server: &Server) -> String {
    let printed = match command.split_once(' ') {
        Some(("smie", arguments)) => {
            let ended = smie(&repository(), arguments.split(' '));
            format!("{}{}", ended.stdout, ended.stderr)
        }
        Some(("curl", url)) => {
            let path = url.strip_prefix("http://127.0.0.1:8080").expect("the address of the tour");
            let answer = get_with(&server.url(path), &[("host", "127.0.0.1:8080")]);
            assert_eq!(answer.status, 200, "{url}");
            indented(&answer.body)
        }
        _ => panic!("no command of the tour: {command}"),
    };
    format!("$ {command}\n{}\n", printed.trim_end())
}

/// JSON with line breaks, members in the order sent.
fn indented(json: &str) -> String {
    let (mut out, mut depth, mut in_text, mut escaped) = (String::new(), 0, false, false);
    for c in json.chars() {
        let structural = !in_text;
        if in_text {
            in_text = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else {
            in_text = c == '"';
        }
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        };
        match c {
            '{' | '[' if structural => {
                depth += 1;
                out.push(c);
                line(&mut out, depth);
            }
            '}' | ']' if structural => {
                depth -= 1;
                line(&mut out, depth);
                out.push(c);
            }
            ',' if structural => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' if structural => out.push_str(": "),
            _ => out.push(c),
        }
    }
    out
}

#[test]
fn every_example_of_the_readme_prints_what_it_says() {
    let path = repository().join("README.md");
    let written = fs::read_to_string(&path).expect("the README is there");
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().to_str().expect("UTF-8");
    smie(&repository(), ["sample", "models/fint", "--count", "100", "--seed", "1", "--out", folder]).ok();
    let server = Server::start(
        Command::new(smie_binary()).args(["serve", "models/fint", "--listen", "127.0.0.1:0", "--load", folder]).current_dir(repository()),
    );
    let pieces = pieces(&written);
    assert!(pieces.len() > 6, "the tour has examples");
    let real = pieces.iter().enumerate().map(|(at, piece)| match at % 2 {
        0 => piece.clone(),
        _ => block(piece.lines().next().and_then(|line| line.strip_prefix("$ ")).expect("a command"), &server),
    });
    let real: String = real.collect();
    if std::env::var_os("SMIE_UPDATE_DOCS").is_some() {
        fs::write(&path, real).expect("the README can be written");
    } else {
        assert!(
            written == real,
            "the README is out of date; `SMIE_UPDATE_DOCS=1 cargo test -p smie-tests --test readme` renews it:\n{real}"
        );
    }
}
