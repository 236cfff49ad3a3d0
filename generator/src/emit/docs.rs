//! Documentation of a model → lines of a Rust doc comment.
//!
//! A model's texts are Markdown written for another place: with links into a modelling tool, bare addresses, tabs, HTML and indents
//! that rustdoc takes for code to test. They are rebuilt here block by block into the plain Markdown that rustdoc and clippy accept
//! without a word, so that generated crates need no list of allowed lints. The inside of a line is `inline`'s matter.

mod inline;

use smie_wire::model::Docs;

/// Longest line, markers not counted, unless a single word is longer.
const WIDTH: usize = 110;

/// The lines of a doc comment in the first of these languages that is written; none when nothing is.
pub(super) fn lines(docs: &Docs, languages: &[String]) -> Vec<String> {
    docs.best(languages).map(tidy).unwrap_or_default()
}

/// The same text on one line, for attributes and tables.
pub(super) fn one_line(docs: &Docs, languages: &[String]) -> String {
    docs.best(languages).map(|text| visible(text).split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// Rebuilds a text block by block.
pub(crate) fn tidy(text: &str) -> Vec<String> {
    let text = visible(text);
    let mut out = Writer::default();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if let Some(fence) = fence(line) {
            out.fenced(lines.by_ref().take_while(|line| !line.starts_with(fence)));
            continue;
        }
        match Block::of(line) {
            Block::Blank => out.flush(),
            Block::Heading(level, text) => out.heading(level, text),
            Block::Row => out.row(line),
            Block::Item(marker, text) => out.item(marker, text),
            Block::Prose => out.prose(line),
        }
    }
    out.finish()
}

/// Without characters that nobody sees and compilers refuse: controls, soft hyphens, marks of width and direction.
fn visible(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' => '\n',
            '\t' | '\u{a0}' => ' ',
            _ => c,
        })
        .filter(|&c| c == '\n' || !(c.is_control() || unseen(c)))
        .collect()
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

/// What a line begins.
enum Block<'a> {
    Blank,
    Heading(usize, &'a str),
    Row,
    Item(&'a str, &'a str),
    Prose,
}

impl<'a> Block<'a> {
    fn of(line: &'a str) -> Self {
        let rule = line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | ' '));
        if line.is_empty() || rule {
            return Self::Blank;
        }
        let level = line.bytes().take_while(|&b| b == b'#').count();
        match line[level..].strip_prefix(' ') {
            Some(text) if (1..=6).contains(&level) => return Self::Heading(level, text.trim()),
            _ => {}
        }
        if line.starts_with('|') {
            return Self::Row;
        }
        match marker(line) {
            Some(length) => Self::Item(&line[..length], line[length..].trim_start()),
            None => Self::Prose,
        }
    }
}

/// Length of a list marker at the start of a line: `-`, `*`, `+` or a number of at most two digits, and a space.
fn marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = line.as_bytes().get(digits)?;
    let known = match digits {
        0 => matches!(sign, b'-' | b'*' | b'+'),
        1 | 2 => matches!(sign, b'.' | b')'),
        _ => false,
    };
    (known && line[digits + 1..].starts_with(' ')).then_some(digits + 1)
}

/// Gathers lines into blocks, one blank line between.
#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    open: Option<Open>,
    last: Option<Kind>,
    /// Levels of the headings at the very end, which nothing stands under yet.
    bare: Vec<usize>,
}

/// The block that still takes lines.
struct Open {
    marker: String,
    words: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    List,
    Table,
    Other,
}

impl Writer {
    fn prose(&mut self, line: &str) {
        let open = self.open.get_or_insert_with(|| Open { marker: String::new(), words: String::new() });
        if !open.words.is_empty() {
            open.words.push(' ');
        }
        open.words.push_str(line);
    }

    fn item(&mut self, marker: &str, text: &str) {
        self.flush();
        let marker = if marker.len() == 1 { "-" } else { marker };
        self.open = Some(Open { marker: format!("{marker} "), words: text.to_owned() });
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.flush();
        self.drop_bare(level);
        let mut bare = std::mem::take(&mut self.bare);
        self.block(Kind::Other, [format!("{} {}", "#".repeat(level), inline::tidy(text))]);
        bare.push(level);
        self.bare = bare;
    }

    fn row(&mut self, line: &str) {
        self.flush();
        self.block(Kind::Table, [inline::tidy(line)]);
    }

    fn fenced<'a>(&mut self, code: impl Iterator<Item = &'a str>) {
        self.flush();
        let lines = std::iter::once("```text".to_owned()).chain(code.map(str::to_owned)).chain(["```".to_owned()]);
        self.block(Kind::Other, lines);
    }

    fn flush(&mut self) {
        if let Some(open) = self.open.take() {
            let kind = if open.marker.is_empty() { Kind::Other } else { Kind::List };
            self.block(kind, wrap(&open.marker, &inline::tidy(&open.words)));
        }
    }

    fn block(&mut self, kind: Kind, lines: impl IntoIterator<Item = String>) {
        let continues = kind != Kind::Other && self.last == Some(kind);
        if self.last.is_some() && !continues {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self.last = Some(kind);
        self.bare.clear();
    }

    /// Takes back headings of empty sections, down to this level.
    fn drop_bare(&mut self, level: usize) {
        while self.bare.pop_if(|bare| *bare >= level).is_some() {
            self.lines.pop();
            self.lines.pop();
            if self.lines.is_empty() {
                self.last = None;
            }
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.flush();
        self.drop_bare(0);
        self.lines
    }
}

/// Breaks words into lines that hang under the marker.
fn wrap(marker: &str, words: &str) -> Vec<String> {
    let indent = " ".repeat(marker.len());
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line = inline::at_start(word);
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.push(line);
    let lead = |number: usize| if number == 0 { marker } else { &indent };
    lines.iter().enumerate().map(|(number, line)| format!("{}{line}", lead(number)).trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        tidy(text).join("\n")
    }

    #[test]
    fn nothing_written_is_no_line_at_all() {
        assert!(lines(&Docs::default(), &["nb".to_owned()]).is_empty());
        assert!(tidy(" \n\t\n").is_empty());
    }

    #[test]
    fn the_first_language_that_is_written_is_taken() {
        let docs = Docs(vec![("en".to_owned(), "Employee".to_owned()), ("nb".to_owned(), "Arbeidstaker".to_owned())]);
        assert_eq!(lines(&docs, &["nb".to_owned(), "en".to_owned()]), ["Arbeidstaker"]);
        assert_eq!(one_line(&docs, &["sv".to_owned(), "en".to_owned()]), "Employee");
    }

    #[test]
    fn indents_and_tabs_never_become_code() {
        assert_eq!(tidied("Lønn\n\n     per  måned\n\t- fast\n\t\t- variabel"), "Lønn\n\nper måned\n\n- fast\n- variabel");
    }

    #[test]
    fn lists_hang_under_their_markers() {
        assert_eq!(tidied("Verdier:\n* en\nto\n+ tre\n10. ti\nelleve"), "Verdier:\n\n- en to\n- tre\n10. ti elleve");
        let long = format!("1) {}", "ord ".repeat(40));
        assert!(tidy(&long)[1].starts_with("   ord"));
    }

    #[test]
    fn a_year_or_a_sign_at_the_start_of_a_line_begins_no_block() {
        assert_eq!(tidied("2024. ble siste år"), "2024\\. ble siste år");
        assert_eq!(tidied("#skole > fag\n\n>sitat"), "\\#skole > fag\n\n\\>sitat");
        let wrapped = format!("{} - 2", "å".repeat(WIDTH));
        assert_eq!(tidy(&wrapped)[1], "\\- 2");
    }

    #[test]
    fn rules_separate_and_are_not_kept() {
        assert_eq!(tidied("Over\n-----\nUnder"), "Over\n\nUnder");
    }

    #[test]
    fn fences_are_text_and_always_closed() {
        assert_eq!(tidied("Eksempel:\n```json\n{\"a\": 1}"), "Eksempel:\n\n```text\n{\"a\": 1}\n```");
    }

    #[test]
    fn tables_and_headings_stand_apart() {
        assert_eq!(
            tidied("# Koder\n| a | b |\n|---|---|\n| 1 | [x] |\nslutt"),
            "# Koder\n\n| a | b |\n|---|---|\n| 1 | \\[x\\] |\n\nslutt"
        );
    }

    #[test]
    fn sections_without_text_are_left_out() {
        assert_eq!(tidied("Post\n# Om\n## Form\n# Bruk\n## Ny\nja\n# Slutt"), "Post\n\n# Bruk\n\n## Ny\n\nja");
        assert_eq!(tidied("# Om\n# Bruk"), "");
    }

    #[test]
    fn characters_that_compilers_refuse_are_left_out() {
        assert_eq!(tidied("kost\u{ad}nad\u{202e}\u{200b} \u{7}ja"), "kostnad ja");
    }
}
