//! Which classes are served where, and by which identifiers.
//!
//! A hovedklasse has one collection, in its own package. A hovedklasse of a common package has none of its own, but a copy in each
//! package that reaches it: through a relation of one of the package's classes, or through the common classes found so.

use std::collections::BTreeSet;

use super::names::{Context, Site};
use super::{Class, Collection, ConflictKind, Identifier, Package, classes};
use crate::model::{self, ClassId, Model, PackageId, Stereotype, Target, Type};
use crate::profile::WireProfile;

/// Serves every package in turn: its own classes in model order, then the common classes that it reaches.
/// Paths are those of classes that are nested in nothing.
pub(super) fn collections(context: &mut Context<'_>, packages: &[Package], classes: &[Class]) -> Vec<Collection> {
    let model = context.model;
    check_segments(context, classes);
    let mut served = Vec::new();
    for package in (0..).map(PackageId).take(packages.len()) {
        let own = model.classes().filter(|(_, class)| class.package == package && is_served(class)).map(|(id, _)| id);
        let own: Vec<ClassId> = own.filter(|_| !model.package(package).common).collect();
        let common = reached(model, context.profile, &own);
        for class in own.into_iter().chain(common) {
            served.extend(collection(context, class, package, packages, classes));
        }
    }
    report_unroutable(context);
    served
}

/// True for a class with a collection. A hovedklasse without identifiers is refused by whoever made the model.
pub(super) fn is_served(class: &model::Class) -> bool {
    class.stereotype == Stereotype::Hovedklasse && class.identifiers().next().is_some()
}

/// The common classes that these classes reach, in model order.
fn reached(model: &Model, profile: &WireProfile, from: &[ClassId]) -> BTreeSet<ClassId> {
    let mut found = BTreeSet::new();
    let mut visited: BTreeSet<ClassId> = from.iter().copied().collect();
    let mut queue: Vec<ClassId> = from.to_vec();
    while let Some(id) = queue.pop() {
        let class = model.class(id);
        let targets = class.relations.iter().filter_map(|relation| match relation.target {
            Target::Class(target) => Some(target),
            Target::Foreign => None,
        });
        let common = targets.filter(|&target| model.package(model.class(target).package).common && is_served(model.class(target)));
        for target in common {
            found.insert(target);
            queue.extend(visited.insert(target).then_some(target));
        }
        if profile.nested_relations_reach {
            let nested = class.attributes.iter().filter_map(|attribute| if let Type::Class(id) = attribute.ty { Some(id) } else { None });
            queue.extend(nested.filter(|&nested| visited.insert(nested)));
        }
    }
    found
}

/// The last segment of a class's path.
fn segment(context: &mut Context<'_>, id: ClassId, classes: &[Class], silent: bool) -> String {
    let (model, profile) = (context.model, context.profile);
    match &model.class(id).collection {
        Some(plural) if profile.plural_paths => {
            let folded = context.fold(Site { silent, ..Site::class(id) }, plural);
            profile.path_case.apply(&folded)
        }
        _ => profile.path_case.apply(&classes[id.index()].wire),
    }
}

/// Judges each served class's segment once, however many copies of it are served.
fn check_segments(context: &mut Context<'_>, classes: &[Class]) {
    let (model, profile) = (context.model, context.profile);
    for (id, _) in model.classes().filter(|(_, class)| is_served(class)) {
        let segment = segment(context, id, classes, false);
        if profile.reserved_classes.iter().any(|word| word.eq_ignore_ascii_case(&segment)) {
            context.report(Site::class(id), ConflictKind::ReservedClass { segment });
        }
    }
}

fn collection(context: &mut Context<'_>, id: ClassId, package: PackageId, packages: &[Package], classes: &[Class]) -> Option<Collection> {
    let class = context.model.class(id);
    let segment = segment(context, id, classes, true);
    let home = &packages[package.index()];
    let path = format!("{}/{segment}", home.path);
    let (identifiers, canonical) = identifiers(context.profile, class, &classes[id.index()], &path)?;
    let profile = context.profile;
    let plural = match &class.collection {
        Some(plural) if profile.plural_paths => context.fold(Site { silent: true, ..Site::class(id) }, plural),
        _ => classes[id.index()].wire.clone(),
    };
    let list = profile.lists.member.fill(&profile.member_case.apply(&plural), &profile.member_case.apply(&classes[id.index()].wire));
    Some(Collection {
        class: id,
        package,
        stems: vec![path.clone()],
        path,
        list,
        parent: None,
        file: format!("{}.{segment}", home.component),
        segment,
        identifiers,
        canonical,
        operations: classes::operations(context, class),
    })
}

/// Identifiers with a route, and the position of the canonical one: marked primary, else mandatory before optional, non-writable
/// before writable, non-personal before personal, then the order of the model.
fn identifiers(profile: &WireProfile, class: &model::Class, wire: &Class, path: &str) -> Option<(Vec<Identifier>, usize)> {
    let routed = class.attributes.iter().enumerate().filter(|(_, a)| a.ty == Type::Identifikator && !a.sensitive);
    let routed: Vec<(usize, &model::Attribute)> = routed.collect();
    let rank = |a: &model::Attribute| (!a.primary, !a.bounds.is_mandatory(), a.writable, a.gdpr.is_some());
    let canonical = (0..routed.len()).min_by_key(|&at| rank(routed[at].1))?;
    let identifier = |&(attribute, _): &(usize, _)| {
        let segment = wire.attributes[attribute].wire.to_ascii_lowercase();
        let stem = if profile.canonical_route_only { format!("{path}/") } else { format!("{path}/{segment}/") };
        Identifier { attribute, segment, stems: vec![stem] }
    };
    if profile.canonical_route_only {
        return Some((vec![identifier(&routed[canonical])], 0));
    }
    Some((routed.iter().map(identifier).collect(), canonical))
}

fn report_unroutable(context: &mut Context<'_>) {
    let hidden = |class: &model::Class| is_served(class) && class.identifiers().all(|identifier| identifier.sensitive);
    let hidden: Vec<ClassId> = context.model.classes().filter(|(_, class)| hidden(class)).map(|(id, _)| id).collect();
    for id in hidden {
        context.report(Site::class(id), ConflictKind::NoRoute);
    }
}
