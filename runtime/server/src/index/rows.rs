//! A persistent vector with counts: rows are pushed and taken out, never moved, and every version shares what did not change.
//!
//! A tree of 64-way nodes, each with the sum of what is below it: how many rows live, and how long their texts are. So the row at any offset, and
//! the length of any page before it is rendered, cost O(log n), and so does a change of one row beside a snapshot that readers still hold.

use std::ops::{AddAssign, ControlFlow, SubAssign};
use std::sync::Arc;

const WIDTH: usize = 64;

/// What rows amount to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Weight {
    /// Rows that live.
    pub(crate) rows: u64,
    /// Bytes of their texts.
    pub(crate) text: u64,
    /// Places in their texts where the base goes in.
    pub(crate) splices: u64,
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.text += other.text;
        self.splices += other.splices;
    }
}

impl SubAssign for Weight {
    fn sub_assign(&mut self, other: Self) {
        self.rows -= other.rows;
        self.text -= other.text;
        self.splices -= other.splices;
    }
}

/// A row with a weight.
pub(crate) trait Weigh: Clone {
    fn weight(&self) -> Weight;
}

#[derive(Clone, Debug)]
enum Node<T> {
    Branch(Vec<Arc<Node<T>>>, Weight),
    Leaf(Vec<Option<T>>, Weight),
}

/// The vector.
#[derive(Clone, Debug)]
pub(crate) struct Rows<T> {
    root: Arc<Node<T>>,
    /// Levels above the leaves.
    height: u32,
    length: usize,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { root: Arc::new(Node::Leaf(Vec::new(), Weight::default())), height: 0, length: 0 }
    }
}

impl<T> Node<T> {
    fn weight(&self) -> Weight {
        match self {
            Self::Branch(_, weight) | Self::Leaf(_, weight) => *weight,
        }
    }
}

/// Rows below a node at this height.
fn span(height: u32) -> usize {
    WIDTH.pow(height)
}

impl<T: Weigh> Rows<T> {
    /// Rows ever pushed.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The sum of all rows that live.
    pub(crate) fn weight(&self) -> Weight {
        self.root.weight()
    }

    /// The row at this place, when it lives.
    pub(crate) fn get(&self, row: usize) -> Option<&T> {
        if row >= self.length {
            return None;
        }
        let mut node = &*self.root;
        let mut height = self.height;
        loop {
            match node {
                Node::Leaf(items, _) => return items.get(row % WIDTH)?.as_ref(),
                Node::Branch(children, _) => {
                    node = children.get(row / span(height) % WIDTH)?;
                    height -= 1;
                }
            }
        }
    }

    /// Appends a row; `None` leaves a gap.
    pub(crate) fn push(&mut self, item: Option<T>) {
        if self.length == span(self.height + 1) {
            let below = std::mem::replace(&mut self.root, Arc::new(Node::Leaf(Vec::new(), Weight::default())));
            let weight = below.weight();
            self.root = Arc::new(Node::Branch(vec![below], weight));
            self.height += 1;
        }
        let weight = item.as_ref().map_or_else(Weight::default, T::weight);
        let mut node = Arc::make_mut(&mut self.root);
        let mut height = self.height;
        loop {
            match node {
                Node::Leaf(items, sum) => {
                    items.push(item);
                    *sum += weight;
                    break;
                }
                Node::Branch(children, sum) => {
                    *sum += weight;
                    let at = self.length / span(height) % WIDTH;
                    height -= 1;
                    if at == children.len() {
                        children.push(Arc::new(empty(height)));
                    }
                    node = Arc::make_mut(&mut children[at]);
                }
            }
        }
        self.length += 1;
    }

    /// Puts another item into a row, or takes it out.
    pub(crate) fn set(&mut self, row: usize, item: Option<T>) {
        if row >= self.length {
            return;
        }
        let old = self.get(row).map_or_else(Weight::default, T::weight);
        let new = item.as_ref().map_or_else(Weight::default, T::weight);
        let mut node = Arc::make_mut(&mut self.root);
        let mut height = self.height;
        loop {
            match node {
                Node::Leaf(items, sum) => {
                    *sum += new;
                    *sum -= old;
                    items[row % WIDTH] = item;
                    break;
                }
                Node::Branch(children, sum) => {
                    *sum += new;
                    *sum -= old;
                    node = Arc::make_mut(&mut children[row / span(height) % WIDTH]);
                    height -= 1;
                }
            }
        }
    }

    /// The row that has `rank` living rows before it: its place and itself.
    pub(crate) fn nth(&self, rank: u64) -> Option<(usize, &T)> {
        let mut found = None;
        self.descend(&mut |node, base| {
            visit_from(node, base, rank, &mut |row, item| {
                found = Some((row, item));
                ControlFlow::Break(())
            })
        });
        found
    }

    /// Visits living rows in order, the first `skip` passed over.
    pub(crate) fn visit<'s>(&'s self, skip: u64, visitor: &mut dyn FnMut(usize, &'s T) -> ControlFlow<()>) {
        self.descend(&mut |node, base| visit_from(node, base, skip, visitor));
    }

    fn descend<'s>(&'s self, f: &mut dyn FnMut((&'s Node<T>, u32), usize) -> ControlFlow<()>) {
        let _ = f((&self.root, self.height), 0);
    }

    /// The sum of the first `count` living rows.
    pub(crate) fn weight_of_first(&self, count: u64) -> Weight {
        let mut sum = Weight::default();
        let mut node = &*self.root;
        'down: loop {
            match node {
                Node::Leaf(items, _) => {
                    for item in items.iter().flatten() {
                        if sum.rows == count {
                            return sum;
                        }
                        sum += item.weight();
                    }
                    return sum;
                }
                Node::Branch(children, _) => {
                    for child in children {
                        let weight = child.weight();
                        if sum.rows + weight.rows > count {
                            node = child;
                            continue 'down;
                        }
                        sum += weight;
                    }
                    return sum;
                }
            }
        }
    }

    /// How many living rows stand before this place.
    pub(crate) fn rank(&self, place: usize) -> u64 {
        if place >= self.length {
            return self.weight().rows;
        }
        let (mut node, mut height, mut rank) = (&*self.root, self.height, 0);
        loop {
            match node {
                Node::Leaf(items, _) => return rank + items.iter().take(place % WIDTH).flatten().count() as u64,
                Node::Branch(children, _) => {
                    let at = place / span(height) % WIDTH;
                    rank += children.iter().take(at).map(|child| child.weight().rows).sum::<u64>();
                    let Some(child) = children.get(at) else { return rank };
                    node = child;
                    height -= 1;
                }
            }
        }
    }

    /// The number of living rows before the first that does not satisfy `before`, which holds for a beginning of them.
    pub(crate) fn partition(&self, before: impl Fn(&T) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.weight().rows);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.nth(middle).is_some_and(|(_, item)| before(item)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

fn empty<T>(height: u32) -> Node<T> {
    if height == 0 { Node::Leaf(Vec::new(), Weight::default()) } else { Node::Branch(Vec::new(), Weight::default()) }
}

fn visit_from<'s, T>(
    (node, height): (&'s Node<T>, u32),
    base: usize,
    mut skip: u64,
    visitor: &mut dyn FnMut(usize, &'s T) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match node {
        Node::Leaf(items, _) => {
            for (i, item) in items.iter().enumerate() {
                let Some(item) = item else { continue };
                if skip > 0 {
                    skip -= 1;
                } else {
                    visitor(base + i, item)?;
                }
            }
        }
        Node::Branch(children, _) => {
            for (i, child) in children.iter().enumerate() {
                let rows = child.weight().rows;
                if skip >= rows {
                    skip -= rows;
                } else {
                    visit_from((child, height - 1), base + i * span(height), skip, visitor)?;
                    skip = 0;
                }
            }
        }
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Weigh for u32 {
        fn weight(&self) -> Weight {
            Weight { rows: 1, text: u64::from(*self), splices: 2 }
        }
    }

    fn live(rows: &Rows<u32>, skip: u64) -> Vec<(usize, u32)> {
        let mut out = Vec::new();
        rows.visit(skip, &mut |row, item| {
            out.push((row, *item));
            ControlFlow::Continue(())
        });
        out
    }

    proptest! {
        #[test]
        fn it_does_what_a_plain_vector_does(steps in prop::collection::vec((0usize..10_000, prop::option::of(0u32..100), any::<bool>()), 1..600)) {
            let mut rows = Rows::default();
            let mut plain: Vec<Option<u32>> = Vec::new();
            let mut kept = Vec::new();
            for (at, item, push) in steps {
                if push || plain.is_empty() {
                    for _ in 0..10 {
                        rows.push(item);
                        plain.push(item);
                    }
                } else {
                    let at = at % plain.len();
                    rows.set(at, item);
                    plain[at] = item;
                }
                if at % 50 == 0 {
                    kept.push((rows.clone(), plain.clone()));
                }
            }
            kept.push((rows, plain));
            for (rows, plain) in kept {
                let expected: Vec<_> = plain.iter().enumerate().filter_map(|(i, v)| v.map(|v| (i, v))).collect();
                prop_assert_eq!(rows.length(), plain.len());
                for skip in [0, expected.len() / 3, expected.len() / 2, expected.len()] {
                    prop_assert_eq!(live(&rows, skip as u64), expected[skip..].to_vec());
                    let text: u64 = expected[..skip].iter().map(|(_, v)| u64::from(*v)).sum();
                    prop_assert_eq!(rows.weight_of_first(skip as u64), Weight { rows: skip as u64, text, splices: 2 * skip as u64 });
                    prop_assert_eq!(rows.nth(skip as u64).map(|(row, v)| (row, *v)), expected.get(skip).copied());
                }
                prop_assert_eq!(rows.get(plain.len()), None);
                for place in [0, 1, plain.len() / 2, plain.len(), plain.len() + 1] {
                    prop_assert_eq!(rows.rank(place), expected.iter().filter(|(row, _)| *row < place).count() as u64);
                }
            }
        }
    }
}
