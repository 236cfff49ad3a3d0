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
    let name = name.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default();
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
}
