//! The documentation shows these examples' own code.

use std::fs;

use smie_tests::repository;

#[test]
fn every_piece_of_rust_in_the_documentation_stands_in_the_example() {
    let tutorial = fs::read_to_string(repository().join("docs/client.md")).expect("the documentation");
    let files = fs::read_dir(repository().join("examples/client/src")).expect("the example").flatten();
    let source: String = files.map(|file| fs::read_to_string(file.path()).expect("UTF-8")).collect();
    let pieces: Vec<&str> = tutorial.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(pieces.len() >= 6, "{} pieces", pieces.len());
    for piece in pieces {
        assert!(source.contains(piece), "not in the example:\n{piece}");
    }
}
