//! A small model in FINT's manner, for the engine's own tests: two domains, a common person, nested links, hubs and many-to-many.

use std::sync::Arc;

use smie_wire::model::{Bounds, Carried, Docs, Event, Feed, Gdpr, Model, Scalar, Side, Stereotype};
use smie_wire::schema::{self, CollectionId, Schema};
use smie_wire::table::{AboutTable, AttributeTable, ClassTable, FORMAT, InverseTable, ModelTable, PackageTable, RelationTable, TypeTable};

use crate::entity::Entity;
use crate::validate::{Scratch, Validator, Violation};

const fn id(name: &'static str, bounds: Bounds) -> AttributeTable {
    AttributeTable { name, ty: TypeTable::Identifikator, bounds, ..AttributeTable::EMPTY }
}

const fn value(name: &'static str, ty: TypeTable, bounds: Bounds) -> AttributeTable {
    AttributeTable { name, ty, bounds, ..AttributeTable::EMPTY }
}

const fn scalar(name: &'static str, ty: Scalar, bounds: Bounds) -> AttributeTable {
    value(name, TypeTable::Scalar(ty), bounds)
}

const fn to(name: &'static str, target: fn() -> &'static ClassTable, bounds: Bounds) -> RelationTable {
    RelationTable { name, target: Some(target), bounds, ..RelationTable::EMPTY }
}

const fn pair(relation: RelationTable, name: &'static str, bounds: Bounds) -> RelationTable {
    RelationTable { inverse: Some(InverseTable { name, bounds }), side: Side::Storing, ..relation }
}

const ONE: Bounds = Bounds::ONE;
const OPTIONAL: Bounds = Bounds::OPTIONAL;
const MANY: Bounds = Bounds::MANY;
const SYSTEM_ID: AttributeTable = id("systemId", ONE);

macro_rules! class {
    ($name:ident, $($field:ident: $value:expr),*) => {
        fn $name() -> &'static ClassTable {
            static TABLE: ClassTable = ClassTable { $($field: $value,)* ..ClassTable::EMPTY };
            &TABLE
        }
    };
}

class!(periode, package: "felles/kompleksedatatyper", name: "Periode", stereotype: Stereotype::Datatype, attributes: &[
    scalar("start", Scalar::DateTime, ONE), scalar("slutt", Scalar::DateTime, OPTIONAL), scalar("beskrivelse", Scalar::String, OPTIONAL)]);
class!(kontostreng, package: "felles/kompleksedatatyper", name: "Kontostreng", stereotype: Stereotype::Datatype,
    relations: &[to("ansvar", ansvar, ONE), to("formål", ansvar, OPTIONAL)]);
class!(person, package: "felles", name: "Person", attributes: &[
    id("fødselsnummer", ONE), scalar("navn", Scalar::String, OPTIONAL), scalar("fødselsdato", Scalar::Date, OPTIONAL)]);
class!(ansvar, package: "administrasjon/kodeverk", name: "Ansvar", attributes: &[SYSTEM_ID, scalar("navn", Scalar::String, OPTIONAL)]);
class!(arbeidsforhold, package: "administrasjon/personal", name: "Arbeidsforhold", attributes: &[SYSTEM_ID],
    relations: &[pair(to("personalressurs", personalressurs, ONE), "arbeidsforhold", MANY)]);
class!(fastlonn, package: "administrasjon/personal", name: "Fastlønn", attributes: &[
    id("systemId", ONE), id("kildesystemId", OPTIONAL), scalar("beskrivelse", Scalar::String, ONE),
    AttributeTable { min: Some("0"), max: Some("10000"), ..scalar("prosent", Scalar::Long, ONE) },
    value("periode", TypeTable::Class(periode), ONE), value("kontostreng", TypeTable::Class(kontostreng), OPTIONAL),
    AttributeTable { pattern: Some("[A-ZÆØÅ]{2,4}"), ..scalar("koder", Scalar::String, Bounds { lower: 0, upper: Some(3) }) }],
    relations: &[pair(to("arbeidsforhold", arbeidsforhold, OPTIONAL), "fastlønn", MANY)]);
class!(personalressurs, package: "administrasjon/personal", name: "Personalressurs", attributes: &[id("ansattnummer", ONE), id("brukernavn", OPTIONAL)],
    relations: &[pair(to("person", person, ONE), "personalressurs", OPTIONAL)]);
class!(elev, package: "utdanning/elev", name: "Elev", attributes: &[id("systemId", ONE), id("feidenavn", OPTIONAL), id("elevnummer", OPTIONAL)],
    relations: &[pair(to("person", person, ONE), "elev", OPTIONAL)]);
class!(elevforhold, package: "utdanning/elev", name: "Elevforhold", attributes: &[SYSTEM_ID], relations: &[
    pair(to("elev", elev, OPTIONAL), "elevforhold", MANY), pair(to("skole", skole, OPTIONAL), "elevforhold", MANY),
    pair(to("gruppe", gruppe, MANY), "elevforhold", MANY)]);
class!(gruppe, package: "utdanning/elev", name: "Gruppe", attributes: &[SYSTEM_ID, scalar("navn", Scalar::String, OPTIONAL)]);
class!(skole, package: "utdanning/elev", name: "Skole", attributes: &[id("systemId", ONE), id("skolenummer", OPTIONAL), scalar("navn", Scalar::String, OPTIONAL)],
    relations: &[RelationTable { name: "vigoreferanse", bounds: OPTIONAL, ..RelationTable::EMPTY }]);

const fn package(path: &'static str, common: bool, classes: &'static [fn() -> &'static ClassTable]) -> PackageTable {
    PackageTable { path, common, classes, ..PackageTable::EMPTY }
}

/// The model.
pub(crate) static MODEL: ModelTable = ModelTable {
    format: FORMAT,
    name: "prøve",
    version: "1.0.0",
    profile: "fint",
    profile_version: None,
    languages: &["nb"],
    about: AboutTable::EMPTY,
    overrides: &[],
    packages: &[
        package("administrasjon/kodeverk", false, &[ansvar]),
        package("administrasjon/personal", false, &[arbeidsforhold, fastlonn, personalressurs]),
        package("felles", true, &[person]),
        package("felles/kompleksedatatyper", false, &[periode, kontostreng]),
        package("utdanning/elev", false, &[elev, elevforhold, gruppe, skole]),
    ],
};

/// The schema of the model with feeds of two packages, pages of this size, a declared event, and Norwegian marks of data protection.
pub(crate) fn schema_with_feeds(page_size: u32, overrides: &[(&str, &str)]) -> Arc<Schema> {
    let mut model = Model::from_tables(&MODEL).expect("the tables agree");
    model.overrides.extend(overrides.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    for package in &mut model.packages {
        if matches!(package.path.as_str(), "administrasjon/personal" | "utdanning/elev") {
            package.feed = Some(Feed { page_size: Some(page_size) });
        }
    }
    let person = model.find("felles", "Person").expect("a class");
    model.classes[person.index()].subject = true;
    model.classes[person.index()].attributes[0].gdpr = Some(Gdpr::NationalId);
    let fastlonn = model.find("administrasjon/personal", "Fastlønn").expect("a class");
    let class = &mut model.classes[fastlonn.index()];
    let attribute = |name: &str| class.attributes.iter().position(|a| a.name == name).map(Carried::Attribute);
    let carries = [
        attribute("systemId"),
        attribute("periode"),
        attribute("koder"),
        Some(Carried::Relation(0)),
        Some(Carried::Input("årsak".to_owned())),
    ];
    class.events.push(Event {
        name: "lønn_økt_for_året".to_owned(),
        docs: Docs::default(),
        origin: fastlonn,
        carries: carries.into_iter().flatten().collect(),
    });
    // An event that carries an end that others tell of.
    let skole = model.find("utdanning/elev", "Skole").expect("a class");
    let relation = model.classes[skole.index()].relations.iter().position(|r| r.name == "elevforhold").expect("a relation");
    model.classes[skole.index()].events.push(Event {
        name: "skole_varslet".to_owned(),
        docs: Docs::default(),
        origin: skole,
        carries: vec![Carried::Relation(relation), Carried::Input("grunn".to_owned())],
    });
    Arc::new(schema::compile(&model).expect("the model compiles"))
}

/// The schema of the model.
pub(crate) fn schema() -> Arc<Schema> {
    let model = Model::from_tables(&MODEL).expect("the tables agree");
    Arc::new(schema::compile(&model).expect("the model compiles"))
}

/// The collection with this data file.
pub(crate) fn collection(schema: &Schema, file: &str) -> CollectionId {
    schema.collections().find(|(_, c)| c.file == file).map(|(id, _)| id).expect("a collection")
}

/// Reads an entity that is right.
pub(crate) fn entity(schema: &Schema, validator: &Validator, file: &str, text: &str) -> Arc<Entity> {
    Arc::new(read(schema, validator, file, text).unwrap_or_else(|v| panic!("{text}: {v:?}")))
}

/// Reads an entity.
pub(crate) fn read(schema: &Schema, validator: &Validator, file: &str, text: &str) -> Result<Entity, Vec<Violation>> {
    validator.read(schema, collection(schema, file), text.as_bytes(), &mut Scratch::default())
}

/// All that a store does but `commit`, by another one in the field `inner`.
macro_rules! by_inner {
    () => {
        $crate::testing::by_inner! {
            tenants() -> Vec<$crate::store::TenantName>;
            scan(tenant: &$crate::store::TenantName, visit: &mut dyn FnMut($crate::store::Stored)) -> $crate::store::Position;
            log(tenant: &$crate::store::TenantName, after: $crate::store::Seq, limit: usize) -> Vec<$crate::store::LogRow>;
            heads(tenant: &$crate::store::TenantName) -> Vec<(Box<str>, $crate::store::Head)>;
            events(tenant: &$crate::store::TenantName, feed: &str, from: u64, limit: usize) -> Vec<$crate::store::EventRow>;
            event(tenant: &$crate::store::TenantName, id: $crate::store::Uuid) -> Option<$crate::store::EventRow>;
            page(tenant: &$crate::store::TenantName, feed: &str, number: u64) -> Option<$crate::store::PageRow>;
            purge(tenant: &$crate::store::TenantName, feed: &str, page: u64) -> ();
            secret() -> [u8; 32];
            idempotency(tenant: &$crate::store::TenantName, key: &str) -> Option<$crate::store::IdempotencyRecord>;
            status(tenant: &$crate::store::TenantName, id: $crate::store::Uuid) -> Option<$crate::store::StatusRecord>;
            began(tenant: &$crate::store::TenantName, feed: &str) -> $crate::index::Stamp;
            redact(tenant: &$crate::store::TenantName, feed: &str, entries: &[(u64, ::std::sync::Arc<[u8]>)]) -> ();
            redactions(tenant: &$crate::store::TenantName) -> u64;
            expire(tenant: &$crate::store::TenantName, now: $crate::index::Stamp) -> ();
            forgotten(tenant: &$crate::store::TenantName) -> $crate::index::Stamp;
            forget_log(tenant: &$crate::store::TenantName, before: $crate::index::Stamp, limit: usize) -> usize;
        }
    };
    ($($name:ident($($argument:ident: $type:ty),*) -> $value:ty;)*) => {
        $(fn $name(&self, $($argument: $type),*) -> Result<$value, $crate::store::StoreError> {
            self.inner.$name($($argument),*)
        })*
    };
}
pub(crate) use by_inner;
