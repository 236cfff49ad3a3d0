//! Settings that differ from package to package: text with `{package}` and `{model}` in it.

/// An address or a name with places for the package's and the model's name. Nothing in it needs escaping in XML or in a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(String);

const PACKAGE: &str = "{package}";
const MODEL: &str = "{model}";

impl Template {
    /// The template; `None` = a sign that cannot stand there.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let plain = text.replace(PACKAGE, "").replace(MODEL, "");
        let fits = plain.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/:,@#?=%".contains(c));
        fits.then(|| Self(text.to_owned()))
    }

    /// As text; empty when nothing is set.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when packages differ in it.
    #[must_use]
    pub fn names_package(&self) -> bool {
        self.0.contains(PACKAGE)
    }

    /// With these names in their places.
    #[must_use]
    pub fn fill(&self, model: &str, package: &str) -> String {
        self.0.replace(MODEL, model).replace(PACKAGE, package)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_into_their_places_and_nothing_else_has_braces() {
        let template = Template::new("http://schemas.{package}.{model}.se").expect("a template");
        assert!(template.names_package());
        assert_eq!(template.fill("ladok", "resultat"), "http://schemas.resultat.ladok.se");
        assert_eq!(Template::new("http://{host}/"), None);
        assert_eq!(Template::new("a<b"), None);
    }
}
