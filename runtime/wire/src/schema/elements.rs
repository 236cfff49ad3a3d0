//! What members are called as elements of an event, in feeds.

/// Local names that some feed readers take for Atom's own in any namespace.
const RESERVED: [&str; 7] = ["entry", "feed", "link", "id", "title", "updated", "content"];

/// The local name of a member of an event about a class: `id` of `Studiedeltagande` is `studiedeltagandeId`, because feed readers know another `id`.
#[must_use]
pub fn event_element(class: &str, name: &str) -> String {
    if !RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name)) {
        return name.to_owned();
    }
    let (class, name) = (class.split_at_checked(1).unwrap_or((class, "")), name.split_at_checked(1).unwrap_or((name, "")));
    format!("{}{}{}{}", class.0.to_ascii_lowercase(), class.1, name.0.to_ascii_uppercase(), name.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_readers_take_for_atoms_own_gets_the_class_before_it() {
        assert_eq!(event_element("Studiedeltagande", "id"), "studiedeltagandeId");
        assert_eq!(event_element("Bok", "Title"), "bokTitle");
        assert_eq!(event_element("Bok", "tittel"), "tittel");
    }
}
