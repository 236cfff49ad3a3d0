//! Paths of collections that need others to be known: nested resources, and collisions.

use std::collections::{HashMap, HashSet};

use super::names::{Context, Site};
use super::{Class, Collection, CollectionId, ConflictKind, Homes, Package};
use crate::model::ClassId;
use crate::profile::Case;

/// Puts nested resources under their parents: `/kurs/systemid/{kurs}/kurstillfalle`.
pub(super) fn nest(context: &Context<'_>, collections: &mut [Collection], classes: &[Class], homes: &Homes) {
    let parent_of = |collection: &Collection| {
        let parent = context.model.class(collection.class).within?;
        homes.find(collection.package, parent)
    };
    let parents: Vec<Option<CollectionId>> = collections.iter().map(parent_of).collect();
    let flat: Vec<(String, String)> = collections.iter().map(|c| (c.path.clone(), c.segment.clone())).collect();
    // After a collection's own path or segment: what leads to one of its resources.
    let by = |at: usize, named: Option<&str>| match named {
        Some(name) if !context.profile.canonical_route_only => format!("{}/{name}/", flat[at].1),
        _ => format!("{}/", flat[at].1),
    };
    let canonical: Vec<String> = collections.iter().map(|c| c.identifiers[c.canonical].segment.clone()).collect();
    for at in 0..collections.len() {
        // From the outermost parent inwards; bounded, because a cycle is refused by the checker only after this.
        let chain = std::iter::successors(parents[at], |id| parents[id.index()]).take(collections.len());
        let chain: Vec<CollectionId> = chain.collect();
        let Some(outermost) = chain.last() else { continue };
        let (outer, segment) = &flat[outermost.index()];
        let mut stems = vec![format!(
            "{}{}",
            outer.strip_suffix(segment.as_str()).unwrap_or(outer),
            by(outermost.index(), Some(&canonical[outermost.index()]))
        )];
        stems.extend(chain.iter().rev().skip(1).map(|id| format!("/{}", by(id.index(), Some(&canonical[id.index()])))));
        let parameter = |id: &CollectionId| Case::Camel.apply(&classes[collections[id.index()].class.index()].wire);
        let values: Vec<String> = chain.iter().rev().map(parameter).collect();
        let pieces = stems.iter().zip(values).map(|(stem, value)| format!("{stem}{{{value}}}"));
        let collection = &mut collections[at];
        collection.path = pieces.chain([format!("/{}", flat[at].1)]).collect();
        collection.parent = parents[at];
        for identifier in &mut collection.identifiers {
            let last = format!("/{}", by(at, Some(&identifier.segment)));
            identifier.stems = stems.iter().cloned().chain([last]).collect();
        }
        stems.push(format!("/{}", flat[at].1));
        collection.stems = stems;
    }
}

/// Finds classes with one path, and packages with the path of a class or one below it.
pub(super) fn compare(context: &mut Context<'_>, packages: &[Package], classes: &[Class], collections: &[Collection]) {
    let mut reported = HashSet::new();
    // Classes that are not served need names of their own too: files and modules are named after them.
    let names = (0..).map(ClassId).zip(classes).map(|(id, class)| (id, format!("{}/{}", packages[class.package.index()].path, class.wire)));
    let paths = collections.iter().map(|collection| (collection.class, collection.path.clone()));
    compare_paths(context, names, &mut reported);
    compare_paths(context, paths, &mut reported);

    let serving: HashSet<_> = collections.iter().map(|collection| collection.package).collect();
    for collection in collections {
        for &package in &serving {
            let path = &packages[package.index()].path;
            if path.strip_prefix(&collection.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                let kind = ConflictKind::PackageUnderClass { package, path: path.clone() };
                context.report(Site::class(collection.class), kind);
            }
        }
    }
}

fn compare_paths(context: &mut Context<'_>, paths: impl Iterator<Item = (ClassId, String)>, reported: &mut HashSet<(ClassId, ClassId)>) {
    let mut seen: HashMap<String, ClassId> = HashMap::new();
    for (class, path) in paths {
        let path = path.to_ascii_lowercase();
        match seen.get(&path) {
            Some(&other) if other != class => {
                let (earlier, later) = (other.min(class), other.max(class));
                if reported.insert((earlier, later)) {
                    context.report(Site::class(later), ConflictKind::ClassPath { other: earlier, path });
                }
            }
            Some(_) => {}
            None => {
                seen.insert(path, class);
            }
        }
    }
}
