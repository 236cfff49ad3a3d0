//! Which entity each put of a batch means.
//!
//! The caller may have said it; else the canonical identifier decides, else another identifier. Identifiers may move between entities of one batch and
//! come from those that it deletes, but from no other.

use std::collections::HashSet;

use smie_wire::schema::Schema;

use super::batch::{Expects, Put, Reason, Unmet};
use crate::index::{EntityId, Tenant};

/// The entity of each put; `None` = a new one.
pub(super) fn meant(schema: &Schema, current: &Tenant, puts: &[Put], leaving: &HashSet<EntityId>) -> Vec<Result<Option<EntityId>, Reason>> {
    let said = |put: &Put| put.expects.entity().or_else(|| by_canonical(schema, current, put).filter(|id| !leaving.contains(id)));
    let said: Vec<_> = puts.iter().map(said).collect();
    // Whoever is put again or deleted gives its identifiers up; that no two puts share one is checked elsewhere.
    let mut free: HashSet<EntityId> = said.iter().copied().flatten().chain(leaving.iter().copied()).collect();
    let mut taken = HashSet::new();
    let mut found = Vec::with_capacity(puts.len());
    for (put, said) in puts.iter().zip(said) {
        let meant = one(current, put, said, &mut free).and_then(|meant| match meant {
            Some(id) if leaving.contains(&id) || !taken.insert(id) => Err(Reason::TwiceMeant),
            _ => expected(current, put, meant),
        });
        found.push(meant);
    }
    found
}

fn by_canonical(schema: &Schema, current: &Tenant, put: &Put) -> Option<EntityId> {
    let collection = put.entity.collection();
    let canonical = schema.collection(collection).canonical;
    let value = put.entity.identifiers().get(canonical)?.as_deref()?;
    current.find(collection, canonical as u16, value)
}

fn one(current: &Tenant, put: &Put, said: Option<EntityId>, free: &mut HashSet<EntityId>) -> Result<Option<EntityId>, Reason> {
    let collection = put.entity.collection();
    let values = (0u16..).zip(put.entity.identifiers()).filter_map(|(i, v)| Some((i, v.as_deref()?)));
    let mut others = values.filter_map(|(i, v)| current.find(collection, i, v)).filter(|id| Some(*id) != said && !free.contains(id));
    match (said, others.next()) {
        (Some(_), Some(_)) => Err(Reason::Torn),
        (said, None) => Ok(said),
        (None, Some(id)) if others.any(|other| other != id) => Err(Reason::Torn),
        (None, Some(id)) => {
            free.insert(id);
            Ok(Some(id))
        }
    }
}

/// Whether what the caller expects is so.
fn expected(current: &Tenant, put: &Put, meant: Option<EntityId>) -> Result<Option<EntityId>, Reason> {
    let content = meant.and_then(|id| current.get(id)).map(|r| r.entity().hash());
    match put.expects {
        Expects::Anything => Ok(meant),
        Expects::New => meant.map_or(Ok(None), |id| Err(Unmet::Exists(id).into())),
        Expects::Existing(id) | Expects::Content(id, _) if content.is_none() || id.collection != put.entity.collection() => {
            Err(Unmet::Gone.into())
        }
        Expects::Content(id, expected) if content != Some(expected) => Err(Unmet::Changed(id).into()),
        Expects::Existing(_) | Expects::Content(..) => Ok(meant),
    }
}
