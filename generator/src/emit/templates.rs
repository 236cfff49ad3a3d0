//! The templates of the text files: those that smie brings, and those that a user puts in their place.
//!
//! An override is written for one text of smie's own template, and says in its first line for which. When a new smie brings another text, the override may
//! lack what is new there, so it is refused until somebody has compared the two.

use std::collections::BTreeMap;

use crate::diagnostic::did_you_mean;
use crate::emit::Ownership;

/// A template that smie brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Path of the file that it becomes, from the workspace's root.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Who keeps the file.
    pub ownership: Ownership,
}

macro_rules! templates {
    ($($path:literal from $template:literal $ownership:ident),* $(,)?) => {
        /// Every template that smie brings, in the order of their files.
        pub const TEMPLATES: &[Template] = &[$(Template {
            path: $path,
            text: include_str!(concat!("../../../templates/", $template)),
            ownership: Ownership::$ownership,
        }),*];
    };
}

templates! {
    "README.md" from "README.md.tera" Generated,
    "Cargo.toml" from "Cargo.toml.tera" Owned,
    ".gitignore" from "gitignore.tera" Owned,
    "server/Cargo.toml" from "server/Cargo.toml.tera" Owned,
    "server/src/main.rs" from "server/src/main.rs.tera" Owned,
    "server/src/handlers/mod.rs" from "server/src/handlers/mod.rs.tera" Owned,
    "client/Cargo.toml" from "client/Cargo.toml.tera" Owned,
    "client/src/lib.rs" from "client/src/lib.rs.tera" Owned,
}

/// How the first line of an override begins and ends.
const MARK: (&str, &str) = ("{# smie: in place of ", " #}");

/// Templates in place of smie's own, by the path that each is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides(BTreeMap<&'static str, String>);

/// Why a template cannot take the place of smie's own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OverrideError {
    /// smie writes no such file.
    #[error("the template `{path}.tera` is for a file that smie does not make from a template{}", near.as_ref().map(|near| format!("; did you mean `{near}.tera`?")).unwrap_or_default())]
    Unknown {
        /// The file.
        path: String,
        /// The nearest that there is.
        near: Option<&'static str>,
    },
    /// It does not say which text it was written for.
    #[error("the template `{path}.tera` does not say which text of smie's it stands in for; its first line must be `{expected}`")]
    Unmarked {
        /// The file.
        path: String,
        /// The line.
        expected: String,
    },
    /// smie's own text is another by now.
    #[error("the template `{path}.tera` was written for {found}, and this smie has {expected}: what is new there may be missing in yours")]
    Outdated {
        /// The file.
        path: String,
        /// What it was written for.
        found: String,
        /// What it would have to be written for.
        expected: String,
    },
}

impl Template {
    /// The template for this file.
    #[must_use]
    pub fn find(path: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.path == path)
    }

    /// What it is called in the first line of an override: path, version of smie, and a digest of its text.
    #[must_use]
    pub fn name(&self) -> String {
        let digest = blake3::hash(self.text.as_bytes()).to_hex();
        format!("{} of smie {} ({})", self.path, env!("CARGO_PKG_VERSION"), &digest[..12])
    }

    /// The text to begin an override with: the line that says what it is for, and the template.
    #[must_use]
    pub fn to_override(&self) -> String {
        format!("{}\n{}", self.line(), self.text)
    }

    fn line(&self) -> String {
        format!("{}{}{}", MARK.0, self.name(), MARK.1)
    }
}

impl Overrides {
    /// Takes templates, each by the path that it is for, when all of them fit.
    ///
    /// # Errors
    /// Everything that does not fit.
    pub fn new(texts: BTreeMap<String, String>) -> Result<Self, Vec<OverrideError>> {
        let (mut fit, mut wrong) = (BTreeMap::new(), Vec::new());
        for (path, text) in texts {
            match accept(&path, &text) {
                Ok((path, text)) => {
                    fit.insert(path, text);
                }
                Err(error) => wrong.push(error),
            }
        }
        if wrong.is_empty() { Ok(Self(fit)) } else { Err(wrong) }
    }

    /// The text for a file: the user's, else smie's own.
    pub(super) fn text<'t>(&'t self, template: &'t Template) -> &'t str {
        self.0.get(template.path).map_or(template.text, String::as_str)
    }
}

/// The override without its first line.
fn accept(path: &str, text: &str) -> Result<(&'static str, String), OverrideError> {
    let Some(template) = Template::find(path) else {
        let near = did_you_mean(path, TEMPLATES.iter().map(|template| template.path));
        let near = near.and_then(Template::find).map(|template| template.path);
        return Err(OverrideError::Unknown { path: path.to_owned(), near });
    };
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let Some(found) = first.trim_end().strip_prefix(MARK.0).and_then(|rest| rest.strip_suffix(MARK.1)) else {
        return Err(OverrideError::Unmarked { path: path.to_owned(), expected: template.line() });
    };
    // The digest decides: a version that changed nothing in this text asks nobody for anything.
    let digest = |name: &str| name.rsplit_once('(').map(|(_, digest)| digest.to_owned());
    let expected = template.name();
    if digest(found) != digest(&expected) {
        return Err(OverrideError::Outdated { path: path.to_owned(), found: found.to_owned(), expected });
    }
    Ok((template.path, rest.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(path: &str, text: &str) -> Result<Overrides, Vec<OverrideError>> {
        Overrides::new(BTreeMap::from([(path.to_owned(), text.to_owned())]))
    }

    #[test]
    fn an_override_that_fits_stands_in_without_its_first_line() {
        let template = Template::find("README.md").unwrap();
        let overrides = tried("README.md", &template.to_override().replace('\n', "\r\n").replace("\r\n", "\n")).unwrap();
        assert_eq!(overrides.text(template), template.text);
        let own = tried("README.md", &format!("{}\nVårt API\n", template.line())).unwrap();
        assert_eq!(own.text(template), "Vårt API\n");
        assert_eq!(Overrides::default().text(template), template.text);
    }

    #[test]
    fn an_override_for_another_text_is_refused_with_the_reason() {
        let template = Template::find("README.md").unwrap();
        let old = "{# smie: in place of README.md of smie 0.0.1 (000000000000) #}\nVårt API\n";
        let wrong = tried("README.md", old).unwrap_err();
        assert!(wrong[0].to_string().contains("was written for README.md of smie 0.0.1 (000000000000), and this smie has"), "{}", wrong[0]);
        let bare = tried("README.md", "Vårt API\n").unwrap_err();
        assert_eq!(bare, [OverrideError::Unmarked { path: "README.md".to_owned(), expected: template.line() }]);
        // Another version with the same text is no reason to refuse.
        let newer = template.line().replace(env!("CARGO_PKG_VERSION"), "9.9.9") + "\nVårt API\n";
        assert!(tried("README.md", &newer).is_ok());
    }

    #[test]
    fn a_template_for_nothing_is_refused_with_its_neighbour() {
        let wrong = tried("READM.md", "x").unwrap_err();
        assert!(wrong[0].to_string().ends_with("did you mean `README.md.tera`?"), "{}", wrong[0]);
    }
}
