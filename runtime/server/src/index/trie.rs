//! A persistent hash trie whose keys live in its values, or wherever the caller's test finds them.
//!
//! Identifier values are already in the entities, so the map from identifier to row holds 8 bytes of row and the hash, no key. A change
//! beside a snapshot copies one path of small nodes; while nobody shares it, it is changed in place.

use std::sync::Arc;

const BITS: u32 = 5;

#[derive(Clone, Debug)]
struct Node<V> {
    map: u32,
    slots: Vec<Slot<V>>,
}

#[derive(Clone, Debug)]
enum Slot<V> {
    Leaf(u64, V),
    Branch(Arc<Node<V>>),
}

/// The trie.
#[derive(Clone, Debug)]
pub(crate) struct Trie<V> {
    root: Arc<Node<V>>,
    /// Values whose hash is equal in every bit to another's; all but unheard of.
    clashes: Vec<(u64, V)>,
}

impl<V> Default for Trie<V> {
    fn default() -> Self {
        Self { root: Arc::new(Node { map: 0, slots: Vec::new() }), clashes: Vec::new() }
    }
}

impl<V> Node<V> {
    /// The bit of a hash at a depth, and the slot that it has or would have.
    fn slot(&self, hash: u64, depth: u32) -> (u32, usize) {
        let bit = 1u32 << ((hash >> (depth * BITS)) & 31);
        (bit, (self.map & (bit - 1)).count_ones() as usize)
    }
}

impl<V: Clone> Trie<V> {
    /// The value with this hash that the test accepts.
    pub(crate) fn get(&self, hash: u64, is: impl Fn(&V) -> bool) -> Option<&V> {
        let mut node = &*self.root;
        for depth in 0.. {
            let (bit, at) = node.slot(hash, depth);
            if node.map & bit == 0 {
                return None;
            }
            match &node.slots[at] {
                Slot::Branch(below) => node = below,
                Slot::Leaf(found, value) if *found == hash && is(value) => return Some(value),
                Slot::Leaf(..) => break,
            }
        }
        self.clashes.iter().find(|(found, value)| *found == hash && is(value)).map(|(_, value)| value)
    }

    /// The value with this hash that the test accepts, to be changed.
    pub(crate) fn get_mut(&mut self, hash: u64, is: impl Fn(&V) -> bool) -> Option<&mut V> {
        // Looked for first, so that nothing is copied in vain.
        self.get(hash, &is)?;
        if let Some(i) = self.clashes.iter().position(|(found, value)| *found == hash && is(value)) {
            return self.clashes.get_mut(i).map(|(_, value)| value);
        }
        let mut node = Arc::make_mut(&mut self.root);
        let mut depth = 0;
        loop {
            let (_, at) = node.slot(hash, depth);
            match node.slots.get_mut(at)? {
                Slot::Branch(below) => node = Arc::make_mut(below),
                Slot::Leaf(_, value) => return Some(value),
            }
            depth += 1;
        }
    }

    /// Adds a value; the caller knows that no equal one is there.
    pub(crate) fn insert(&mut self, hash: u64, value: V) {
        if let Some(clash) = insert(Arc::make_mut(&mut self.root), hash, value, 0) {
            self.clashes.push((hash, clash));
        }
    }

    /// Takes out the value with this hash that the test accepts.
    pub(crate) fn remove(&mut self, hash: u64, is: impl Fn(&V) -> bool) {
        if let Some(i) = self.clashes.iter().position(|(found, value)| *found == hash && is(value)) {
            self.clashes.swap_remove(i);
        } else if self.get(hash, &is).is_some() {
            remove(Arc::make_mut(&mut self.root), hash, 0);
            // Another value may have stood aside for the one that left.
            if let Some(i) = self.clashes.iter().position(|(found, _)| *found == hash) {
                let (hash, value) = self.clashes.swap_remove(i);
                self.insert(hash, value);
            }
        }
    }
}

/// Inserts below a node; gives the value back when another with the same hash is there.
fn insert<V: Clone>(node: &mut Node<V>, hash: u64, value: V, depth: u32) -> Option<V> {
    let (bit, at) = node.slot(hash, depth);
    if node.map & bit == 0 {
        node.map |= bit;
        node.slots.reserve_exact(1);
        node.slots.insert(at, Slot::Leaf(hash, value));
        return None;
    }
    match &mut node.slots[at] {
        Slot::Branch(below) => insert(Arc::make_mut(below), hash, value, depth + 1),
        Slot::Leaf(other, _) if *other == hash => Some(value),
        slot @ Slot::Leaf(..) => {
            let mut below = Node { map: 0, slots: Vec::new() };
            let fresh = Slot::Branch(Arc::new(Node { map: 0, slots: Vec::new() }));
            if let Slot::Leaf(other, old) = std::mem::replace(slot, fresh) {
                insert(&mut below, other, old, depth + 1);
                insert(&mut below, hash, value, depth + 1);
            }
            *slot = Slot::Branch(Arc::new(below));
            None
        }
    }
}

/// Takes out the leaf with this hash, which is there.
fn remove<V: Clone>(node: &mut Node<V>, hash: u64, depth: u32) {
    let (bit, at) = node.slot(hash, depth);
    let emptied = match &mut node.slots[at] {
        Slot::Branch(below) => {
            let below = Arc::make_mut(below);
            remove(below, hash, depth + 1);
            below.slots.is_empty()
        }
        Slot::Leaf(..) => true,
    };
    if emptied {
        node.map &= !bit;
        node.slots.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_does_what_a_set_does_whatever_the_hashes(steps in prop::collection::vec((0u32..200, any::<bool>()), 1..400), spread in 0u64..3) {
            let hash = |k: u32| match spread { 0 => u64::from(k % 3), 1 => u64::from(k) << 58, _ => u64::from(k).wrapping_mul(0x9E37_79B9_7F4A_7C15) };
            let mut trie = Trie::default();
            let mut set = BTreeSet::new();
            for (key, add) in steps {
                if add && set.insert(key) {
                    trie.insert(hash(key), (key, 0));
                } else if !add && set.remove(&key) {
                    let before = trie.clone();
                    trie.remove(hash(key), |v| v.0 == key);
                    prop_assert!(before.get(hash(key), |v| v.0 == key).is_some());
                }
                if let Some(value) = trie.get_mut(hash(key), |v| v.0 == key) {
                    value.1 += 1;
                }
            }
            for key in 0..200 {
                prop_assert_eq!(trie.get(hash(key), |v| v.0 == key).is_some(), set.contains(&key));
            }
        }
    }
}
