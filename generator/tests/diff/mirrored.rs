//! Any two models: a model differs from itself in nothing, what is removed one way is added the other way, and nothing panics.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;
use smie::diff::render::{Extras, Format, render};
use smie::diff::{Report, compare};

use super::support::{Compiled, compiled};

const CLASSES: [&str; 5] = ["Elev", "Skole", "Låner", "Økt", "Kurs"];
const ATTRIBUTES: [&str; 6] = ["navn", "årstall", "dato", "kode", "beløp", "tilstand"];
const TYPES: [&str; 8] = ["string", "int", "long", "date", "datetime", "Tilstand", "Verdi", "uri"];
const BOUNDS: [&str; 5] = ["", "?", "*", "+", " 2..4"];
const FLAGS: [&str; 6] = ["", ", writable: true", ", gdpr: personal", ", deprecated: true", ", scope: s", ", docs: Tekst"];

#[derive(Clone, Debug)]
struct Class {
    attributes: Vec<Option<(usize, usize, usize)>>,
    /// Target, bounds, and whether it has an inverse.
    relations: Vec<Option<(usize, usize, bool)>>,
    /// From, to, input.
    action: Option<(bool, bool, bool)>,
    event: bool,
    feed: bool,
}

fn class() -> impl Strategy<Value = Class> {
    let attribute = prop::option::of((0..TYPES.len(), 0..BOUNDS.len(), 0..FLAGS.len()));
    let relation = prop::option::of((0..CLASSES.len(), 0..4_usize, any::<bool>()));
    let action = prop::option::of(any::<(bool, bool, bool)>());
    (prop::collection::vec(attribute, ATTRIBUTES.len()), prop::collection::vec(relation, 3), action, any::<bool>(), any::<bool>())
        .prop_map(|(attributes, relations, action, event, feed)| Class { attributes, relations, action, event, feed })
}

fn model() -> impl Strategy<Value = Vec<Option<Class>>> {
    prop::collection::vec(prop::option::weighted(0.8, class()), CLASSES.len())
}

/// The model as text; relations to classes that are not there are left out.
fn text(classes: &[Option<Class>]) -> String {
    let mut text = String::from("package: a\n");
    if classes.iter().flatten().next().is_some_and(|class| class.feed) {
        text.push_str("feed: true\n");
    }
    text.push_str("enums: {Tilstand: {ny: Ny, gammel: Gammel}}\nclasses:\n  Verdi: {is: datatype, attributes: {tall: int}}\n");
    for (at, class) in classes.iter().enumerate() {
        let Some(class) = class else { continue };
        let _ = write!(text, "  {}:\n    is: hovedklasse\n    state: fase\n    attributes:\n", CLASSES[at]);
        text.push_str("      systemId: Identifikator\n      fase: Tilstand\n");
        for (name, attribute) in ATTRIBUTES.iter().zip(&class.attributes) {
            if let Some((ty, bounds, flag)) = attribute {
                let _ = writeln!(text, "      {name}: {{type: {}{}{}}}", TYPES[*ty], BOUNDS[*bounds], FLAGS[*flag]);
            }
        }
        text.push_str("    relations:\n");
        for (number, relation) in class.relations.iter().enumerate() {
            if let Some((target, bounds, inverse)) = relation.filter(|(target, ..)| classes[*target].is_some()) {
                let end = if inverse { format!(" <-> tilbake{at}{number}*") } else { String::new() };
                let _ = writeln!(text, "      lenke{number}: '{}{}{end}'", CLASSES[target], BOUNDS[bounds]);
            }
        }
        if let Some((from, to, input)) = class.action {
            let parts = [(from, "from: ny"), (to, "to: gammel"), (input, "input: {grunn: string}")];
            let parts: Vec<&str> = parts.iter().filter(|(on, _)| *on).map(|(_, part)| *part).collect();
            let _ = writeln!(text, "    actions: {{flytt: {{docs: Flytt, {}}}}}", parts.join(", "));
        }
        if class.event {
            text.push_str("    events: {flyttet: [systemId, fase]}\n");
        }
    }
    text
}

fn built(classes: &[Option<Class>]) -> Compiled {
    compiled("m", "", &text(classes).replace(", }", "}"))
}

/// What is removed or added, by part and name.
fn names(report: &Report, ends: &[&str]) -> BTreeSet<(&'static str, String)> {
    let wanted = |name: &str| ends.iter().any(|end| name.ends_with(end)) && !name.starts_with("operation") && !name.starts_with("inverse");
    report.changes.iter().filter(|change| wanted(change.code.name)).map(|change| (change.part.word(), change.subject())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_model_differs_from_itself_in_nothing(classes in model()) {
        let model = built(&classes);
        prop_assert!(compare(model.view(), model.view()).changes.is_empty());
    }

    #[test]
    fn what_is_removed_one_way_is_added_the_other_way(old in model(), new in model()) {
        let (old, new) = (built(&old), built(&new));
        let (there, back) = (compare(old.view(), new.view()), compare(new.view(), old.view()));
        let (gone, come) = (&["-removed"][..], &["-added", "-added-mandatory"][..]);
        prop_assert_eq!(names(&there, gone), names(&back, come));
        prop_assert_eq!(names(&there, come), names(&back, gone));
        prop_assert_eq!(there.changes.is_empty(), back.changes.is_empty());
        for format in [Format::Human, Format::Json, Format::Markdown, Format::Github] {
            let text = render(format, &there, Extras { docs: true, ..Extras::default() });
            prop_assert!(!text.is_empty());
        }
    }

    #[test]
    fn every_change_is_of_something_that_is_in_one_of_the_two(old in model(), new in model()) {
        let (old, new) = (built(&old), built(&new));
        for change in &compare(old.view(), new.view()).changes {
            prop_assert!(change.old.is_some() && change.new.is_some(), "{:?}", change);
            prop_assert!(change.old.iter().chain(&change.new).any(|place| place.exact), "{:?}", change);
            prop_assert_eq!(change.profiles.iter().find(|(name, _)| *name == "fint").map(|(_, severity)| *severity), Some(change.severity()));
        }
    }
}
