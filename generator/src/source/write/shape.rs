//! What is said of a header, a package and a class, in the order and form of the language document.

use super::layout::{Style, Value};
use super::member;
use crate::source::yaml::STEREOTYPES;
use crate::syntax::{Class, Deprecation, Docs, Enum, Header, Info, Labelled, Package, Text};

/// A mapping under construction: what is absent is not said.
pub(super) struct Map {
    entries: Vec<(String, Value)>,
}

impl Map {
    pub(super) fn new() -> Self {
        Self { entries: Vec::new() }
    }

    pub(super) fn put(&mut self, key: &str, value: impl Into<Option<Value>>) {
        if let Some(value) = value.into() {
            self.entries.push((key.to_owned(), value));
        }
    }

    pub(super) fn text(&mut self, key: &str, text: Option<&Text>) {
        self.put(key, text.map(|text| Value::Text(text.value.clone())));
    }

    pub(super) fn setting(&mut self, key: &str, text: Option<&Text>) {
        self.put(key, text.map(|text| Value::Setting(text.value.clone())));
    }

    pub(super) fn flag(&mut self, key: &str, set: bool) {
        self.put(key, set.then(|| word("true")));
    }

    /// Names as a list, left out when there are none.
    pub(super) fn names(&mut self, key: &str, names: &[Text]) {
        self.put(key, (!names.is_empty()).then(|| list(names)));
    }

    /// One name as itself, several as a list.
    pub(super) fn one_or_more(&mut self, key: &str, names: &[Text]) {
        match names {
            [one] => self.text(key, Some(one)),
            _ => self.names(key, names),
        }
    }

    /// Members by name, a line each.
    pub(super) fn members<T>(&mut self, key: &str, members: &[T], shape: impl Fn(&T) -> (String, Value)) {
        let entries: Vec<_> = members.iter().map(shape).collect();
        self.put(key, (!entries.is_empty()).then_some(Value::Map(entries, Style::Block)));
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn done(self, style: Style) -> Value {
        Value::Map(self.entries, style)
    }
}

pub(super) fn word(word: &str) -> Value {
    Value::Word(word.to_owned())
}

pub(super) fn list(names: &[Text]) -> Value {
    Value::List(names.iter().map(|name| Value::Text(name.value.clone())).collect())
}

/// Documentation: a plain string when it is in the model's first language alone.
pub(super) fn docs(docs: &Docs, languages: &[Text]) -> Option<Value> {
    match docs.texts.as_slice() {
        [] => None,
        [(language, text)] if language.is_none() || language.as_ref() == languages.first() => Some(Value::Text(text.value.clone())),
        texts => {
            let first = languages.first().map_or("nb", |language| &language.value);
            let entry = |(language, text): &(Option<Text>, Text)| {
                (language.as_ref().map_or(first, |language| &language.value).to_owned(), Value::Text(text.value.clone()))
            };
            Some(Value::Map(texts.iter().map(entry).collect(), Style::Auto))
        }
    }
}

pub(super) fn deprecated(deprecation: &Deprecation, languages: &[Text]) -> Value {
    let text = docs(&deprecation.docs, languages);
    let Deprecation { since, date, sunset, instead, .. } = deprecation;
    let bare = [since, date, sunset, instead].into_iter().all(Option::is_none);
    match text {
        None if bare => word("true"),
        Some(Value::Text(text)) if bare => Value::Text(text),
        text => {
            let mut map = Map::new();
            map.text("since", since.as_ref());
            map.text("date", date.as_ref());
            map.text("sunset", sunset.as_ref());
            map.text("use", instead.as_ref());
            map.put("docs", text);
            map.done(Style::Auto)
        }
    }
}

/// `model.yaml`.
pub(in crate::source) fn header(header: &Header) -> Value {
    let mut map = Map::new();
    map.text("model", header.name.as_ref());
    map.text("version", header.version.as_ref());
    map.text("profile", header.profile.as_ref());
    map.text("profile_version", header.profile_version.as_ref());
    map.names("languages", &header.languages);
    map.text("base_url", header.base_url.as_ref());
    map.put("info", header.info.as_ref().map(|one| info(one, &header.languages)));
    let pairs = |pairs: &[(Text, Text)], value: fn(String) -> Value| {
        let entries: Vec<_> = pairs.iter().map(|(key, text)| (key.value.clone(), value(text.value.clone()))).collect();
        (!entries.is_empty()).then_some(Value::Map(entries, Style::Auto))
    };
    map.put("overrides", pairs(&header.overrides, Value::Setting));
    map.put("exceptions", pairs(&header.exceptions, Value::Text));
    map.done(Style::Block)
}

fn info(info: &Info, languages: &[Text]) -> Value {
    fn texts<const N: usize>(keys: [&str; N], values: Option<&[Option<Text>; N]>) -> Option<Value> {
        let mut map = Map::new();
        for (key, value) in keys.iter().zip(values?) {
            map.text(key, value.as_ref());
        }
        Some(map.done(Style::Auto))
    }
    let mut map = Map::new();
    map.put("title", docs(&info.title, languages));
    map.put("status", info.status.as_ref().map(|status| word(status.value.word())));
    map.text("released", info.released.as_ref());
    map.put("contact", texts(["name", "email", "url"], info.contact.as_ref()));
    map.put("license", texts(["name", "url"], info.license.as_ref()));
    map.text("terms", info.terms.as_ref());
    map.put("sla", texts(["availability", "response_time", "support"], info.sla.as_ref()));
    map.put("limitations", docs(&info.limitations, languages));
    map.put("deprecated", texts(["date", "sunset", "use"], info.deprecated.as_ref()));
    map.done(Style::Block)
}

/// A package file.
pub(in crate::source) fn package(package: &Package, languages: &[Text]) -> Value {
    let mut map = Map::new();
    map.text("package", Some(&package.path));
    map.put("docs", docs(&package.docs, languages));
    map.names("uses", &package.uses);
    let mut scopes = Map::new();
    scopes.text("read", package.read_scope.as_ref());
    scopes.text("write", package.write_scope.as_ref());
    map.put("scopes", (scopes.len() > 0).then(|| scopes.done(Style::Auto)));
    map.put(
        "feed",
        package.feed.as_ref().map(|feed| match &feed.value.page_size {
            None => word("true"),
            Some(size) => Value::Map(vec![("page_size".to_owned(), Value::Word(size.value.to_string()))], Style::Auto),
        }),
    );
    map.flag("common", package.common);
    map.members("enums", &package.enums, |one| (one.name.value.clone(), one_enum(one, languages)));
    map.put("impediments", (!package.impediments.is_empty()).then(|| labelled(&package.impediments, Style::Block, languages)));
    let classes: Vec<_> = package.classes.iter().map(|one| (one.name.value.clone(), class(one, languages))).collect();
    map.put("classes", (!classes.is_empty()).then_some(Value::Map(classes, Style::Spaced)));
    map.done(Style::Spaced)
}

/// An enum: its codes alone, unless it has docs or a code that would look like the long form.
fn one_enum(one: &Enum, languages: &[Text]) -> Value {
    let values = labelled(&one.values, Style::Auto, languages);
    let text = docs(&one.docs, languages);
    if text.is_none() && one.values.iter().all(|value| value.name.value != "values") {
        return values;
    }
    let mut map = Map::new();
    map.put("docs", text);
    map.put("values", values);
    map.done(Style::Block)
}

/// Names with a text each; a plain list when none has one.
fn labelled(values: &[Labelled], style: Style, languages: &[Text]) -> Value {
    if values.iter().all(|value| value.docs.texts.is_empty()) {
        return Value::List(values.iter().map(|value| Value::Text(value.name.value.clone())).collect());
    }
    let text = |value: &Labelled| docs(&value.docs, languages).unwrap_or(Value::Map(Vec::new(), Style::Auto));
    Value::Map(values.iter().map(|value| (value.name.value.clone(), text(value))).collect(), style)
}

fn class(class: &Class, languages: &[Text]) -> Value {
    let mut map = Map::new();
    let stereotype = class.is.as_ref().and_then(|is| STEREOTYPES.iter().find(|(_, known)| *known == is.value));
    map.put("is", stereotype.map(|(name, _)| word(name)));
    map.one_or_more("extends", &class.extends);
    let head = map.len();
    map.put("docs", docs(&class.docs, languages));
    map.text("subject", class.subject.as_ref());
    map.text("collection", class.collection.as_ref());
    map.text("within", class.within.as_ref());
    map.text("state", class.state.as_ref());
    map.put("allow", class.allow.as_ref().map(|allow| Value::List(allow.value.iter().map(|one| word(one.value.word())).collect())));
    map.text("since", class.since.as_ref());
    map.put("deprecated", class.deprecated.as_ref().map(|one| deprecated(one, languages)));
    map.text("wire", class.wire.as_ref());
    map.text("scope", class.scope.as_ref());
    map.members("attributes", &class.attributes, |one| member::attribute(one, languages));
    map.members("relations", &class.relations, |one| member::relation(one, languages));
    map.members("actions", &class.actions, |one| member::action(one, languages));
    map.members("events", &class.events, |one| member::event(one, languages));
    let style = if map.len() == head { Style::Auto } else { Style::Block };
    map.done(style)
}
