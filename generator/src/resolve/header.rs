//! What needs no lookup: the header, documentation, packages, enums and impediments.

use std::collections::BTreeMap;

use super::outline::Outline;
use crate::model::{
    Class, Contact, Deprecation, Docs, Enum, EnumValue, Feed, Impediment, Info, License, Model, Package, Retirement, Scopes, Sla,
};
use crate::syntax::{self, Text, Tree};

/// The whole model, around the classes.
pub(super) fn model(tree: &Tree, outline: &Outline, classes: Vec<Class>) -> Model {
    let header = &tree.header;
    let value = |text: &Option<Text>| text.as_ref().map(|t| t.value.clone()).unwrap_or_default();
    let pairs =
        |list: &[(Text, Text)]| -> BTreeMap<_, _> { list.iter().map(|(key, value)| (key.value.clone(), value.value.clone())).collect() };
    Model {
        name: value(&header.name),
        version: value(&header.version),
        profile: value(&header.profile),
        profile_version: text(header.profile_version.as_ref()),
        languages: header.languages.iter().map(|language| language.value.clone()).collect(),
        base_url: text(header.base_url.as_ref()),
        info: header.info.as_ref().map(|i| info(i, outline.language)),
        overrides: pairs(&header.overrides),
        exceptions: pairs(&header.exceptions),
        packages: packages(outline),
        classes,
        enums: enums(outline),
        impediments: impediments(outline),
    }
}

/// The text of a value that may be absent.
pub(super) fn text(text: Option<&Text>) -> Option<String> {
    text.map(|t| t.value.clone())
}

/// Documentation, each text with its language.
pub(super) fn docs(docs: &syntax::Docs, default: &str) -> Docs {
    let language = |language: &Option<Text>| language.as_ref().map_or_else(|| default.to_owned(), |l| l.value.clone());
    Docs(docs.texts.iter().map(|(l, text)| (language(l), text.value.clone())).collect())
}

/// A deprecation.
pub(super) fn deprecation(deprecation: Option<&syntax::Deprecation>, language: &str) -> Option<Deprecation> {
    let d = deprecation?;
    let [since, date, sunset, instead] = [&d.since, &d.date, &d.sunset, &d.instead].map(|one| text(one.as_ref()));
    Some(Deprecation { since, date, sunset, instead, docs: docs(&d.docs, language) })
}

fn info(info: &syntax::Info, language: &str) -> Info {
    Info {
        title: docs(&info.title, language),
        status: info.status.as_ref().map(|status| status.value),
        released: text(info.released.as_ref()),
        contact: info.contact.as_ref().map(|[name, email, url]| Contact {
            name: text(name.as_ref()),
            email: text(email.as_ref()),
            url: text(url.as_ref()),
        }),
        license: info.license.as_ref().map(|[name, url]| License { name: text(name.as_ref()), url: text(url.as_ref()) }),
        terms: text(info.terms.as_ref()),
        sla: info.sla.as_ref().map(|[availability, response_time, support]| Sla {
            availability: text(availability.as_ref()),
            response_time: text(response_time.as_ref()),
            support: text(support.as_ref()),
        }),
        limitations: docs(&info.limitations, language),
        deprecated: info.deprecated.as_ref().map(|[date, sunset, successor]| Retirement {
            date: text(date.as_ref()),
            sunset: text(sunset.as_ref()),
            successor: text(successor.as_ref()),
        }),
    }
}

fn packages(outline: &Outline) -> Vec<Package> {
    let package = |entry: &super::outline::PackageEntry| Package {
        path: entry.path.to_owned(),
        docs: docs(&entry.parts[0].docs, outline.language),
        common: entry.parts.iter().any(|part| part.common),
        scopes: Scopes {
            read: entry.parts.iter().find_map(|part| text(part.read_scope.as_ref())),
            write: entry.parts.iter().find_map(|part| text(part.write_scope.as_ref())),
        },
        feed: entry
            .parts
            .iter()
            .find_map(|part| part.feed.as_ref())
            .map(|feed| Feed { page_size: feed.value.page_size.as_ref().map(|size| size.value) }),
    };
    outline.packages.iter().map(package).collect()
}

fn enums(outline: &Outline) -> Vec<Enum> {
    let value = |value: &syntax::Labelled| EnumValue { name: value.name.value.clone(), docs: docs(&value.docs, outline.language) };
    let e = |&(package, e): &(_, &syntax::Enum)| Enum {
        package,
        name: e.name.value.clone(),
        docs: docs(&e.docs, outline.language),
        values: e.values.iter().map(value).collect(),
    };
    outline.enums.iter().map(e).collect()
}

fn impediments(outline: &Outline) -> Vec<Impediment> {
    let impediment =
        |&(package, i): &(_, &syntax::Labelled)| Impediment { package, name: i.name.value.clone(), docs: docs(&i.docs, outline.language) };
    outline.impediments.iter().map(impediment).collect()
}
