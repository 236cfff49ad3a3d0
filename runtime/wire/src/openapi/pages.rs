//! Pages of collections, as the profile has them.

use super::Context;
use super::node::{Map, Node};
use super::schemas::{Form, parameters_as, reference};
use super::shared::content;
use super::voice;
use crate::model::{Bounds, ClassId};
use crate::profile::PagingStyle;
use crate::schema::CollectionId;

impl Context<'_> {
    /// A page whose entries are of this schema.
    pub(super) fn page_of(&self, entry: Map, docs: Option<String>) -> Map {
        let whole = || Map::new().with("type", "integer");
        let object = |required: &[&'static str], properties: Map| {
            Map::new().with("type", "object").with("required", Node::texts(required.iter().copied())).with("properties", properties)
        };
        let entries = Map::new().with("type", "array").with("items", entry);
        let embedded = object(&["_entries"], Map::new().with("_entries", entries));
        let links = self.our_ref("Links");
        let head = Map::new().with_some("description", docs);
        head.and(object(
            &["_embedded", "_links", "total_items", "size", "offset"],
            Map::new()
                .with("_embedded", embedded)
                .with("_links", links)
                .with("total_items", whole())
                .with("matching_items", whole())
                .with("size", whole())
                .with("offset", whole()),
        ))
    }

    /// The schema of a class's pages.
    pub(super) fn page(&self, class: ClassId, form: Form) -> Map {
        let entry = self.class_ref(class, form);
        let told = match self.schema.profile.paging.style {
            PagingStyle::SizeOffset => Map::new().with("anyOf", vec![entry.into(), self.our_ref("Tombstone").into()]),
            PagingStyle::PageLimit => entry,
        };
        self.page_of(told, Some(self.voice.about(voice::S_PAGE, &self.schema.class(class).name)))
    }

    /// The key of the schema of a class's pages, which is asked for by that.
    pub(super) fn page_key(&self, class: ClassId, form: Form) -> String {
        let form = if self.differs_in_hal(class) { form } else { Form::Read };
        self.asked.borrow_mut().page_schemas.insert((class, form));
        let suffix = if form == Form::Hal { ".page.hal" } else { ".page" };
        format!("{}{suffix}", self.names.class(class))
    }

    /// An example of a page with one entry.
    pub(super) fn page_example(&self, id: CollectionId, form: Form) -> Option<Node> {
        let path = &self.schema.collection(id).path;
        let entry = self.resource(id, form)?;
        let links = Map::new().with("self", self.shown_link("self", &parameters_as(path, "1001"), Bounds::ONE, form));
        let page = Map::new()
            .with("_embedded", Map::new().with("_entries", vec![entry.into()]))
            .with("_links", links)
            .with("total_items", 1_u32)
            .with("size", 1_u32)
            .with("offset", 0_u32);
        Some(page.into())
    }

    /// The bodies of a collection's pages, a representation each.
    pub(super) fn page_content(&self, id: CollectionId) -> Map {
        let class = self.schema.collection(id).class;
        let one = |mime: &'static str, form| {
            let key = self.page_key(class, form);
            content(mime, reference("schemas", &key), self.page_example(id, form))
        };
        one("application/json", Form::Read).and(one("application/hal+json", Form::Hal))
    }

    /// The bodies of a resource, a representation each.
    pub(super) fn resource_content(&self, id: CollectionId) -> Map {
        let class = self.schema.collection(id).class;
        let one = |mime: &'static str, form| content(mime, self.class_ref(class, form), self.resource(id, form).map(Node::Map));
        one("application/json", Form::Read).and(one("application/hal+json", Form::Hal))
    }
}
