//! A plan as a unified diff, which `patch -p1` and `git apply` take.

use std::borrow::Cow;

use similar::TextDiff;

use super::lock::normalised;
use super::plan::{Plan, State, Step};

impl Plan {
    /// The difference between what stands in the folder and what should stand there, file by file.
    #[must_use]
    pub fn diff(&self) -> String {
        self.steps.iter().filter_map(Step::diff).collect()
    }
}

impl Step {
    /// The difference of one file; `None` when nothing would change.
    #[must_use]
    pub fn diff(&self) -> Option<String> {
        if matches!(self.state, State::Unchanged | State::Kept | State::Blocked(..)) {
            return None;
        }
        let (old, new) = (text(self.old.as_deref()), text(self.new.as_deref()));
        let before = self.old.as_ref().map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{}", self.path));
        let after = self.new.as_ref().map_or_else(|| "/dev/null".to_owned(), |_| format!("b/{}", self.path));
        Some(TextDiff::from_lines(&old, &new).unified_diff().context_radius(3).header(&before, &after).to_string())
    }
}

/// Line ends are no difference.
fn text(contents: Option<&[u8]>) -> String {
    contents
        .map(|contents| match normalised(contents) {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Cow::Owned(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        })
        .unwrap_or_default()
}
