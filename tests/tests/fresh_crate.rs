//! The derives in a crate that knows nothing of smie but `smie-server`: three dependencies, strict lints, names that get in the way.

use std::fs;

use smie_tests::{cargo, generated_target, repository};

const LIBRARY: &str = r##"//! Names of the prelude, of the language's crates and of derived code, taken by others.
#![deny(missing_docs, unused, rust_2018_idioms)]
#![no_implicit_prelude]

/// Not the language's.
pub mod core {}
/// Not the language's.
pub mod std {}
/// Not ours.
pub mod smie_server {}

/// A value called as derived code might call one.
#[allow(non_upper_case_globals)]
pub const to: u8 = 1;
/// Another.
#[allow(non_upper_case_globals)]
pub static from: u8 = 2;
/// Another.
#[allow(non_upper_case_globals)]
pub const index: u8 = 3;
/// Another.
#[allow(non_upper_case_globals)]
pub const slot0: u8 = 4;

/// Not the prelude's.
#[derive(::smie_server::Datatype)]
#[smie(package = "felles")]
pub struct Some {
    /// A keyword.
    pub r#type: ::std::option::Option<::std::string::String>,
    /// A name in derived code.
    pub slot0: bool,
}

/// Not the prelude's.
#[derive(::smie_server::Kodeverk)]
#[smie(package = "felles")]
pub enum Result {
    /// Not the prelude's.
    Ok,
    /// Not the prelude's.
    Err,
    /// A keyword.
    r#None,
}

/// Not the prelude's.
#[derive(::smie_server::Hovedklasse)]
#[smie(package = "felles")]
pub struct String {
    /// The identity.
    #[identifikator]
    pub id: ::smie_server::Identifikator,
    /// Not the prelude's.
    pub vec: ::std::vec::Vec<Result>,
    /// Not the prelude's.
    pub option: ::std::option::Option<Some>,
    /// Itself.
    #[relation(to = Self, inverse = "fra", many)]
    pub r#box: ::std::option::Option<::smie_server::Link<Self>>,
    /// Any class of the crate.
    #[relation(to = crate::Vec)]
    pub kart: ::smie_server::Link,
}

/// Not the prelude's.
#[derive(::smie_server::Referanse)]
#[smie(package = "felles")]
pub struct Vec;

/// The API.
pub fn api() -> ::smie_server::Builder {
    ::smie_server::Api::builder().name("fersk").class::<String>()
}
"##;

const TEST: &str = r##"//! The crate works, and does not only compile.

use fersk::{Result, String};

#[test]
fn it_is_served_read_and_written() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let schema = fersk::api().compile()?;
    assert_eq!(schema.collections[0].path, "/felles/string");
    let json = r#"{"id":{"identifikatorverdi":"1"},"vec":["Ok","None"],"option":{"type":"x","slot0":true},"_links":{"kart":[{"href":"a"}]}}"#;
    let value: String = serde_json::from_str(json)?;
    assert!(matches!(value.vec[..], [Result::Ok, Result::None]));
    assert_eq!(serde_json::to_string(&value)?, json);
    Ok(())
}
"##;

#[test]
fn a_crate_with_three_dependencies_derives_serves_and_reads() {
    let folder = generated_target().join("workspaces/fersk");
    for inner in ["src", "tests"] {
        fs::create_dir_all(folder.join(inner)).expect("target/ can be written");
    }
    let server = repository().join("runtime/server");
    let manifest = format!(
        "[package]\nname = \"fersk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nsmie-server = {{ path = {server:?} }}\nserde = \"1\"\nserde_json = \"1\"\n\n[profile.dev]\ndebug = \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n"
    );
    let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("target/ can be written");
    write("Cargo.toml", &manifest);
    write("src/lib.rs", LIBRARY);
    write("tests/works.rs", TEST);
    // The versions of the repository, so that nothing is looked up.
    fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock");
    cargo(&folder, ["test", "--quiet", "--offline"]).ok();
}
