//! Types: what it means that an attribute's values are of another type.
//!
//! The question is always the same: is every old value a new one (then writers go on), and is every new value an old one (then readers do)?

use std::collections::BTreeSet;

use smie_wire::profile::{DateForm, WireProfile};

use super::change::{Impact, Severity};
use super::comparison::Comparison;
use crate::model::{ClassId, Scalar, Type};

/// What another type means: the reason, and how grave it is under a profile.
pub(super) struct TypeChange {
    pub(super) reason: &'static str,
    impact: Judgement,
}

enum Judgement {
    Always(Impact),
    /// The two are one form on the wire where dates are written with a time.
    Dates {
        one_form: Impact,
    },
}

impl TypeChange {
    fn new(reason: &'static str, impact: Impact) -> Self {
        Self { reason, impact: Judgement::Always(impact) }
    }

    pub(super) fn impact(&self, profile: &WireProfile) -> Impact {
        match self.impact {
            Judgement::Always(impact) => impact,
            Judgement::Dates { one_form } if profile.dates == DateForm::NoonUtc => one_form,
            Judgement::Dates { .. } => Impact::BREAKING,
        }
    }
}

const OTHER: &str = "neither readers nor writers of the old type can go on";
const WIDER: &str = "every old value is a value of the new type, but not the other way round";
const NARROWER: &str = "every new value is a value of the old type, but not the other way round";
const SAME: &str = "the JSON is the same; only generated types have another name";

/// What it means that `old` became `new`; `None` when they are one type.
pub(super) fn change(c: &Comparison<'_>, old: Type, new: Type) -> Option<TypeChange> {
    match (old, new) {
        (Type::Scalar(old), Type::Scalar(new)) => scalars(old, new),
        (Type::Class(old), Type::Class(new)) => classes(c, old, new),
        (Type::Enum(old), Type::Enum(new)) => {
            if c.old.enum_name(old) == c.new.enum_name(new) {
                return None;
            }
            let values =
                |view: &super::View<'_>, id| view.schema.enumeration(id).values.iter().map(|v| v.wire.clone()).collect::<BTreeSet<_>>();
            let (old, new) = (values(&c.old, old), values(&c.new, new));
            Some(sets(new.is_superset(&old), old.is_superset(&new)))
        }
        (Type::Enum(_), Type::Scalar(Scalar::String)) => Some(TypeChange::new(WIDER, Impact::readers(Severity::Breaking))),
        (Type::Scalar(Scalar::String), Type::Enum(_)) => Some(TypeChange::new(NARROWER, Impact::writers(Severity::Breaking))),
        (Type::Identifikator, Type::Identifikator) => None,
        _ => Some(TypeChange::new(OTHER, Impact::BREAKING)),
    }
}

fn sets(all_old: bool, all_new: bool) -> TypeChange {
    match (all_old, all_new) {
        (true, true) => TypeChange::new(SAME, Impact::NONE),
        (true, false) => TypeChange::new(WIDER, Impact::readers(Severity::Dangerous)),
        (false, true) => TypeChange::new(NARROWER, Impact::writers(Severity::Breaking)),
        (false, false) => TypeChange::new(OTHER, Impact::BREAKING),
    }
}

fn scalars(old: Scalar, new: Scalar) -> Option<TypeChange> {
    use Scalar as S;
    let is_text = |scalar| matches!(scalar, S::Decimal | S::Duration | S::Uri | S::Uuid);
    let change = match (old, new) {
        _ if old == new => return None,
        (S::Int, S::Long) | (S::Float, S::Double) => {
            TypeChange::new("the JSON is the same, but values may exceed 32 bits", Impact::readers(Severity::Dangerous))
        }
        (S::Long, S::Int) | (S::Double, S::Float) => TypeChange::new(NARROWER, Impact::writers(Severity::Breaking)),
        (S::Int | S::Long, S::Float | S::Double) => TypeChange::new(WIDER, Impact::readers(Severity::Breaking)),
        (S::Float | S::Double, S::Int | S::Long) => TypeChange::new(NARROWER, Impact::writers(Severity::Breaking)),
        (from, S::String) if is_text(from) => TypeChange::new(WIDER, Impact::readers(Severity::Breaking)),
        (S::String, to) if is_text(to) => TypeChange::new(NARROWER, Impact::writers(Severity::Breaking)),
        (S::Date, S::DateTime) => TypeChange {
            reason: "where a date is written with a time, the form is the same and the time means something now; elsewhere it is another form",
            impact: Judgement::Dates { one_form: Impact::readers(Severity::Dangerous) },
        },
        (S::DateTime, S::Date) => TypeChange {
            reason: "where a date is written with a time, the form is the same and the time is lost; elsewhere it is another form",
            impact: Judgement::Dates { one_form: Impact::both(Severity::Dangerous) },
        },
        _ => TypeChange::new(OTHER, Impact::BREAKING),
    };
    Some(change)
}

/// Classes of other names may be one shape: names of datatypes are not on the wire.
fn classes(c: &Comparison<'_>, old: ClassId, new: ClassId) -> Option<TypeChange> {
    if c.same(old) == Some(new) {
        return None;
    }
    let same = same_shape(c, old, new, &mut BTreeSet::new());
    Some(if same { TypeChange::new(SAME, Impact::NONE) } else { TypeChange::new(OTHER, Impact::BREAKING) })
}

/// True when the JSON of the two is alike, member by member. What is being compared already is taken as alike.
fn same_shape(c: &Comparison<'_>, old: ClassId, new: ClassId, under_way: &mut BTreeSet<(ClassId, ClassId)>) -> bool {
    if !under_way.insert((old, new)) {
        return true;
    }
    let (before, after) = (c.old.schema.class(old), c.new.schema.class(new));
    if before.attributes.len() != after.attributes.len() || before.relations.len() != after.relations.len() {
        return false;
    }
    let links = before.relations.iter().all(|relation| {
        after.relations.iter().any(|other| {
            let targets = relation.target.and_then(|id| c.same(id)) == other.target;
            other.wire == relation.wire && other.bounds == relation.bounds && targets
        })
    });
    links
        && before.attributes.iter().all(|attribute| {
            let partner = after.attributes.iter().find(|other| other.wire == attribute.wire && other.bounds == attribute.bounds);
            partner.is_some_and(|other| match (attribute.ty, other.ty) {
                (Type::Class(old), Type::Class(new)) => c.same(old) == Some(new) || same_shape(c, old, new, under_way),
                (Type::Enum(old), Type::Enum(new)) => c.old.enum_name(old) == c.new.enum_name(new),
                (old, new) => old == new,
            })
        })
}
