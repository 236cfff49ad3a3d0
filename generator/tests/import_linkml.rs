//! A small hand-made folder of LinkML, and the same folder broken in every way that has a code.

use std::fmt::Write as _;

use smie::diagnostic::{Diagnostic, Diagnostics, codes};
use smie::source::{Sources, linkml, write};
use smie::syntax::Tree;

const FILES: &[(&str, &str)] = &[
    ("felles.yaml", include_str!("import/linkml/felles.yaml")),
    ("felles.komplekse-datatyper.yaml", include_str!("import/linkml/felles.komplekse-datatyper.yaml")),
    ("utdanning.elev.yaml", include_str!("import/linkml/utdanning.elev.yaml")),
    ("utdanning.kodeverk.yaml", include_str!("import/linkml/utdanning.kodeverk.yaml")),
];

struct Read {
    tree: Tree,
    sources: Sources,
    diagnostics: Diagnostics,
}

/// Reads the folder, one of its files edited.
fn read(folder: &str, edit: impl Fn(&str, &str) -> Vec<u8>) -> Read {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(folder);
    std::fs::create_dir(&path).unwrap();
    for (name, text) in FILES {
        std::fs::write(path.join(name), edit(name, text)).unwrap();
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree = linkml::read(&path, &mut sources, &mut diagnostics).unwrap();
    Read { tree, sources, diagnostics }
}

fn unchanged(_: &str, text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn line(sources: &Sources, finding: &Diagnostic) -> String {
    let (name, (line, column)) = sources.get(finding.span.file).map_or((String::new(), (0, 0)), |file| {
        (file.path.rsplit('/').next().unwrap_or_default().to_owned(), file.position(finding.span.start))
    });
    let mut text = format!("{} {name}:{line}:{column}", finding.code.id);
    for (mark, part) in [(' ', &finding.class), ('.', &finding.member)] {
        if let Some(part) = part {
            let _ = write!(text, "{mark}{part}");
        }
    }
    let _ = write!(text, "\n    {}", finding.message);
    if let Some(help) = &finding.help {
        let _ = write!(text, "\n    help: {help}");
    }
    text
}

fn lines(read: &Read) -> Vec<String> {
    read.diagnostics.sorted().into_iter().map(|finding| line(&read.sources, finding)).collect()
}

#[test]
fn a_folder_of_schemas_becomes_a_model() {
    let read = read("skole-v2.1.0", unchanged);
    let yaml =
        write::files(&read.tree).into_iter().fold(String::new(), |text, (path, file)| format!("{text}=== {}\n{file}", path.display()));
    insta::assert_snapshot!("fixture_as_yaml", yaml);
    insta::assert_snapshot!("fixture_findings", lines(&read).join("\n"));
}

/// What it is, the file, the text and its replacement (the first occurrence).
const EDITS: &[(&str, &str, &str, &str)] = &[
    ("text that is no YAML", "felles.yaml", "classes:", "classes: ]"),
    ("a class that is a list", "felles.yaml", "  Person:\n", "  Mappe: [a, b]\n\n  Person:\n"),
    ("text where a list belongs", "utdanning.kodeverk.yaml", "imports:\n  - linkml:types\n", "imports: linkml:types\n"),
    ("a truth value that is text", "utdanning.elev.yaml", "required: true", "required: ja"),
    ("no name", "utdanning.kodeverk.yaml", "name: utdanning.kodeverk\n", ""),
    ("an import with a slip", "utdanning.elev.yaml", "  - felles.komplekse-datatyper", "  - felles.kompleksedatatyper"),
    ("a class in two imports", "utdanning.kodeverk.yaml", "  Fravær:", "  Person: {}\n\n  Fravær:"),
    ("a slot without range", "felles.komplekse-datatyper.yaml", "        range: datetime\n", ""),
    ("an inverse that is not there", "felles.yaml", "inverse: person", "inverse: mennesket"),
    ("an inverse of another relation", "felles.yaml", "inverse: person", "inverse: elevforhold"),
    ("an inverse from one side", "felles.yaml", "        inverse: person\n", ""),
    (
        "a pair without a primary side",
        "felles.yaml",
        "        inverse: nabo
        annotations:
          primaryRelation: true
",
        "        inverse: nabo
",
    ),
    ("a key that is not read", "utdanning.elev.yaml", "    is_a: Aktør\n", "    is_a: Aktør\n    mixins: [Person]\n"),
    ("a section that is not read", "utdanning.elev.yaml", "classes:\n", "enums: {Kjønn: {}}\nclasses:\n"),
    ("an annotation that is not read", "utdanning.elev.yaml", "          writeable: true", "          skrivbar: true"),
    ("deprecated without advice", "utdanning.elev.yaml", "deprecated: Bruk periode.", "deprecated: true"),
    ("a range that no import has", "utdanning.elev.yaml", "range: Periode", "range: Peroide"),
];

#[test]
fn every_mistake_is_told_with_file_place_class_and_member() {
    let usual = lines(&read("skole-v2.1.0", unchanged));
    let mut told = String::new();
    let mut tell = |what: &str, read: &Read| {
        let new = lines(read).into_iter().filter(|line| !usual.contains(line));
        let _ = writeln!(told, "=== {what}\n{}", new.map(|line| line + "\n").collect::<String>());
    };
    for &(what, file, from, to) in EDITS {
        let edit = |name: &str, text: &str| {
            if name != file {
                return text.as_bytes().to_vec();
            }
            assert!(text.contains(from), "{what}: nothing to replace");
            text.replacen(from, to, 1).into_bytes()
        };
        tell(what, &read("skole-v2.1.0", edit));
    }
    tell(
        "a file that is not UTF-8",
        &read("skole-v2.1.0", |name, text| if name == "felles.yaml" { b"name: fell\xE6s".to_vec() } else { unchanged(name, text) }),
    );
    tell("a folder without a version", &read("skole", unchanged));
    insta::assert_snapshot!("mistakes", told);
    let all = told + &usual.join("\n");
    let untested = codes::input::ALL.iter().map(|code| code.id).filter(|id| id.starts_with("E052") || id.starts_with("W152"));
    assert_eq!(untested.filter(|id| !all.contains(id)).collect::<Vec<_>>(), Vec::<&str>::new(), "codes without a case");
}

#[test]
fn a_schema_that_tells_its_version_is_believed() {
    let read = read(
        "skole",
        |name, text| if name == "felles.yaml" { format!("version: 3.0.1\n{text}").into_bytes() } else { unchanged(name, text) },
    );
    assert_eq!(read.tree.header.version.unwrap().value, "3.0.1");
}

#[test]
fn cut_and_shuffled_files_never_panic() {
    for cut in 0..FILES[2].1.len() {
        let edit = |name: &str, text: &str| if name == FILES[2].0 { text.as_bytes()[..cut].to_vec() } else { unchanged(name, text) };
        if cut % 7 == 0 {
            let _ = lines(&read("skole-v2.1.0", edit));
        }
    }
    for (from, to) in [
        (":", ": :"),
        ("  ", " "),
        ("true", "{}"),
        ("Elev", "Person"),
        ("range", "inverse"),
        ("\n", "\n\n- "),
        ("Aktør", "Elev"),
        ("is_a", "name"),
    ] {
        let edit = |_: &str, text: &str| text.replace(from, to).into_bytes();
        let _ = lines(&read("skole-v2.1.0", edit));
    }
}
