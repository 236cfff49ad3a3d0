//! An href as a data provider writes it, to the resource that it means.
//!
//! Providers write links in five forms: absolute, `/systemid/1`, `systemid/1`, with the class's path before it, or with the class in a template,
//! `${utdanning.elev.person}/fodselsnummer/1`. All mean collection, identifier and value; which collection, the relation's target and the owner's
//! package decide (a common class is served in each package that reaches it; where the owner's package does not, the copy that the href names).

use percent_encoding::percent_decode_str;
use smie_wire::model::{ClassId, PackageId, Type};
use smie_wire::schema::{Class, Collection, CollectionId, Schema};

use super::Problem;
use crate::entity::{Segment, Target, WITHIN};

/// Where classes are found, and by which identifiers.
#[derive(Debug)]
pub(crate) struct Addresses {
    classes: Vec<Address>,
    /// Every path of every class, lower case, to tell a link to a wrong class from a foreign one.
    known: std::collections::HashSet<Box<str>>,
}

#[derive(Debug)]
struct Address {
    name: Box<str>,
    /// Last segment of a path that nothing is served under.
    segment: Box<str>,
    /// Lower-case names in URLs; the position is the collection's.
    identifiers: Vec<Box<str>>,
    /// Paths under which the class or its descendants may be meant.
    paths: Vec<Known>,
    /// The class itself when it is served, else its only descendant.
    concrete: Option<ClassId>,
    /// Paths of resources, where they are not a class's path, an identifier and a value.
    patterns: Vec<Pattern>,
}

/// The path of a class's resources by an identifier, segment by segment.
#[derive(Clone, Debug)]
struct Pattern {
    /// In lower case; `None` = a value.
    segments: Vec<Option<Box<str>>>,
    class: ClassId,
    home: CollectionId,
    identifier: u16,
    name: Box<str>,
}

/// What a pattern made of an href.
enum Matched {
    Yes(String),
    /// It names the resource, but not the parents that it is nested in.
    Partly,
    No,
}

impl Pattern {
    fn new(class: ClassId, id: CollectionId, home: &Collection, identifier: usize) -> Self {
        let mut segments = Vec::new();
        for stem in &home.identifiers[identifier].stems {
            segments.extend(stem.split('/').filter(|s| !s.is_empty()).map(|s| Some(s.to_lowercase().into())));
            segments.push(None);
        }
        let name = home.identifiers[identifier].segment.as_str().into();
        Self { segments, class, home: id, identifier: identifier as u16, name }
    }

    /// Compares the ends of pattern and path; an absolute path must be there whole.
    fn matches(&self, path: &str, absolute: bool) -> Matched {
        let given: Vec<&str> = path.trim_matches('/').split('/').collect();
        // `name/value` is understood everywhere.
        let given = match given.as_slice() {
            [name, value] if !absolute && name.eq_ignore_ascii_case(&self.name) => vec![*value],
            _ => given,
        };
        let compared = given.len().min(self.segments.len());
        if (absolute && compared < self.segments.len()) || (!absolute && given.len() > self.segments.len()) {
            return Matched::No;
        }
        let (expected, given) = (&self.segments[self.segments.len() - compared..], &given[given.len() - compared..]);
        let mut key = String::new();
        let mut values = 0;
        for (expected, given) in expected.iter().zip(given) {
            match expected {
                Some(word) if !word.eq_ignore_ascii_case(given) => return Matched::No,
                Some(_) => {}
                None => {
                    let Ok(value) = percent_decode_str(given).decode_utf8() else { return Matched::No };
                    if value.is_empty() || value.chars().any(char::is_control) {
                        return Matched::No;
                    }
                    if values > 0 {
                        key.push(WITHIN);
                    }
                    key.push_str(&value);
                    values += 1;
                }
            }
        }
        if values < self.segments.iter().filter(|s| s.is_none()).count() { Matched::Partly } else { Matched::Yes(key) }
    }
}

/// A path that means a class.
#[derive(Clone, Debug)]
struct Known {
    /// In lower case.
    path: Box<str>,
    class: ClassId,
    /// The collection with this path.
    home: Option<CollectionId>,
}

/// What an href names: a class, by the path of a collection perhaps, and `identifier/value` after it.
struct Named<'h> {
    class: ClassId,
    home: Option<CollectionId>,
    tail: &'h str,
}

impl Known {
    fn named<'h>(&self, tail: &'h str) -> Named<'h> {
        Named { class: self.class, home: self.home, tail }
    }
}

impl Addresses {
    pub(super) fn compile(schema: &Schema) -> Self {
        let mut classes: Vec<Address> = (0..).map(ClassId).zip(&schema.classes).map(|(id, class)| address(schema, id, class)).collect();
        for (i, class) in schema.classes.iter().enumerate() {
            let inherited: Vec<_> = class.descendants.iter().flat_map(|d| classes[d.index()].paths.clone()).collect();
            classes[i].paths.extend(inherited);
            let inherited: Vec<_> = class.descendants.iter().flat_map(|d| classes[d.index()].patterns.clone()).collect();
            classes[i].patterns.extend(inherited);
            if let (None, [only]) = (classes[i].concrete, class.descendants.as_slice()) {
                classes[i].concrete = Some(*only);
            }
        }
        let known = classes.iter().flat_map(|c| c.paths.iter().map(|known| known.path.clone())).collect();
        Self { classes, known }
    }

    /// What the href of a link to `target`, found in a resource of `owner`, means. `quoted` is the href as JSON, for links that are kept as they are.
    pub(crate) fn resolve(&self, schema: &Schema, href: &str, quoted: &str, target: ClassId, owner: PackageId) -> Result<Target, Problem> {
        let address = &self.classes[target.index()];
        if !address.patterns.is_empty() {
            return self.by_pattern(schema, address, (href, quoted), owner);
        }
        if let Some(path) = absolute(href) {
            return match address.split_absolute(path) {
                Some(named) => self.entity(schema, href, &named, owner),
                None if self.leads_elsewhere(path) => Err(address.elsewhere(href)),
                None => Ok(Target::Foreign(quoted.into())),
            };
        }
        self.entity(schema, href, &address.split_relative(href)?, owner)
    }

    /// What an href means where resources are not named by a class's path, an identifier's name and a value.
    fn by_pattern(&self, schema: &Schema, address: &Address, (href, quoted): (&str, &str), owner: PackageId) -> Result<Target, Problem> {
        let bad = |reason| Problem::Link { href: Problem::excerpt(href), class: address.name.to_string(), reason };
        let (path, whole) = absolute(href).map_or((href, false), |path| (path, true));
        let several = address.patterns.iter().any(|p| p.class != address.patterns[0].class);
        let mut partly = false;
        for pattern in &address.patterns {
            match pattern.matches(path, whole) {
                // A bare value says nothing of its class.
                Matched::Yes(_) if several && !whole && !path.trim_matches('/').contains('/') => {
                    return Err(bad("several classes can be meant; write the class's path before the identifier"));
                }
                Matched::Yes(key) => {
                    let collection = schema.served(owner, pattern.class).unwrap_or(pattern.home);
                    return Ok(Target::Entity { collection, identifier: pattern.identifier, value: key.into() });
                }
                Matched::Partly => partly = true,
                Matched::No => {}
            }
        }
        if partly {
            return Err(bad("it lies in another resource; write that one's path before it"));
        }
        let elsewhere = || self.classes.iter().flat_map(|c| &c.patterns).any(|p| matches!(p.matches(path, true), Matched::Yes(_)));
        if whole && !elsewhere() {
            return Ok(Target::Foreign(quoted.into()));
        }
        Err(if whole {
            address.elsewhere(href)
        } else {
            bad("expected the path of the resource, or its identifier's value as one path segment")
        })
    }

    /// True when the path is that of another class.
    fn leads_elsewhere(&self, path: &str) -> bool {
        let path = path.to_ascii_lowercase();
        let ends = path.rmatch_indices('/').nth(1).map_or(0, |(i, _)| i);
        path[..ends].match_indices('/').any(|(i, _)| self.known.contains(&path[i..ends]))
    }

    /// The resource that is named, seen from its owner's package.
    fn entity(&self, schema: &Schema, href: &str, named: &Named<'_>, owner: PackageId) -> Result<Target, Problem> {
        let Named { class, home, tail } = *named;
        let address = &self.classes[class.index()];
        let bad = |reason| Problem::Link { href: Problem::excerpt(href), class: address.name.to_string(), reason };
        let (name, value) = tail.split_once('/').ok_or_else(|| bad("expected an identifier's name, `/` and its value"))?;
        let Some(identifier) = address.identifiers.iter().position(|segment| segment.eq_ignore_ascii_case(name)) else {
            let known = address.identifiers.iter().map(|s| format!("`{s}`")).collect::<Vec<_>>().join(", ");
            return Err(Problem::LinkIdentifier { name: Problem::excerpt(name), class: address.name.to_string(), known });
        };
        let value = value.strip_suffix('/').unwrap_or(value);
        if value.contains('/') {
            return Err(bad("the value must be one path segment; write `/` as `%2F`"));
        }
        let value = percent_decode_str(value).decode_utf8().map_err(|_| bad("the value is not UTF-8"))?;
        if value.is_empty() || value.chars().any(char::is_control) {
            return Err(bad("the value is empty or holds control characters"));
        }
        Ok(match schema.served(owner, class).or(home) {
            Some(collection) => Target::Entity { collection, identifier: identifier as u16, value: value.into() },
            None => {
                let package = &schema.package(owner).path;
                let name = &address.identifiers[identifier];
                Target::Path(format!("{package}/{}/{name}/{}", address.segment, Segment(&value)).into())
            }
        })
    }
}

impl Address {
    fn elsewhere(&self, href: &str) -> Problem {
        Problem::LinkTarget { href: Problem::excerpt(href), class: self.name.to_string() }
    }

    /// Splits the path of an absolute href after the class's path; a prefix before it is another server's affair.
    fn split_absolute<'h>(&self, path: &'h str) -> Option<Named<'h>> {
        let two = path.trim_end_matches('/').rmatch_indices('/').nth(1).map(|(i, _)| i);
        for known in &self.paths {
            if let Some(at) = two
                && ends_with_ignoring_case(&path[..at], &known.path)
            {
                return Some(known.named(&path[at + 1..]));
            }
        }
        // A value with a raw slash in it ends up here: found, so that it can be refused by its reason.
        let lower = path.to_ascii_lowercase();
        self.paths.iter().find_map(|known| {
            let at = lower.find(&format!("{}/", known.path))? + known.path.len() + 1;
            Some(known.named(&path[at..]))
        })
    }

    /// Splits an href that is not absolute after the class's path or template, if any.
    fn split_relative<'h>(&self, href: &'h str) -> Result<Named<'h>, Problem> {
        if let Some((name, tail)) = href.strip_prefix("${").and_then(|rest| rest.split_once('}')) {
            let path = format!("/{}", name.replace('.', "/"));
            let meant = self.paths.iter().find(|known| known.path.eq_ignore_ascii_case(&path));
            let known = meant.ok_or_else(|| self.elsewhere(href))?;
            return Ok(known.named(tail.trim_start_matches('/')));
        }
        let path = href.trim_start_matches('/');
        for known in &self.paths {
            let words = known.path.trim_start_matches('/');
            if let Some((start, tail)) = path.split_at_checked(words.len())
                && start.eq_ignore_ascii_case(words)
                && let Some(tail) = tail.strip_prefix('/')
            {
                return Ok(known.named(tail));
            }
        }
        let bad = |reason| Problem::Link { href: Problem::excerpt(href), class: self.name.to_string(), reason };
        let class = self.concrete.ok_or_else(|| bad("several classes can be meant; write the class's path before the identifier"))?;
        let named = path.split('/').next().is_some_and(|name| self.identifiers.iter().any(|i| i.eq_ignore_ascii_case(name)));
        if !named && path.trim_end_matches('/').matches('/').count() > 1 {
            return Err(self.elsewhere(href));
        }
        Ok(Named { class, home: None, tail: path })
    }
}

fn address(schema: &Schema, id: ClassId, class: &Class) -> Address {
    let homes: Vec<_> = schema.collections().filter(|(_, c)| c.class == id).collect();
    let wire = class.wire.to_lowercase();
    let own_path = || format!("{}/{wire}", schema.package(class.package).path);
    let mut paths: Vec<(String, Option<CollectionId>)> = homes.iter().map(|(at, home)| (home.path.to_lowercase(), Some(*at))).collect();
    if schema.package(class.package).common {
        paths.push((own_path().to_lowercase(), None));
    }
    if !schema.profile.root.is_empty() {
        let root = format!("/{}", schema.profile.root.to_lowercase());
        let bare = |(path, home): &(String, _)| Some((path.strip_prefix(&root).filter(|p| p.starts_with('/'))?.to_owned(), *home));
        let bare: Vec<_> = paths.iter().filter_map(bare).collect();
        paths.extend(bare);
    }
    let identifiers = match homes.first() {
        Some((_, home)) => home.identifiers.iter().map(|i| i.segment.as_str().into()).collect(),
        None => class.attributes.iter().filter(|a| a.ty == Type::Identifikator).map(|a| a.wire.to_lowercase().into()).collect(),
    };
    Address {
        name: class.name.as_str().into(),
        segment: homes.first().map_or(wire.as_str(), |(_, home)| &home.segment).into(),
        identifiers,
        paths: paths.into_iter().map(|(path, home)| Known { path: path.into(), class: id, home }).collect(),
        concrete: (class.descendants.is_empty() || !homes.is_empty()).then_some(id),
        patterns: homes
            .iter()
            .filter(|(_, home)| schema.profile.canonical_route_only || home.parent.is_some())
            .flat_map(|(at, home)| (0..home.identifiers.len()).map(|identifier| Pattern::new(id, *at, home, identifier)))
            .collect(),
    }
}

/// The path of an absolute http(s) address, without query and fragment.
fn absolute(href: &str) -> Option<&str> {
    let (scheme, rest) = href.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let path = &rest[rest.find('/').unwrap_or(rest.len())..];
    Some(path.split(['?', '#']).next().unwrap_or(path))
}

fn ends_with_ignoring_case(text: &str, end: &str) -> bool {
    text.len() >= end.len() && text.as_bytes()[text.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}
