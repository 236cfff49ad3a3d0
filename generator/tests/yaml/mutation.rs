//! Broken text never panics, never hangs, and every finding points into the text: the same mutations on every run.

use std::time::{Duration, Instant};

use smie::diagnostic::Diagnostics;
use smie::source::{FileId, write, yaml};
use smie::syntax::Tree;

const SAMPLES: [&str; 3] =
    [include_str!("sample/model.yaml"), include_str!("sample/studiedeltagande.yaml"), include_str!("sample/administrasjon/personal.yaml")];

/// What is inserted: pieces of YAML and of the model language, and letters that take more than one byte.
const TOKENS: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    ", ",
    "- ",
    "? ",
    "|",
    "|2-",
    ">",
    "&a ",
    "*a",
    "!!str ",
    "'",
    "\"",
    "#",
    " #",
    "\t",
    "\n",
    "\r\n",
    "\n---\n",
    "...\n",
    "%YAML 1.1\n",
    "<<: ",
    "<->",
    " 1..5",
    "[]",
    "?*+",
    "0..",
    "no: ",
    "~",
    "true",
    "null",
    "1e999",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "a\u{30a}",
    "ø",
    "𝄞",
    "    ",
];

/// A small generator of numbers (xorshift), so that a failure can be repeated anywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or(0)
    }
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.below(4) {
        let at = boundary(&text, dice.below(text.len() + 1));
        match dice.below(6) {
            0 => {
                let mut bytes = text.into_bytes();
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
                text = String::from_utf8_lossy(&bytes).into_owned();
            }
            1 => text.truncate(at),
            2 => {
                let mut lines: Vec<&str> = text.split('\n').collect();
                let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
                lines.swap(one, other);
                text = lines.join("\n");
            }
            3 => text.insert_str(at, TOKENS[dice.below(TOKENS.len())]),
            4 => {
                let end = boundary(&text, (at + dice.below(30)).min(text.len()));
                text.replace_range(at..end.max(at), "");
            }
            _ => {
                let end = boundary(&text, (at + dice.below(200)).min(text.len())).max(at);
                let copy = text[at..end].to_owned();
                text.insert_str(at, &copy);
            }
        }
    }
    text
}

/// Reads a text both ways, checks what was found, and writes what was read.
fn exercise(text: &str) {
    let mut diagnostics = Diagnostics::default();
    let header = yaml::read_header(FileId(0), text, &mut diagnostics);
    let package = yaml::read_package(FileId(0), text, "a/b", &mut diagnostics);
    for found in diagnostics.iter() {
        let places = std::iter::once(found.span).chain(found.related.iter().map(|label| label.span));
        for place in places {
            assert!(text.get(place.start as usize..place.end as usize).is_some(), "{found:?} points outside of {text:?}");
        }
    }
    let files = write::files(&Tree { header, packages: vec![package] });
    assert_eq!(files.len(), 2);
}

#[test]
fn ten_thousand_mutations_never_panic_and_are_read_fast() {
    let mut dice = Dice(0x5eed_2026);
    let mut slowest = Duration::ZERO;
    for round in 0..10_000 {
        let sample = SAMPLES[round % SAMPLES.len()];
        let from = boundary(sample, dice.below(sample.len() * 2 / 3));
        let text = mutate(&sample[from..boundary(sample, (from + 1200).min(sample.len()))], &mut dice);
        let start = Instant::now();
        exercise(&text);
        slowest = slowest.max(start.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "one text took {slowest:?}");
}

#[test]
fn whole_samples_are_mutated_too() {
    let mut dice = Dice(0xf1_0417);
    for round in 0..600 {
        exercise(&mutate(SAMPLES[round % SAMPLES.len()], &mut dice));
    }
}

#[test]
fn noise_never_panics() {
    let mut dice = Dice(0xbad_cafe);
    for _ in 0..2_000 {
        let text: String = (0..dice.below(60)).map(|_| TOKENS[dice.below(TOKENS.len())]).collect();
        exercise(&text);
    }
}

#[test]
fn depth_and_width_are_bounded() {
    let start = Instant::now();
    exercise(&"[".repeat(100_000));
    exercise(&"{a: ".repeat(100_000));
    exercise(&"- ".repeat(50_000));
    exercise(&(0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>());
    exercise(&"a: b\n".repeat(10_000));
    exercise(&format!("package: a\ndocs: {}\n", "x, ".repeat(100_000)));
    exercise(&format!("package: a\nclasses: {{{}}}\n", (0..20_000).map(|n| format!("k{n}: {{is: datatype}}, ")).collect::<String>()));
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}
