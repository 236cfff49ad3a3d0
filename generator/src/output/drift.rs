//! What differs from the model and why, for people, programs and GitHub's annotations.

use std::path::Path;

use serde::Serialize;

use super::plan::{Effect, Force, Plan, State, Step};
use super::{Stamp, lock};

/// How drift is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One line a file.
    #[default]
    Human,
    /// One object: `{"drift":[{"file","reason","message"}]}`.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

/// Why a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The model gives another text.
    Stale,
    /// The same model, written by another version of smie.
    OtherToolVersion,
    /// It is not there.
    Missing,
    /// The model no longer gives it.
    Orphan,
    /// Somebody edited it.
    HandEdited,
    /// Somebody else wrote it.
    Unmanaged,
    /// Something stands in its way.
    Blocked,
}

impl Reason {
    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::OtherToolVersion => "other tool version",
            Self::Missing => "missing",
            Self::Orphan => "orphan",
            Self::HandEdited => "hand-edited",
            Self::Unmanaged => "unmanaged",
            Self::Blocked => "blocked",
        }
    }
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Its path inside the output folder.
    pub file: String,
    /// Why, in a word.
    pub reason: Reason,
    /// Why, in a sentence.
    pub message: String,
    /// The difference, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}

impl Plan {
    /// Every file that differs from what the model gives.
    #[must_use]
    pub fn drift(&self) -> Vec<Drift> {
        self.steps.iter().filter_map(|step| self.drift_of(step)).collect()
    }

    /// The same, each with its difference.
    #[must_use]
    pub fn drift_with_differences(&self) -> Vec<Drift> {
        self.steps.iter().filter_map(|step| Some(Drift { diff: step.diff(), ..self.drift_of(step)? })).collect()
    }

    /// The files that keep anything from being written.
    #[must_use]
    pub fn refused(&self, force: Force) -> Vec<Drift> {
        let refused = self.steps.iter().filter(|step| step.state.effect(force) == Effect::Refuse);
        refused.filter_map(|step| self.drift_of(step)).collect()
    }

    fn drift_of(&self, step: &Step) -> Option<Drift> {
        let (reason, message) = match &step.state {
            State::Unchanged | State::Kept => return None,
            State::New => (Reason::Missing, "the model gives it, and it is not written yet".to_owned()),
            State::Missing => (Reason::Missing, "it was written, and is gone".to_owned()),
            State::Stale => self.stale(step),
            State::Orphan => (Reason::Orphan, "the model no longer gives it".to_owned()),
            State::HandEdited => (Reason::HandEdited, "it was changed by hand since it was written".to_owned()),
            State::EditedOrphan => (Reason::HandEdited, "the model no longer gives it, and it was changed by hand".to_owned()),
            State::Unmanaged => (Reason::Unmanaged, "it is there, but smie did not write it".to_owned()),
            State::Blocked(at, obstacle) => (Reason::Blocked, format!("`{at}` is {obstacle}")),
        };
        Some(Drift { file: step.path.to_string(), reason, message, diff: None })
    }

    fn stale(&self, step: &Step) -> (Reason, String) {
        let Stamp { tool, model } = &self.stamp;
        match &self.before {
            Some(before) if before.tool != *tool && (before.model == *model || step.path.as_str() == lock::NAME) => {
                (Reason::OtherToolVersion, format!("smie {} wrote it, and this is smie {tool}", before.tool))
            }
            Some(before) if before.model.version != model.version => (
                Reason::Stale,
                format!("it was written from version {} of the model, which is now {}", before.model.version, model.version),
            ),
            Some(before) if before.model != *model => (Reason::Stale, "the model has changed since it was written".to_owned()),
            _ => (Reason::Stale, "it should hold something else".to_owned()),
        }
    }
}

impl Format {
    /// The drift of `folder` in this format.
    #[must_use]
    pub fn render(self, folder: &Path, drift: &[Drift]) -> String {
        match self {
            Self::Human => drift.iter().map(|d| human(folder, d)).collect(),
            Self::Json => {
                // Strings only: this cannot fail.
                let text = serde_json::to_string_pretty(&serde_json::json!({ "drift": drift }));
                text.unwrap_or_default() + "\n"
            }
            Self::Github => drift.iter().map(|d| github(folder, d)).collect(),
        }
    }
}

fn place(folder: &Path, drift: &Drift) -> String {
    folder.join(&drift.file).display().to_string().replace('\\', "/")
}

fn human(folder: &Path, drift: &Drift) -> String {
    let diff = drift.diff.as_deref().unwrap_or_default();
    format!("{}: {}: {}\n{diff}", place(folder, drift), drift.reason.word(), drift.message)
}

fn github(folder: &Path, drift: &Drift) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let message = match &drift.diff {
        Some(diff) => data(&format!("{}\n{diff}", drift.message)),
        None => data(&drift.message),
    };
    format!("::error file={},title=smie drift%3A {}::{message}\n", property(&place(folder, drift)), drift.reason.word())
}
