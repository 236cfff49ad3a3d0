//! The syntax tree: what a model says, each piece with its place, before any name is looked up.
//!
//! All three sources (our YAML, XMI, LinkML) produce this tree, and the YAML writer prints it, so that rules and round trips are the
//! same for all. Options and text stand here for what may be missing or wrong; the resolved model has neither.

use smie_wire::model::{ActionTarget, Bounds, Gdpr, Method, Operation, Status};

use crate::source::{Span, Spanned};

/// Text with its place.
pub type Text = Spanned<String>;

/// A whole model.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `model.yaml`.
    pub header: Header,
    /// The package files, in the order read: sorted by package path.
    pub packages: Vec<Package>,
}

/// Documentation per language; a plain string has no language of its own.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// Language (`None` = the model's first) and text.
    pub texts: Vec<(Option<Text>, Text)>,
}

/// `model.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The file as a whole; what is missing is reported here.
    pub span: Span,
    /// `model:`.
    pub name: Option<Text>,
    /// `version:`.
    pub version: Option<Text>,
    /// `profile:`.
    pub profile: Option<Text>,
    /// `profile_version:`.
    pub profile_version: Option<Text>,
    /// `languages:`.
    pub languages: Vec<Text>,
    /// `base_url:`.
    pub base_url: Option<Text>,
    /// `info:`.
    pub info: Option<Info>,
    /// `overrides:`, key and scalar.
    pub overrides: Vec<(Text, Text)>,
    /// `exceptions:`, rule and reason.
    pub exceptions: Vec<(Text, Text)>,
}

/// `info:`.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// The whole value.
    pub span: Span,
    /// `title:`.
    pub title: Docs,
    /// `status:`.
    pub status: Option<Spanned<Status>>,
    /// `released:`.
    pub released: Option<Text>,
    /// `contact:` name, email, url.
    pub contact: Option<[Option<Text>; 3]>,
    /// `license:` name, url.
    pub license: Option<[Option<Text>; 2]>,
    /// `terms:`.
    pub terms: Option<Text>,
    /// `sla:` availability, response_time, support.
    pub sla: Option<[Option<Text>; 3]>,
    /// `limitations:`.
    pub limitations: Docs,
    /// `deprecated:` date, sunset, use.
    pub deprecated: Option<[Option<Text>; 3]>,
}

/// A package.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// `package:`.
    pub path: Text,
    /// `docs:`.
    pub docs: Docs,
    /// `uses:`.
    pub uses: Vec<Text>,
    /// `scopes: {read}`.
    pub read_scope: Option<Text>,
    /// `scopes: {write}`.
    pub write_scope: Option<Text>,
    /// `feed:`.
    pub feed: Option<Spanned<Feed>>,
    /// `common: true`.
    pub common: bool,
    /// `enums:`.
    pub enums: Vec<Enum>,
    /// `impediments:`.
    pub impediments: Vec<Labelled>,
    /// `classes:`.
    pub classes: Vec<Class>,
}

/// `feed:`.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// `page_size:`.
    pub page_size: Option<Spanned<u32>>,
}

/// A name with a text per language: an impediment or a value of an enum.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    /// The name.
    pub name: Text,
    /// Its text.
    pub docs: Docs,
}

/// An enum.
#[derive(Clone, Debug, Default)]
pub struct Enum {
    /// The name.
    pub name: Text,
    /// `docs:`, in the long form `{docs:, values:}`.
    pub docs: Docs,
    /// The values.
    pub values: Vec<Labelled>,
}

/// The word after `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// `hovedklasse`.
    Hovedklasse,
    /// `abstrakt`.
    Abstrakt,
    /// `datatype`.
    Datatype,
    /// `kodeverk`.
    Kodeverk,
    /// `referanse`.
    Referanse,
}

/// A class.
#[derive(Clone, Debug, Default)]
pub struct Class {
    /// The name.
    pub name: Text,
    /// Element id in the XMI, for findings.
    pub id: Option<String>,
    /// `is:`; absent = derived (only XMI and LinkML leave it out, after reporting).
    pub is: Option<Spanned<Is>>,
    /// The XMI says both hovedklasse and `isAbstract`, at this place.
    pub also_abstract: Option<Span>,
    /// `extends:`; more than one is an error that only XMI can express.
    pub extends: Vec<Text>,
    /// `docs:`.
    pub docs: Docs,
    /// `subject: self`.
    pub subject: Option<Text>,
    /// `state:`.
    pub state: Option<Text>,
    /// `collection:`.
    pub collection: Option<Text>,
    /// `within:`.
    pub within: Option<Text>,
    /// `allow:`.
    pub allow: Option<Spanned<Vec<Spanned<Operation>>>>,
    /// `since:`.
    pub since: Option<Text>,
    /// `deprecated:`.
    pub deprecated: Option<Deprecation>,
    /// `wire:`.
    pub wire: Option<Text>,
    /// `scope:`.
    pub scope: Option<Text>,
    /// `attributes:`.
    pub attributes: Vec<Attribute>,
    /// `relations:`.
    pub relations: Vec<Relation>,
    /// `actions:`.
    pub actions: Vec<Action>,
    /// `events:`.
    pub events: Vec<Event>,
}

/// `deprecated:`; a plain string is `docs`.
#[derive(Clone, Debug, Default)]
pub struct Deprecation {
    /// The whole value.
    pub span: Span,
    /// `since:`.
    pub since: Option<Text>,
    /// `date:`.
    pub date: Option<Text>,
    /// `sunset:`.
    pub sunset: Option<Text>,
    /// `use:`.
    pub instead: Option<Text>,
    /// `docs:`.
    pub docs: Docs,
}

/// A type expression: a name and how many.
#[derive(Clone, Debug, Default)]
pub struct TypeExpr {
    /// The name as written: a primitive, `Identifikator`, `Referanse`, `Class` or `package/Class`. Its span is the name alone.
    pub name: Text,
    /// How many; `None` = missing or unreadable, already reported.
    pub bounds: Option<Spanned<Bounds>>,
}

/// What attributes and relations share.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// `docs:`.
    pub docs: Docs,
    /// `writable:`.
    pub writable: bool,
    /// `sensitive:`.
    pub sensitive: bool,
    /// `gdpr:`.
    pub gdpr: Option<Spanned<Gdpr>>,
    /// `since:`.
    pub since: Option<Text>,
    /// `deprecated:`.
    pub deprecated: Option<Deprecation>,
    /// `wire:`.
    pub wire: Option<Text>,
    /// `scope:`.
    pub scope: Option<Text>,
}

/// An attribute, or a field of an action's input.
#[derive(Clone, Debug, Default)]
pub struct Attribute {
    /// The name.
    pub name: Text,
    /// Element id in the XMI.
    pub id: Option<String>,
    /// The type.
    pub ty: TypeExpr,
    /// `primary: true`.
    pub primary: bool,
    /// `pattern:`.
    pub pattern: Option<Text>,
    /// `min:`.
    pub min: Option<Text>,
    /// `max:`.
    pub max: Option<Text>,
    /// What relations have too.
    pub common: Common,
}

/// A relation, declared on its storing end.
#[derive(Clone, Debug, Default)]
pub struct Relation {
    /// The name.
    pub name: Text,
    /// Connector id in the XMI.
    pub id: Option<String>,
    /// The target and how many.
    pub to: TypeExpr,
    /// The other end, after `<->` or in `inverse:`.
    pub inverse: Option<Inverse>,
    /// What attributes have too.
    pub common: Common,
}

/// The maintained end of a relation. Its `bounds` are those of the relation on the target class.
#[derive(Clone, Debug, Default)]
pub struct Inverse {
    /// Its name on the target.
    pub name: Text,
    /// How many; `None` = missing or unreadable, already reported.
    pub bounds: Option<Spanned<Bounds>>,
    /// Documentation, since, deprecated, scope, wire of its own.
    pub common: Common,
}

/// An action.
#[derive(Clone, Debug, Default)]
pub struct Action {
    /// The name.
    pub name: Text,
    /// `docs:`.
    pub docs: Docs,
    /// `on:`.
    pub on: Option<Spanned<ActionTarget>>,
    /// `from:`, one or a list.
    pub from: Vec<Text>,
    /// `to:`.
    pub to: Option<Text>,
    /// `impediments:`.
    pub impediments: Vec<Text>,
    /// `input:`.
    pub input: Vec<Attribute>,
    /// `method:`.
    pub method: Option<Spanned<Method>>,
    /// `scope:`.
    pub scope: Option<Text>,
    /// `emits:`, one or a list.
    pub emits: Vec<Text>,
}

/// An event: a name and the members that each entry carries.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// The name.
    pub name: Text,
    /// `docs:`, in the long form `{docs:, carries:}`.
    pub docs: Docs,
    /// Names of attributes, relations and inputs.
    pub carries: Vec<Text>,
}
