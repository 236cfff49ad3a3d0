//! What can be wrong with a filter: said with its place, the property meant and the names that are near.

use std::fmt;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FilterError {
    /// Characters before it.
    at: usize,
    fault: Fault,
}

impl FilterError {
    pub(super) fn new(at: usize, fault: Fault) -> Self {
        Self { at, fault }
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Fault::Cost { .. } | Fault::Length(_) => self.fault.fmt(f),
            fault => write!(f, "at character {} of the filter: {fault}", self.at + 1),
        }
    }
}

impl std::error::Error for FilterError {}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the filter has more than {0} bytes")]
    Length(usize),
    #[error("the filter costs {cost} for each entity, and at most {most} is allowed")]
    Cost { cost: u32, most: u32 },
    #[error("nested deeper than {0} levels")]
    Depth(usize),
    #[error("`{0}` has no meaning here; a value stands in single quotes")]
    Character(char),
    #[error("a text without its closing quote")]
    Quote,
    #[error("expected {expected}, found {found}")]
    Expected { expected: &'static str, found: String },
    #[error("there is no operator `{word}`{help}; expected one of eq, ne, gt, lt, ge, le, startswith, contains, endswith, in")]
    Operator { word: String, help: String },
    #[error("there is no property `{name}` in `{class}`{help}")]
    Property { name: String, class: String, help: String },
    #[error("there is no relation `{name}` in `{class}`{help}")]
    Relation { name: String, class: String, help: String },
    #[error("a path in here begins with `{variable}`, not with `{name}`")]
    Variable { name: String, variable: String },
    #[error("`{path}` is a list; ask with `{path}/any(x:…)` or `{path}/all(x:…)`")]
    List { path: String },
    #[error("`{path}` is no list, so `any` and `all` do not apply")]
    Single { path: String },
    #[error("`{path}` is an object; name one of its properties{help}")]
    Object { path: String, help: String },
    #[error("`{path}` has no properties")]
    Leaf { path: String },
    #[error("`{op}` does not apply to `{path}`, which is {kind}")]
    Applies { op: &'static str, path: String, kind: &'static str },
    #[error("`{path}` is {kind}; `{value}` is not")]
    Type { path: String, kind: &'static str, value: String },
    #[error("`{path}` is a text, so its value stands in single quotes: '{value}'")]
    Unquoted { path: String, value: String },
}

/// `; did you mean …?`, when a name is near.
pub(super) fn near<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    crate::suggest::closest(name, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The beginning of what a client wrote, for messages.
pub(super) fn excerpt(text: &str) -> String {
    crate::validate::Problem::excerpt(text)
}
