//! Sample data, read back as a stranger would: every line against the schema, every link to its target.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;
use std::rc::Rc;

use serde_json::{Map, Value};
use smie::pipeline;
use smie::sample::{self, Options, SampleError};
use smie_wire::model::{ClassId, Scalar, Side, Stereotype, Type};
use smie_wire::schema::{CollectionId, Schema};

type Files = BTreeMap<String, Vec<u8>>;

/// A file in memory.
struct Memory(Rc<RefCell<Files>>, String);

impl io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().entry(self.1.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn options(count: u64) -> Options {
    Options { count, seed: 7, single: Vec::new() }
}

fn written(schema: &Schema, options: &Options) -> Result<Files, SampleError> {
    let files = Rc::new(RefCell::new(Files::new()));
    sample::write(schema, options, |name| Ok(Memory(Rc::clone(&files), name.to_owned())))?;
    Ok(files.take())
}

fn schema(path: &str) -> Option<Schema> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if !path.exists() {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{} is missing", path.display());
        eprintln!("notice: skipped, {} is missing", path.display());
        return None;
    }
    let compiled = pipeline::compile(&path).expect("a readable model");
    assert!(!compiled.diagnostics.has_errors(), "{:#?}", compiled.diagnostics.sorted());
    compiled.schema
}

fn excerpt() -> Schema {
    schema("../models/fint").expect("the excerpt is part of the project")
}

/// Entities by collection, read back.
struct Data<'a> {
    schema: &'a Schema,
    entities: Vec<Vec<Value>>,
    /// Every address of every entity.
    addresses: HashMap<String, (CollectionId, usize)>,
}

impl<'a> Data<'a> {
    fn read(schema: &'a Schema, files: &Files) -> Self {
        let mut data = Self { schema, entities: Vec::new(), addresses: HashMap::new() };
        for (id, collection) in schema.collections() {
            let bytes = files.get(&format!("{}.ndjson", collection.file)).map_or(&[][..], Vec::as_slice);
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            let entities: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
            for (at, entity) in entities.iter().enumerate() {
                let mut any = false;
                for identifier in &collection.identifiers {
                    let wire = &schema.class(collection.class).attributes[identifier.attribute].wire;
                    let Some(value) = entity[wire]["identifikatorverdi"].as_str() else { continue };
                    any = true;
                    let address = format!("{}/{}/{value}", collection.path, identifier.segment);
                    assert_eq!(data.addresses.insert(address.clone(), (id, at)), None, "{address} is there twice");
                }
                assert!(any, "{} without any identifier: {entity}", collection.path);
            }
            data.entities.push(entities);
        }
        data
    }

    fn check(&self) {
        let mut taken = HashSet::new();
        for ((id, collection), entities) in self.schema.collections().zip(&self.entities) {
            for (at, entity) in entities.iter().enumerate() {
                self.check_object(entity, collection.class, &collection.path);
                self.check_exclusive(id, at, entity, &mut taken);
            }
        }
    }

    fn check_object(&self, value: &Value, class: ClassId, place: &str) {
        let shape = self.schema.class(class);
        let object = value.as_object().unwrap_or_else(|| panic!("{place}: {value}"));
        let known = shape.attributes.iter().map(|a| a.wire.as_str()).chain(["_links"]).collect::<HashSet<_>>();
        assert!(object.keys().all(|key| known.contains(key.as_str())), "{place}: {value}");
        for attribute in &shape.attributes {
            let place = format!("{place}.{}", attribute.wire);
            let values: Vec<&Value> = match object.get(&attribute.wire) {
                None => Vec::new(),
                Some(Value::Array(values)) if attribute.bounds.is_list() => values.iter().collect(),
                Some(value) => vec![value],
            };
            let upper = attribute.bounds.upper.map_or(usize::MAX, |upper| upper as usize);
            assert!((attribute.bounds.lower as usize..=upper).contains(&values.len()), "{place}: {values:?}");
            for value in values {
                match attribute.ty {
                    Type::Class(inner) => self.check_object(value, inner, &place),
                    Type::Identifikator => assert!(value["identifikatorverdi"].is_string(), "{place}: {value}"),
                    Type::Enum(id) => {
                        assert!(self.schema.enumeration(id).values.iter().any(|known| *value == *known.wire), "{place}: {value}");
                    }
                    Type::Scalar(scalar) => assert!(is_of_type(value, scalar), "{place}: {value}"),
                }
            }
        }
        self.check_links(object, class, place);
    }

    fn check_links(&self, object: &Map<String, Value>, class: ClassId, place: &str) {
        let empty = Map::new();
        let links = object.get("_links").map_or(&empty, |links| links.as_object().expect("an object"));
        let relations = &self.schema.class(class).relations;
        for relation in relations {
            let place = format!("{place}.{}", relation.wire);
            let hrefs: Vec<&str> = links.get(&relation.wire).map_or_else(Vec::new, hrefs);
            if relation.side == Side::Maintained {
                assert!(hrefs.is_empty(), "{place} is the server's");
                continue;
            }
            let upper = relation.bounds.upper.map_or(usize::MAX, |upper| upper as usize);
            assert!((relation.bounds.lower as usize..=upper).contains(&hrefs.len()), "{place}: {hrefs:?}");
            assert_eq!(hrefs.iter().collect::<HashSet<_>>().len(), hrefs.len(), "{place}: {hrefs:?}");
            for href in hrefs {
                let Some(target) = relation.target else {
                    assert!(href.starts_with("https://"), "{place}: {href}");
                    continue;
                };
                let (id, _) = self.follow(href);
                let found = self.schema.collection(id).class;
                let legal = found == target || self.schema.class(target).descendants.contains(&found);
                assert!(legal, "{place}: {href}");
            }
        }
        assert!(links.keys().all(|key| relations.iter().any(|relation| relation.wire == *key)), "{place}: {links:?}");
    }

    fn follow(&self, href: &str) -> (CollectionId, usize) {
        let (before, value) = href.rsplit_once('/').expect("a path");
        let value = percent_encoding::percent_decode_str(value).decode_utf8().expect("UTF-8");
        *self.addresses.get(&format!("{before}/{value}")).unwrap_or_else(|| panic!("{href} leads nowhere"))
    }

    /// A target whose other end takes one link has one.
    fn check_exclusive(&self, id: CollectionId, at: usize, entity: &Value, taken: &mut HashSet<(CollectionId, usize, usize)>) {
        for relation in &self.schema.class(self.schema.collection(id).class).relations {
            let Some((target, inverse)) = relation.target.zip(relation.inverse).filter(|_| relation.side == Side::Storing) else {
                continue;
            };
            if self.schema.class(target).relations[inverse].bounds.upper != Some(1) {
                continue;
            }
            for href in hrefs(&entity["_links"][&relation.wire]) {
                let (collection, index) = self.follow(href);
                assert!(taken.insert((collection, index, inverse)), "{href} is taken twice, by number {at} too");
            }
        }
    }
}

fn hrefs(links: &Value) -> Vec<&str> {
    links.as_array().into_iter().flatten().map(|link| link["href"].as_str().expect("an href")).collect()
}

fn is_of_type(value: &Value, scalar: Scalar) -> bool {
    match scalar {
        Scalar::Boolean => value.is_boolean(),
        Scalar::Int => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::Long => value.is_i64(),
        Scalar::Float | Scalar::Double => value.is_number(),
        // FINT writes both as a point in time.
        Scalar::Date | Scalar::DateTime => value.as_str().is_some_and(|text| text.len() == 20 && text.ends_with('Z')),
        _ => value.as_str().is_some_and(|text| !text.is_empty()),
    }
}

#[test]
fn every_entity_fits_the_model_and_every_link_leads_to_its_target() {
    let schema = excerpt();
    for count in [1, 2, 30] {
        let files = written(&schema, &options(count)).expect("a sample");
        assert_eq!(files.len(), schema.collections.len());
        Data::read(&schema, &files).check();
    }
}

#[test]
fn the_published_model_gets_data_that_fits_it() {
    let Some(schema) = schema("../../shared/fint/FINT-informasjonsmodell-v4.1.0.xml") else { return };
    Data::read(&schema, &written(&schema, &options(25)).expect("a sample")).check();
}

#[test]
fn an_older_release_with_relations_to_abstract_classes_gets_data_too() {
    let Some(schema) = schema("../../shared/fint/FINT-informasjonsmodell-v3.21.10.xml") else { return };
    Data::read(&schema, &written(&schema, &options(12)).expect("a sample")).check();
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let schema = excerpt();
    let first = written(&schema, &options(12)).expect("a sample");
    assert_eq!(first, written(&schema, &options(12)).expect("a sample"));
    assert_ne!(first, written(&schema, &Options { seed: 8, ..options(12) }).expect("a sample"));
}

#[test]
fn a_single_class_may_have_more_and_brings_what_it_must_point_to() {
    let schema = excerpt();
    let single = vec![("utdanning/elev/elev".to_owned(), 300)];
    let files = written(&schema, &Options { single, ..options(5) }).expect("a sample");
    let lines = |file: &str| files[file].iter().filter(|&&byte| byte == b'\n').count();
    assert_eq!(lines("utdanning-elev.elev.ndjson"), 300);
    assert!(lines("utdanning-elev.person.ndjson") >= 300, "each pupil is a person");
    assert_eq!(lines("utdanning-vurdering.sluttfagvurdering.ndjson"), 5);
    Data::read(&schema, &files).check();
}

#[test]
fn what_is_not_served_and_what_is_too_much_is_refused() {
    let schema = excerpt();
    let refused = |options: Options| written(&schema, &options).expect_err("refused").to_string();
    let single = vec![("utdanning/elev/elv".to_owned(), 3)];
    assert_eq!(refused(Options { single, ..options(1) }), "there is no collection `utdanning/elev/elv`");
    assert!(refused(options(3_000_000)).contains("too many"));
}

#[test]
fn names_have_their_letters_and_identifiers_their_slashes() {
    let schema = excerpt();
    let files = written(&schema, &options(60)).expect("a sample");
    let all: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    for letter in ['æ', 'ø', 'å', 'Ø', 'Å'] {
        assert!(all.contains(letter), "{letter}");
    }
    assert!(all.contains("@fylke.no") && all.contains("@example.no"));
    let slashes = schema.collections.iter().any(|c| schema.class(c.class).attributes.iter().any(|a| a.wire == "kildesystemId"));
    assert!(!slashes || all.contains("24/00001"));
    let data = schema.classes.iter().filter(|class| class.stereotype == Stereotype::Hovedklasse).count();
    assert!(files.len() >= data);
}
