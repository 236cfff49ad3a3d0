//! Which entity leads to which.
//!
//! The choice is a function of the source's index: a share of the targets in order where a target can be taken once, a tree where a
//! class leads to itself, every target in turn where the other end must not be empty, by chance otherwise.

use smie_wire::model::Bounds;
use smie_wire::schema::{CollectionId, Relation};

use super::plan::{Edge, Plan};
use super::rng::Rng;

/// Most links of a list, unless its bounds ask for more.
const USUAL: u64 = 3;

/// The targets of one relation of one entity, each once.
pub(super) fn chosen(
    plan: &Plan<'_>,
    source: CollectionId,
    relation: &Relation,
    edge: &Edge,
    index: u64,
    rng: &mut Rng,
) -> Vec<(CollectionId, u64)> {
    // Targets of several collections, below an abstract class, are used in turn.
    let kinds = edge.targets.len() as u64;
    let Some(&target) = edge.targets.get(usize::try_from(index % kinds.max(1)).unwrap_or_default()) else { return Vec::new() };
    let place = Place { index: index / kinds, sources: plan.count(source).div_ceil(kinds), targets: plan.count(target) };
    let found = if edge.is_exclusive() {
        exclusive(place, relation.bounds, edge.claim, target == source, rng)
    } else if target == source && !relation.bounds.is_list() {
        tree(place, relation.bounds)
    } else if edge.is_covering() {
        covering(place, relation.bounds)
    } else {
        free(place, relation.bounds, (target == source).then_some(index), rng)
    };
    found.into_iter().map(|at| (target, at)).collect()
}

/// Targets by chance, for links inside values: nobody keeps books of what those have taken.
pub(super) fn any(plan: &Plan<'_>, relation: &Relation, targets: &[CollectionId], rng: &mut Rng) -> Vec<(CollectionId, u64)> {
    let Some(target) = rng.pick(targets) else { return Vec::new() };
    let place = Place { index: 0, sources: 1, targets: plan.count(target) };
    free(place, relation.bounds, None, rng).into_iter().map(|at| (target, at)).collect()
}

/// Where a source stands among its like, and how many targets there are.
#[derive(Clone, Copy)]
struct Place {
    index: u64,
    sources: u64,
    targets: u64,
}

/// How many links of a list, or whether there is the one.
fn amount(bounds: Bounds, rng: &mut Rng) -> u64 {
    let low = u64::from(bounds.lower);
    let most = bounds.upper.map_or(u64::MAX, u64::from);
    if bounds.is_list() { rng.below(USUAL + 1).clamp(low, most.max(low)) } else { u64::from(low > 0 || rng.percent(70)) }
}

/// Each target is taken once: every source has its own few of the share that is claimed here.
fn exclusive(place: Place, bounds: Bounds, (claim, claims): (u64, u64), to_itself: bool, rng: &mut Rng) -> Vec<u64> {
    let share = (place.targets + claims - 1 - claim) / claims;
    if to_itself && !bounds.is_list() {
        // A chain: each follows the one before. Where a link must be, the last closes a ring; else chains are short.
        if bounds.is_mandatory() {
            return vec![(place.index + 1) % place.targets.max(1)];
        }
        return if place.index.is_multiple_of(3) { Vec::new() } else { vec![place.index - 1] };
    }
    let own = if bounds.is_list() { share / place.sources.max(1) } else { 1 };
    let from = place.index.saturating_mul(own);
    let wanted = amount(bounds, rng).min(own);
    (from..from + wanted).filter(|&at| at < share).map(|at| at * claims + claim).collect()
}

/// Four children each; the root leads to itself where it must lead somewhere.
fn tree(place: Place, bounds: Bounds) -> Vec<u64> {
    match place.index.checked_sub(1) {
        Some(before) => vec![before / 4],
        None => bounds.is_mandatory().then_some(0).into_iter().collect(),
    }
}

/// Every target is found by some source, as far as the bounds allow.
fn covering(place: Place, bounds: Bounds) -> Vec<u64> {
    if place.targets == 0 {
        return Vec::new();
    }
    if place.sources >= place.targets || !bounds.is_list() {
        let mut first = vec![place.index % place.targets];
        first.extend((1..u64::from(bounds.lower).min(place.targets)).map(|next| (place.index + next) % place.targets));
        return first;
    }
    let most = bounds.upper.map_or(usize::MAX, |upper| upper as usize);
    let step = usize::try_from(place.sources.max(1)).unwrap_or(usize::MAX);
    (place.index..place.targets).step_by(step).take(most).collect()
}

/// By chance, each target once, never the source itself unless nothing else is left.
fn free(place: Place, bounds: Bounds, myself: Option<u64>, rng: &mut Rng) -> Vec<u64> {
    if place.targets == 0 {
        return Vec::new();
    }
    let wanted = amount(bounds, rng).min(place.targets);
    let start = rng.below(place.targets);
    let step = stride(place.targets);
    let all = (0..place.targets).map(|nth| (start + nth.wrapping_mul(step) % place.targets) % place.targets);
    let others = all.filter(|&at| Some(at) != myself || bounds.is_mandatory() && place.targets == 1);
    others.take(usize::try_from(wanted).unwrap_or(usize::MAX)).collect()
}

/// A step that visits every target before it visits one again.
fn stride(targets: u64) -> u64 {
    let common = |mut a: u64, mut b: u64| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (targets * 5 / 8..targets).find(|&step| step > 0 && common(step, targets) == 1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn all(sources: u64, choose: impl Fn(u64) -> Vec<u64>) -> Vec<Vec<u64>> {
        (0..sources).map(choose).collect()
    }

    #[test]
    fn an_exclusive_target_is_taken_once_whoever_claims_it() {
        let mut taken = HashSet::new();
        for claim in 0..3 {
            for targets in all(40, |index| {
                let place = Place { index, sources: 40, targets: 120 };
                exclusive(place, Bounds::ONE, (claim, 3), false, &mut Rng::new(&[index]))
            }) {
                assert_eq!(targets.len(), 1);
                assert!(taken.insert(targets[0]));
            }
        }
        assert!(taken.iter().all(|&at| at < 120));
    }

    #[test]
    fn exclusive_lists_share_the_targets_between_the_sources() {
        let lists =
            all(10, |index| exclusive(Place { index, sources: 10, targets: 25 }, Bounds::SOME, (0, 1), false, &mut Rng::new(&[index])));
        let taken: Vec<u64> = lists.iter().flatten().copied().collect();
        assert!(lists.iter().all(|list| !list.is_empty()));
        assert_eq!(taken.iter().collect::<HashSet<_>>().len(), taken.len());
    }

    #[test]
    fn chains_and_trees_lead_to_earlier_ones() {
        for index in 0..50 {
            let place = Place { index, sources: 50, targets: 50 };
            assert!(tree(place, Bounds::OPTIONAL).iter().all(|&at| at < index));
            assert!(exclusive(place, Bounds::OPTIONAL, (0, 1), true, &mut Rng::new(&[index])).iter().all(|&at| at < index));
            assert_eq!(exclusive(place, Bounds::ONE, (0, 1), true, &mut Rng::new(&[index])), [(index + 1) % 50]);
        }
        assert_eq!(tree(Place { index: 0, sources: 1, targets: 1 }, Bounds::ONE), [0]);
    }

    #[test]
    fn a_covering_relation_leaves_no_target_out() {
        for (sources, targets) in [(10, 4), (4, 10), (5, 5)] {
            let lists = all(sources, |index| covering(Place { index, sources, targets }, Bounds::MANY));
            assert_eq!(lists.into_iter().flatten().collect::<HashSet<_>>().len() as u64, targets);
        }
    }

    #[test]
    fn free_lists_have_no_target_twice_and_not_the_source() {
        for targets in 1..40 {
            for index in 0..targets {
                let found = free(Place { index, sources: targets, targets }, Bounds::SOME, Some(index), &mut Rng::new(&[index, targets]));
                assert_eq!(found.iter().collect::<HashSet<_>>().len(), found.len());
                assert!(targets == 1 || !found.is_empty() && !found.contains(&index), "{targets} {index} {found:?}");
            }
        }
    }
}
