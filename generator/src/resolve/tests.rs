//! Trees built by hand and by chance: what resolves to what, and that nothing panics.

use proptest::prelude::*;

use super::resolve;
use crate::check;
use crate::diagnostic::Diagnostics;
use crate::model::{Bounds, Resolved, Side, Stereotype, Target, Type};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::{self, Is, Text, Tree, TypeExpr};

fn text(value: &str) -> Text {
    Text::new(value.to_owned(), Span::default())
}

fn expr(name: &str, bounds: Bounds) -> TypeExpr {
    TypeExpr { name: text(name), bounds: Some(Spanned::new(bounds, Span::default())) }
}

fn class(name: &str, is: Is) -> syntax::Class {
    syntax::Class { name: text(name), is: Some(Spanned::new(is, Span::default())), ..syntax::Class::default() }
}

fn attribute(name: &str, ty: &str) -> syntax::Attribute {
    syntax::Attribute { name: text(name), ty: expr(ty, Bounds::ONE), ..syntax::Attribute::default() }
}

fn relation(name: &str, to: &str, inverse: Option<&str>) -> syntax::Relation {
    let inverse = inverse.map(|name| syntax::Inverse {
        name: text(name),
        bounds: Some(Spanned::new(Bounds::MANY, Span::default())),
        ..syntax::Inverse::default()
    });
    syntax::Relation { name: text(name), to: expr(to, Bounds::ONE), inverse, ..syntax::Relation::default() }
}

fn package(path: &str, uses: &[&str], classes: Vec<syntax::Class>) -> syntax::Package {
    syntax::Package { path: text(path), uses: uses.iter().map(|name| text(name)).collect(), classes, ..syntax::Package::default() }
}

fn resolved(packages: Vec<syntax::Package>) -> (Resolved, Vec<&'static str>) {
    let mut diagnostics = Diagnostics::default();
    let resolved = resolve(&Tree { packages, ..Tree::default() }, &mut diagnostics);
    (resolved, diagnostics.iter().map(|d| d.code.id).collect())
}

#[test]
fn packages_are_sorted_and_a_name_is_sought_at_home_first_then_in_uses() {
    let mut user = class("Bruker", Is::Hovedklasse);
    user.relations = vec![relation("hjemme", "Ting", None), relation("ute", "Annet", None), relation("navngitt", "b/Ting", None)];
    let b = package("b", &[], vec![class("Ting", Is::Hovedklasse), class("Annet", Is::Hovedklasse)]);
    let a = package("a", &["b"], vec![class("Ting", Is::Hovedklasse), user]);
    let (resolved, codes) = resolved(vec![b, a]);
    let model = resolved.model;
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(model.packages.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let user = model.find("a", "Bruker").expect("the class is there");
    let targets: Vec<_> = model
        .class(user)
        .relations
        .iter()
        .map(|r| if let Target::Class(id) = r.target { model.qualified(id) } else { String::new() })
        .collect();
    assert_eq!(targets, ["a/Ting", "b/Annet", "b/Ting"]);
}

#[test]
fn a_kodeverk_extends_begrep_and_has_its_members_first() {
    let mut begrep = class("Begrep", Is::Abstrakt);
    begrep.attributes = vec![attribute("systemId", "Identifikator"), attribute("navn", "string")];
    let mut kodeverk = class("Fraværstype", Is::Kodeverk);
    kodeverk.attributes = vec![attribute("overføres", "boolean")];
    let (resolved, codes) = resolved(vec![package("a", &[], vec![kodeverk]), package("felles", &[], vec![begrep])]);
    assert!(codes.is_empty(), "{codes:?}");
    let id = resolved.model.find("a", "Fraværstype").expect("the class is there");
    let class = resolved.model.class(id);
    assert_eq!(class.stereotype, Stereotype::Hovedklasse);
    assert_eq!(class.attributes.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["systemId", "navn", "overføres"]);
    assert_eq!(class.attributes[0].origin, resolved.model.find("felles", "Begrep").expect("the class is there"));
    assert_eq!(class.attributes[0].ty, Type::Identifikator);
}

#[test]
fn maintained_ends_follow_stored_ones_and_are_inherited() {
    let mut gruppe = class("Gruppe", Is::Abstrakt);
    gruppe.relations = vec![relation("skole", "Skole", Some("grupper"))];
    let mut medlem = class("Medlem", Is::Hovedklasse);
    medlem.relations = vec![relation("gruppe", "Gruppe", Some("medlemmer"))];
    let mut basis = class("Basisgruppe", Is::Hovedklasse);
    basis.extends = vec![text("Gruppe")];
    basis.relations = vec![relation("trinn", "Skole", None)];
    let (resolved, codes) = resolved(vec![package("a", &[], vec![medlem, basis, gruppe, class("Skole", Is::Hovedklasse)])]);
    assert!(codes.is_empty(), "{codes:?}");
    let model = &resolved.model;
    let basis = model.class(model.find("a", "Basisgruppe").expect("the class is there"));
    let ends: Vec<_> = basis.relations.iter().map(|r| (r.name.as_str(), r.side)).collect();
    assert_eq!(ends, [("skole", Side::Storing), ("medlemmer", Side::Maintained), ("trinn", Side::Storing)]);
    let inverse = basis.relations[1].inverse.as_ref().expect("both ends know each other");
    assert_eq!(inverse.name, "gruppe");
}

#[test]
fn a_circle_of_parents_is_reported_once_and_cut() {
    let looped = |name: &str, parent: &str| syntax::Class { extends: vec![text(parent)], ..class(name, Is::Abstrakt) };
    let (resolved, codes) =
        resolved(vec![package("a", &[], vec![looped("A", "B"), looped("B", "C"), looped("C", "A"), looped("D", "A"), looped("E", "E")])]);
    assert_eq!(codes, ["E0304", "E0304"]);
    for (id, _) in resolved.model.classes() {
        assert!(resolved.model.lineage(id).count() <= 4);
    }
}

#[test]
fn an_identity_stays_one_when_the_model_declares_a_class_of_its_name() {
    let mut elev = class("Elev", Is::Hovedklasse);
    elev.attributes = vec![attribute("systemId", "Identifikator"), attribute("elevnummer", "felles/Identifikator")];
    let (resolved, codes) =
        resolved(vec![package("felles", &[], vec![class("Identifikator", Is::Datatype)]), package("u", &["felles"], vec![elev])]);
    assert!(codes.is_empty(), "{codes:?}");
    let elev = resolved.model.class(resolved.model.find("u", "Elev").expect("the class is there"));
    assert_eq!(elev.identifiers().count(), 2);
}

#[test]
fn a_hovedklasse_marked_abstract_is_refused_at_both_places() {
    let mut both = class("Enhet", Is::Hovedklasse);
    both.attributes = vec![attribute("systemId", "Identifikator")];
    both.also_abstract = Some(Span { file: FileId(0), start: 7, end: 9 });
    let tree = Tree { packages: vec![package("a", &[], vec![both])], ..Tree::default() };
    let mut diagnostics = Diagnostics::default();
    let resolved = resolve(&tree, &mut diagnostics);
    check::check(&tree, &resolved, &mut diagnostics);
    let finding = diagnostics.iter().find(|d| d.code.id == "E0316").expect("it is found");
    assert_eq!(finding.related[0].span.start, 7);
}

/// Names from a small pool, so that they collide, refer to each other and go in circles.
fn name() -> impl Strategy<Value = Text> {
    let pool = ["A", "B", "Å", "a", "Begrep", "Identifikator", "Referanse", "string", "p/A", "q/B", "/A", "p", "", "é", "e\u{301}"];
    (prop::sample::select(pool.to_vec()), 0..40_u32)
        .prop_map(|(name, at)| Text::new(name.to_owned(), Span { file: FileId(at % 3), start: at, end: at + 3 }))
}

fn bounds() -> impl Strategy<Value = Option<Spanned<Bounds>>> {
    prop::option::of(
        (0..3_u32, prop::option::of(0..3_u32)).prop_map(|(lower, upper)| Spanned::new(Bounds { lower, upper }, Span::default())),
    )
}

fn an_attribute() -> impl Strategy<Value = syntax::Attribute> {
    (name(), name(), bounds(), any::<bool>(), prop::option::of(name())).prop_map(|(name, ty, bounds, primary, min)| syntax::Attribute {
        name,
        ty: TypeExpr { name: ty, bounds },
        primary,
        min,
        ..syntax::Attribute::default()
    })
}

fn a_relation() -> impl Strategy<Value = syntax::Relation> {
    let inverse = (name(), bounds()).prop_map(|(name, bounds)| syntax::Inverse { name, bounds, ..syntax::Inverse::default() });
    (name(), name(), bounds(), prop::option::of(inverse)).prop_map(|(name, to, bounds, inverse)| syntax::Relation {
        name,
        to: TypeExpr { name: to, bounds },
        inverse,
        ..syntax::Relation::default()
    })
}

fn an_action() -> impl Strategy<Value = syntax::Action> {
    let names = || prop::collection::vec(name(), 0..2);
    (name(), names(), names(), names(), prop::collection::vec(an_attribute(), 0..2)).prop_map(|(name, from, impediments, emits, input)| {
        syntax::Action { name, to: from.first().cloned(), from, impediments, emits, input, ..syntax::Action::default() }
    })
}

fn a_class() -> impl Strategy<Value = syntax::Class> {
    let is = prop::option::of(prop::sample::select(vec![Is::Hovedklasse, Is::Abstrakt, Is::Datatype, Is::Kodeverk, Is::Referanse]));
    let event = (name(), prop::collection::vec(name(), 0..3)).prop_map(|(name, carries)| syntax::Event {
        name,
        carries,
        ..syntax::Event::default()
    });
    let head = (name(), is, prop::collection::vec(name(), 0..3), prop::option::of(name()), prop::option::of(name()));
    let attributes = prop::collection::vec(an_attribute(), 0..4);
    let relations = prop::collection::vec(a_relation(), 0..4);
    let actions = prop::collection::vec(an_action(), 0..2);
    (head, attributes, relations, actions, prop::collection::vec(event, 0..2)).prop_map(
        |((name, is, extends, within, state), attributes, relations, actions, events)| {
            let is = is.map(|is| Spanned::new(is, Span::default()));
            syntax::Class { name, is, extends, within, state, attributes, relations, actions, events, ..syntax::Class::default() }
        },
    )
}

fn a_tree() -> impl Strategy<Value = Tree> {
    let labelled = || prop::collection::vec(name().prop_map(|name| syntax::Labelled { name, ..syntax::Labelled::default() }), 0..3);
    let e = (name(), labelled()).prop_map(|(name, values)| syntax::Enum { name, values, ..syntax::Enum::default() });
    let head = (prop::sample::select(vec!["p", "q", "p/q", "Å", ""]), prop::collection::vec(name(), 0..3), any::<bool>());
    let package = (head, prop::collection::vec(e, 0..2), labelled(), prop::collection::vec(a_class(), 0..5)).prop_map(
        |((path, uses, common), enums, impediments, classes)| syntax::Package {
            path: text(path),
            uses,
            common,
            enums,
            impediments,
            classes,
            ..syntax::Package::default()
        },
    );
    let profile = prop::sample::select(vec!["fint", "ladok", "rest-se", "?"]);
    (profile, prop::collection::vec(package, 0..4)).prop_map(|(profile, packages)| {
        let header = syntax::Header { profile: Some(text(profile)), ..syntax::Header::default() };
        Tree { header, packages }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_every_id_leads_somewhere(tree in a_tree()) {
        let mut diagnostics = Diagnostics::default();
        let resolved = resolve(&tree, &mut diagnostics);
        check::check(&tree, &resolved, &mut diagnostics);
        match smie_wire::schema::compile(&resolved.model) {
            Ok(schema) => check::check_schema(&schema, &resolved, &mut diagnostics),
            Err(conflicts) => check::report_conflicts(&conflicts, &tree, &resolved, &mut diagnostics),
        }
        let model = &resolved.model;
        for (id, class) in model.classes() {
            prop_assert!(model.lineage(id).count() <= model.classes.len());
            prop_assert!(class.state.is_none_or(|at| at < class.attributes.len()));
            for relation in &class.relations {
                if let (Target::Class(target), Some(inverse)) = (relation.target, &relation.inverse) {
                    let back = model.class(target).relations.iter().find(|r| r.name == inverse.name);
                    prop_assert!(back.is_some() || diagnostics.has_errors(), "{} has no other end", relation.name);
                }
            }
        }
    }
}
