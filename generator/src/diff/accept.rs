//! Changes that the user accepts: `CODE:package/Class.member`, for those that somebody has looked at and found right.

use super::change::Change;
use super::codes::{self, Code};
use super::compare::Report;
use crate::diagnostic::did_you_mean;

/// One accepted change, or all of a kind below one class.
#[derive(Clone, Debug)]
pub struct Accept {
    code: &'static Code,
    /// What the change must be about; `None` = whatever.
    subject: Option<String>,
}

/// Why an acceptance cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no change code `{code}`{}", suggestion.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct AcceptError {
    /// What was given.
    pub code: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Accept {
    /// Reads `CODE:Class.member`, `CODE:Class`, `CODE:member` or `CODE`; the code by id or by name, the class with or without its package.
    ///
    /// # Errors
    /// There is no such code.
    pub fn parse(text: &str) -> Result<Self, AcceptError> {
        let (code, subject) = text.split_once(':').map_or((text, None), |(code, subject)| (code, Some(subject)));
        let found = codes::find(code).ok_or_else(|| {
            let candidates = codes::all().flat_map(|known| [known.id, known.name]);
            let near = did_you_mean(code, candidates);
            AcceptError { code: code.to_owned(), suggestion: near.map(str::to_owned) }
        })?;
        Ok(Self { code: found, subject: subject.filter(|subject| !subject.is_empty()).map(crate::source::nfc) })
    }

    fn covers(&self, change: &Change) -> bool {
        if change.code != self.code {
            return false;
        }
        let Some(wanted) = &self.subject else { return true };
        let class = change.class.as_deref().or(change.package.as_deref()).unwrap_or("model");
        let short = class.rsplit('/').next().unwrap_or(class);
        let origin = change.origin.as_deref().unwrap_or(class);
        let declared = origin.rsplit('/').next().unwrap_or(origin);
        let owners = [class, short, origin, declared];
        match &change.member {
            Some(member) => wanted == member || owners.iter().any(|owner| wanted == owner || *wanted == format!("{owner}.{member}")),
            None => owners.iter().any(|owner| wanted == owner),
        }
    }
}

impl Report {
    /// Marks what is accepted; returns the positions of acceptances that cover nothing.
    pub fn accept(&mut self, accepted: &[Accept]) -> Vec<usize> {
        let mut unused = Vec::new();
        for (at, accept) in accepted.iter().enumerate() {
            let mut covered = false;
            for change in self.changes.iter_mut().filter(|change| accept.covers(change)) {
                change.accepted = true;
                covered = true;
            }
            if !covered {
                unused.push(at);
            }
        }
        unused
    }
}
