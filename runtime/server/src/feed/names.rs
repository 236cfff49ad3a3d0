//! The names of feeds: ids, namespaces, terms, addresses. Made once from the schema; all of them are permanent, so none depends on the request.
//!
//! Ids are `tag:` URIs (RFC 4151) of an authority that the model names. Without one the model's own name under `.invalid` stands in, which can
//! collide with no one's. Organisations have feeds of their own, hence ids of their own.

use std::sync::Arc;

use smie_wire::model::PackageId;
use smie_wire::profile::{DapForm, FeedId};
use smie_wire::schema::Schema;

use crate::store::TenantName;

/// The feeds of a schema.
#[derive(Debug)]
pub(crate) struct Feeds {
    feeds: Vec<Option<Arc<Feed>>>,
}

/// What all feeds of a schema share.
#[derive(Debug)]
pub(super) struct Shared {
    /// `tag:api.example.no,2026`
    pub(super) tag: String,
    pub(super) model: String,
    pub(super) language: String,
    per_page: bool,
    /// True when entries tell members only, by the model's letters, as Ladok's PM prints them.
    pub(super) plain: bool,
    /// Milliseconds after which a page closes; 0 = never.
    pub(super) age: u64,
}

/// One feed.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(super) shared: Arc<Shared>,
    /// The package's path in the model's letters; what the store calls the feed.
    pub(crate) key: Box<str>,
    /// Where it is served: `/administrasjon/personal/feed`.
    pub(crate) path: String,
    pub(super) title: String,
    /// The package in ids.
    name: String,
    /// Type of an entry's content.
    pub(super) media: String,
    /// The namespace of what its events carry.
    pub(super) namespace: String,
    /// The namespace of what all events carry.
    pub(super) events: String,
    /// Beginning of the schemes of categories.
    pub(super) categories: String,
    /// Beginning of event types: `fint.administrasjon-personal`.
    pub(super) kind: String,
    pub(super) page_size: u64,
    /// True when an entry may have to be redacted some day.
    pub(crate) personal: bool,
}

impl Feeds {
    pub(crate) fn new(schema: &Schema) -> Self {
        let settings = &schema.profile.feeds;
        let model = schema.folded_model();
        let shared = Arc::new(Shared {
            tag: format!("tag:{}", schema.authority()),
            model: schema.model.clone(),
            language: schema.languages.first().cloned().unwrap_or_else(|| "en".to_owned()),
            plain: schema.profile.dap.compat == DapForm::Pm,
            per_page: settings.id == FeedId::PerPage,
            age: u64::from(settings.page_age) * 1000,
        });
        let feed = |(id, package): (PackageId, &smie_wire::schema::Package)| {
            let feed = package.feed?;
            let name = package.path.trim_start_matches('/');
            let docs = package.docs.best(&schema.languages).filter(|docs| !docs.trim().is_empty());
            Some(Arc::new(Feed {
                shared: shared.clone(),
                key: package.name.as_str().into(),
                path: format!("{}/feed", package.path),
                title: docs.unwrap_or(if package.name.is_empty() { &schema.model } else { &package.name }).to_owned(),
                name: if name.is_empty() { model.clone() } else { name.to_owned() },
                kind: format!("{model}.{}", package.component),
                media: format!("{}+xml", schema.media_type(id)),
                namespace: schema.namespace(id),
                events: schema.shared_namespace(id, "events"),
                categories: schema.shared_namespace(id, "categories"),
                page_size: u64::from(feed.page_size),
                personal: feed.personal,
            }))
        };
        Self { feeds: (0..).map(PackageId).zip(&schema.packages).map(feed).collect() }
    }

    /// The feed of a package.
    pub(crate) fn get(&self, package: PackageId) -> Option<&Arc<Feed>> {
        self.feeds.get(package.index())?.as_ref()
    }

    /// Every feed, in model order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Feed>> {
        self.feeds.iter().flatten()
    }
}

impl Feed {
    /// The feed's own id.
    pub(super) fn id(&self, tenant: &TenantName) -> String {
        format!("{}:{}", self.shared.tag, self.local(tenant))
    }

    /// The id that a page shows.
    pub(super) fn page_id(&self, tenant: &TenantName, page: u64) -> String {
        if self.shared.per_page { format!("{}:{page}:{}", self.shared.tag, self.local(tenant)) } else { self.id(tenant) }
    }

    fn local(&self, tenant: &TenantName) -> String {
        if *tenant == TenantName::default() { self.name.clone() } else { format!("{tenant}/{}", self.name) }
    }

    /// Entries a page.
    pub(crate) fn page_size(&self) -> u64 {
        self.page_size
    }

    /// Milliseconds after which a page closes; 0 = never.
    pub(crate) fn page_age(&self) -> u64 {
        self.shared.age
    }
}
