//! Packages: who may read and write, event feeds, impediments. Their classes are compared by qualified name, and so are packages.

use std::collections::BTreeMap;

use super::change::{Impact, Part, Severity};
use super::codes::{behaviour, surroundings};
use super::comparison::{Comparison, Subject};
use super::members;
use crate::model::{Impediment, PackageId};

pub(super) fn packages(c: &mut Comparison<'_>) {
    let new: BTreeMap<&str, PackageId> = (0..).map(PackageId).zip(&c.new.model.packages).map(|(id, p)| (p.path.as_str(), id)).collect();
    for (id, package) in (0..).map(PackageId).zip(&c.old.model.packages) {
        let Some(&other) = new.get(package.path.as_str()) else { continue };
        let subject = subject(c, id, other);
        let partner = c.new.model.package(other);
        for (word, old, new, impact) in [
            ("read", &package.scopes.read, &partner.scopes.read, Impact::readers(Severity::Breaking)),
            ("write", &package.scopes.write, &partner.scopes.write, Impact::writers(Severity::Breaking)),
        ] {
            members::scope(c, &subject, &format!("to {word} the package"), (old.as_deref(), new.as_deref()), impact);
        }
        feed(c, &subject, id, other);
        members::docs(c, &subject, "the package", &package.docs, &partner.docs);
    }
    impediments(c);
}

fn subject(c: &Comparison<'_>, old: PackageId, new: PackageId) -> Subject {
    Subject {
        part: Part::Package,
        package: Some(c.old.package_name(old).to_owned()),
        class: None,
        member: None,
        origin: None,
        old: c.old.package_location(old, true),
        new: c.new.package_location(new, true),
    }
}

fn feed(c: &mut Comparison<'_>, subject: &Subject, old: PackageId, new: PackageId) {
    match (&c.old.model.package(old).feed, &c.new.model.package(new).feed) {
        (Some(_), None) => {
            let reason = "whoever follows it gets 404 and misses every change from then on";
            let message = "the event feed is gone".to_owned();
            c.report(&behaviour::FEED_REMOVED, subject, message, reason, Impact::readers(Severity::Breaking));
        }
        (None, Some(_)) => {
            let reason = "nobody has to follow it";
            c.report(&behaviour::FEED_ADDED, subject, "the package has an event feed".to_owned(), reason, Impact::NONE);
        }
        (Some(before), Some(after)) if before.page_size != after.page_size => {
            let size = |size: Option<u32>| size.map_or_else(|| "the profile's default".to_owned(), |size| size.to_string());
            let message = format!("pages of the feed have {} entries, and had {}", size(after.page_size), size(before.page_size));
            c.report(&behaviour::FEED_PAGE, subject, message, "whoever follows the feed's links notices nothing", Impact::NONE);
        }
        _ => {}
    }
}

/// The catalogue of impediments. Which actions have them is told there.
fn impediments(c: &mut Comparison<'_>) {
    let list = |impediments: &[Impediment], package: &dyn Fn(PackageId) -> String| -> BTreeMap<(String, String), usize> {
        impediments.iter().enumerate().map(|(at, one)| ((package(one.package), one.name.clone()), at)).collect()
    };
    let old = list(&c.old.model.impediments, &|id| c.old.package_name(id).to_owned());
    let new = list(&c.new.model.impediments, &|id| c.new.package_name(id).to_owned());
    let (before, after) = (c.old.model, c.new.model);
    for (key, &at) in &old {
        let subject = impediment(c, &key.0, Some(at), new.get(key).copied());
        match new.get(key) {
            None => {
                let message = format!("the impediment `{}` is gone", key.1);
                c.report(&surroundings::IMPEDIMENT_REMOVED, &subject, message, "no action can have it any more", Impact::NONE);
            }
            Some(&partner) => {
                let what = format!("the impediment `{}`", key.1);
                members::docs(c, &subject, &what, &before.impediments[at].docs, &after.impediments[partner].docs);
            }
        }
    }
    for (key, &at) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        let subject = impediment(c, &key.0, None, Some(at));
        let message = format!("the impediment `{}` is new", key.1);
        c.report(&surroundings::IMPEDIMENT_ADDED, &subject, message, "it concerns nobody before an action has it", Impact::NONE);
    }
}

fn impediment(c: &Comparison<'_>, package: &str, old: Option<usize>, new: Option<usize>) -> Subject {
    let path = if package == "/" { "" } else { package };
    Subject {
        part: Part::Package,
        package: Some(package.to_owned()),
        class: None,
        member: None,
        origin: None,
        old: old.map_or_else(|| c.old.near_package(path), |at| c.old.impediment_location(at)),
        new: new.map_or_else(|| c.new.near_package(path), |at| c.new.impediment_location(at)),
    }
}
