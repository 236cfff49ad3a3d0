//! The sources of a relation's incoming links, in creation order, in chunks that are rendered once.
//!
//! A school has 50,000 enrolments. Were its list one text, each new enrolment would write 3 MB; in chunks it writes one. A list of a single chunk
//! is never rendered here: the resource that shows it has it in its own text.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::{EntityId, Weight};
use crate::entity::{Spliced, Splicing};

/// Sources in a chunk that is not being filled by single steps.
pub(super) const CHUNK: usize = 64;

/// Writes the link object of a source.
pub(super) type WriteLink<'a> = &'a dyn Fn(EntityId, &mut Splicing);

#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    sources: Vec<EntityId>,
    rendered: OnceLock<Box<Rendered>>,
}

#[derive(Clone, Debug)]
struct Rendered {
    text: Spliced,
    digest: [u8; 32],
}

/// The list.
#[derive(Clone, Debug)]
pub(super) enum LinkList {
    /// At most a chunk. Most lists hold one source, so this is kept small.
    Short(Box<[EntityId]>),
    /// Several chunks, shared with the resource that shows them.
    Long(Arc<Vec<Arc<Chunk>>>),
}

/// What happens to a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// It links no more.
    Remove,
    /// It links as before, but is called otherwise.
    Touch,
    /// It links now.
    Add,
}

impl Default for LinkList {
    fn default() -> Self {
        Self::Short(Box::default())
    }
}

impl LinkList {
    pub(super) fn from_sorted(sources: &[EntityId]) -> Self {
        if sources.len() <= CHUNK {
            return Self::Short(sources.into());
        }
        let chunk = |sources: &[EntityId]| Arc::new(Chunk { sources: sources.to_vec(), rendered: OnceLock::new() });
        Self::Long(Arc::new(sources.chunks(CHUNK).map(chunk).collect()))
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Short(sources) if sources.is_empty())
    }

    /// How many sources it has.
    pub(super) fn len(&self) -> usize {
        self.short().len() + self.chunks().iter().map(|c| c.sources.len()).sum::<usize>()
    }

    /// The sources after the first `skip`, found chunk by chunk.
    pub(super) fn after(&self, skip: usize) -> impl Iterator<Item = EntityId> + '_ {
        let (mut skip, mut first) = (skip, 0);
        while let Some(chunk) = self.chunks().get(first).filter(|chunk| chunk.sources.len() <= skip) {
            skip -= chunk.sources.len();
            first += 1;
        }
        let long = self.chunks()[first..].iter().flat_map(|c| c.sources.iter().copied());
        self.short().iter().copied().chain(long).skip(skip)
    }

    /// How many sources stand at or before a place.
    pub(super) fn rank(&self, place: EntityId) -> usize {
        let up_to = |sources: &[EntityId]| sources.partition_point(|source| *source <= place);
        let full = self.chunks().partition_point(|chunk| chunk.sources.last().is_some_and(|last| *last <= place));
        let before: usize = self.chunks()[..full].iter().map(|chunk| chunk.sources.len()).sum();
        before + self.chunks().get(full).map_or(0, |chunk| up_to(&chunk.sources)) + up_to(self.short())
    }

    /// True when it is long enough to be rendered in chunks.
    pub(super) fn is_long(&self) -> bool {
        matches!(self, Self::Long(_))
    }

    fn short(&self) -> &[EntityId] {
        match self {
            Self::Short(sources) => sources,
            Self::Long(_) => &[],
        }
    }

    fn chunks(&self) -> &[Arc<Chunk>] {
        match self {
            Self::Short(_) => &[],
            Self::Long(chunks) => chunks,
        }
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = EntityId> + '_ {
        let short = self.short().iter().copied();
        short.chain(self.chunks().iter().flat_map(|c| c.sources.iter().copied()))
    }

    pub(super) fn contains(&self, source: EntityId) -> bool {
        match self {
            Self::Short(sources) => sources.binary_search(&source).is_ok(),
            Self::Long(chunks) => chunks[chunk_of(chunks, source)].sources.binary_search(&source).is_ok(),
        }
    }

    /// Takes steps, at most one for each source.
    pub(super) fn change(&mut self, steps: &[(EntityId, Step)]) {
        match self {
            Self::Long(chunks) if steps.len() <= chunks.len() => {
                let chunks = Arc::make_mut(chunks);
                for &(source, step) in steps {
                    self::step(chunks, source, step);
                }
                if chunks.len() < 2 {
                    *self = Self::from_sorted(&self.sources().collect::<Vec<_>>());
                }
            }
            _ => self.rebuild(steps),
        }
    }

    fn rebuild(&mut self, steps: &[(EntityId, Step)]) {
        let gone: HashSet<_> = steps.iter().filter(|s| s.1 == Step::Remove).map(|s| s.0).collect();
        let mut sources: Vec<_> = self.sources().filter(|s| !gone.contains(s)).collect();
        sources.extend(steps.iter().filter(|s| s.1 == Step::Add).map(|s| s.0));
        sources.sort_unstable();
        sources.dedup();
        *self = Self::from_sorted(&sources);
    }

    /// Renders the chunks that are not rendered yet.
    pub(super) fn prepare(&self, write: WriteLink<'_>) {
        for chunk in self.chunks() {
            chunk.rendered.get_or_init(|| {
                let mut out = Splicing::default();
                write_sources(chunk.sources.iter().copied(), write, &mut out);
                let text = out.to_spliced();
                let digest = *blake3::hash(text.text()).as_bytes();
                Box::new(Rendered { text, digest })
            });
        }
    }

    fn rendered(&self) -> impl Iterator<Item = &Rendered> {
        self.chunks().iter().filter_map(|c| Some(&**c.rendered.get()?))
    }

    /// Digests the prepared chunks.
    pub(super) fn digest(&self, hasher: &mut blake3::Hasher) {
        for rendered in self.rendered() {
            hasher.update(&rendered.digest);
        }
    }

    /// The length of the prepared chunks, commas between them included.
    pub(super) fn weight(&self) -> Weight {
        let mut sum = Weight { rows: 0, text: self.chunks().len().saturating_sub(1) as u64, splices: 0 };
        for Rendered { text, .. } in self.rendered() {
            sum += Weight { rows: 0, text: text.text().len() as u64, splices: text.splices() as u64 };
        }
        sum
    }

    /// Renders the prepared chunks, joined by commas.
    pub(super) fn render(&self, base: &[u8], out: &mut Vec<u8>) {
        for (i, rendered) in self.rendered().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            rendered.text.render(base, out);
        }
    }
}

/// The chunk in which a source is or belongs.
fn chunk_of(chunks: &[Arc<Chunk>], source: EntityId) -> usize {
    chunks.partition_point(|c| c.sources.first().is_some_and(|first| *first <= source)).saturating_sub(1)
}

fn step(chunks: &mut Vec<Arc<Chunk>>, source: EntityId, step: Step) {
    let at = chunk_of(chunks, source);
    let last = at + 1 == chunks.len();
    let Some(chunk) = chunks.get_mut(at).map(Arc::make_mut) else { return };
    chunk.rendered = OnceLock::new();
    match (step, chunk.sources.binary_search(&source)) {
        (Step::Add, Err(place)) => chunk.sources.insert(place, source),
        (Step::Remove, Ok(place)) => drop(chunk.sources.remove(place)),
        _ => return,
    }
    if chunk.sources.is_empty() {
        chunks.remove(at);
    } else if chunk.sources.len() > CHUNK {
        // Sources mostly come in order: then chunks stay full. One that grows in its middle is halved.
        let middle = if last { CHUNK } else { CHUNK / 2 };
        let rest = chunk.sources.split_off(middle);
        chunks.insert(at + 1, Arc::new(Chunk { sources: rest, rendered: OnceLock::new() }));
    }
}

/// Writes link objects joined by commas.
pub(super) fn write_sources(sources: impl Iterator<Item = EntityId>, write: WriteLink<'_>, out: &mut Splicing) {
    for (i, source) in sources.enumerate() {
        if i > 0 {
            out.push(b",");
        }
        write(source, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use smie_wire::schema::CollectionId;
    use std::collections::BTreeSet;

    fn id(row: u32) -> EntityId {
        EntityId { collection: CollectionId(0), row }
    }

    proptest! {
        #[test]
        fn sources_stay_in_order_whatever_the_steps(batches in prop::collection::vec(prop::collection::btree_map(0u32..2000, any::<bool>(), 1..300), 1..12)) {
            let mut list = LinkList::default();
            let mut set = BTreeSet::new();
            for batch in batches {
                let steps: Vec<_> = batch.iter().map(|(row, add)| (id(*row), if *add { Step::Add } else { Step::Remove })).collect();
                list.change(&steps);
                for (row, add) in batch {
                    if add { set.insert(id(row)); } else { set.remove(&id(row)); }
                }
                prop_assert!(list.sources().eq(set.iter().copied()));
                prop_assert!(list.chunks().iter().all(|c| (1..=CHUNK).contains(&c.sources.len())));
                prop_assert!((0..2000).all(|row| list.contains(id(row)) == set.contains(&id(row))));
                prop_assert_eq!(list.len(), set.len());
                for row in [0, 77, 1000, 1999] {
                    prop_assert_eq!(list.rank(id(row)), set.range(..=id(row)).count());
                    let skip = list.rank(id(row));
                    prop_assert!(list.after(skip).eq(set.iter().copied().skip(skip)));
                }
            }
        }
    }
}
