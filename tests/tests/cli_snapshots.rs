//! What every command says, as people see it: exit code, output and talk, on a small model. A command without a case here fails the test.

use std::fs;
use std::path::Path;

use smie_tests::{repository, smie};

/// A name for the snapshot, and the command.
const CASES: &[(&str, &[&str])] = &[
    ("check", &["check", "modell"]),
    ("check_findings", &["check", "feil"]),
    ("check_json", &["check", "feil", "--format", "json"]),
    ("completions", &["completions", "fish", "--help"]),
    ("conform", &["conform", "--help"]),
    ("contract", &["contract", "record", "--help"]),
    ("diff", &["diff", "modell", "ny"]),
    ("diff_markdown", &["diff", "modell", "ny", "--format", "markdown"]),
    ("docs", &["docs", "modell", "--out", "site"]),
    ("docs_again", &["docs", "modell", "--out", "site"]),
    ("docs_mermaid", &["docs", "modell", "--format", "mermaid"]),
    ("docs_without_out", &["docs", "modell"]),
    ("explain", &["explain", "E0201"]),
    ("explain_unknown", &["explain", "E9999"]),
    ("fmt_check", &["fmt", "modell", "--check"]),
    ("generate", &["generate", "modell", "--out", "api"]),
    ("generate_check", &["generate", "ny", "--out", "api", "--check"]),
    ("import", &["import", "xmi", "there-is-none.xml", "--out", "importert"]),
    ("init", &["init", "begynt", "--template", "blank"]),
    ("init_again", &["init", "begynt", "--template", "blank"]),
    ("lint", &["lint", "--help"]),
    ("man", &["man", "--out", "man"]),
    ("new_version", &["new-version", "begynt", "minor"]),
    ("openapi", &["openapi", "modell"]),
    ("routes", &["routes", "modell"]),
    ("run", &["run", "there-is-none"]),
    ("sample", &["sample", "modell", "--out", "data", "--count", "2"]),
    ("schema", &["schema", "begynt"]),
    ("serve", &["serve", "there-is-none"]),
    ("show", &["show", "modell"]),
    ("template", &["template"]),
    ("template_unknown", &["template", "READM.md"]),
    ("unknown_command", &["chekc", "modell"]),
    ("upgrade", &["upgrade", "modell", "--out", "api"]),
    ("watch", &["watch", "modell", "--runs", "1"]),
];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is writable");
    for entry in fs::read_dir(from).expect("the model is there") {
        let entry = entry.expect("the folder can be read");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).map(drop).expect("the folder is writable");
        }
    }
}

/// Times of day, durations and our own version differ from run to run; how many files come along is the business of other tests.
fn steady(text: &str) -> String {
    let counted = |line: &str| match line.split_once(": ") {
        Some((place, said)) if said.ends_with(" removed") || said.ends_with("pages written") => {
            format!(
                "{place}: {}",
                said.chars().map(|c| if c.is_ascii_digit() { 'N' } else { c }).collect::<String>().replace("NN", "N").replace("NN", "N")
            )
        }
        _ => line.to_owned(),
    };
    let version = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let lines = version.lines().map(|line| {
        let timed = line.get(2..3) == Some(":") && line.get(5..6) == Some(":");
        let line = if timed { format!("TIME{}", &line[8..]) } else { line.to_owned() };
        let line = counted(&line);
        match (line.rfind(" ("), line.ends_with(" ms)")) {
            (Some(at), true) => format!("{} (N ms)", &line[..at]),
            _ => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<&str> {
    let list = help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).unwrap_or_default();
    // What a description goes on with on the next line is further in.
    list.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split_whitespace().next()).collect()
}

/// The help of a command, which fits a terminal and shows how the command is used.
fn explained(folder: &Path, command: &[&str]) -> String {
    let help = smie(folder, command.iter().copied().chain(["--help"])).ok();
    let name = command.join(" ");
    assert!(help.lines().all(|line| line.chars().count() <= 100), "`smie {name} --help` is too wide");
    assert!(help.contains(&format!("Examples:\n  smie {name}")), "`smie {name} --help` has no example");
    help
}

#[test]
fn every_command_says_what_it_said_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = repository().join("docs/example");
    for (from, to) in [("skole", "modell"), ("skole-2", "ny"), ("mistakes", "feil")] {
        copy(&example.join(from), &folder.path().join(to));
    }
    let help = smie(folder.path(), ["--help"]).ok();
    let commands = listed(&help);
    assert!(!commands.is_empty(), "help lists the commands");
    for command in commands.iter().filter(|command| **command != "help") {
        assert!(CASES.iter().any(|(_, arguments)| arguments[0] == *command), "`smie {command}` has no case here");
        let help = explained(folder.path(), &[command]);
        for below in listed(&help).into_iter().filter(|below| *below != "help") {
            explained(folder.path(), &[command, below]);
        }
    }
    for (name, arguments) in CASES.iter().filter(|(_, arguments)| commands.contains(&arguments[0]) || arguments[0] == "chekc") {
        let ended = smie(folder.path(), arguments.iter().copied());
        assert!(!ended.stdout.contains('\u{1b}') && !ended.stderr.contains('\u{1b}'), "{name}: no colour where no terminal is");
        let text =
            format!("$ smie {}\nexit {}\n--- stdout\n{}\n--- stderr\n{}\n", arguments.join(" "), ended.code, ended.stdout, ended.stderr);
        let text = steady(&text.replace(&*folder.path().to_string_lossy(), "FOLDER"));
        insta::assert_snapshot!(*name, text);
    }
}
