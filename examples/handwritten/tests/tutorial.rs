//! The tutorial shows this example's own code.

use std::fs;

use smie_tests::repository;

#[test]
fn every_piece_of_rust_in_the_tutorial_stands_in_the_example() {
    let tutorial = fs::read_to_string(repository().join("docs/handwritten.md")).expect("the tutorial");
    let source = ["lib.rs", "main.rs", "beside_fint.rs"]
        .map(|file| fs::read_to_string(repository().join("examples/handwritten/src").join(file)).expect("the example"))
        .concat();
    let pieces: Vec<&str> = tutorial.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(pieces.len() >= 5, "{} pieces", pieces.len());
    for piece in pieces {
        assert!(source.contains(piece), "not in the example:\n{piece}");
    }
}
