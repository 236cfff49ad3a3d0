//! How two layouts differ, in sentences.

use std::collections::BTreeMap;

use crate::store::layout::{Class, Layout, Member};

/// Every difference that can show in stored data.
pub(super) fn between(old: &Layout, new: &Layout) -> Vec<String> {
    let mut told = Vec::new();
    for (before, after) in old.forms.iter().zip(&new.forms).filter(|(a, b)| a != b) {
        told.push(format!("`{before}` is now `{after}`"));
    }
    each(&old.collections, &new.collections, "collection", &mut told, |file, before, after, told| {
        if before.path != after.path {
            told.push(format!("collection `{file}` moves from `{}` to `{}`", before.path, after.path));
        }
        if before.identifiers != after.identifiers {
            told.push(format!("collection `{file}`: identifiers {} are now {}", list(&before.identifiers), list(&after.identifiers)));
        }
        if before.class != after.class {
            told.push(format!("collection `{file}`: class `{}` is now `{}`", before.class, after.class));
        }
    });
    each(&old.classes, &new.classes, "class", &mut told, classes);
    each(&old.enums, &new.enums, "enum", &mut told, |name, before, after, told| {
        if before != after {
            told.push(format!("enum `{name}`: {} is now {}", list(before), list(after)));
        }
    });
    told
}

fn each<T>(
    old: &BTreeMap<String, T>,
    new: &BTreeMap<String, T>,
    what: &str,
    told: &mut Vec<String>,
    both: impl Fn(&str, &T, &T, &mut Vec<String>),
) {
    for (name, before) in old {
        match new.get(name) {
            Some(after) => both(name, before, after, told),
            None => told.push(format!("{what} `{name}` is gone")),
        }
    }
    told.extend(new.keys().filter(|name| !old.contains_key(*name)).map(|name| format!("{what} `{name}` is new")));
}

fn classes(name: &str, before: &Class, after: &Class, told: &mut Vec<String>) {
    members(name, "attribute", &before.attributes, &after.attributes, told);
    members(name, "relation", &before.relations, &after.relations, told);
}

fn members(class: &str, what: &str, before: &[Member], after: &[Member], told: &mut Vec<String>) {
    for old in before {
        match after.iter().find(|new| new.name == old.name) {
            None => told.push(format!("`{class}`: {what} `{}` is gone", old.name)),
            Some(new) if new != old => {
                told.push(format!("`{class}`: {what} `{}`: {} is now {}", old.name, words(old), words(new)));
            }
            Some(_) => {}
        }
    }
    let fresh = after.iter().filter(|new| !before.iter().any(|old| old.name == new.name));
    told.extend(fresh.map(|new| format!("`{class}`: {what} `{}` is new, {}", new.name, words(new))));
}

fn words(member: &Member) -> String {
    let limits = if member.limits.is_empty() { String::new() } else { format!(", {}", member.limits) };
    format!("`{} {}{limits}`", member.is, member.bounds)
}

fn list(items: &[String]) -> String {
    items.iter().map(|i| format!("`{i}`")).collect::<Vec<_>>().join(", ")
}
