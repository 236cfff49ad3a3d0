//! How many entities of each collection, and where each relation leads.
//!
//! A mandatory relation to a thing of one's own (1-1) needs as many targets as sources, so counts are raised until every mandatory
//! relation can be met. Where several collections claim the same targets (an inherited 1-1 relation), each gets its share of them.

use std::collections::HashMap;

use smie_wire::model::{Bounds, ClassId, PackageId, Side, Stereotype, Type};
use smie_wire::schema::{Collection, CollectionId, Relation, Schema};

use super::{MOST, Options, SampleError};

/// Where a relation leads, seen from one collection.
#[derive(Clone, Debug, Default)]
pub(super) struct Edge {
    /// Collections of possible targets, used in turn; empty = nothing to point to.
    pub(super) targets: Vec<CollectionId>,
    /// Bounds of the other end, when the relation has one.
    pub(super) inverse: Option<Bounds>,
    /// Which of those that claim the same targets this is, and of how many.
    pub(super) claim: (u64, u64),
}

impl Edge {
    /// True when a target can be taken by one source only.
    pub(super) fn is_exclusive(&self) -> bool {
        self.inverse.is_some_and(|bounds| bounds.upper == Some(1))
    }

    /// True when every target should be found by some source.
    pub(super) fn is_covering(&self) -> bool {
        self.inverse.is_some_and(Bounds::is_mandatory)
    }
}

/// The whole plan.
pub(super) struct Plan<'a> {
    pub(super) schema: &'a Schema,
    pub(super) seed: u64,
    counts: Vec<u64>,
    /// By collection, then by position in the class's relations.
    edges: Vec<Vec<Edge>>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(schema: &'a Schema, options: &Options) -> Result<Self, SampleError> {
        let mut counts = vec![options.count; schema.collections.len()];
        for (name, count) in &options.single {
            counts[find(schema, name)?.index()] = *count;
        }
        let edges_of = |c: &Collection| schema.class(c.class).relations.iter().map(|r| edge(schema, c.package, r)).collect();
        let edges = schema.collections.iter().map(edges_of).collect();
        let mut plan = Self { schema, seed: options.seed, counts, edges };
        plan.share_claims();
        plan.raise_counts();
        match schema.collections.iter().zip(&plan.counts).find(|&(_, &count)| count > MOST) {
            Some((collection, &count)) => Err(SampleError::Count { file: collection.file.clone(), count }),
            None => Ok(plan),
        }
    }

    pub(super) fn count(&self, id: CollectionId) -> u64 {
        self.counts[id.index()]
    }

    pub(super) fn edge(&self, id: CollectionId, relation: usize) -> &Edge {
        &self.edges[id.index()][relation]
    }

    /// Collections that inherit one exclusive relation claim the same targets; each is told which share is its own.
    fn share_claims(&mut self) {
        let mut claimed: HashMap<(CollectionId, Option<usize>), u64> = HashMap::new();
        let claims = |edge: &Edge, relation: &Relation| {
            let claims = edge.is_exclusive() && is_written(relation);
            edge.targets.first().filter(|_| claims).map(|&target| (target, relation.inverse))
        };
        for (collection, edges) in self.schema.collections.iter().zip(&mut self.edges) {
            for (edge, relation) in edges.iter_mut().zip(&self.schema.class(collection.class).relations) {
                if let Some(key) = claims(edge, relation) {
                    let claimed = claimed.entry(key).or_default();
                    edge.claim.0 = *claimed;
                    *claimed += 1;
                }
            }
        }
        for (collection, edges) in self.schema.collections.iter().zip(&mut self.edges) {
            for (edge, relation) in edges.iter_mut().zip(&self.schema.class(collection.class).relations) {
                edge.claim.1 = claims(edge, relation).and_then(|key| claimed.get(&key).copied()).unwrap_or(1);
            }
        }
    }

    fn raise_counts(&mut self) {
        // Each pass can raise what the next depends on; a model in which this never ends runs into the limit and is refused.
        for _ in 0..=self.schema.collections.len() {
            let mut raised = false;
            for (id, _) in self.schema.collections() {
                for (target, least) in self.needs(id) {
                    let count = &mut self.counts[target.index()];
                    raised |= *count < least;
                    *count = least.max(*count);
                }
            }
            if !raised || self.counts.iter().any(|&count| count > MOST) {
                break;
            }
        }
    }

    /// How many targets the mandatory relations of a collection ask for.
    fn needs(&self, id: CollectionId) -> Vec<(CollectionId, u64)> {
        let collection = self.schema.collection(id);
        let count = self.count(id);
        let mut needs = Vec::new();
        if count == 0 {
            return needs;
        }
        let class = self.schema.class(collection.class);
        for (relation, edge) in
            class.relations.iter().zip(&self.edges[id.index()]).filter(|(r, _)| is_written(r) && r.bounds.is_mandatory())
        {
            let each = u64::from(relation.bounds.lower);
            let sources = count.div_ceil(edge.targets.len().max(1) as u64);
            let least = if edge.is_exclusive() { sources.saturating_mul(each).saturating_mul(edge.claim.1) } else { each };
            needs.extend(edge.targets.iter().map(|&target| (target, least)));
        }
        let mut nested = Vec::new();
        collect_nested(self.schema, collection.class, &mut nested);
        let nested = nested.iter().skip(1).flat_map(|&class| &self.schema.class(class).relations);
        for relation in nested.filter(|r| is_written(r) && r.bounds.is_mandatory()) {
            let least = u64::from(relation.bounds.lower);
            needs.extend(targets(self.schema, collection.package, relation).into_iter().map(|target| (target, least)));
        }
        needs
    }
}

/// The classes of a class's values, itself first.
fn collect_nested(schema: &Schema, class: ClassId, found: &mut Vec<ClassId>) {
    if found.contains(&class) {
        return;
    }
    found.push(class);
    for attribute in &schema.class(class).attributes {
        if let Type::Class(inner) = attribute.ty {
            collect_nested(schema, inner, found);
        }
    }
}

/// True for ends that a data file has: maintained ones follow on the server.
pub(super) fn is_written(relation: &Relation) -> bool {
    relation.side == Side::Storing
}

fn find(schema: &Schema, name: &str) -> Result<CollectionId, SampleError> {
    let wanted = name.trim_matches('/');
    let matches = |c: &Collection| c.path.trim_start_matches('/') == wanted || c.file == wanted;
    let found = schema.collections().find(|(_, collection)| matches(collection)).map(|(id, _)| id);
    found.ok_or_else(|| SampleError::Collection { name: name.to_owned() })
}

fn edge(schema: &Schema, package: PackageId, relation: &Relation) -> Edge {
    let other = relation.target.zip(relation.inverse).map(|(target, at)| schema.class(target).relations[at].bounds);
    Edge { targets: targets(schema, package, relation), inverse: other, claim: (0, 1) }
}

/// The collections that a relation can lead to from a package. A nested resource has no path of its own to point to.
pub(super) fn targets(schema: &Schema, package: PackageId, relation: &Relation) -> Vec<CollectionId> {
    let Some(target) = relation.target else { return Vec::new() };
    let class = schema.class(target);
    let single = [target];
    let classes: &[ClassId] = if class.stereotype == Stereotype::Abstrakt { &class.descendants } else { &single };
    let home = |&class: &ClassId| {
        // A common class that this package does not serve is served in some other.
        let elsewhere = || schema.collections().find(|(_, collection)| collection.class == class).map(|(id, _)| id);
        schema.served(package, class).or_else(elsewhere)
    };
    classes.iter().filter_map(home).filter(|&id| schema.collection(id).parent.is_none()).collect()
}
