//! The half of the file that the UML standard defines: `uml:Model`.
//!
//! Exporters write everything a second time here. It is asked for what the other half says only by name, the exact type of an attribute, and
//! otherwise read to be compared (`halves`): two halves that differ mean that somebody edited one of them by hand.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use roxmltree::Node;

use super::elements::{Word, child, children, place, plain, xmi};
use crate::source::{FileId, Span};

/// A class here.
#[derive(Debug)]
pub(super) struct UmlClass<'a> {
    pub(super) name: Option<Word<'a>>,
    pub(super) is_abstract: bool,
    pub(super) parents: Vec<&'a str>,
}

/// An attribute, or an end of an association.
#[derive(Debug)]
pub(super) struct UmlProperty<'a> {
    pub(super) name: Option<&'a str>,
    /// Id of the type; types outside the file have none.
    pub(super) ty: Option<&'a str>,
    pub(super) lower: Option<&'a str>,
    pub(super) upper: Option<&'a str>,
}

/// The half as read, by id.
#[derive(Debug, Default)]
pub(super) struct Uml<'a> {
    pub(super) classes: HashMap<&'a str, UmlClass<'a>>,
    pub(super) attributes: HashMap<&'a str, UmlProperty<'a>>,
    /// Ends by the association's id.
    pub(super) ends: HashMap<&'a str, Vec<UmlProperty<'a>>>,
    /// Stereotypes by the id of what they are applied to.
    pub(super) applied: HashMap<&'a str, Vec<&'a str>>,
    /// Ids given twice.
    pub(super) duplicates: Vec<(&'a str, Span)>,
}

/// Reads `uml:Model`, and the stereotypes that stand beside it under the file's root.
pub(super) fn read<'a>(model: Node<'a, '_>, root: Node<'a, '_>, file: FileId) -> Uml<'a> {
    let mut uml = Uml::default();
    root.children().filter(Node::is_element).for_each(|node| uml.application(node));
    for node in model.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "packagedElement" => uml.packaged(node, file),
            "ownedAttribute" | "ownedEnd" => uml.property(node, file),
            _ => uml.application(node),
        }
    }
    uml
}

impl<'a> Uml<'a> {
    fn packaged(&mut self, node: Node<'a, '_>, file: FileId) {
        let (Some(id), Some(kind)) = (xmi(node, "id", file), xmi(node, "type", file)) else { return };
        if kind.text != "uml:Class" {
            return;
        }
        let class = UmlClass {
            name: plain(node, "name", file),
            is_abstract: node.attribute("isAbstract") == Some("true"),
            parents: children(node, "generalization").filter_map(|g| g.attribute("general")).collect(),
        };
        match self.classes.entry(id.text) {
            Entry::Occupied(_) => self.duplicates.push((id.text, id.span)),
            Entry::Vacant(free) => _ = free.insert(class),
        }
    }

    fn property(&mut self, node: Node<'a, '_>, file: FileId) {
        let bound = |name| child(node, name).and_then(|value| value.attribute("value"));
        let property = UmlProperty {
            name: node.attribute("name"),
            ty: child(node, "type").and_then(|ty| xmi(ty, "idref", file)).map(|word| word.text),
            lower: bound("lowerValue"),
            upper: bound("upperValue"),
        };
        if let Some(association) = node.attribute("association") {
            self.ends.entry(association).or_default().push(property);
        } else if let Some(id) = xmi(node, "id", file) {
            match self.attributes.entry(id.text) {
                Entry::Occupied(_) => self.duplicates.push((id.text, place(node, file))),
                Entry::Vacant(free) => _ = free.insert(property),
            }
        }
    }

    /// `<profile:hovedklasse base_Class="…"/>`: the name of the element is the stereotype.
    fn application(&mut self, node: Node<'a, '_>) {
        if let Some(base) = node.attributes().find(|a| a.name().starts_with("base_")) {
            self.applied.entry(base.value()).or_default().push(node.tag_name().name());
        }
    }
}
