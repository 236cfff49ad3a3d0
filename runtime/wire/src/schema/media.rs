//! Names that XML and media types need: namespaces, relation URIs, `application/vnd.…`.
//!
//! All of them are permanent and say nothing of a host that serves, so they follow from the schema alone. Feeds, documents, XML schemas and OpenAPI ask here.

use super::Schema;
use crate::model::PackageId;

impl Schema {
    /// The model's name in ASCII, for ids and media types.
    #[must_use]
    pub fn folded_model(&self) -> String {
        self.profile.folding.fold(&self.model).unwrap_or_else(|_| "smie".to_owned())
    }

    /// Who names things in `tag:` URIs (RFC 4151): host and year. A model that does not say stands under `.invalid`, where nobody collides.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.profile.feeds.authority.as_str() {
            "" => format!("{}.invalid,2026", self.folded_model()),
            dated if dated.contains(',') => dated.to_owned(),
            host => format!("{host},2026"),
        }
    }

    /// The vendor media type of a package's resources without its suffix: `application/vnd.fint`.
    #[must_use]
    pub fn media_type(&self, package: PackageId) -> String {
        let name = self.profile.dap.media.fill(&self.folded_model(), &self.package(package).component);
        format!("application/vnd.{name}")
    }

    /// The XML namespace of a package's resources and events.
    #[must_use]
    pub fn namespace(&self, package: PackageId) -> String {
        let name = self.package(package).path.trim_start_matches('/');
        self.own_namespace(package).unwrap_or_else(|| match name {
            "" => format!("{}{}", self.namespace_prefix(), self.folded_model()),
            name => format!("{}{name}", self.namespace_prefix()),
        })
    }

    /// The XML namespace of something that packages share, `dap` or `events`, as a package writes it.
    #[must_use]
    pub fn shared_namespace(&self, package: PackageId, what: &str) -> String {
        match self.own_namespace(package) {
            Some(own) => format!("{}/{what}", own.trim_end_matches('/')),
            None => format!("{}{what}", self.namespace_prefix()),
        }
    }

    /// The URI of a relation or an action of a package's resources.
    #[must_use]
    pub fn relation_uri(&self, package: PackageId, relation: &str) -> String {
        let (settings, component) = (&self.profile.dap.relations, &self.package(package).component);
        if settings.as_str().is_empty() {
            return format!("{}/{component}/{relation}", self.shared_namespace(package, "relations"));
        }
        let begin = settings.fill(&self.folded_model(), component);
        let slash = if begin.ends_with(['/', '#', ':', '=']) { "" } else { "/" };
        format!("{begin}{slash}{relation}")
    }

    fn own_namespace(&self, package: PackageId) -> Option<String> {
        let settings = &self.profile.feeds.namespace;
        settings.names_package().then(|| settings.fill(&self.folded_model(), &self.package(package).component))
    }

    fn namespace_prefix(&self) -> String {
        let model = self.folded_model();
        match self.profile.feeds.namespace.as_str() {
            "" => format!("tag:{}:{model}/", self.authority()),
            _ => self.profile.feeds.namespace.fill(&model, ""),
        }
    }
}
