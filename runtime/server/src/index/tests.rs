use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use proptest::prelude::*;
use smie_wire::schema::Schema;

use super::*;
use crate::entity::Entity;
use crate::store::{Position, Seq};
use crate::testing::{collection, entity, schema};
use crate::validate::Validator;

struct World {
    schema: Arc<Schema>,
    validator: Validator,
    pairs: Pairs,
    tenant: Tenant,
    stamp: u64,
}

impl World {
    fn new() -> Self {
        let schema = schema();
        let validator = Validator::new(&schema).unwrap();
        let pairs = Pairs::new(&schema);
        let tenant = Tenant::new(schema.collections.len());
        Self { schema, validator, pairs, tenant, stamp: 0 }
    }

    fn entity(&self, file: &str, text: &str) -> Arc<Entity> {
        entity(&self.schema, &self.validator, file, text)
    }

    fn id(&self, file: &str, row: u32) -> EntityId {
        EntityId { collection: collection(&self.schema, file), row }
    }

    fn apply(&mut self, changes: Vec<(EntityId, Option<Arc<Entity>>)>) {
        self.stamp += 1;
        let change = |(id, entity)| Change { id, entity, at: Position { seq: Seq(self.stamp), stamp: Stamp(self.stamp) } };
        let changes: Vec<_> = changes.into_iter().map(change).collect();
        self.tenant.apply(&self.schema, &self.pairs, &changes);
    }

    fn put(&mut self, file: &str, row: u32, text: &str) {
        let change = (self.id(file, row), Some(self.entity(file, text)));
        self.apply(vec![change]);
    }

    fn shown(&self, file: &str, row: u32) -> String {
        shown(self.tenant.get(self.id(file, row)).unwrap())
    }
}

fn shown(resource: &Resource) -> String {
    let mut out = Vec::new();
    resource.render(b"http://h", &mut out);
    assert_eq!(out.len(), resource.length(b"http://h".len()));
    let text = String::from_utf8(out).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
    text.replace("http://h/utdanning/elev", "")
}

const ELEV: &str = "utdanning-elev.elev";
const PERSON: &str = "utdanning-elev.person";
const FORHOLD: &str = "utdanning-elev.elevforhold";
const SKOLE: &str = "utdanning-elev.skole";

#[test]
fn writing_one_end_shows_the_other_also_when_the_target_comes_late() {
    let mut world = World::new();
    world.put(ELEV, 0, r#"{"systemId":"E1","feidenavn":"ola@f.no","_links":{"person":[{"href":"fodselsnummer/1"}]}}"#);
    world.put(PERSON, 0, r#"{"fodselsnummer":"1"}"#);
    assert_eq!(
        world.shown(PERSON, 0),
        r#"{"fodselsnummer":{"identifikatorverdi":"1"},"_links":{"elev":[{"href":"/elev/systemid/E1"}],"self":[{"href":"/person/fodselsnummer/1"}]}}"#
    );
    assert_eq!(
        world.shown(ELEV, 0),
        r#"{"systemId":{"identifikatorverdi":"E1"},"feidenavn":{"identifikatorverdi":"ola@f.no"},"_links":{"person":[{"href":"/person/fodselsnummer/1"}],"self":[{"href":"/elev/systemid/E1"},{"href":"/elev/feidenavn/ola%40f.no"}]}}"#
    );
}

#[test]
fn a_body_that_carries_the_kept_end_asserts_the_pair() {
    let mut world = World::new();
    world.put(SKOLE, 0, r#"{"systemId":"S","_links":{"elevforhold":[{"href":"systemid/1"},{"href":"systemid/2"}]}}"#);
    world.put(FORHOLD, 0, r#"{"systemId":"1"}"#);
    assert!(world.shown(FORHOLD, 0).contains(r#""skole":[{"href":"/skole/systemid/S"}]"#));
    // What the storing end says itself counts more, and a pair that both tell of is shown once.
    world.put(FORHOLD, 0, r#"{"systemId":"1","_links":{"skole":[{"href":"skolenummer/7"}]}}"#);
    assert!(world.shown(FORHOLD, 0).contains(r#""skole":[{"href":"/skole/skolenummer/7"}]"#));
    world.put(SKOLE, 0, r#"{"systemId":"S","skolenummer":"7","_links":{"elevforhold":[{"href":"systemid/1"},{"href":"systemid/2"}]}}"#);
    assert!(world.shown(SKOLE, 0).contains(r#""elevforhold":[{"href":"/elevforhold/systemid/2"},{"href":"/elevforhold/systemid/1"}]"#));
}

#[test]
fn a_deleted_source_is_pruned_and_a_deleted_target_leaves_the_links_to_it() {
    let mut world = World::new();
    world.put(SKOLE, 0, r#"{"systemId":"S"}"#);
    world.put(FORHOLD, 0, r#"{"systemId":"1","_links":{"skole":[{"href":"systemid/S"}]}}"#);
    world.put(FORHOLD, 1, r#"{"systemId":"2","_links":{"skole":[{"href":"systemid/S"}]}}"#);
    world.apply(vec![(world.id(FORHOLD, 0), None)]);
    assert!(world.shown(SKOLE, 0).contains(r#""elevforhold":[{"href":"/elevforhold/systemid/2"}]"#));
    world.apply(vec![(world.id(SKOLE, 0), None)]);
    assert!(world.shown(FORHOLD, 1).contains(r#""skole":[{"href":"/skole/systemid/S"}]"#));
    let home = world.tenant.collection(collection(&world.schema, SKOLE));
    assert_eq!((home.size(), home.last_updated()), (0, Stamp(5)));
}

#[test]
fn a_hub_with_fifty_thousand_links_grows_without_being_written_anew() {
    let mut world = World::new();
    world.put(SKOLE, 0, r#"{"systemId":"S"}"#);
    let link = |i: u32| format!(r#"{{"systemId":"{i}","_links":{{"skole":[{{"href":"systemid/S"}}]}}}}"#);
    let all = (0..50_000).map(|i| (world.id(FORHOLD, i), Some(world.entity(FORHOLD, &link(i))))).collect();
    world.apply(all);
    for i in 50_000..50_300 {
        world.put(FORHOLD, i, &link(i));
    }
    let text = world.shown(SKOLE, 0);
    assert_eq!(text.matches("/elevforhold/systemid/").count(), 50_300);
    assert!(text.find("/systemid/49999\"").unwrap() < text.find("/systemid/50001\"").unwrap());
}

/// Everything that is shown, by collection, in creation order.
fn everything(tenant: &Tenant) -> Vec<Vec<String>> {
    let of = |home: &Arc<Collection>| {
        let mut out = Vec::new();
        home.rows().visit(0, &mut |_, resource| {
            out.push(shown(resource));
            ControlFlow::Continue(())
        });
        out
    };
    tenant.collections.iter().map(of).collect()
}

fn links(name: &str, targets: &[String]) -> String {
    let hrefs: Vec<_> = targets.iter().map(|t| format!(r#"{{"href":"{t}"}}"#)).collect();
    format!(r#""{name}":[{}]"#, hrefs.join(","))
}

/// An entity of one of four linked classes, with links from both ends and identifiers that move.
fn text(kind: usize, own: u32, feide: u32, a: &[u32], b: Option<u32>) -> (&'static str, String) {
    let system = |ids: &[u32]| ids.iter().map(|i| format!("systemid/{i}")).collect::<Vec<_>>();
    let b: Vec<u32> = b.into_iter().collect();
    match kind {
        0 => (
            ELEV,
            format!(
                r#"{{"systemId":"{own}","feidenavn":"f{feide}","_links":{{"person":[{{"href":"fodselsnummer/{}"}}],{}}}}}"#,
                own % 3,
                links("elevforhold", &system(a))
            ),
        ),
        1 => {
            let elev: Vec<_> = b.iter().map(|i| format!("feidenavn/f{i}")).collect();
            (
                FORHOLD,
                format!(
                    r#"{{"systemId":"{own}","_links":{{{},{},{}}}}}"#,
                    links("gruppe", &system(a)),
                    links("skole", &system(&b)),
                    links("elev", &elev)
                ),
            )
        }
        2 => (SKOLE, format!(r#"{{"systemId":"{own}","_links":{{{}}}}}"#, links("elevforhold", &system(a)))),
        _ => ("utdanning-elev.gruppe", format!(r#"{{"systemId":"{own}","_links":{{{}}}}}"#, links("elevforhold", &system(a)))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn links_kept_step_by_step_equal_links_computed_at_once(
        steps in prop::collection::vec((0usize..4, 0u32..6, 0u32..4, prop::collection::vec(0u32..6, 0..4), prop::option::of(0u32..6), 0u8..5), 1..60)
    ) {
        let mut world = World::new();
        let mut rows: BTreeMap<(&str, u32), EntityId> = BTreeMap::new();
        let mut feide: BTreeMap<u32, u32> = BTreeMap::new();
        for (kind, own, mail, a, b, fate) in steps {
            let (file, text) = text(kind, own, mail, &a, b);
            // No two pupils share a name.
            if kind == 0 && fate > 0 && feide.iter().any(|(other, m)| *other != own && *m == mail) {
                continue;
            }
            let next = world.tenant.collection(collection(&world.schema, file)).next_row();
            let id = *rows.entry((file, own)).or_insert_with(|| world.id(file, next));
            if fate == 0 {
                rows.remove(&(file, own));
                if kind == 0 { feide.remove(&own); }
                if world.tenant.get(id).is_some() { world.apply(vec![(id, None)]); }
            } else {
                if kind == 0 { feide.insert(own, mail); }
                let entity = world.entity(file, &text);
                world.apply(vec![(id, Some(entity))]);
            }
        }
        let mut fresh = World::new();
        let mut changes = Vec::new();
        for (home, _) in world.schema.collections() {
            let mut row = 0;
            world.tenant.collection(home).rows().visit(0, &mut |_, resource| {
                changes.push((EntityId { collection: home, row }, Some(resource.entity().clone())));
                row += 1;
                ControlFlow::Continue(())
            });
        }
        fresh.apply(changes);
        prop_assert_eq!(everything(&world.tenant), everything(&fresh.tenant));
        for (home, _) in world.schema.collections() {
            let home = world.tenant.collection(home);
            prop_assert_eq!(home.changed().weight().rows, home.size());
        }
    }
}
