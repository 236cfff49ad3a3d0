//! What every step of comparing shares: the two sides, the profiles to judge under, and the list of changes.

use std::collections::BTreeMap;

use smie_wire::profile::{PRESETS, WireProfile, preset};

use super::change::{Change, Impact, Location, Part};
use super::codes::Code;
use super::view::View;
use crate::model::ClassId;

/// A comparison under way.
pub(super) struct Comparison<'a> {
    pub(super) old: View<'a>,
    pub(super) new: View<'a>,
    presets: Vec<(&'static str, WireProfile)>,
    pub(super) changes: Vec<Change>,
    /// Classes that are in both models, the old one's id first.
    pub(super) matched: BTreeMap<ClassId, ClassId>,
    /// Old classes that are gone with the new class that each likely became.
    pub(super) successors: BTreeMap<ClassId, ClassId>,
}

/// What a change is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) part: Part,
    pub(super) package: Option<String>,
    pub(super) class: Option<String>,
    pub(super) member: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) old: Option<Location>,
    pub(super) new: Option<Location>,
}

impl Subject {
    /// The same place, named as a part of the member: an action's input.
    pub(super) fn within(&self, name: &str) -> Self {
        let member = self.member.as_ref().map_or_else(|| name.to_owned(), |member| format!("{member}.{name}"));
        Self { member: Some(member), ..self.clone() }
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(old: View<'a>, new: View<'a>) -> Self {
        let presets = PRESETS.iter().filter_map(|&name| Some((name, preset(name)?))).collect();
        Self { old, new, presets, changes: Vec::new(), matched: BTreeMap::new(), successors: BTreeMap::new() }
    }

    /// The class of the new model that this one of the old is.
    pub(super) fn same(&self, old: ClassId) -> Option<ClassId> {
        self.matched.get(&old).copied()
    }

    /// The conventions under which changes are judged: the new model's.
    pub(super) fn profile(&self) -> &'a WireProfile {
        &self.new.schema.profile
    }

    /// Notes a change that is as grave under every profile.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        subject: &Subject,
        message: String,
        reason: impl Into<String>,
        impact: Impact,
    ) -> &mut Change {
        self.judge(code, subject, message, reason, |_| impact)
    }

    /// Notes a change whose gravity depends on the profile.
    pub(super) fn judge(
        &mut self,
        code: &'static Code,
        subject: &Subject,
        message: String,
        reason: impl Into<String>,
        impact: impl Fn(&WireProfile) -> Impact,
    ) -> &mut Change {
        let subject = subject.clone();
        let change = Change {
            code,
            part: subject.part,
            package: subject.package,
            class: subject.class,
            member: subject.member,
            origin: subject.origin,
            message,
            reason: reason.into(),
            impact: impact(self.profile()),
            profiles: self.presets.iter().map(|(name, profile)| (*name, impact(profile).severity())).collect(),
            old: subject.old,
            new: subject.new,
            renamed: None,
            expected: false,
            accepted: false,
        };
        self.changes.push(change);
        let last = self.changes.len() - 1;
        &mut self.changes[last]
    }
}
