//! Ten thousand damaged models: reading, resolving, checking, compiling and showing what was found never panics.
//!
//! The models are the rules' fixtures, each of which is wrong in one way already; the damage is bytes changed, doubled, cut and exchanged, from a
//! fixed seed, so that a failure can be seen again.

use std::path::Path;

use smie::diagnostic::Diagnostics;
use smie::diagnostic::render::{Format, render};
use smie::source::{Sources, yaml};
use smie::syntax::Tree;
use smie::{check, resolve};

/// Marsaglia's xorshift: enough chance for damage, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or_default()
    }
}

/// The files of every fixture.
fn fixtures() -> Vec<String> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let folders = std::fs::read_dir(rules).expect("the fixtures are there").flatten();
    let mut files: Vec<_> =
        folders.flat_map(|folder| std::fs::read_dir(folder.path()).expect("a folder").flatten()).map(|e| e.path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).expect("the fixture is readable")).collect()
}

fn damage(text: &str, chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        let (at, other) = (chance.below(bytes.len()), chance.below(bytes.len()));
        let (start, end) = (at.min(other), at.max(other).min(at.min(other) + 40));
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at.min(bytes.len()), b"{}[]:,'\"?*<->|#&!% \n\t\0\xC3\xB8"[chance.below(24)]),
            2 => drop(bytes.drain(start..end)),
            3 => {
                let piece = bytes[start..end].to_vec();
                bytes.splice(other..other, piece);
            }
            4 if !bytes.is_empty() => bytes.swap(at, other),
            _ => {
                let words = ["Identifikator", "Referanse", "Elev", "is: ", "extends: Elev", "<->", "*", "0..1", "\n  ", "a/b/"];
                bytes.splice(at..at, words[chance.below(words.len())].bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn run(text: &str) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut tree = Tree::default();
    for part in text.split("#@ ") {
        let (name, text) = part.split_once('\n').unwrap_or(("a.b.yaml", part));
        let file = sources.add(Path::new(name), text.to_owned());
        if name == "model.yaml" {
            tree.header = yaml::read_header(file, text, &mut diagnostics);
        } else {
            tree.packages.push(yaml::read_package(file, text, name.trim_end_matches(".yaml"), &mut diagnostics));
        }
    }
    let resolved = resolve::resolve(&tree, &mut diagnostics);
    check::check(&tree, &resolved, &mut diagnostics);
    match smie_wire::schema::compile(&resolved.model) {
        Ok(schema) => check::check_schema(&schema, &resolved, &mut diagnostics),
        Err(conflicts) => check::report_conflicts(&conflicts, &tree, &resolved, &mut diagnostics),
    }
    for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
        let _ = render(format, &sources, &diagnostics);
    }
}

#[test]
fn ten_thousand_damaged_models_never_panic() {
    let fixtures = fixtures();
    let mut chance = Chance(0x5EED_2026);
    for round in 0..10_000 {
        let text = damage(&fixtures[round % fixtures.len()], &mut chance);
        if let Err(panic) = std::panic::catch_unwind(|| run(&text)) {
            eprintln!("round {round}:\n{text}");
            std::panic::resume_unwind(panic);
        }
    }
}
