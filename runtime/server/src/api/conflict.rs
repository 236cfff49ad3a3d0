//! Conflicts of a model in words, for the person who wrote the types that it is made of.

use smie_wire::model::{Model, PackageId};
use smie_wire::schema::{Conflict, ConflictKind};

/// One conflict as a line.
pub(super) fn describe(conflict: &Conflict, model: &Model) -> String {
    let class = conflict.class.map(|id| model.qualified(id));
    let place = match (class, &conflict.member) {
        (Some(class), Some(member)) => format!("`{class}`, `{member}`: "),
        (Some(class), None) => format!("`{class}`: "),
        (None, None) => conflict.package.map_or_else(String::new, |id| format!("the package `{}`: ", model.package(id).path)),
        _ => String::new(),
    };
    format!("{place}{}", kind(&conflict.kind, model))
}

fn kind(kind: &ConflictKind, model: &Model) -> String {
    let package = |id: PackageId| &model.package(id).path;
    match kind {
        ConflictKind::Letter { letter, name } => format!("the letter `{letter}` in `{name}` has no place in the profile's folding"),
        ConflictKind::PackagePath { package: later, other, path } => {
            format!("the packages `{}` and `{}` both have the path `{path}`", package(*other), package(*later))
        }
        ConflictKind::ClassPath { other, path } => format!("it has the path `{path}`, as `{}` has", model.qualified(*other)),
        ConflictKind::MemberWire { other, wire } => format!("it is `{wire}` on the wire, as `{other}` is"),
        ConflictKind::ReservedClass { segment } => format!("the path word `{segment}` belongs to the server"),
        ConflictKind::ReservedIdentifier { segment } => format!("no identifier can be called `{segment}`, which is a path of the server"),
        ConflictKind::Name { wire } => format!("`{wire}` is no name"),
        ConflictKind::Setting { key, reason } => format!("`{key}`: {reason}"),
        other => format!("{other:?}"),
    }
}
