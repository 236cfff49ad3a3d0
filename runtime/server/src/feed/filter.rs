//! Which events a reader wants: by class, by kind.

use smie_wire::model::PackageId;
use smie_wire::schema::{Class, Schema};

use super::words;
use crate::store::{ChangeKind, EventKind, EventRow};

/// What is wanted; nothing named = everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Folded names.
    classes: Vec<Box<str>>,
    /// Each of any class, or of one.
    kinds: Vec<(EventKind, Option<Box<str>>)>,
}

/// A name that nothing in the feed has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no {what} of this feed{help}")]
pub(crate) struct FilterError {
    what: &'static str,
    name: String,
    help: String,
}

impl FilterError {
    fn new<'n>(what: &'static str, name: &str, known: impl Iterator<Item = &'n str>) -> Self {
        let help = crate::suggest::closest(name, known).map_or_else(String::new, |h| format!("; did you mean `{h}`?"));
        Self { what, name: name.chars().take(40).collect(), help }
    }
}

impl Filter {
    /// Adds classes, by their name in the model, folded, or as in paths; several are separated by commas.
    pub(crate) fn class(&mut self, schema: &Schema, package: PackageId, names: &str) -> Result<(), FilterError> {
        let served = || schema.collections.iter().filter(move |c| c.package == package).map(|c| (c, schema.class(c.class)));
        for name in names.split(',') {
            let is = |text: &str| text.to_lowercase() == name.to_lowercase();
            let found = served().find(|(collection, class)| is(&class.name) || is(&class.wire) || is(&collection.segment));
            let (_, class) = found.ok_or_else(|| FilterError::new("class", name, served().map(|(c, _)| c.segment.as_str())))?;
            self.classes.push(class.wire.as_str().into());
        }
        Ok(())
    }

    /// Adds kinds: `created`, `changed`, `deleted`, or a declared event by its name, written or folded.
    pub(crate) fn kind(&mut self, schema: &Schema, package: PackageId, names: &str) -> Result<(), FilterError> {
        let classes = || classes(schema, package);
        for name in names.split(',') {
            let is = |text: &str| text.to_lowercase() == name.to_lowercase();
            if let Some(change) = words::CHANGES.into_iter().find(|kind| is(words::word(*kind))) {
                self.kinds.push((EventKind::Change(change), None));
                continue;
            }
            let before = self.kinds.len();
            let declared = classes().flat_map(|class| &class.events).filter(|event| is(&event.name) || is(&event.wire));
            self.kinds.extend(declared.map(|event| (EventKind::Domain(event.name.as_str().into()), None)));
            // The term of an entry names a class and a change at once.
            for class in classes() {
                let change = |kind: &ChangeKind| is(&format!("{}{}", class.wire, words::ending(*kind)));
                if let Some(kind) = words::CHANGES.into_iter().find(change) {
                    self.kinds.push((EventKind::Change(kind), Some(class.wire.as_str().into())));
                }
            }
            if self.kinds.len() == before {
                let mut known: Vec<&str> = words::CHANGES.into_iter().map(words::word).collect();
                known.extend(classes().flat_map(|class| &class.events).map(|event| event.wire.as_str()));
                return Err(FilterError::new("type", name, known.into_iter()));
            }
        }
        Ok(())
    }

    /// True for an event that is wanted.
    pub(super) fn takes(&self, row: &EventRow) -> bool {
        let of_kind =
            |(kind, class): &(EventKind, Option<Box<str>>)| *kind == row.kind && class.as_ref().is_none_or(|class| *class == row.class);
        (self.classes.is_empty() || self.classes.contains(&row.class)) && (self.kinds.is_empty() || self.kinds.iter().any(of_kind))
    }
}

fn classes(schema: &Schema, package: PackageId) -> impl Iterator<Item = &Class> {
    schema.collections.iter().filter(move |c| c.package == package).map(|c| schema.class(c.class))
}
