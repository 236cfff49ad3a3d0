//! What a document tells of the API as a whole: info, servers, tags, security.

use super::node::{Map, Node};
use super::operations::Access;
use super::{Context, Part, voice};
use crate::model::{Docs, Info, PackageId};

/// Where examples and `servers` are when the model does not say.
pub(super) const NOWHERE: &str = "https://api.example.org";

/// What every API is described with, in the languages that are asked for most.
const PROSE: &[(&str, &str)] = &[
    (
        "sv",
        "API:et är hypermedia: varje svar har länkar som leder vidare. Länkar, relationstyper och svarsformat beskrivs vid varje operation. Fel ges som problem+json.",
    ),
    (
        "nb",
        "API-et er hypermedia: hvert svar har lenker som fører videre. Lenker, relasjonstyper og svarformater er beskrevet ved hver operasjon. Feil gis som problem+json.",
    ),
    (
        "en",
        "The API is hypermedia: every reply has links that lead on. Links, relation types and the formats of replies are described with each operation. Errors are given as problem+json.",
    ),
];

/// Before the known limits, by language.
const LIMITS: &[(&str, &str)] = &[("sv", "Kända begränsningar"), ("nb", "Kjente begrensninger"), ("en", "Known limitations")];

impl Context<'_> {
    pub(super) fn info(&self, part: Part) -> Map {
        let info = self.schema.about.info.clone().unwrap_or_default();
        let languages = &self.schema.languages;
        let title = info.title.best(languages).map_or_else(|| self.schema.model.clone(), str::to_owned);
        let title = match part {
            Part::Whole => title,
            Part::Package(id) => format!("{title}: {}", self.schema.package(id).name),
        };
        let of = |text: &Option<String>| text.clone();
        let contact = info
            .contact
            .as_ref()
            .map(|c| Map::new().with_some("name", of(&c.name)).with_some("email", of(&c.email)).with_some("url", of(&c.url)));
        // A licence without a name is none.
        let license = info.license.as_ref().and_then(|l| {
            let name = l.name.clone().or_else(|| l.url.clone())?;
            Some(Map::new().with("name", name).with_some("url", of(&l.url)))
        });
        let sla = info.sla.as_ref().map(|s| {
            let map = Map::new().with_some("availability", of(&s.availability)).with_some("responseTime", of(&s.response_time));
            map.with_some("support", of(&s.support))
        });
        let limitations = info.limitations.best(languages).map(str::to_owned);
        Map::new()
            .with("title", title)
            .with("version", self.schema.version.clone())
            .with("description", self.description(&info, part))
            .with_some("termsOfService", of(&info.terms))
            .with_some("contact", contact)
            .with_some("license", license)
            .with_some("x-status", info.status.map(crate::model::Status::word))
            .with_some("x-released", of(&info.released))
            .with_some("x-sla", sla)
            .with_some("x-limitations", limitations)
    }

    /// The API in words, in every language of the model that we speak.
    fn description(&self, info: &Info, part: Part) -> String {
        let languages = &self.schema.languages;
        let about = |language: &str| {
            let find = |rows: &'static [(&str, &str)]| rows.iter().find(|(known, _)| *known == language).map(|(_, text)| *text);
            let prose = find(PROSE)?;
            let mut text = info.title.get(language).map_or_else(String::new, |title| format!("{title}. "));
            text.push_str(prose);
            if let (Some(limits), Some(word)) = (info.limitations.get(language), find(LIMITS)) {
                text.push_str(&format!(" {word}: {limits}"));
                if !limits.ends_with('.') {
                    text.push('.');
                }
            }
            Some(text)
        };
        let mut paragraphs: Vec<String> = languages.iter().filter_map(|language| about(language)).collect();
        if paragraphs.is_empty() {
            paragraphs.extend(about("en"));
        }
        if let Part::Package(id) = part
            && let Some(docs) = self.docs(&self.schema.package(id).docs)
        {
            paragraphs.insert(0, docs);
        }
        paragraphs.join("\n\n")
    }

    /// Where to read more: the address of whoever answers questions.
    pub(super) fn external(&self) -> Option<Map> {
        let url = self.schema.about.info.as_ref()?.contact.as_ref()?.url.clone()?;
        let title = self.schema.about.title();
        Some(Map::new().with_some("description", self.docs(&title)).with("url", url))
    }

    pub(super) fn tags(&self, packages: &[PackageId], whole: bool) -> Node {
        let tag = |id: &PackageId| {
            let package = self.schema.package(*id);
            let docs = self.docs(&package.docs).unwrap_or_else(|| package.name.clone());
            Node::Map(Map::new().with("name", package.component.clone()).with("description", docs))
        };
        let rooted = packages.iter().any(|id| self.schema.package(*id).component == self.schema.model) || !whole;
        let model =
            (!rooted).then(|| Map::new().with("name", self.schema.model.clone()).with("description", self.voice.say(voice::START_LONG)));
        model.map(Node::Map).into_iter().chain(packages.iter().map(tag)).collect()
    }

    /// What an operation of a package needs, where it is not what the document says at its top. Where nobody says who gives tokens there is nobody to list scopes
    /// either, so that the scope stands beside.
    pub(super) fn security(&self, package: Option<PackageId>, access: Access) -> Option<(&'static str, Node)> {
        let scopes = package.map(|id| &self.schema.package(id).scopes);
        let scope = match access {
            Access::Open => return Some(("security", Vec::new().into())),
            Access::Read => scopes.and_then(|scopes| scopes.read.clone()),
            Access::Write => scopes.and_then(|scopes| scopes.write.clone()),
        };
        let scope = scope?;
        if self.schema.profile.token_url.as_str().is_empty() {
            return Some(("x-scope", scope.into()));
        }
        Some(("security", requirement(vec![scope.into()])))
    }

    /// What every operation needs that does not say otherwise.
    pub(super) fn root_security() -> Node {
        requirement(Vec::new())
    }

    pub(super) fn security_schemes(&self) -> Map {
        let docs = self.voice.say(voice::SEC);
        let token = self.schema.profile.token_url.as_str();
        let scheme = match token {
            "" => Map::new().with("type", "http").with("description", docs).with("scheme", "bearer").with("bearerFormat", "JWT"),
            url => {
                let flow = Map::new().with("tokenUrl", url.to_owned()).with("refreshUrl", url.to_owned()).with("scopes", self.scopes());
                let flows = Map::new().with("clientCredentials", flow);
                Map::new().with("type", "oauth2").with("description", docs).with("flows", flows)
            }
        };
        Map::new().with(SCHEME, scheme)
    }

    /// Every scope of the model, with what it gives access to.
    fn scopes(&self) -> Map {
        let mut scopes = Map::new();
        for package in &self.schema.packages {
            for scope in [&package.scopes.read, &package.scopes.write].into_iter().flatten() {
                if scopes.get(scope).is_none() {
                    scopes.put(scope.clone(), self.voice.about(voice::SCOPE, &package.name));
                }
            }
        }
        scopes
    }

    /// Documentation in the model's language, without blanks around it; `None` when nothing is written.
    pub(super) fn docs(&self, docs: &Docs) -> Option<String> {
        docs.best(&self.schema.languages).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// The one way in.
const SCHEME: &str = "token";

fn requirement(scopes: Vec<Node>) -> Node {
    vec![Map::new().with(SCHEME, scopes).into()].into()
}
