//! Which end of a two-way relation stores the links: one rule for every source that knows pairs.

use smie_wire::model::Bounds;

/// True when `first` stores the links of a pair, `first` being the end that the model draws the relation from.
///
/// The to-one end stores; of a 1-1 pair the mandatory end, else the first; of n-n the first. Bounds that could not be read count as to-one.
pub(crate) fn first_stores(first: Option<Bounds>, second: Option<Bounds>) -> bool {
    let is_list = |bounds: Option<Bounds>| bounds.is_some_and(Bounds::is_list);
    let is_mandatory = |bounds: Option<Bounds>| bounds.is_some_and(Bounds::is_mandatory);
    match (is_list(first), is_list(second)) {
        (false, true) | (true, true) => true,
        (true, false) => false,
        (false, false) => is_mandatory(first) || !is_mandatory(second),
    }
}

/// True when the bounds alone do not tell, so that it matters which end is first.
pub(crate) fn is_undecided(one: Bounds, other: Bounds) -> bool {
    first_stores(Some(one), Some(other)) == first_stores(Some(other), Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_to_one_end_stores_then_the_mandatory_then_the_first() {
        let stores = |first, second| first_stores(Some(first), Some(second));
        assert!(stores(Bounds::OPTIONAL, Bounds::MANY) && !stores(Bounds::SOME, Bounds::ONE));
        assert!(stores(Bounds::ONE, Bounds::OPTIONAL) && !stores(Bounds::OPTIONAL, Bounds::ONE));
        assert!(stores(Bounds::ONE, Bounds::ONE) && stores(Bounds::OPTIONAL, Bounds::OPTIONAL) && stores(Bounds::MANY, Bounds::SOME));
        assert!(is_undecided(Bounds::MANY, Bounds::SOME) && !is_undecided(Bounds::ONE, Bounds::OPTIONAL));
    }
}
