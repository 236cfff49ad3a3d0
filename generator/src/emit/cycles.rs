//! Which values must be boxed: a datatype that holds itself, directly or through others, has no size otherwise.

use std::collections::HashSet;

use smie_wire::model::{ClassId, Model, Type};

/// Pairs of class and held class whose value lies on a circle of values.
pub(super) fn boxed(model: &Model) -> HashSet<(ClassId, ClassId)> {
    let held: Vec<Vec<ClassId>> = model.classes.iter().map(|class| class.attributes.iter().filter_map(held).collect()).collect();
    let mut circular = HashSet::new();
    for (id, _) in model.classes() {
        for &target in &held[id.index()] {
            if reaches(&held, target, id) {
                circular.insert((id, target));
            }
        }
    }
    circular
}

/// The class of which an attribute holds one value in place. Lists lie elsewhere in memory already.
fn held(attribute: &smie_wire::model::Attribute) -> Option<ClassId> {
    match attribute.ty {
        Type::Class(class) if !attribute.bounds.is_list() => Some(class),
        _ => None,
    }
}

fn reaches(held: &[Vec<ClassId>], from: ClassId, to: ClassId) -> bool {
    let mut seen = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(class) = open.pop() {
        if class == to {
            return true;
        }
        open.extend(held[class.index()].iter().copied().filter(|&next| seen.insert(next)));
    }
    false
}
