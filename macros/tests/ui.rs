//! What the compiler says of a mistake in an attribute, message by message.
//!
//! After a change of wording, `TRYBUILD=overwrite cargo test -p smie-macros --test ui` writes the new messages.

#[test]
fn each_mistake_is_told_where_it_is_made() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
