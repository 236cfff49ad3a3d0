//! How many values: what a change of multiplicity consists of. What each part means is said by attributes, relations and inputs.

use crate::model::Bounds;
use crate::resolve::spelled;

/// One consequence of another multiplicity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// At most one → several.
    ToList,
    /// Several → at most one.
    ToSingle,
    /// May be absent → must be there.
    Required,
    /// Must be there → may be absent.
    Optional,
    /// A list with other limits: may it hold more, may it hold less?
    Limits {
        /// Values that were refused are allowed.
        wider: bool,
        /// Values that were allowed are refused.
        narrower: bool,
    },
}

/// The consequences, in order of gravity.
pub(super) fn steps(old: Bounds, new: Bounds) -> Vec<Step> {
    let mut steps = Vec::new();
    match (old.is_list(), new.is_list()) {
        (false, true) => steps.push(Step::ToList),
        (true, false) => steps.push(Step::ToSingle),
        _ => {}
    }
    match (old.is_mandatory(), new.is_mandatory()) {
        (false, true) => steps.push(Step::Required),
        (true, false) => steps.push(Step::Optional),
        _ => {}
    }
    let upper = |bounds: Bounds| bounds.upper.unwrap_or(u32::MAX);
    let both_lists = old.is_list() && new.is_list();
    let least = old.is_mandatory() && new.is_mandatory();
    let wider = upper(new) > upper(old) || (least && new.lower < old.lower);
    let narrower = upper(new) < upper(old) || (least && new.lower > old.lower);
    if both_lists && (wider || narrower) {
        steps.push(Step::Limits { wider, narrower });
    }
    steps
}

/// `is 0..*, and was 1`.
pub(super) fn was(old: Bounds, new: Bounds) -> String {
    format!("{}, and was {}", spelled(new), spelled(old))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multiplicity_changes_in_shape_in_need_and_in_limits() {
        let bounds = |lower, upper| Bounds { lower, upper };
        assert_eq!(steps(Bounds::OPTIONAL, Bounds::MANY), [Step::ToList]);
        assert_eq!(steps(Bounds::MANY, Bounds::ONE), [Step::ToSingle, Step::Required]);
        assert_eq!(steps(Bounds::SOME, Bounds::MANY), [Step::Optional]);
        assert_eq!(steps(Bounds::MANY, bounds(0, Some(5))), [Step::Limits { wider: false, narrower: true }]);
        assert_eq!(steps(bounds(2, Some(3)), bounds(1, Some(4))), [Step::Limits { wider: true, narrower: false }]);
        assert_eq!(steps(bounds(1, Some(4)), bounds(2, Some(5))), [Step::Limits { wider: true, narrower: true }]);
        assert!(steps(Bounds::ONE, Bounds::ONE).is_empty());
    }
}
