//! Small models for tests, built by hand.
//!
//! Parents are drawn before their children, so that `extend` can copy the members that a child inherits.

use crate::model::{
    Attribute, Bounds, Class, ClassId, Docs, Inverse, Model, Package, PackageId, Relation, Scalar, Side, Stereotype, Target, Type,
};

/// A model under construction.
#[derive(Default)]
pub(crate) struct Sketch(pub(crate) Model);

impl Sketch {
    pub(crate) fn new(profile: &str) -> Self {
        let languages = vec!["nb".to_owned()];
        Self(Model { name: "skisse".to_owned(), version: "4.1.0".to_owned(), profile: profile.to_owned(), languages, ..Model::default() })
    }

    pub(crate) fn package(&mut self, path: &str) -> PackageId {
        self.0.packages.push(Package { path: path.to_owned(), ..Package::default() });
        PackageId(u32::try_from(self.0.packages.len() - 1).expect("few packages"))
    }

    pub(crate) fn common(&mut self, path: &str) -> PackageId {
        let id = self.package(path);
        self.0.packages[id.index()].common = true;
        id
    }

    pub(crate) fn class(&mut self, package: PackageId, name: &str, stereotype: Stereotype) -> ClassId {
        self.0.classes.push(Class {
            package,
            name: name.to_owned(),
            stereotype,
            extends: None,
            docs: Docs::default(),
            subject: false,
            collection: None,
            within: None,
            allow: None,
            state: None,
            since: None,
            deprecated: None,
            wire: None,
            scope: None,
            attributes: Vec::new(),
            relations: Vec::new(),
            actions: Vec::new(),
            events: Vec::new(),
        });
        ClassId(u32::try_from(self.0.classes.len() - 1).expect("few classes"))
    }

    /// A hovedklasse with one mandatory identifier, `systemId`.
    pub(crate) fn main(&mut self, package: PackageId, name: &str) -> ClassId {
        let id = self.class(package, name, Stereotype::Hovedklasse);
        self.identifier(id, "systemId", Bounds::ONE);
        id
    }

    pub(crate) fn edit(&mut self, class: ClassId) -> &mut Class {
        &mut self.0.classes[class.index()]
    }

    pub(crate) fn extend(&mut self, child: ClassId, parent: ClassId) {
        let (attributes, relations) = (self.edit(parent).attributes.clone(), self.edit(parent).relations.clone());
        let class = self.edit(child);
        class.extends = Some(parent);
        class.attributes.splice(0..0, attributes);
        class.relations.splice(0..0, relations);
    }

    pub(crate) fn attribute(&mut self, class: ClassId, name: &str, ty: Type, bounds: Bounds) -> &mut Attribute {
        let attributes = &mut self.edit(class).attributes;
        attributes.push(Attribute {
            name: name.to_owned(),
            docs: Docs::default(),
            origin: class,
            ty,
            bounds,
            primary: false,
            writable: false,
            sensitive: false,
            gdpr: None,
            since: None,
            deprecated: None,
            pattern: None,
            min: None,
            max: None,
            wire: None,
            scope: None,
        });
        attributes.last_mut().expect("just added")
    }

    pub(crate) fn text(&mut self, class: ClassId, name: &str) -> &mut Attribute {
        self.attribute(class, name, Type::Scalar(Scalar::String), Bounds::ONE)
    }

    pub(crate) fn identifier(&mut self, class: ClassId, name: &str, bounds: Bounds) -> &mut Attribute {
        self.attribute(class, name, Type::Identifikator, bounds)
    }

    /// A relation with its other end; `other` names that end and bounds it.
    pub(crate) fn relate(&mut self, from: ClassId, name: &str, to: ClassId, bounds: Bounds, other: Option<(&str, Bounds)>) {
        let inverse = other.map(|(name, _)| Inverse { name: name.to_owned() });
        self.edit(from).relations.push(relation(name, from, to, bounds, inverse, Side::Storing));
        if let Some((other, bounds)) = other {
            let inverse = Some(Inverse { name: name.to_owned() });
            self.edit(to).relations.push(relation(other, to, from, bounds, inverse, Side::Maintained));
        }
    }
}

fn relation(name: &str, origin: ClassId, target: ClassId, bounds: Bounds, inverse: Option<Inverse>, side: Side) -> Relation {
    Relation {
        name: name.to_owned(),
        docs: Docs::default(),
        origin,
        target: Target::Class(target),
        bounds,
        inverse,
        side,
        writable: false,
        gdpr: None,
        sensitive: false,
        since: None,
        deprecated: None,
        wire: None,
        scope: None,
    }
}
