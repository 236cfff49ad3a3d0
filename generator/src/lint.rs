//! The Swedish REST API profile's rules, held against an OpenAPI document: one that smie wrote, or anybody else's.
//!
//! ```text
//! text ─► tree ─► api (operations, schemas) ─► checks ─► findings ─► render
//! ```
//!
//! Rules and their weight stand in one table ([`rules`]); a check is a small function. What only a running server shows is for [`conform`](crate::conform).

pub(crate) mod api;
mod checks;
pub mod render;
pub mod rules;
pub mod statement;
pub(crate) mod tree;

pub use render::{Format, Report};
pub use rules::{Level, Rule};
pub use tree::Unreadable;

use std::collections::BTreeMap;

use api::Api;
use tree::Tree;

/// A breach of a rule.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static Rule,
    /// Where, as a JSON pointer into the document, or as an address of a server.
    pub place: String,
    /// Where in the text: byte; `None` = it has no place there.
    pub at: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// The reason why it is left so, when the model makes an exception.
    pub excepted: Option<String>,
}

/// Findings while they are gathered.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) all: Vec<Finding>,
}

impl Findings {
    /// Adds a breach of the rule with this id.
    pub(crate) fn add(&mut self, id: &str, place: impl Into<String>, at: Option<usize>, message: impl Into<String>) {
        if let Some(rule) = rules::find(id) {
            self.all.push(Finding { rule, place: place.into(), at, message: message.into(), excepted: None });
        }
    }

    /// The findings in order of place, each once, with what the model excepts marked.
    pub(crate) fn finish(mut self, exceptions: &BTreeMap<String, String>) -> Vec<Finding> {
        self.all.sort_by(|a, b| (a.at, a.rule.id, &a.place, &a.message).cmp(&(b.at, b.rule.id, &b.place, &b.message)));
        self.all.dedup_by(|a, b| (a.at, a.rule.id, &a.place, &a.message) == (b.at, b.rule.id, &b.place, &b.message));
        for finding in &mut self.all {
            finding.excepted = exceptions.get(finding.rule.id).cloned();
        }
        self.all
    }
}

/// Holds a document against every rule that a document can show. `exceptions` are rules knowingly not met, with the reason.
///
/// # Errors
/// The text is neither YAML nor JSON.
pub fn lint(text: &str, exceptions: &BTreeMap<String, String>) -> Result<Vec<Finding>, Unreadable> {
    let tree = Tree::read(text)?;
    let api = Api::new(&tree);
    let mut findings = Findings::default();
    for check in checks::ALL {
        (check.run)(&api, &mut findings);
    }
    Ok(findings.finish(exceptions))
}

/// The ids of the rules that [`lint`] checks.
pub fn checked() -> impl Iterator<Item = &'static str> {
    checks::ALL.iter().flat_map(|check| check.rules).copied()
}
