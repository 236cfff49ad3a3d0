//! Pages of collections, as the profile has them.

use super::Context;
use super::node::{Map, Node};
use super::schemas::{Form, reference};
use super::shared::content;
use super::voice;
use crate::model::{Bounds, ClassId};
use crate::profile::{Counts, LinkForm};
use crate::schema::CollectionId;

impl Context<'_> {
    /// A page whose entries are of this schema, in the member of this name.
    pub(super) fn page_of(&self, entry: Map, list: &str, docs: Option<String>) -> Map {
        let whole = || Map::new().with("type", "integer");
        let entries = Map::new().with("type", "array").with("items", entry);
        let lists = &self.schema.profile.lists;
        let counts = match lists.counts {
            Counts::Items => {
                ["total_items", "matching_items", "size", "offset"].map(|name| (name, Node::Map(whole()))).into_iter().collect()
            }
            Counts::Meta => Map::new().with("_meta", self.our_ref("Meta")),
            Counts::Total => Map::new().with("TotaltAntalPoster", whole()),
        };
        let counted: &[&'static str] = match lists.counts {
            Counts::Items => &["total_items", "size", "offset"],
            Counts::Meta => &["_meta"],
            Counts::Total => &["TotaltAntalPoster"],
        };
        let own = Map::new().with(list.to_owned(), entries);
        let named = Node::texts([list.to_owned()]);
        let (first, member) = if lists.embedded {
            let embedded = Map::new().with("type", "object").with("required", named).with("properties", own);
            ("_embedded".to_owned(), Map::new().with("_embedded", embedded))
        } else {
            (list.to_owned(), own)
        };
        let links = match self.schema.profile.links {
            LinkForm::Array => self.our_ref("LinkList"),
            _ => self.our_ref("Links"),
        };
        let required = [first, "_links".to_owned()].into_iter().chain(counted.iter().map(|&name| name.to_owned()));
        Map::new()
            .with_some("description", docs)
            .with("type", "object")
            .with("required", Node::texts(required))
            .with("properties", member.with("_links", links).and(counts))
    }

    /// The schema of a class's pages.
    pub(super) fn page(&self, class: ClassId, form: Form) -> Map {
        let entry = self.class_ref(class, form);
        // What is left of deleted resources stands among the others when it is asked for.
        let told = Map::new().with("anyOf", vec![entry.into(), self.our_ref("Tombstone").into()]);
        let list = self.schema.collections.iter().find(|collection| collection.class == class).map_or("_entries", |c| &c.list);
        self.page_of(told, list, Some(self.voice.about(voice::S_PAGE, &self.schema.class(class).name)))
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
        let collection = self.schema.collection(id);
        let entry = self.resource(id, form)?;
        let entries = Map::new().with(collection.list.clone(), vec![entry.into()]);
        let own = self.example_path(collection);
        let above = |path: &str| path.rsplit_once('/').map_or_else(String::new, |(path, _)| path.to_owned());
        let path = if self.schema.profile.canonical_route_only { above(&own) } else { above(&above(&own)) };
        let link = self.shown_link("self", &path, Bounds::ONE, form);
        let array = form == Form::Read && self.schema.profile.links == LinkForm::Array;
        let links = if array { vec![link].into() } else { Node::Map(Map::new().with("self", link)) };
        let lists = &self.schema.profile.lists;
        let page = if lists.embedded { Map::new().with("_embedded", entries) } else { entries };
        let page = page.with("_links", links);
        Some(Node::Map(match lists.counts {
            Counts::Items => page.with("total_items", 1_u32).with("size", 1_u32).with("offset", 0_u32),
            Counts::Meta => {
                let meta = Map::new().with("totalRecords", 1_u32).with("page", 1_u32).with("limit", 20_u32).with("count", 1_u32);
                page.with("_meta", meta)
            }
            Counts::Total => page.with("TotaltAntalPoster", 1_u32),
        }))
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
