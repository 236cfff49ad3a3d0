//! What every page knows: the model, its schema, where each page lies, and who refers to whom.

use std::collections::BTreeMap;

use smie_wire::model::{ClassId, EnumId, Model, PackageId, Target, Type};
use smie_wire::schema::{Collection, CollectionId, Route, Schema};

use super::Extras;
use super::html::Html;
use crate::diff::Change;
use crate::emit::{Calls, EmitError};

/// A relation's name on the wire with every class that declares it.
#[derive(Debug)]
pub(super) struct RelationName {
    /// As the first class writes it.
    pub(super) wire: String,
    /// Class and position in its relations.
    pub(super) uses: Vec<(ClassId, usize)>,
}

/// The matter of a site.
pub(super) struct Context<'a> {
    pub(super) model: &'a Model,
    pub(super) schema: &'a Schema,
    pub(super) extras: &'a Extras<'a>,
    pub(super) calls: Calls,
    relations: BTreeMap<String, RelationName>,
    routes: BTreeMap<CollectionId, Vec<Route>>,
    changes: BTreeMap<&'a str, Vec<&'a Change>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(model: &'a Model, schema: &'a Schema, extras: &'a Extras<'a>) -> Result<Self, EmitError> {
        let calls = Calls::new(model, schema)?;
        let mut relations: BTreeMap<String, RelationName> = BTreeMap::new();
        for (id, class) in model.classes() {
            for (at, _) in class.relations.iter().enumerate().filter(|(_, relation)| relation.origin == id) {
                let wire = &schema.class(id).relations[at].wire;
                let name = relations.entry(wire.to_lowercase()).or_insert_with(|| RelationName { wire: wire.clone(), uses: Vec::new() });
                name.uses.push((id, at));
            }
        }
        let mut routes: BTreeMap<CollectionId, Vec<Route>> = BTreeMap::new();
        for route in schema.routes() {
            if let Some(collection) = route.collection() {
                routes.entry(collection).or_default().push(route);
            }
        }
        let mut changes: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for change in extras.changes.iter().flat_map(|report| &report.changes) {
            changes.entry(change.class.as_deref().unwrap_or_default()).or_default().push(change);
        }
        Ok(Self { model, schema, extras, calls, relations, routes, changes })
    }

    pub(super) fn title(&self) -> String {
        let title = self.model.info.as_ref().and_then(|info| info.title.best(&self.model.languages));
        title.unwrap_or(&self.model.name).to_owned()
    }

    pub(super) fn packages(&self) -> impl Iterator<Item = PackageId> + use<> {
        (0..).map(PackageId).take(self.model.packages.len())
    }

    /// The classes that a package declares.
    pub(super) fn classes(&self, package: PackageId) -> impl Iterator<Item = ClassId> {
        self.model.classes().filter(move |(_, class)| class.package == package).map(|(id, _)| id)
    }

    /// The enums that a package declares.
    pub(super) fn enums(&self, package: PackageId) -> impl Iterator<Item = EnumId> {
        (0..).map(EnumId).zip(&self.model.enums).filter(move |(_, e)| e.package == package).map(|(id, _)| id)
    }

    pub(super) fn relations(&self) -> impl Iterator<Item = &RelationName> {
        self.relations.values()
    }

    /// Where a class is served.
    pub(super) fn homes(&self, class: ClassId) -> impl Iterator<Item = (CollectionId, &'a Collection)> {
        self.schema.collections().filter(move |(_, collection)| collection.class == class)
    }

    pub(super) fn routes(&self, collection: CollectionId) -> &[Route] {
        self.routes.get(&collection).map(Vec::as_slice).unwrap_or_default()
    }

    /// What changed in a class since the older version.
    pub(super) fn changes(&self, class: ClassId) -> &[&'a Change] {
        self.changes.get(self.model.qualified(class).as_str()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The package's path, or what stands for the empty one.
    pub(super) fn package_name(&self, id: PackageId) -> &'a str {
        match self.model.package(id).path.as_str() {
            "" => &self.model.name,
            path => path,
        }
    }

    /// Path of a package's page from the site's root.
    pub(super) fn package_page(&self, id: PackageId) -> String {
        format!("package/{}.html", self.schema.package(id).component)
    }

    /// Path of a class's page from the site's root.
    pub(super) fn class_page(&self, id: ClassId) -> String {
        let class = self.schema.class(id);
        format!("class/{}.{}.html", self.schema.package(class.package).component, class.wire)
    }

    /// Path of an enum, inside its package's page.
    pub(super) fn enum_page(&self, id: EnumId) -> String {
        let declared = &self.model.enums[id.index()];
        format!("{}#enum-{}", self.package_page(declared.package), anchor(&declared.name))
    }

    /// Path of a relation's page from the site's root.
    pub(super) fn relation_page(&self, wire: &str) -> String {
        format!("relation/{}.html", self.relations.get(&wire.to_lowercase()).map_or(wire, |relation| &relation.wire))
    }

    /// A link to a class, from a page one folder below the root.
    pub(super) fn class_link(&self, out: &mut Html, id: ClassId) {
        out.link(&format!("../{}", self.class_page(id)), &self.model.class(id).name);
    }

    /// A type, as a link where it has a page.
    pub(super) fn type_link(&self, out: &mut Html, ty: Type) {
        match ty {
            Type::Class(id) => self.class_link(out, id),
            Type::Enum(id) => {
                out.link(&format!("../{}", self.enum_page(id)), &self.model.enums[id.index()].name);
            }
            Type::Identifikator => match self.model.classes().find(|(_, class)| class.name == "Identifikator") {
                Some((id, _)) => self.class_link(out, id),
                None => {
                    out.text("Identifikator");
                }
            },
            Type::Scalar(scalar) => {
                out.leaf("code", &[], scalar.word());
            }
        }
    }

    /// What a relation leads to.
    pub(super) fn target_link(&self, out: &mut Html, target: Target) {
        match target {
            Target::Class(id) => self.class_link(out, id),
            Target::Foreign => {
                out.text("any absolute URI");
            }
        }
    }
}

/// A name as the anchor of a link: letters of any kind and digits stay.
pub(super) fn anchor(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}
