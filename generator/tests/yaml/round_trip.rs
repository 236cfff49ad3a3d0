//! What is written as YAML reads back as the same model, whatever its names and texts hold.

use proptest::prelude::*;
use smie::syntax::Tree;

use crate::arbitrary;
use crate::support::{reread, shape};

fn assert_round_trip(tree: &Tree) {
    let (again, texts, found) = reread(tree);
    assert!(found.is_empty(), "findings in what was written: {found:#?}\n{texts}");
    assert_eq!(shape(tree), shape(&again), "{texts}");
    let (_, texts_again, _) = reread(&again);
    assert_eq!(texts, texts_again, "writing is not stable");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_survives_writing_and_reading(tree in arbitrary::tree()) {
        assert_round_trip(&tree);
    }

    #[test]
    fn any_documentation_survives_writing_and_reading(text in arbitrary::prose(), other in arbitrary::prose()) {
        assert_round_trip(&arbitrary::documented(&text, &other));
    }
}
