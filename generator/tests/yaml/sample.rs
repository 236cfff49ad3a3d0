//! The sample model says everything the language has; it is read without findings and printed in canonical form.

use std::path::Path;

use smie::diagnostic::Diagnostics;
use smie::model::{Bounds, Operation};
use smie::source::{Sources, write, yaml};
use smie::syntax::Tree;

use crate::support::{reread, shape};

fn sample() -> (Tree, Sources) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml/sample");
    let tree = yaml::read(&path, &mut sources, &mut diagnostics).expect("the sample is there");
    assert_eq!(diagnostics.counts(), (0, 0), "{:#?}", diagnostics.sorted());
    (tree, sources)
}

#[test]
fn the_whole_language_is_printed_in_canonical_form() {
    let (tree, _) = sample();
    let text: String = write::files(&tree).iter().map(|(path, text)| format!("==== {}\n{text}", path.display())).collect();
    insta::assert_snapshot!(text);
}

#[test]
fn canonical_text_reads_back_as_the_same_tree_and_prints_the_same() {
    let (tree, _) = sample();
    let (again, texts, found) = reread(&tree);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(shape(&tree), shape(&again));
    assert_eq!(texts, reread(&again).1);
}

#[test]
fn short_and_long_forms_say_the_same() {
    let (tree, _) = sample();
    let class = &tree.packages[0].classes[0];
    let bounds = |at: usize| class.attributes[at].ty.bounds.as_ref().map(|bounds| bounds.value);
    assert_eq!(bounds(0), Some(Bounds::ONE));
    assert_eq!(bounds(1), Some(Bounds::OPTIONAL));
    assert_eq!(bounds(7), Some(Bounds { lower: 0, upper: Some(5) }));
    assert!(class.attributes[2].common.writable);
    let inverse = |at: usize| {
        class.relations[at].inverse.as_ref().map(|inverse| (inverse.name.value.as_str(), inverse.bounds.as_ref().map(|b| b.value)))
    };
    assert_eq!(inverse(0), Some(("personalressurs", Some(Bounds::OPTIONAL))));
    assert_eq!(inverse(1), None);
    assert_eq!(inverse(3), Some(("medarbeider", Some(Bounds::MANY))));
    let allow: Vec<_> = class.allow.iter().flat_map(|allow| &allow.value).map(|one| one.value).collect();
    assert_eq!(allow, [Operation::Read, Operation::Create, Operation::Replace]);
}

#[test]
fn every_place_covers_what_was_written_there() {
    let (tree, sources) = sample();
    let at = |span: smie::source::Span| {
        sources.get(span.file).map(|file| &file.text[span.start as usize..span.end as usize]).unwrap_or_default()
    };
    let class = &tree.packages[0].classes[0];
    assert_eq!(at(class.name.span), "Personalressurs");
    assert_eq!(at(class.attributes[7].name.span), "nettsider");
    assert_eq!(at(class.attributes[7].ty.name.span), "uri");
    assert_eq!(at(class.attributes[7].ty.bounds.as_ref().expect("bounds").span), "0..5");
    let person = &class.relations[0];
    assert_eq!(at(person.to.name.span), "Person");
    assert_eq!(at(person.inverse.as_ref().expect("an inverse").name.span), "personalressurs");
    assert_eq!(at(person.inverse.as_ref().and_then(|i| i.bounds.as_ref()).expect("bounds").span), "?");
    let leader = class.relations[3].inverse.as_ref().expect("an inverse");
    assert_eq!(at(leader.name.span), "medarbeider");
    assert_eq!(at(leader.bounds.as_ref().expect("bounds").span), "true");
    assert_eq!(at(tree.header.version.as_ref().expect("a version").span), "4.1.0");
}
