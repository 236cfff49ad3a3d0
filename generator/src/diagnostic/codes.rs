//! Every code, one file a group.

pub mod input;
pub mod names;
pub mod profile;
pub mod structure;
pub mod syntax;
pub mod warnings;

use super::Code;

/// Declares the codes of a group: constants, and `ALL` with every one of them.
macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal, $explanation:literal;)*) => {
        $(#[doc = $title] pub static $name: $crate::diagnostic::Code = $crate::diagnostic::Code { id: $id, title: $title, explanation: $explanation };)*

        /// Every code of this group.
        pub static ALL: &[&$crate::diagnostic::Code] = &[$(&$name),*];
    };
}
pub(crate) use codes;

/// Every group of codes, with its title.
#[must_use]
pub fn groups() -> [(&'static str, &'static [&'static Code]); 6] {
    [
        ("YAML text", syntax::ALL),
        ("Names", names::ALL),
        ("Structure", structure::ALL),
        ("Wire profile", profile::ALL),
        ("UML and LinkML files", input::ALL),
        ("Warnings", warnings::ALL),
    ]
}

/// Every code, by group.
pub fn all() -> impl Iterator<Item = &'static Code> {
    groups().into_iter().flat_map(|(_, codes)| codes).copied()
}

/// The code with this id, in any case.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id))
}
