//! What a model without a header of its own says of itself: name and version from the file's name and the root package, and which packages are
//! common. UML and LinkML are alike in this; a YAML folder says it in so many words.

use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::{Header, Is, Package, Tree};

/// The version of a model that tells none.
const UNKNOWN_VERSION: &str = "0.1.0";

/// A tree of a file that could not be read.
pub(crate) fn only(stem: &str, file: FileId) -> Tree {
    let mut ignored = Diagnostics::default();
    Tree { header: header(stem, None, file, &mut ignored), packages: Vec::new() }
}

/// The header, from the name of the file or folder: `FINT-informasjonsmodell-v4.1.0` with the root package `FINT` is the model `fint`, version 4.1.0.
pub(crate) fn header(stem: &str, root: Option<&str>, file: FileId, diagnostics: &mut Diagnostics) -> Header {
    let span = Span { file, start: 0, end: 0 };
    let spanned = |value: &str| Some(Spanned::new(value.to_owned(), span));
    let version = version(stem);
    if version.is_none() {
        diagnostics.push(
            Diagnostic::new(&input::NO_VERSION, span, format!("the name `{stem}` tells no version; {UNKNOWN_VERSION} is taken"))
                .help("give it a name like `model-v1.2.3`, or set `version:` after the import"),
        );
    }
    let name = [root.map(kebab), Some(kebab(stem.split(['-', '_', ' ']).next().unwrap_or(""))), Some("model".to_owned())];
    let name = name.into_iter().flatten().find_map(|name| suggested(&name)).unwrap_or_default();
    Header {
        span,
        name: spanned(&name),
        version: spanned(version.as_deref().unwrap_or(UNKNOWN_VERSION)),
        profile: spanned("fint"),
        languages: spanned("nb").into_iter().collect(),
        ..Header::default()
    }
}

/// A package directly below the model's root belongs to no domain: its hovedklasser are served wherever they are reached.
pub(crate) fn is_common(package: &Package) -> bool {
    let path = &package.path.value;
    let has_hovedklasse = package.classes.iter().any(|class| class.is.as_ref().is_some_and(|is| is.value == Is::Hovedklasse));
    !path.is_empty() && !path.contains('/') && has_hovedklasse
}

/// The last three-part version in a file's name.
fn version(stem: &str) -> Option<String> {
    let is_version = |word: &&str| {
        let parts: Vec<_> = word.split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut words = stem.split(|c: char| c != '.' && !c.is_ascii_digit()).map(|word| word.trim_matches('.'));
    words.rfind(is_version).map(str::to_owned)
}

/// A name as a crate's stem: `[a-z][a-z0-9-]*`, Nordic letters folded to their base.
pub(crate) fn kebab(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut kebab = String::new();
    for letter in name.nfd().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => kebab.push(letter),
            'æ' => kebab.push('a'),
            'ø' => kebab.push('o'),
            c if c.is_alphanumeric() || !c.is_ascii() => {}
            _ if !kebab.is_empty() && !kebab.ends_with('-') => kebab.push('-'),
            _ => {}
        }
    }
    kebab.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').trim_end_matches('-').to_owned()
}

/// The engine's own crates are called smie-server and smie-client; generated ones stand beside them in one workspace.
const ENGINE: &str = "smie";

/// True when a name can be that of a model, and so of crates: `[a-z][a-z0-9]*(-[a-z0-9]+)*`, and not the engine's.
pub(crate) fn is_model_name(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('-').all(is_word) && name != ENGINE
}

/// The name nearest to what was written that a model can have; `None` when no letter of it can be kept.
pub(crate) fn suggested(written: &str) -> Option<String> {
    match kebab(written) {
        name if name.is_empty() => None,
        name if name == ENGINE => Some(format!("{name}-model")),
        name => Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_last_three_part_number_of_the_name() {
        assert_eq!(version("FINT-informasjonsmodell-v4.1.0").as_deref(), Some("4.1.0"));
        assert_eq!(version("linkml-v4.0.30").as_deref(), Some("4.0.30"));
        assert_eq!(version("modell 2.1.0 (utkast 1.2)").as_deref(), Some("2.1.0"));
        assert_eq!(version("modell-4.1"), None);
    }

    #[test]
    fn names_become_kebab_case_ascii() {
        assert_eq!(kebab("FINT"), "fint");
        assert_eq!(kebab("Økonomi og lærling (ny)"), "okonomi-og-larling-ny");
        assert_eq!(kebab("2 Års modell"), "ars-modell");
        assert_eq!(kebab("模型"), "");
    }

    #[test]
    fn what_is_suggested_for_a_name_is_a_name() {
        for written in
            ["My Model", "a/../b", "Å", "../../../../escaped", "9-a-", "--x--", "a--b", "smie", "SMIE", "A\u{30a}s", "İ", "a_b", "con."]
        {
            assert!(suggested(written).is_some_and(|name| is_model_name(&name)), "{written}");
        }
        for name in ["", "My", "a/b", "å", "a-", "-a", "a--b", "9a", "a b", "smie", "a_b"] {
            assert!(!is_model_name(name), "{name}");
        }
        for name in ["a", "fint", "a-9", "smie-test", "test"] {
            assert!(is_model_name(name), "{name}");
        }
        assert_eq!(suggested(""), None);
    }

    #[test]
    fn the_header_of_an_import_has_a_name_that_a_model_can_have() {
        for (stem, root) in [("", None), ("9", Some("模型")), ("Smie-v1.0.0", None), ("x", Some("A  (b)")), ("å", Some("Modell/1"))] {
            let header = header(stem, root, FileId(0), &mut Diagnostics::default());
            assert!(header.name.is_some_and(|name| is_model_name(&name.value)), "{stem} {root:?}");
        }
    }
}
