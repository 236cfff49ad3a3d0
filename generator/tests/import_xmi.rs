//! A small hand-made XMI file with every trap of the real ones, and the same file broken in every way that has a code.

use std::fmt::Write as _;
use std::path::Path;

use smie::diagnostic::{Diagnostic, Diagnostics, codes};
use smie::source::{Sources, write, xmi};
use smie::syntax::Tree;

const FIXTURE: &str = include_str!("import/skole-v2.1.0.xml");

struct Read {
    tree: Tree,
    sources: Sources,
    diagnostics: Diagnostics,
}

fn read(bytes: &[u8]) -> Read {
    read_as("skole-v2.1.0.xml", bytes)
}

fn read_as(name: &str, bytes: &[u8]) -> Read {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree = xmi::read_bytes(Path::new(name), bytes, &mut sources, &mut diagnostics);
    Read { tree, sources, diagnostics }
}

/// Every file of the model, one after the other.
fn yaml(tree: &Tree) -> String {
    write::files(tree).into_iter().fold(String::new(), |text, (path, contents)| format!("{text}=== {}\n{contents}", path.display()))
}

fn line(sources: &Sources, finding: &Diagnostic) -> String {
    let (line, column) = sources.get(finding.span.file).map_or((0, 0), |file| file.position(finding.span.start));
    let mut text = format!("{} {line}:{column}", finding.code.id);
    for (mark, part) in [(' ', &finding.class), ('.', &finding.member), ('#', &finding.id)] {
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

fn findings(read: &Read) -> String {
    read.diagnostics.sorted().into_iter().map(|finding| line(&read.sources, finding) + "\n").collect()
}

/// The fixture as Enterprise Architect would write it: windows-1252, CRLF.
fn as_windows_1252(text: &str) -> Vec<u8> {
    let text = text.replacen("UTF-8", "windows-1252", 1).replace('\n', "\r\n");
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!unmappable);
    bytes.into_owned()
}

#[test]
fn every_trap_of_the_real_files_is_read_as_it_is_meant() {
    let read = read(FIXTURE.as_bytes());
    insta::assert_snapshot!("fixture_as_yaml", yaml(&read.tree));
    insta::assert_snapshot!("fixture_findings", findings(&read));
}

#[test]
fn windows_1252_and_utf_8_give_the_same_model_and_the_same_lines() {
    let (utf_8, windows) = (read(FIXTURE.as_bytes()), read(&as_windows_1252(FIXTURE)));
    assert_eq!(yaml(&utf_8.tree), yaml(&windows.tree));
    assert_eq!(findings(&utf_8), findings(&windows));
}

#[test]
fn decomposed_letters_in_names_are_composed() {
    let decomposed = FIXTURE.replace("name=\"Språk\"", "name=\"Spra\u{30A}k\"");
    assert_eq!(yaml(&read(decomposed.as_bytes()).tree), yaml(&read(FIXTURE.as_bytes()).tree));
}

/// One edit of the fixture: what it is, the text and its replacement (the first occurrence after the anchor).
struct Edit {
    what: &'static str,
    after: &'static str,
    from: &'static str,
    to: &'static str,
}

const fn edit(what: &'static str, after: &'static str, from: &'static str, to: &'static str) -> Edit {
    Edit { what, after, from, to }
}

/// Anchors in the half that Enterprise Architect writes for itself.
const ELEMENTS: &str = "<elements>";
const CONNECTORS: &str = "<connectors>";
/// No anchor: every occurrence is replaced.
const EVERYWHERE: &str = "*";

const EDITS: &[Edit] = &[
    edit("a tag that is not closed", "", "</uml:Model>", ""),
    edit("an entity that nobody declared", ELEMENTS, "name=\"Felles\"", "name=\"&felles;\""),
    edit("an encoding that is not read", "", "encoding=\"UTF-8\"", "encoding=\"iso-8859-15\""),
    edit("a class decoded twice", ELEMENTS, "name=\"Fravær\"", "name=\"FravÃ¦r\""),
    edit("an attribute decoded twice", ELEMENTS, "name=\"fødselsnummer\"", "name=\"fÃ¸dselsnummer\""),
    edit("a role decoded twice", CONNECTORS, "role name=\"målform\"", "role name=\"mÃ¥lform\""),
    edit("documentation decoded twice", ELEMENTS, "Første skoledag.", "FÃ¸rste skoledag â€“ om høsten."),
    edit("no uml:Model", EVERYWHERE, "uml:Model", "uml:Profile"),
    edit("no connectors", EVERYWHERE, "connectors>", "forbindelser>"),
    edit("no extension", EVERYWHERE, "xmi:Extension", "xmi:Difference"),
    edit("a package decoded twice", EVERYWHERE, "name=\"Vurdering\"", "name=\"VurderingÃ¥r\""),
    edit(
        "a class in a package that is not there",
        "EAID_C_Anm\" xmi:type",
        "model package=\"EAPK_P_Vurd\"",
        "model package=\"EAPK_P_Borte\"",
    ),
    edit("a package inside itself", "EAPK_P_Kode\" xmi:type", "package=\"EAPK_P_Felles\"", "package=\"EAPK_P_ISO\""),
    edit("a package in one that is not there", "EAPK_P_Kode\" xmi:type", "package=\"EAPK_P_Felles\"", "package=\"EAPK_P_Borte\""),
    edit(
        "a relation to a class that is not there",
        "connector xmi:idref=\"EAID_R_ref\"",
        "target xmi:idref=\"EAID_C_Grep\"",
        "target xmi:idref=\"EAID_C_Borte\"",
    ),
    edit("a relation to nothing", "connector xmi:idref=\"EAID_R_ref\"", "target xmi:idref=\"EAID_C_Grep\"", "target"),
    edit(
        "a parent that is not there",
        "connector xmi:idref=\"EAID_G_1\"",
        "target xmi:idref=\"EAID_C_Begrep\"",
        "target xmi:idref=\"EAID_C_Borte\"",
    ),
    edit("a type that is not there", "xmi:id=\"EAID_A_adr\"", "type xmi:idref=\"EAID_C_Adresse\"", "type xmi:idref=\"EAID_C_Borte\""),
    edit("a class id given twice", ELEMENTS, "element xmi:idref=\"EAID_C_Anm\"", "element xmi:idref=\"EAID_C_Elev\""),
    edit("a package id given twice", ELEMENTS, "element xmi:idref=\"EAPK_P_Vurd\"", "element xmi:idref=\"EAPK_P_Elev\""),
    edit("a connector id given twice", CONNECTORS, "connector xmi:idref=\"EAID_R_ref\"", "connector xmi:idref=\"EAID_R_pair\""),
    edit("an id given twice in uml:Model", "", "xmi:id=\"EAID_C_Periode\"", "xmi:id=\"EAID_C_Begrep\""),
    edit("an element without an id", ELEMENTS, "element xmi:idref=\"EAID_C_Anm\"", "element"),
    edit("a connector without an id", CONNECTORS, "connector xmi:idref=\"EAID_R_self\"", "connector"),
    edit("a role without multiplicity", "connector xmi:idref=\"EAID_R_ref\"", " multiplicity=\"0..1\"", ""),
    edit("a multiplicity of a star alone", "connector xmi:idref=\"EAID_R_ref\"", "multiplicity=\"0..1\"", "multiplicity=\"*\""),
    edit("a multiplicity without its end", "connector xmi:idref=\"EAID_R_ref\"", "multiplicity=\"0..1\"", "multiplicity=\"1..\""),
    edit("a multiplicity of a range", "connector xmi:idref=\"EAID_R_ref\"", "multiplicity=\"0..1\"", "multiplicity=\"2..5\""),
    edit("bounds that are no numbers", "attribute xmi:idref=\"EAID_A_linje\"", "lower=\"0\"", "lower=\"en\""),
    edit("bounds that cross", "attribute xmi:idref=\"EAID_A_linje\"", "lower=\"0\" upper=\"*\"", "lower=\"3\" upper=\"2\""),
    edit("a type name that two classes have", "attribute xmi:idref=\"EAID_A_linje\"", "type=\"string\"", "type=\"Klasse\""),
    edit("the type of its own package, by name", "", "<type xmi:idref=\"EAID_C_Adresse\"/>", ""),
    edit("a class without a name", ELEMENTS, " name=\"Anmerkninger\"", ""),
    edit("an attribute without a name", ELEMENTS, " name=\"skolestart\"", ""),
    edit("an attribute without a type", "attribute xmi:idref=\"EAID_A_atferd\"", "type=\"int\" ", ""),
    edit("a direction that loses the inverse", "connector xmi:idref=\"EAID_R_pair\"", "Bi-Directional", "Unspecified"),
    edit("a pair with one role", "connector xmi:idref=\"EAID_R_pair\"", " name=\"elevforhold\"", ""),
    edit("a stereotype with a slip", "EAID_C_Anm\" xmi:type", "stereotype=\"hovedklasse\"", "stereotype=\"hovedklase\""),
    edit(
        "an attribute's stereotype with a slip",
        "attribute xmi:idref=\"EAID_A_prosent\"",
        "stereotype=\"writable\"",
        "stereotype=\"skrivbar\"",
    ),
    edit("no stereotype but an identity", "EAID_C_Anm\" xmi:type", " stereotype=\"hovedklasse\"", ""),
    edit("a class called otherwise in uml:Model", "", "name=\"Grepreferanse\"", "name=\"Grep\""),
    edit("a class missing in uml:Model", "", "xmi:id=\"EAID_C_Grep\"", "xmi:id=\"EAID_C_Annen\""),
    edit(
        "an attribute called otherwise in uml:Model",
        "",
        "xmi:id=\"EAID_A_prosent\" name=\"prosent\"",
        "xmi:id=\"EAID_A_prosent\" name=\"andel\"",
    ),
    edit("an attribute missing in uml:Model", "", "xmi:id=\"EAID_A_prosent\"", "xmi:id=\"EAID_A_annen\""),
    edit(
        "another type in uml:Model",
        "xmi:id=\"EAID_A_adr\"",
        "<type xmi:idref=\"EAID_C_Adresse\"/>",
        "<type xmi:idref=\"EAID_C_Periode\"/>",
    ),
    edit("other bounds in uml:Model", "xmi:id=\"EAID_A_linje\"", "<upperValue value=\"-1\"/>", "<upperValue value=\"4\"/>"),
    edit("another multiplicity in uml:Model", "association=\"EAID_R_ref\"", "<upperValue value=\"1\"/>", "<upperValue value=\"-1\"/>"),
    edit("another role in uml:Model", "", "xmi:id=\"EAID_R_ref_dst\" name=\"grepreferanse\"", "xmi:id=\"EAID_R_ref_dst\" name=\"grep\""),
    edit("an association missing in uml:Model", EVERYWHERE, "association=\"EAID_R_data\"", "association=\"EAID_R_annen\""),
    edit("abstract in one half", "", "name=\"Begrep\" isAbstract=\"true\"", "name=\"Begrep\""),
    edit("a parent in one half", "", "general=\"EAID_C_Begrep\"", "general=\"EAID_C_Person\""),
    edit("a stereotype in uml:Model alone", "", "base_Class=\"EAID_C_Grep\"", "base_Class=\"EAID_C_Adresse\""),
    edit("writable in uml:Model alone", "", "base_Property=\"EAID_A_prosent\"", "base_Property=\"EAID_A_trinn\""),
    edit("a default that does not fit", "attribute xmi:idref=\"EAID_A_atferd\"", "body=\"0\"", "body=\"ingen\""),
    edit("deprecated without advice", ELEMENTS, "value=\"Bruk språk.\"", "value=\"\""),
    edit("deprecated without a value", CONNECTORS, "name=\"DEPRECATED\" value=\"Bruk Elevforhold.fravær.\"", "name=\"DEPRECATED\""),
    edit("an enumeration", "element xmi:idref=\"EAID_C_VKlasse\"", "xmi:type=\"uml:Class\"", "xmi:type=\"uml:Enumeration\""),
];

impl Edit {
    fn apply(&self) -> String {
        if self.after == EVERYWHERE {
            return FIXTURE.replace(self.from, self.to);
        }
        let anchor = FIXTURE.find(self.after).unwrap_or_else(|| panic!("{}: no anchor", self.what));
        let at = FIXTURE[anchor..].find(self.from).unwrap_or_else(|| panic!("{}: nothing to replace", self.what)) + anchor;
        format!("{}{}{}", &FIXTURE[..at], self.to, &FIXTURE[at + self.from.len()..])
    }
}

/// The findings that the fixture does not have.
fn new_findings(read: &Read, usual: &[String]) -> String {
    let lines = read.diagnostics.sorted().into_iter().map(|finding| line(&read.sources, finding));
    lines.filter(|line| !usual.contains(line)).map(|line| line + "\n").collect()
}

#[test]
fn every_mistake_is_told_with_place_class_member_and_id() {
    let fixture = read(FIXTURE.as_bytes());
    let usual: Vec<_> = fixture.diagnostics.sorted().into_iter().map(|finding| line(&fixture.sources, finding)).collect();
    let mut told = String::new();
    for edit in EDITS {
        let _ = writeln!(told, "=== {}\n{}", edit.what, new_findings(&read(edit.apply().as_bytes()), &usual));
    }
    let cut = &FIXTURE[..FIXTURE.find("EAID_C_Begrep").unwrap()];
    let _ = writeln!(told, "=== a file that was cut off\n{}", new_findings(&read(cut.as_bytes()), &usual));
    let mut undefined = as_windows_1252(FIXTURE);
    let at = undefined.windows(6).rposition(|word| word == b"Frav\xE6r").unwrap();
    undefined[at + 4] = 0x81;
    let _ = writeln!(told, "=== a byte that windows-1252 does not have\n{}", new_findings(&read(&undefined), &usual));
    let windows_as_utf_8 = encoding_rs::WINDOWS_1252.encode("<?xml version=\"1.0\" encoding=\"UTF-8\"?><å/>").0;
    let _ = writeln!(told, "=== windows-1252 that says UTF-8\n{}", new_findings(&read(&windows_as_utf_8), &usual));
    let _ = writeln!(told, "=== a file name without a version\n{}", new_findings(&read_as("skole.xml", FIXTURE.as_bytes()), &usual));
    insta::assert_snapshot!("mistakes", told);
    let untested = codes::input::ALL.iter().map(|code| code.id).filter(|id| !id.starts_with("E052") && !id.starts_with("W152"));
    assert_eq!(untested.filter(|id| !told.contains(id)).collect::<Vec<_>>(), Vec::<&str>::new(), "codes without a case");
}

#[test]
fn the_name_is_that_of_the_root_package_and_else_of_the_file() {
    let name = |read: Read| read.tree.header.name.unwrap().value;
    assert_eq!(name(read(FIXTURE.as_bytes())), "fint");
    let renamed = FIXTURE.replace("name=\"FINT\"", "name=\"Økonomi i Vestland\"");
    assert_eq!(name(read(renamed.as_bytes())), "okonomi-i-vestland");
    let unmarked =
        FIXTURE.replace("EAPK_P_FINT\" xmi:type=\"uml:Package\" name=\"FINT\"", "EAPK_P_FINT\" xmi:type=\"uml:Package\" name=\"Model\"");
    assert_eq!(name(read(unmarked.as_bytes())), "skole");
    assert_eq!(name(read(b"")), "skole");
}

/// A small reproducible source of chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}

/// Files that are wrong in several ways at once are read without a panic, and what is said of them can be shown.
#[test]
fn mutated_files_never_panic() {
    let mut chance = Chance(0x5317_E001);
    let tokens = [
        "\"",
        "<",
        ">",
        "&amp;",
        "\u{0}",
        "EAID_C_Elev",
        "EAPK_P_FINT",
        "",
        " ",
        "*",
        "-1",
        "xmi:idref",
        "å",
        "/",
        "4294967296",
        "Bi-Directional",
    ];
    for round in 0..3000 {
        let mut bytes = if round % 2 == 0 { FIXTURE.as_bytes().to_vec() } else { as_windows_1252(FIXTURE) };
        for _ in 0..=chance.below(4) {
            let at = chance.below(bytes.len());
            match chance.below(6) {
                0 => bytes.truncate(at),
                1 => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
                2 => drop(bytes.splice(at..at, tokens[chance.below(tokens.len())].bytes())),
                3 => drop(bytes.drain(at..(at + chance.below(200)).min(bytes.len()))),
                4 => {
                    let copied = bytes[at..(at + chance.below(2000)).min(bytes.len())].to_vec();
                    let to = chance.below(bytes.len());
                    drop(bytes.splice(to..to, copied));
                }
                _ => swap_values(&mut bytes, &mut chance),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let read = read(&bytes);
        let _ = (findings(&read), yaml(&read.tree));
    }
}

/// Exchanges two attribute values, which keeps the XML well-formed: ids, names and multiplicities end up where they do not belong.
fn swap_values(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let mut pick = |bytes: &[u8]| {
        let from = chance.below(bytes.len());
        let start = bytes[from..].windows(2).position(|pair| pair == b"=\"")? + from + 2;
        let end = bytes[start..].iter().position(|&byte| byte == b'"')? + start;
        Some((start, end))
    };
    if let (Some((start, end)), Some((other_start, other_end))) = (pick(bytes), pick(bytes)) {
        let value = bytes[other_start..other_end].to_vec();
        drop(bytes.splice(start..end, value));
    }
}
