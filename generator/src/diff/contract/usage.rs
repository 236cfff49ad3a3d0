//! A contract resolved against its model: by class, which members are read and written, at every depth.
//!
//! Whoever reads an attribute of a datatype reads the datatype's members too, unless the contract names single ones (`periode.start`).
//! Whoever follows an event reads what it carries.

use std::collections::{BTreeMap, BTreeSet};

use super::super::change::{Change, Part, Severity};
use super::super::codes::{members, relations};
use super::super::view::View;
use super::codes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::model::{Carried, ClassId, Operation, Type};
use crate::source::contract::{Contract, Members, Use};
use crate::syntax::Text;

/// What a consumer does with what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It uses the class, or the API as a whole.
    Uses,
    /// It finds resources by the identifier.
    FindsBy,
    /// It follows the event.
    Follows,
    /// It reads the member.
    Reads,
    /// It writes the member, or the resource as a whole.
    Writes,
    /// It invokes the action.
    Invokes,
}

impl Role {
    /// The word in output, as in `which it reads`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uses => "uses",
            Self::FindsBy => "finds by",
            Self::Follows => "follows",
            Self::Reads => "reads",
            Self::Writes => "writes",
            Self::Invokes => "invokes",
        }
    }
}

/// A set of members; all of them, or those named.
#[derive(Clone, Debug, Default)]
struct Touched {
    all: bool,
    names: BTreeSet<String>,
}

impl Touched {
    fn has(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }
}

/// What is used of a class or enum.
#[derive(Clone, Debug, Default)]
struct ClassUse {
    by: BTreeSet<String>,
    reads: Touched,
    writes: Touched,
    /// It sends whole resources, so that what becomes mandatory concerns it.
    sends: bool,
    reader: bool,
    writer: bool,
    actions: BTreeSet<String>,
    events: BTreeSet<String>,
}

/// What a consumer uses of a model.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    classes: BTreeMap<String, ClassUse>,
    packages: BTreeSet<String>,
}

/// Reading or writing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Reading,
    Writing,
}

impl Usage {
    /// Resolves a contract; names that `old` does not have go to `diagnostics`, unless they are new.
    pub fn resolve(contract: &Contract, old: View<'_>, new: View<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut resolver = Resolver { view: old, usage: Self::default(), diagnostics };
        for used in &contract.uses {
            match find(old, &used.class.value) {
                Some(id) => resolver.class(used, id),
                None if find(new, &used.class.value).is_some() => {}
                None => resolver.unknown_class(&used.class),
            }
        }
        resolver.usage
    }

    /// Whether a change concerns the consumer, as what, and how gravely.
    #[must_use]
    pub fn concern(&self, change: &Change) -> Option<(Role, Severity)> {
        let Some(class) = &change.class else {
            let concerned = change.part == Part::Model || change.package.as_ref().is_some_and(|package| self.packages.contains(package));
            return concerned.then(|| self.as_whole(change));
        };
        let used = self.classes.get(class)?;
        let Some(member) = &change.member else { return Some((Role::Uses, gravity(change, used.reader, used.writer))) };
        match change.part {
            Part::Action => {
                let action = member.split('.').next().unwrap_or(member);
                used.actions.contains(action).then(|| (Role::Invokes, change.severity()))
            }
            Part::Event => used.events.contains(member).then_some((Role::Follows, change.impact.readers)),
            _ => used.member(change, member),
        }
    }

    /// A change of a package or of the model: for whoever reads anything, and for whoever writes anything.
    fn as_whole(&self, change: &Change) -> (Role, Severity) {
        let reads = self.classes.values().any(|class| class.reader);
        let writes = self.classes.values().any(|class| class.writer);
        (Role::Uses, gravity(change, reads, writes))
    }
}

fn gravity(change: &Change, reads: bool, writes: bool) -> Severity {
    let readers = if reads { change.impact.readers } else { Severity::Compatible };
    let writers = if writes { change.impact.writers } else { Severity::Compatible };
    readers.max(writers)
}

impl ClassUse {
    fn member(&self, change: &Change, member: &str) -> Option<(Role, Severity)> {
        // What a writer of whole resources must heed though it never named it.
        let demanded = [
            &members::ATTRIBUTE_ADDED_MANDATORY,
            &members::IDENTIFIER_ADDED,
            &members::ATTRIBUTE_REQUIRED,
            &relations::RELATION_ADDED_MANDATORY,
            &relations::RELATION_REQUIRED,
            &relations::RELATION_SIDE,
        ];
        let sent = self.writes.has(member) || (self.sends && demanded.contains(&change.code));
        let found = [
            self.by.contains(member).then_some((Role::FindsBy, change.impact.readers)),
            self.reads.has(member).then_some((Role::Reads, change.impact.readers)),
            sent.then_some((Role::Writes, change.impact.writers)),
        ];
        found.into_iter().flatten().max_by_key(|&(_, severity)| severity)
    }
}

/// The class of this qualified name, or the one with this plain name.
fn find(view: View<'_>, name: &str) -> Option<ClassId> {
    let mut plain = view.model.classes().filter(|(_, class)| class.name == name).map(|(id, _)| id);
    let qualified = view.model.classes().find(|(id, _)| view.model.qualified(*id) == name).map(|(id, _)| id);
    qualified.or_else(|| plain.next().filter(|_| plain.next().is_none()))
}

struct Resolver<'v, 'd> {
    view: View<'v>,
    usage: Usage,
    diagnostics: &'d mut Diagnostics,
}

impl Resolver<'_, '_> {
    fn class(&mut self, used: &Use, id: ClassId) {
        let model = self.view.model;
        self.usage.packages.insert(self.view.package_name(model.class(id).package).to_owned());
        let has = |operation| used.operations.iter().any(|word| word.value == operation);
        let writes = !used.writes.is_empty();
        let sends = has(Operation::Create) || has(Operation::Replace) || (used.operations.is_empty() && writes);
        let writer = writes || !used.actions.is_empty() || used.operations.iter().any(|word| word.value != Operation::Read);
        let reader = !used.by.is_empty() || !used.reads.is_empty() || !used.events.is_empty() || has(Operation::Read) || !writer;
        let entry = self.entry(id);
        entry.sends |= sends;
        entry.writer |= writer;
        entry.reader |= reader;
        let class = model.class(id);
        let identifiers: Vec<&str> = class.identifiers().map(|identifier| identifier.name.as_str()).collect();
        let actions: Vec<&str> = class.actions.iter().map(|action| action.name.as_str()).collect();
        let events: Vec<&str> = class.events.iter().map(|event| event.name.as_str()).collect();
        let by = self.known(id, "identifier", &used.by, &identifiers);
        let invoked = self.known(id, "action", &used.actions, &actions);
        let followed = self.known(id, "event", &used.events, &events);
        for event in class.events.iter().filter(|event| followed.contains(&event.name)) {
            self.carried(id, &event.carries);
        }
        let entry = self.entry(id);
        entry.by.extend(by);
        entry.actions.extend(invoked);
        entry.events.extend(followed);
        self.members(id, &used.reads, Direction::Reading);
        self.members(id, &used.writes, Direction::Writing);
    }

    fn entry(&mut self, id: ClassId) -> &mut ClassUse {
        self.usage.classes.entry(self.view.model.qualified(id)).or_default()
    }

    /// The names that exist; the others are reported.
    fn known(&mut self, id: ClassId, what: &str, names: &[Text], there: &[&str]) -> Vec<String> {
        let (known, unknown): (Vec<&Text>, Vec<&Text>) = names.iter().partition(|name| there.contains(&name.value.as_str()));
        for name in unknown {
            self.unknown_member(id, what, name, there);
        }
        known.into_iter().map(|name| name.value.clone()).collect()
    }

    fn carried(&mut self, id: ClassId, carries: &[Carried]) {
        let class = self.view.model.class(id);
        let names = carries.iter().filter_map(|carried| match carried {
            Carried::Attribute(at) => class.attributes.get(*at).map(|attribute| attribute.name.clone()),
            Carried::Relation(at) => class.relations.get(*at).map(|relation| relation.name.clone()),
            Carried::Input(_) => None,
        });
        for name in names.collect::<Vec<_>>() {
            self.path(id, &[name.as_str()], Direction::Reading);
        }
    }

    fn members(&mut self, id: ClassId, members: &Members, direction: Direction) {
        if members.all {
            self.everything(id, direction);
        }
        for name in &members.names {
            let path: Vec<&str> = name.value.split('.').collect();
            if let Some((class, missing)) = self.path(id, &path, direction) {
                let there = self.view.model.class(class);
                let names = there.attributes.iter().map(|a| a.name.as_str()).chain(there.relations.iter().map(|r| r.name.as_str()));
                let wrong = Text::new(missing, name.span);
                self.unknown_member(class, "attribute or relation", &wrong, &names.collect::<Vec<_>>());
            }
        }
    }

    /// Uses a member and, where the path ends at a value with members, all of those. Returns what is not there, and where not.
    fn path(&mut self, id: ClassId, path: &[&str], direction: Direction) -> Option<(ClassId, String)> {
        let (name, rest) = path.split_first()?;
        let model = self.view.model;
        let class = model.class(id);
        let Some(attribute) = class.attributes.iter().find(|attribute| attribute.name == *name) else {
            if rest.is_empty() && class.relations.iter().any(|relation| relation.name == *name) {
                self.touch(id, name, direction);
                return None;
            }
            return Some((id, path.join(".")));
        };
        self.touch(id, name, direction);
        match (self.value_class(attribute.ty), rest) {
            (Some(inner), []) => {
                self.inside(inner, direction);
                None
            }
            (Some(inner), rest) => {
                self.entry(inner).sends |= direction == Direction::Writing;
                self.path(inner, rest, direction)
            }
            (None, []) => {
                self.enumeration(attribute.ty, direction);
                None
            }
            (None, _) => Some((id, path.join("."))),
        }
    }

    /// The class whose members a value of this type has.
    fn value_class(&self, ty: Type) -> Option<ClassId> {
        match ty {
            Type::Class(id) => Some(id),
            Type::Identifikator => self.view.model.classes().find(|(_, class)| class.name == "Identifikator").map(|(id, _)| id),
            Type::Scalar(_) | Type::Enum(_) => None,
        }
    }

    fn touch(&mut self, id: ClassId, name: &str, direction: Direction) {
        let entry = self.entry(id);
        entry.touched(direction).names.insert(name.to_owned());
    }

    /// Every member of a class, and of the values in it.
    fn everything(&mut self, id: ClassId, direction: Direction) {
        let entry = self.entry(id);
        if entry.touched(direction).all {
            return;
        }
        entry.touched(direction).all = true;
        let types: Vec<Type> = self.view.model.class(id).attributes.iter().map(|attribute| attribute.ty).collect();
        for ty in types {
            match self.value_class(ty) {
                Some(inner) => self.inside(inner, direction),
                None => self.enumeration(ty, direction),
            }
        }
    }

    /// Every member of a value; a value inside a resource is written whole.
    fn inside(&mut self, id: ClassId, direction: Direction) {
        self.entry(id).sends |= direction == Direction::Writing;
        self.everything(id, direction);
    }

    fn enumeration(&mut self, ty: Type, direction: Direction) {
        if let Type::Enum(id) = ty {
            let entry = self.usage.classes.entry(self.view.enum_name(id)).or_default();
            entry.touched(direction).all = true;
        }
    }

    fn unknown_class(&mut self, name: &Text) {
        let names: Vec<String> = self.view.model.classes().map(|(id, _)| self.view.model.qualified(id)).collect();
        let plain = self.view.model.classes().map(|(_, class)| class.name.as_str());
        let near = did_you_mean(&name.value, names.iter().map(String::as_str).chain(plain));
        let message = format!("the model has no class `{}`", name.value);
        let help = near.map_or_else(|| "`smie show MODEL` lists the classes".to_owned(), |near| format!("did you mean `{near}`?"));
        self.report(&codes::CONTRACT_CLASS, name, message, help, None);
    }

    fn unknown_member(&mut self, id: ClassId, what: &str, name: &Text, there: &[&str]) {
        let class = self.view.model.qualified(id);
        let message = format!("`{class}` has no {what} `{}`", name.value);
        let help = match did_you_mean(&name.value, there.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if there.is_empty() => format!("it has no {what} at all"),
            None => format!("it has {}", there.join(", ")),
        };
        self.report(&codes::CONTRACT_MEMBER, name, message, help, Some(class));
    }

    fn report(&mut self, code: &'static Code, name: &Text, message: String, help: String, class: Option<String>) {
        let finding = Diagnostic::new(code, name.span, message).help(help);
        self.diagnostics.push(match class {
            Some(class) => finding.class(class).member(name.value.clone()),
            None => finding,
        });
    }
}

impl ClassUse {
    /// What is used in this direction; asking says that it is.
    fn touched(&mut self, direction: Direction) -> &mut Touched {
        match direction {
            Direction::Reading => {
                self.reader = true;
                &mut self.reads
            }
            Direction::Writing => {
                self.writer = true;
                &mut self.writes
            }
        }
    }
}
