//! Where a class is served, seen from a package.
//!
//! Links are resolved by the million, so this is an array index for a class with one collection, and a search in the few packages
//! that hold a copy for a common class.

use super::{Collection, CollectionId};
use crate::model::{ClassId, PackageId};

/// Of each class, by its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Homes(Vec<Home>);

#[derive(Clone, Debug, Default, PartialEq)]
enum Home {
    /// Not served.
    #[default]
    Nowhere,
    /// In its own package, for everybody.
    Own(CollectionId),
    /// In each of these packages, for the package itself; in order of package.
    Copies(Vec<(PackageId, CollectionId)>),
}

impl Homes {
    /// The homes that these collections are. `own` tells the package that declares a class.
    pub(super) fn new(classes: usize, collections: &[Collection], own: impl Fn(ClassId) -> PackageId) -> Self {
        let mut homes = vec![Home::Nowhere; classes];
        for (id, collection) in (0..).map(CollectionId).zip(collections) {
            let home = &mut homes[collection.class.index()];
            if collection.package == own(collection.class) {
                *home = Home::Own(id);
            } else if let Home::Copies(copies) = home {
                copies.push((collection.package, id));
            } else {
                *home = Home::Copies(vec![(collection.package, id)]);
            }
        }
        Self(homes)
    }

    pub(super) fn find(&self, package: PackageId, class: ClassId) -> Option<CollectionId> {
        match self.0.get(class.index())? {
            Home::Nowhere => None,
            Home::Own(id) => Some(*id),
            Home::Copies(copies) => copies.binary_search_by_key(&package, |&(package, _)| package).ok().map(|at| copies[at].1),
        }
    }
}
