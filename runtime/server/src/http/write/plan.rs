//! From a request to a batch: the rules that hold for one resource, against one snapshot.
//!
//! Pure: what is decided here is decided again by the commit as far as it may change meanwhile, through what the batch expects.

use std::sync::Arc;

use smie_wire::model::{Operation, Side};
use smie_wire::profile::Dangling;
use smie_wire::schema::{Class, Collection, CollectionId, Schema};

use super::merge::merge;
use crate::commit::{Batch, Delete, Expects, Put};
use crate::entity::{Entity, Link, Target, own_value, resource_path, write_own};
use crate::http::conditional::Conditions;
use crate::http::problem::Problem;
use crate::index::{EntityId, Resource, Tenant};
use crate::validate::{self, Scratch, Validator, Violation};

/// What a client wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// POST on the collection.
    Create,
    /// PUT on a resource.
    Replace(Name),
    /// PATCH on a resource.
    Update(Name),
    /// DELETE on a resource.
    Delete(Name),
}

/// A resource as its path names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) identifier: u16,
    pub(super) value: Box<str>,
}

/// The rules and the data that a wish is held against.
pub(super) struct Planner<'a> {
    pub(super) schema: &'a Schema,
    pub(super) validator: &'a Validator,
    pub(super) tenant: &'a Tenant,
    pub(super) collection: CollectionId,
    /// Key of the resource that it is nested in, of what is nested.
    pub(super) parent: Option<&'a str>,
    pub(super) conditions: &'a Conditions,
}

/// What a wish comes to.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) batch: Batch,
    /// What is put; `None` for a deletion.
    pub(super) entity: Option<Arc<Entity>>,
    /// What the path names, when it exists.
    pub(super) current: Option<EntityId>,
}

impl Planner<'_> {
    pub(super) fn plan(&self, wish: &Wish, body: &[u8]) -> Result<Planned, Problem> {
        match wish {
            Wish::Create => {
                self.check(None)?;
                let entity = self.entity(body, |_| Vec::new())?;
                Ok(planned(entity, Expects::New, None))
            }
            Wish::Replace(name) => self.replace(name, body),
            Wish::Update(name) => self.update(name, body),
            Wish::Delete(name) => {
                let (id, resource) = self.existing(name)?;
                let content = self.conditions.names_a_state().then(|| resource.entity().hash());
                let deletes = vec![Delete { id, content }];
                Ok(Planned { batch: Batch { deletes, ..Batch::default() }, entity: None, current: Some(id) })
            }
        }
    }

    fn replace(&self, name: &Name, body: &[u8]) -> Result<Planned, Problem> {
        let creates = self.conditions.wants_new() && self.home().operations.contains(&Operation::Create);
        if creates && self.find(name).is_none() {
            self.check(None)?;
            let entity = self.entity(body, |entity| self.misnamed(entity, name).into_iter().collect())?;
            return Ok(planned(entity, Expects::New, None));
        }
        let (id, resource) = self.existing(name)?;
        let rules = |entity: &Entity| {
            let mut wrong: Vec<_> = self.misnamed(entity, name).into_iter().collect();
            wrong.extend(self.unwritable(resource.entity(), entity, wrong.first()));
            wrong
        };
        let entity = self.entity(body, rules)?;
        let expects = match self.conditions.names_a_state() {
            true => Expects::Content(id, resource.entity().hash()),
            false => Expects::Existing(id),
        };
        Ok(planned(entity, expects, Some(id)))
    }

    fn update(&self, name: &Name, patch: &[u8]) -> Result<Planned, Problem> {
        let (id, resource) = self.existing(name)?;
        let old = resource.entity();
        let wrong = |offset, problem| Problem::Violations(vec![Violation { pointer: String::new(), offset, problem }]);
        let patch = std::str::from_utf8(patch).map_err(|e| wrong(e.valid_up_to(), validate::Problem::Encoding))?;
        let mut own = Vec::new();
        write_own(self.schema, old, &mut own);
        let own = String::from_utf8_lossy(&own);
        let body = merge(&own, patch).map_err(|e| wrong(e.at, validate::Problem::Syntax(e.reason)))?;
        let entity = self.entity(body.as_bytes(), |entity| self.unwritable(old, entity, None))?;
        // What was left alone must still be so, whether or not the client knows the state.
        Ok(planned(entity, Expects::Content(id, old.hash()), Some(id)))
    }

    fn home(&self) -> &Collection {
        self.schema.collection(self.collection)
    }

    fn class(&self) -> &Class {
        self.schema.class(self.home().class)
    }

    fn find(&self, name: &Name) -> Option<EntityId> {
        self.tenant.find(self.collection, name.identifier, &name.value)
    }

    /// The resource that the path names, in the state that the client wants it in.
    fn existing(&self, name: &Name) -> Result<(EntityId, &Resource), Problem> {
        let found = self.find(name).and_then(|id| Some((id, &**self.tenant.get(id)?)));
        if let Some((_, resource)) = found
            && self.schema.profile.requires_if_match
            && !self.conditions.names_a_state()
            && !self.conditions.wants_new()
        {
            self.check(Some(resource))?;
            return Err(Problem::PreconditionRequired);
        }
        self.check(found.map(|(_, resource)| resource))?;
        found.ok_or(Problem::NotFound("No resource has this identifier."))
    }

    fn check(&self, current: Option<&Resource>) -> Result<(), Problem> {
        if self.conditions.hold(current.map(|r| r.entity().hash())) { Ok(()) } else { Err(Problem::Precondition) }
    }

    /// The entity that a body is, and everything that is wrong with it.
    fn entity(&self, body: &[u8], rules: impl FnOnce(&Entity) -> Vec<Violation>) -> Result<Arc<Entity>, Problem> {
        let read = self.validator.read_within(self.schema, self.collection, self.parent, body, &mut Scratch::default());
        let entity = read.map_err(Problem::Violations)?;
        let mut wrong = rules(&entity);
        wrong.extend(self.dangling(&entity));
        if wrong.is_empty() { Ok(Arc::new(self.settled(entity))) } else { Err(Problem::Violations(wrong)) }
    }

    /// The path's identifier must be the body's.
    fn misnamed(&self, entity: &Entity, name: &Name) -> Option<Violation> {
        let at = usize::from(name.identifier);
        if entity.identifiers()[at].as_deref() == Some(&*name.value) {
            return None;
        }
        let attribute = self.home().identifiers[at].attribute;
        let problem = validate::Problem::OtherIdentifier(validate::Problem::excerpt(own_value(&name.value)));
        Some(Violation { pointer: pointer(&self.class().attributes[attribute].wire), offset: 0, problem })
    }

    /// Members that a client changes, but must not. In a class where nothing is marked writable, only identifiers must stay.
    fn unwritable(&self, old: &Entity, new: &Entity, told: Option<&Violation>) -> Vec<Violation> {
        let class = self.class();
        let identifies = |at: usize| self.home().identifiers.iter().any(|i| i.attribute == at);
        let kept = (0u16..).zip(&class.attributes).filter(|(at, a)| !a.writable && (class.writable || identifies(usize::from(*at))));
        let changed = kept.filter(|(at, _)| old.member(*at) != new.member(*at)).map(|(_, attribute)| pointer(&attribute.wire));
        let untold = changed.filter(|pointer| told.is_none_or(|told| told.pointer != *pointer));
        untold.map(|pointer| Violation { pointer, offset: 0, problem: validate::Problem::ReadOnly }).collect()
    }

    /// Links to nothing, where the profile refuses them.
    fn dangling(&self, entity: &Entity) -> Vec<Violation> {
        if self.schema.profile.dangling_links == Dangling::Keep {
            return Vec::new();
        }
        let class = self.class();
        let mut found = Vec::new();
        for group in entity.links().chunk_by(|a, b| a.relation == b.relation) {
            for (index, link) in group.iter().enumerate() {
                let (Some(relation), Target::Entity { collection, identifier, value }) = (link.relation, &link.target) else { continue };
                let own = *collection == self.collection && entity.identifiers()[usize::from(*identifier)].as_deref() == Some(&**value);
                if own || self.tenant.target(&link.target).is_some() {
                    continue;
                }
                let home = self.schema.collection(*collection);
                let path = resource_path(home, usize::from(*identifier), value);
                let pointer = format!("/_links{}/{index}/href", pointer(&class.relations[usize::from(relation)].wire));
                found.push(Violation { pointer, offset: 0, problem: validate::Problem::Dangling(path) });
            }
        }
        found
    }

    /// Without the links of server-kept ends that the other end tells of anyway: whoever reads a resource and writes it back changes nothing.
    fn settled(&self, entity: Entity) -> Entity {
        let class = self.class();
        let kept = |relation: Option<u16>| relation.is_some_and(|r| class.relations[usize::from(r)].side == Side::Maintained);
        if !entity.links().iter().any(|link| kept(link.relation)) {
            return entity;
        }
        let told = self.tenant.told(&entity);
        let own = |link: &&Link| {
            let source = link.relation.filter(|_| kept(link.relation)).and_then(|r| Some((r, self.tenant.target(&link.target)?)));
            !source.is_some_and(|(relation, source)| told(relation, source))
        };
        entity.with_links(entity.links().iter().filter(own).cloned().collect())
    }
}

fn planned(entity: Arc<Entity>, expects: Expects, current: Option<EntityId>) -> Planned {
    let puts = vec![Put { entity: entity.clone(), expects }];
    Planned { batch: Batch { puts, ..Batch::default() }, entity: Some(entity), current }
}

/// The pointer to a member.
fn pointer(member: &str) -> String {
    format!("/{}", member.replace('~', "~0").replace('/', "~1"))
}
