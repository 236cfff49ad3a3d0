//! Names in the XML form: elements, codes and the last words of relation URIs.
//!
//! They follow from the names on the wire, written in the case of [`Dap`], so that JSON and XML cannot disagree about what a thing is called. The form of the
//! PM takes the model's own letters, which XML knows as well as any.

use super::{Case, Dap, DapForm};

impl Dap {
    /// The element of a member or a class: `name` in the model's letters, `wire` as it is in JSON.
    #[must_use]
    pub fn element(&self, name: &str, wire: &str) -> String {
        match self.compat {
            DapForm::Pm => spelled(&small(name)),
            DapForm::Extended | DapForm::Ladok => self.case.apply(wire),
        }
    }

    /// The element of an event, whose wire name is in `PascalCase` already.
    #[must_use]
    pub fn event(&self, name: &str, wire: &str) -> String {
        match self.compat {
            DapForm::Pm => spelled(&Case::Pascal.apply(name)),
            DapForm::Extended | DapForm::Ladok => wire.to_owned(),
        }
    }

    /// The element of a member inside an event of a class. A word that readers of feeds take for Atom's own in any namespace gets the class before it: `id` of
    /// `Studiedeltagande` is `studiedeltagandeId`.
    #[must_use]
    pub fn content(&self, (class, class_wire): (&str, &str), name: &str, wire: &str) -> String {
        let element = self.element(name, wire);
        if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(&element)) {
            format!("{}{}", small(&self.element(class, class_wire)), great(&element))
        } else {
            element
        }
    }

    /// The element of a link inside an event. The PM tells keys alone, named after what they are keys of: `studentId`.
    #[must_use]
    pub fn content_link(&self, class: (&str, &str), name: &str, wire: &str) -> String {
        let element = self.content(class, name, wire);
        match self.compat {
            DapForm::Pm => element + "Id",
            DapForm::Extended | DapForm::Ladok => element,
        }
    }

    /// A code, or the last word of a URI: of an action, an impediment, a value of an enum.
    #[must_use]
    pub fn word<'n>(&self, name: &'n str, wire: &'n str) -> &'n str {
        match self.compat {
            DapForm::Pm => name,
            DapForm::Extended | DapForm::Ladok => wire,
        }
    }
}

/// Local names that some feed readers take for Atom's own in any namespace.
const RESERVED: [&str; 7] = ["entry", "feed", "link", "id", "title", "updated", "content"];

/// With a small first letter.
fn small(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

/// With a capital first letter.
fn great(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A name that XML takes (NCName): letters of any alphabet and digits; anything else becomes `_`.
fn spelled(name: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') { name } else { format!("_{name}") }
}

#[cfg(test)]
mod tests {
    use crate::profile::{DapForm, preset};

    #[test]
    fn a_word_that_readers_take_for_atoms_own_gets_the_class_before_it() {
        let dap = preset("fint").expect("a preset").dap;
        assert_eq!(dap.content(("Bok", "Bok"), "Title", "Title"), "bokTitle");
        assert_eq!(dap.content(("Bok", "Bok"), "tittel", "tittel"), "tittel");
    }

    #[test]
    fn elements_are_folded_or_as_the_pm_writes_them() {
        let mut dap = preset("ladok").expect("a preset").dap;
        assert_eq!(dap.element("Studiedeltagande", "Studiedeltagande"), "studiedeltagande");
        assert_eq!(dap.element("tillstånd", "Tillstand"), "tillstand");
        assert_eq!(dap.event("återbud_på_kurstillfälle", "AterbudPaKurstillfalle"), "AterbudPaKurstillfalle");
        assert_eq!(dap.word("ej_påbörjat", "ej_paborjat"), "ej_paborjat");
        let class = ("Studiedeltagande", "Studiedeltagande");
        assert_eq!(dap.content(class, "id", "Id"), "studiedeltagandeId");
        assert_eq!(dap.content_link(class, "student", "Student"), "student");
        dap.compat = DapForm::Pm;
        assert_eq!(dap.content_link(class, "kurstillfälle", "Kurstillfalle"), "kurstillfälleId");
        assert_eq!(dap.element("Studiedeltagande", "Studiedeltagande"), "studiedeltagande");
        assert_eq!(dap.element("tillstånd", "Tillstand"), "tillstånd");
        assert_eq!(dap.event("återbud_på_kurstillfälle", "AterbudPaKurstillfalle"), "ÅterbudPåKurstillfälle");
        assert_eq!(dap.word("ej_påbörjat", "ej_paborjat"), "ej_påbörjat");
        assert_eq!(dap.element("2 æ", "x"), "_2_æ");
    }
}
