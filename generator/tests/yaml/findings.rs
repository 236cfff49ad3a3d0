//! What each code of this part finds, where, and what it says: one fixture a code or more, one snapshot each.

use std::path::Path;

use smie::diagnostic::codes::syntax;
use smie::diagnostic::{Diagnostics, Severity};
use smie::source::{Sources, Span, yaml};

/// The findings as text, with the words they point at.
fn report(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let place = |span: Span| {
        let file = sources.get(span.file).expect("the file of a finding");
        let (line, column) = file.position(span.start);
        let text: String =
            file.text.get(span.start as usize..span.end as usize).expect("a place within the file").chars().take(40).collect();
        format!("{}:{line}:{column} {text:?}", file.path.rsplit('/').next().unwrap_or_default())
    };
    let mut text = String::new();
    for found in diagnostics.sorted() {
        text.push_str(&format!("{} {}\n  {}\n", found.code.id, place(found.span), found.message));
        if let Some(class) = &found.class {
            text.push_str(&format!("  in {class}{}\n", found.member.as_ref().map(|member| format!(".{member}")).unwrap_or_default()));
        }
        for label in &found.related {
            text.push_str(&format!("  also {}: {}\n", place(label.span), label.text));
        }
        if let Some(help) = &found.help {
            text.push_str(&format!("  help: {help}\n"));
        }
    }
    text
}

#[test]
fn every_fixture_reports_what_its_snapshot_says() {
    insta::glob!("findings/*.yaml", |path| {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let text = std::fs::read_to_string(path).expect("a fixture");
        let file = sources.add(path, text.clone());
        let name = path.file_name().expect("a name").to_string_lossy();
        if name.contains("model") {
            yaml::read_header(file, &text, &mut diagnostics);
        } else {
            yaml::read_package(file, &text, "a", &mut diagnostics);
        }
        let code = &name[..5];
        assert!(diagnostics.iter().any(|found| found.code.id == code), "{name} does not show {code}");
        insta::assert_snapshot!(report(&sources, &diagnostics));
    });
}

/// Reads a folder with these files.
fn read_folder(files: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree = yaml::read(folder.path(), &mut sources, &mut diagnostics).expect("a readable folder");
    let packages: Vec<_> = tree.packages.iter().map(|package| package.path.value.as_str()).collect();
    format!("packages: {packages:?}\n{}", report(&sources, &diagnostics))
}

const MODEL: (&str, &[u8]) = ("model.yaml", b"model: m\nversion: 1.0.0\nprofile: fint\n");

#[test]
fn bytes_that_are_not_utf_8_are_placed() {
    insta::assert_snapshot!(read_folder(&[
        MODEL,
        ("a.yaml", b"package: a\ndocs: L\xf8nn\n"),
        ("b.yaml", b"\xff\xfep\0a\0"),
        ("c.yaml", b"package: c\n")
    ]));
}

#[test]
fn files_are_found_by_folder_or_dots_and_hidden_ones_skipped() {
    insta::assert_snapshot!(read_folder(&[
        MODEL,
        ("administrasjon/personal.yaml", b"package: administrasjon/personal\n"),
        ("administrasjon.kodeverk.yaml", b"package: administrasjon/kodeverk\n"),
        ("_.yaml", b"package: ''\n"),
        ("model_.yaml", b"package: model\n"),
        (".smie/schema.yaml", b"x: y\n"),
        ("annen/model.yaml", b"model: n\n"),
        ("annen/x.yaml", b"x: y\n"),
        ("ut/smie.lock", b""),
        ("ut/openapi.yaml", b"openapi: 3.1.0\n"),
        ("notes.txt", b"hei"),
    ]));
}

#[test]
fn a_misnamed_file_and_a_yml_file_are_reported() {
    insta::assert_snapshot!(read_folder(&[
        MODEL,
        ("utdanning/elev.yaml", b"package: utdanning/elev\n"),
        ("utdanning/elev2.yaml", b"package: utdanning/elev\n"),
        ("utdanning/skole.yml", b"package: utdanning/skole\n"),
        ("tom.yaml", b"# bare en merknad\n"),
    ]));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let text = "\u{feff}package: a\r\ndocs: |\r\n  En\r\n  to\r\nclasses:\r\n  Elev: {is: datatype}\r\n";
    let report =
        read_folder(&[("model.yaml", "\u{feff}model: m\r\nversion: 1.0.0\r\nprofile: fint\r\n".as_bytes()), ("a.yaml", text.as_bytes())]);
    assert_eq!(report, "packages: [\"a\"]\n");
}

#[test]
fn names_are_composed_and_documentation_is_left_alone() {
    let text =
        "package: skole/la\u{30a}n\ndocs: la\u{30a}n\nclasses:\n  Fra\u{30a}: {is: datatype, attributes: {a\u{30a}r: Ma\u{30a}l?}}\n";
    let mut diagnostics = Diagnostics::default();
    let package = yaml::read_package(smie::source::FileId(0), text, "", &mut diagnostics);
    assert_eq!(package.path.value, "skole/lån");
    assert_eq!(package.docs.texts[0].1.value, "la\u{30a}n");
    assert_eq!(package.classes[0].name.value, "Frå");
    assert_eq!(package.classes[0].attributes[0].name.value, "år");
    assert_eq!(package.classes[0].attributes[0].ty.name.value, "Mål");
    let place = package.classes[0].attributes[0].ty.name.span;
    assert_eq!(&text[place.start as usize..place.end as usize], "Ma\u{30a}l");
}

#[test]
fn every_code_explains_itself_at_length_with_an_example() {
    for code in syntax::ALL {
        assert!(code.explanation.len() > 200, "{}", code.id);
        assert!(code.explanation.contains("\n    "), "{} has no example", code.id);
        assert!(code.explanation.lines().all(|line| line.chars().count() <= 125), "{} has long lines", code.id);
        assert_eq!(code.severity() == Severity::Warning, code.id.starts_with("W11"), "{}", code.id);
    }
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml/findings").is_dir());
}
