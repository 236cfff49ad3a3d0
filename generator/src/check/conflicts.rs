//! What the schema's compiler refuses, as findings at their places.

use smie_wire::profile::{PRESETS, SETTINGS};
use smie_wire::schema::{Conflict, ConflictKind};

use super::context::{at_class, at_member};
use crate::diagnostic::codes::profile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::model::{ClassId, EnumId, PackageId, Resolved};
use crate::source::Span;
use crate::syntax::{Text, Tree};

/// What helps where a name may have a wire name of its own.
const OTHER_NAME_OR_PROFILE: &str =
    "choose another name, give a wire name of its own with `wire:`, or use a profile whose folding has the letter";

/// What helps where it may not: packages and codes of enums.
const OTHER_NAME: &str = "choose another name, or use a profile whose folding has the letter";

/// Reports what keeps the model from compiling to a schema, at its places.
pub fn report_conflicts(conflicts: &[Conflict], tree: &Tree, resolved: &Resolved, diagnostics: &mut Diagnostics) {
    // A model without a profile is the reader's finding.
    let is_missing = |kind: &ConflictKind| matches!(kind, ConflictKind::Setting { key, .. } if key.is_empty());
    for conflict in conflicts.iter().filter(|conflict| !is_missing(&conflict.kind)) {
        diagnostics.push(finding(conflict, tree, resolved));
    }
}

fn finding(conflict: &Conflict, tree: &Tree, resolved: &Resolved) -> Diagnostic {
    let at = |code, message: String| at_conflict(code, conflict, tree, resolved, message);
    match &conflict.kind {
        ConflictKind::Letter { letter, name } => {
            at(&profile::LETTER, format!("the letter `{letter}` in `{name}` has no place in the profile's folding"))
                .help(if conflict.class.is_some() { OTHER_NAME_OR_PROFILE } else { OTHER_NAME })
        }
        ConflictKind::PackagePath { package, other, path } => package_path(*package, *other, path, resolved),
        ConflictKind::ClassPath { other, path } => at(
            &profile::CLASS_PATH,
            format!("{} has the path `{path}` of `{}`", subject(conflict, resolved), resolved.model.qualified(*other)),
        )
        .related(class_span(resolved, *other), "the first class with this path")
        .help("rename one of them, or give it a wire name of its own with `wire:`"),
        ConflictKind::PackageUnderClass { package, path } => {
            let package = resolved.places.packages.get(package.index()).map(|place| place.span).unwrap_or_default();
            at(&profile::CLASS_PATH, format!("{} lies where a package has its path `{path}`", subject(conflict, resolved)))
                .related(package, "the package is declared here")
                .help("rename one of them, or give the class a wire name of its own with `wire:`")
        }
        ConflictKind::EnumValue { enumeration, other, value, wire } => enum_value(*enumeration, (other, value), wire, tree, resolved),
        ConflictKind::NoRoute => {
            at(&profile::NO_ROUTE, format!("every identifier of {} must stay out of URLs", subject(conflict, resolved)))
                .help("add an identifier that is not sensitive")
        }
        ConflictKind::ReservedRelation { wire } => {
            at(&profile::RESERVED_RELATION, format!("the link `{wire}` is written by the server itself"))
                .help("choose another name, or give a wire name of its own with `wire:`")
        }
        ConflictKind::MemberWire { other, wire } => {
            let name = conflict.member.as_deref().unwrap_or_default();
            let finding = at(&profile::MEMBER_WIRE, format!("`{name}` and `{other}` are both `{wire}` on the wire"));
            let finding = match conflict.class.and_then(|class| member_span(resolved, class, other)) {
                Some(span) => finding.related(span, "the first member with this wire name"),
                None => finding,
            };
            finding.help("rename one of them, or give it a wire name of its own with `wire:`")
        }
        ConflictKind::ActionWire { other, wire } => {
            let name = conflict.member.as_deref().unwrap_or_default();
            at(&profile::ACTION_WIRE, format!("the action `{name}` and `{other}` are both `{wire}` on the wire")).help("rename one of them")
        }
        ConflictKind::ReservedAction { segment } => {
            at(&profile::RESERVED_ACTION, format!("an action cannot be called `{segment}`, which the server writes itself"))
                .help("choose another name")
        }
        ConflictKind::ImpedimentWire { other, name, wire } => {
            at(&profile::IMPEDIMENT_WIRE, format!("the impediments `{name}` and `{other}` are both `{wire}` on the wire"))
                .help("rename one of them; `fel_tillstand` is the server's own, of a wrong state")
        }
        ConflictKind::ReservedClass { segment } => at(&profile::RESERVED_CLASS, format!("the path word `{segment}` belongs to the server"))
            .help("choose another name, or give a wire name of its own with `wire:`"),
        ConflictKind::ReservedIdentifier { segment } => {
            at(&profile::RESERVED_IDENTIFIER, format!("an identifier cannot be called `{segment}`, which is a path of the server"))
                .help("choose another name, or give a wire name of its own with `wire:`")
        }
        ConflictKind::Name { wire } if conflict.package.is_some() => at(&profile::NAME, package_name(conflict, wire, resolved))
            .help("choose another path: letters, digits, `_` and `-` between slashes"),
        ConflictKind::Name { wire } => {
            at(&profile::NAME, format!("`{wire}` is not a name: it must be a letter, then letters, digits and underscores"))
                .help("choose another name, or give a wire name of its own with `wire:`")
        }
        ConflictKind::Setting { key, reason } => setting(key, reason, tree),
        _ => at(&profile::SETTING, "the model does not compile to a schema".to_owned()),
    }
}

/// A finding at the conflict's member, class, package or code of an enum, else at the model as a whole.
fn at_conflict(code: &'static Code, conflict: &Conflict, tree: &Tree, resolved: &Resolved, message: String) -> Diagnostic {
    let (model, places) = (&resolved.model, &resolved.places);
    match (conflict.class, &conflict.member) {
        (Some(class), Some(member)) => at_member(code, model, places, origin(resolved, class, member), member, message),
        (Some(class), None) => at_class(code, model, places, class, message),
        (None, Some(value)) => {
            Diagnostic::new(code, values(tree).find(|name| name.value == *value).map_or(places.header, |name| name.span), message)
        }
        (None, None) => {
            let package = conflict.package.and_then(|id| places.packages.get(id.index()));
            Diagnostic::new(code, package.map_or(places.header, |place| place.span), message)
        }
    }
}

/// Names of the codes of all enums.
fn values(tree: &Tree) -> impl Iterator<Item = &Text> {
    tree.packages.iter().flat_map(|package| &package.enums).flat_map(|e| &e.values).map(|value| &value.name)
}

/// Two codes of one enum that are one on the wire.
fn enum_value(id: EnumId, (other, value): (&str, &str), wire: &str, tree: &Tree, resolved: &Resolved) -> Diagnostic {
    let declared = resolved.model.enums.get(id.index());
    let package = declared.map(|e| resolved.model.package(e.package).path.as_str());
    let written = tree
        .packages
        .iter()
        .filter(|p| Some(p.path.value.as_str()) == package)
        .flat_map(|p| &p.enums)
        .find(|e| declared.is_some_and(|d| d.name == e.name.value));
    let span =
        |code: &str| written.and_then(|e| e.values.iter().find(|v| v.name.value == code)).map_or(resolved.places.header, |v| v.name.span);
    let message = format!("the codes `{other}` and `{value}` are both `{wire}` on the wire");
    Diagnostic::new(&profile::ENUM_WIRE, span(value), message)
        .related(span(other), "the first code of this wire name")
        .help("rename one of them")
}

fn subject(conflict: &Conflict, resolved: &Resolved) -> String {
    conflict.class.map_or_else(|| "a class".to_owned(), |class| format!("`{}`", resolved.model.qualified(class)))
}

/// The class of the lineage that declares the member.
fn origin(resolved: &Resolved, class: ClassId, member: &str) -> ClassId {
    resolved.model.lineage(class).find(|&id| resolved.places.members.contains_key(&(id, member.to_owned()))).unwrap_or(class)
}

/// What is said of a package's path that is none, as it is written and as it would be on the wire.
fn package_name(conflict: &Conflict, wire: &str, resolved: &Resolved) -> String {
    let written = conflict.package.map_or("", |id| resolved.model.package(id).path.as_str());
    let folded = if written == wire { String::new() } else { format!(", `{wire}` on the wire,") };
    format!(
        "`{written}`{folded} is not the path of a package: each part of it must be a letter or digit, then letters, digits, `_` and `-`"
    )
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
    let message = if reason.contains(key) { reason.to_owned() } else { format!("`{key}`: {reason}") };
    let finding = Diagnostic::new(&profile::SETTING, span, message);
    let near = match entry {
        Some(_) => did_you_mean(key, SETTINGS.iter().map(|setting| setting.key)),
        None => did_you_mean(key, PRESETS.iter().copied()),
    };
    let docs = SETTINGS.iter().find(|setting| setting.key == key).map(|setting| setting.docs);
    match (near, docs) {
        (_, Some(docs)) => finding.help(docs),
        (Some(near), None) => finding.help(format!("did you mean `{near}`?")),
        (None, None) => finding.help("`smie explain E0408` tells which profiles there are"),
    }
}
