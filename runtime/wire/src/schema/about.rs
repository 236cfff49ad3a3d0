//! What documents tell of the API as a whole; nothing that decides how a request is answered.

use std::collections::BTreeMap;

use crate::model::{Docs, Info, Model};

/// What documents tell of the API as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// Public address, for documents; a running server takes its base from the request or its configuration.
    pub base_url: Option<String>,
    /// What a catalogue wants to know.
    pub info: Option<Info>,
    /// Rules knowingly not met, with the reason.
    pub exceptions: BTreeMap<String, String>,
}

impl About {
    /// What a model says of itself.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        Self { base_url: model.base_url.clone(), info: model.info.clone(), exceptions: model.exceptions.clone() }
    }

    /// The title per language; empty when the model has none.
    #[must_use]
    pub fn title(&self) -> Docs {
        self.info.as_ref().map(|info| info.title.clone()).unwrap_or_default()
    }
}
