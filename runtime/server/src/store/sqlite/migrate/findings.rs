//! What a migration finds, by place: a million resources that lack one member are one line with a count and an example.

use std::collections::BTreeMap;

use crate::entity::Entity;

/// Lines by collection, place and what is the matter.
#[derive(Debug, Default)]
pub(super) struct Lines(BTreeMap<(String, String, String), (u64, String)>);

impl Lines {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, file: &str, pointer: &str, what: &str, entity: &Entity) {
        let (count, _) = self
            .0
            .entry((file.to_owned(), general(pointer), what.to_owned()))
            .or_insert_with(|| (0, entity.self_identifier(0).map_or_else(String::new, |(_, value)| value.to_owned())));
        *count += 1;
    }

    pub(super) fn told(&self) -> Vec<String> {
        let line = |((file, pointer, what), (count, example)): (&(String, String, String), &(u64, String))| {
            let example = if example.is_empty() { String::new() } else { format!(", such as `{example}`") };
            format!("`{file}`, `{pointer}`: {what} ({count} resource{}{example})", if *count == 1 { "" } else { "s" })
        };
        self.0.iter().map(line).collect()
    }
}

/// Everything that a migration finds.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) noted: Lines,
    pub(super) lost: Lines,
}

impl Findings {
    pub(super) fn note(&mut self, file: &str, pointer: &str, what: &str, entity: &Entity) {
        self.noted.add(file, pointer, what, entity);
    }

    pub(super) fn lose(&mut self, file: &str, pointer: &str, what: &str, entity: &Entity) {
        self.lost.add(file, pointer, what, entity);
    }
}

/// A pointer for every element of a list.
fn general(pointer: &str) -> String {
    let step = |step: &str| if !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit()) { "*".to_owned() } else { step.to_owned() };
    pointer.split('/').map(step).collect::<Vec<_>>().join("/")
}
