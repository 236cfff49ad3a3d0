//! Which of the old go with which of the new: by name, else by wire name; what is left was removed or added.

use std::collections::HashMap;

/// Something with a name in the model and one on the wire.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a, T> {
    pub(super) item: T,
    pub(super) name: &'a str,
    pub(super) wire: &'a str,
}

/// Old and new, sorted out; each list in the order given.
#[derive(Debug)]
pub(super) struct Pairs<'a, T> {
    pub(super) both: Vec<(Named<'a, T>, Named<'a, T>)>,
    pub(super) removed: Vec<Named<'a, T>>,
    pub(super) added: Vec<Named<'a, T>>,
}

/// Sorts out. Two that share the wire name alone are one thing with another spelling, for the wire is what its users see.
pub(super) fn pair<'a, T: Copy>(old: Vec<Named<'a, T>>, new: Vec<Named<'a, T>>) -> Pairs<'a, T> {
    let mut left: Vec<Option<Named<'a, T>>> = new.into_iter().map(Some).collect();
    let names: HashMap<&str, usize> = left.iter().enumerate().filter_map(|(at, named)| Some((named.as_ref()?.name, at))).collect();
    let mut partners: Vec<Option<Named<'a, T>>> = old.iter().map(|named| names.get(named.name).and_then(|&at| left[at].take())).collect();
    let wires: HashMap<&str, usize> = left.iter().enumerate().filter_map(|(at, named)| Some((named.as_ref()?.wire, at))).collect();
    for (named, partner) in old.iter().zip(&mut partners) {
        if partner.is_none() {
            *partner = wires.get(named.wire).and_then(|&at| left[at].take());
        }
    }
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: left.into_iter().flatten().collect() };
    for (named, partner) in old.into_iter().zip(partners) {
        match partner {
            Some(partner) => pairs.both.push((named, partner)),
            None => pairs.removed.push(named),
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(names: &[(&'a str, &'a str)]) -> Vec<Named<'a, ()>> {
        names.iter().map(|&(name, wire)| Named { item: (), name, wire }).collect()
    }

    #[test]
    fn names_pair_before_wire_names_do() {
        let pairs =
            pair(named(&[("båt", "bat"), ("lønn", "lonn"), ("fag", "fag")]), named(&[("lonn", "lonn"), ("båt", "bat"), ("ny", "ny")]));
        let both: Vec<_> = pairs.both.iter().map(|(old, new)| (old.name, new.name)).collect();
        assert_eq!(both, [("båt", "båt"), ("lønn", "lonn")]);
        assert_eq!(pairs.removed.iter().map(|named| named.name).collect::<Vec<_>>(), ["fag"]);
        assert_eq!(pairs.added.iter().map(|named| named.name).collect::<Vec<_>>(), ["ny"]);
    }
}
