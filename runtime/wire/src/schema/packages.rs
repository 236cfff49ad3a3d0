//! Packages and enums on the wire.

use std::collections::HashMap;

use super::names::{Context, Site};
use super::{Class, Collection, ConflictKind, Enum, EnumValue, Feed, Package};
use crate::model::{self, EnumId, PackageId};

/// Places every package.
pub(super) fn packages(context: &mut Context<'_>) -> Vec<Package> {
    let model = context.model;
    let mut placed: Vec<Package> = Vec::with_capacity(model.packages.len());
    let mut seen: HashMap<String, PackageId> = HashMap::new();
    for (id, package) in (0..).map(PackageId).zip(&model.packages) {
        let package = place(context, id, package);
        // The component names files and modules, so it must be as unique as the path.
        for name in [package.path.to_ascii_lowercase(), package.component.to_ascii_lowercase()] {
            if let Some(&other) = seen.get(&name).filter(|&&other| other != id) {
                context.report(Site::package(id), ConflictKind::PackagePath { package: id, other, path: name });
                break;
            }
            seen.insert(name, id);
        }
        placed.push(package);
    }
    placed
}

fn place(context: &mut Context<'_>, id: PackageId, package: &model::Package) -> Package {
    let (model, profile) = (context.model, context.profile);
    let folded = context.fold(Site::package(id), &package.path);
    let segments: Vec<String> = match folded.as_str() {
        "" => Vec::new(),
        path => path.split('/').map(|segment| profile.path_case.apply(&segment.replace(' ', ""))).collect(),
    };
    if folded.is_ascii() && !segments.iter().all(|segment| is_segment(segment)) {
        context.report(Site::package(id), ConflictKind::Name { wire: folded });
    }
    let joined = segments.join("-");
    let major = model.version.split('.').next().unwrap_or_default();
    let version = profile.version_segment.replace("{major}", major);
    let inner = if profile.joined_packages { joined.clone() } else { segments.join("/") };
    let path = [profile.root.as_str(), &inner, &version]
        .into_iter()
        .filter(|part| !part.is_empty())
        .fold(String::new(), |path, part| path + "/" + part);
    let component = if joined.is_empty() { model.name.clone() } else { joined };
    Package {
        name: package.path.clone(),
        path,
        component,
        docs: package.docs.clone(),
        common: package.common,
        scopes: package.scopes.clone(),
        feed: None,
    }
}

/// Gives packages their feeds; whether one tells of persons depends on what is served there.
pub(super) fn feeds(context: &Context<'_>, packages: &mut [Package], classes: &[Class], collections: &[Collection]) {
    for ((id, package), declared) in (0..).map(PackageId).zip(packages).zip(&context.model.packages) {
        package.feed = declared.feed.as_ref().map(|feed| Feed {
            page_size: feed.page_size.unwrap_or(context.profile.feeds.page_size).max(1),
            personal: collections.iter().filter(|c| c.package == id).any(|c| is_personal(context.model, c, &classes[c.class.index()])),
        });
    }
}

/// True when events of the collection tell of persons: by what the class stands for, by its keys, or by what declared events carry.
fn is_personal(model: &model::Model, collection: &Collection, class: &Class) -> bool {
    let declared = model.class(collection.class);
    let keys = collection.identifiers.iter().map(|identifier| &class.attributes[identifier.attribute]);
    let carried = |event: &super::Event| {
        event.carries.iter().any(|carried| match carried {
            model::Carried::Attribute(at) => declared.attributes.get(*at).is_some_and(|a| a.gdpr.is_some()),
            model::Carried::Relation(at) => declared.relations.get(*at).is_some_and(|r| r.gdpr.is_some()),
            model::Carried::Input(name) => {
                let inputs = declared.actions.iter().filter(|a| a.emits.contains(&event.name)).flat_map(|a| &a.input);
                inputs.filter(|input| input.name == *name).any(|input| input.gdpr.is_some())
            }
        })
    };
    declared.subject
        || keys.clone().all(|key| key.gdpr.is_some() || !key.bounds.is_mandatory()) && keys.clone().any(|key| key.gdpr.is_some())
        || class.events.iter().any(carried)
}

fn is_segment(segment: &str) -> bool {
    segment.starts_with(|c: char| c.is_ascii_alphanumeric()) && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
}

/// Folds every enum's codes; their case is kept.
pub(super) fn enums(context: &mut Context<'_>) -> Vec<Enum> {
    let model = context.model;
    (0..).map(EnumId).zip(&model.enums).map(|(id, declared)| enumeration(context, id, declared)).collect()
}

fn enumeration(context: &mut Context<'_>, id: EnumId, declared: &model::Enum) -> Enum {
    let mut values: Vec<EnumValue> = Vec::with_capacity(declared.values.len());
    for value in &declared.values {
        let site = Site { member: Some(&value.name), ..Site::default() };
        let wire = context.fold(site, &value.name);
        if let Some(earlier) = values.iter().find(|earlier| earlier.wire == wire) {
            let (other, value) = (earlier.name.clone(), value.name.clone());
            context.report(site, ConflictKind::EnumValue { enumeration: id, other, value, wire: wire.clone() });
        }
        values.push(EnumValue { name: value.name.clone(), wire, docs: value.docs.clone() });
    }
    Enum { package: declared.package, name: declared.name.clone(), values }
}
