//! What the schema's compiler refuses, as findings at their places.

use smie_wire::profile::SETTINGS;
use smie_wire::schema::{Conflict, ConflictKind};

use super::context::{at_class, at_member};
use crate::diagnostic::codes::profile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::model::{ClassId, PackageId, Resolved};
use crate::source::Span;
use crate::syntax::Tree;

/// Reports what keeps the model from compiling to a schema, at its places.
pub fn report_conflicts(conflicts: &[Conflict], tree: &Tree, resolved: &Resolved, diagnostics: &mut Diagnostics) {
    for conflict in conflicts {
        diagnostics.push(finding(conflict, tree, resolved));
    }
}

fn finding(conflict: &Conflict, tree: &Tree, resolved: &Resolved) -> Diagnostic {
    let at = |code, message: String| at_conflict(code, conflict, resolved, message);
    match &conflict.kind {
        ConflictKind::Letter { letter, name } => {
            at(&profile::LETTER, format!("the letter `{letter}` in `{name}` has no place in the profile's folding"))
                .help("choose another name, give a wire name of its own with `wire:`, or use a profile whose folding has the letter")
        }
        ConflictKind::PackagePath { package, other, path } => package_path(*package, *other, path, resolved),
        ConflictKind::ClassPath { other, path } => at(
            &profile::CLASS_PATH,
            format!("{} has the path `{path}` of `{}`", subject(conflict, resolved), resolved.model.qualified(*other)),
        )
        .related(class_span(resolved, *other), "the first class with this path")
        .help("rename one of them, or give it a wire name of its own with `wire:`"),
        ConflictKind::MemberWire { other, wire } => {
            let name = conflict.member.as_deref().unwrap_or_default();
            let finding = at(&profile::MEMBER_WIRE, format!("`{name}` and `{other}` are both `{wire}` on the wire"));
            let finding = match conflict.class.and_then(|class| member_span(resolved, class, other)) {
                Some(span) => finding.related(span, "the first member with this wire name"),
                None => finding,
            };
            finding.help("rename one of them, or give it a wire name of its own with `wire:`")
        }
        ConflictKind::ReservedClass { segment } => at(&profile::RESERVED_CLASS, format!("the path word `{segment}` belongs to the server"))
            .help("choose another name, or give a wire name of its own with `wire:`"),
        ConflictKind::ReservedIdentifier { segment } => {
            at(&profile::RESERVED_IDENTIFIER, format!("an identifier cannot be called `{segment}`, which is a path of the server"))
                .help("choose another name, or give a wire name of its own with `wire:`")
        }
        ConflictKind::Name { wire } => {
            at(&profile::NAME, format!("`{wire}` is not a name: it must be a letter, then letters, digits and underscores"))
                .help("choose another name, or give a wire name of its own with `wire:`")
        }
        ConflictKind::Setting { key, reason } => setting(key, reason, tree),
        _ => at(&profile::SETTING, "the model does not compile to a schema".to_owned()),
    }
}

/// A finding at the conflict's member, class, or the model as a whole.
fn at_conflict(code: &'static Code, conflict: &Conflict, resolved: &Resolved, message: String) -> Diagnostic {
    let (model, places) = (&resolved.model, &resolved.places);
    match (conflict.class, &conflict.member) {
        (Some(class), Some(member)) => at_member(code, model, places, origin(resolved, class, member), member, message),
        (Some(class), None) => at_class(code, model, places, class, message),
        (None, _) => Diagnostic::new(code, places.header, message),
    }
}

fn subject(conflict: &Conflict, resolved: &Resolved) -> String {
    conflict.class.map_or_else(|| "a class".to_owned(), |class| format!("`{}`", resolved.model.qualified(class)))
}

/// The class of the lineage that declares the member.
fn origin(resolved: &Resolved, class: ClassId, member: &str) -> ClassId {
    resolved.model.lineage(class).find(|&id| resolved.places.members.contains_key(&(id, member.to_owned()))).unwrap_or(class)
}

fn member_span(resolved: &Resolved, class: ClassId, member: &str) -> Option<Span> {
    resolved.places.members.get(&(origin(resolved, class, member), member.to_owned())).map(|place| place.span)
}

fn class_span(resolved: &Resolved, class: ClassId) -> Span {
    resolved.places.classes.get(class.index()).map(|place| place.span).unwrap_or_default()
}

fn package_path(package: PackageId, other: PackageId, path: &str, resolved: &Resolved) -> Diagnostic {
    let span = |id: PackageId| resolved.places.packages.get(id.index()).map(|place| place.span).unwrap_or_default();
    let name = |id: PackageId| &resolved.model.package(id).path;
    let message = format!("the packages `{}` and `{}` both have the path `{path}`", name(other), name(package));
    Diagnostic::new(&profile::PACKAGE_PATH, span(package), message)
        .related(span(other), "the first package with this path")
        .help("rename one of them")
}

/// A profile or setting that does not exist, at the line of the header that names it.
fn setting(key: &str, reason: &str, tree: &Tree) -> Diagnostic {
    let header = &tree.header;
    let entry = header.overrides.iter().find(|(written, _)| written.value == key);
    let profile = header.profile.as_ref().filter(|profile| profile.value == key);
    let span = entry.map(|(key, _)| key.span).or(profile.map(|profile| profile.span)).unwrap_or(header.span);
    let finding = Diagnostic::new(&profile::SETTING, span, format!("`{key}`: {reason}"));
    let near = match entry {
        Some(_) => did_you_mean(key, SETTINGS.iter().map(|setting| setting.key)),
        None => did_you_mean(key, ["fint", "ladok", "rest-se"]),
    };
    let docs = SETTINGS.iter().find(|setting| setting.key == key).map(|setting| setting.docs);
    match (near, docs) {
        (_, Some(docs)) => finding.help(docs),
        (Some(near), None) => finding.help(format!("did you mean `{near}`?")),
        (None, None) => finding.help("`smie explain E0408` tells which profiles there are"),
    }
}
