//! Every code of a change, one file a group; `smie explain` tells them like the codes of findings.

pub mod behaviour;
pub mod classes;
pub mod members;
pub mod relations;
pub mod surroundings;

use super::change::Group;

/// A kind of change: one row of the table.
#[derive(Debug)]
pub struct Code {
    /// Stable code: `D` and four digits.
    pub id: &'static str,
    /// The same as a word, for filters: `attribute-removed`.
    pub name: &'static str,
    /// One line that says what happened.
    pub title: &'static str,
    /// What it is when it breaks nobody.
    pub group: Group,
    /// The long text of `smie explain`: why it matters, an example, and what to do.
    pub explanation: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Declares the codes of a group: constants, and `ALL` with every one of them.
macro_rules! changes {
    ($($constant:ident = $id:literal, $name:literal, $group:ident, $title:literal, $explanation:literal;)*) => {
        $(
            #[doc = $title]
            pub static $constant: $crate::diff::codes::Code = $crate::diff::codes::Code {
                id: $id, name: $name, title: $title, group: $crate::diff::Group::$group, explanation: $explanation,
            };
        )*

        /// Every code of this group.
        pub static ALL: &[&$crate::diff::codes::Code] = &[$(&$constant),*];
    };
}
pub(crate) use changes;

/// Every group of codes, with its title.
#[must_use]
pub fn groups() -> [(&'static str, &'static [&'static Code]); 5] {
    [
        ("Changes of classes and their paths", classes::ALL),
        ("Changes of attributes and identifiers", members::ALL),
        ("Changes of relations", relations::ALL),
        ("Changes of actions and events", behaviour::ALL),
        ("Changes of enums, access, life cycle and profile", surroundings::ALL),
    ]
}

/// Every code.
pub fn all() -> impl Iterator<Item = &'static Code> {
    groups().into_iter().flat_map(|(_, codes)| codes).copied()
}

/// The code with this id, in any case, or with this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id) || code.name.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_and_names_are_unique_and_every_code_is_explained() {
        let ids: BTreeSet<_> = all().flat_map(|code| [code.id, code.name]).collect();
        assert_eq!(ids.len(), 2 * all().count());
        for code in all() {
            assert!(code.id.len() == 5 && code.id.starts_with('D'), "{}", code.id);
            assert!(code.explanation.len() > 120, "{} is hardly explained", code.id);
            assert!(!code.title.ends_with('.'), "{}", code.id);
        }
    }

    #[test]
    fn codes_are_found_by_id_in_any_case_and_by_name() {
        assert_eq!(find("d0101").map(|code| code.name), Some("class-removed"));
        assert_eq!(find("class-removed").map(|code| code.id), Some("D0101"));
        assert!(find("D9999").is_none());
    }
}
