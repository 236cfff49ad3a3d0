//! Derived code beside names that would break it, were it not to name everything in full.

#![deny(deprecated)]

use smie_wire::macros::{WireDatatype, WireHovedklasse, WireKodeverk, WireReferanse};
use smie_wire::value::{Identifikator, Link};

/// Not the prelude's.
#[derive(Clone, Debug, PartialEq, WireDatatype)]
#[smie(package = "")]
pub(crate) struct Some {
    /// Its name is a name in derived code.
    pub(crate) from: std::option::Option<std::string::String>,
    /// So is this.
    pub(crate) to: Vec<std::string::String>,
    /// And this.
    pub(crate) slot0: bool,
    /// A keyword.
    pub(crate) r#match: bool,
    /// On its way out.
    #[deprecated]
    pub(crate) index: std::option::Option<bool>,
}

/// Not the prelude's.
#[derive(Clone, Debug, PartialEq, WireReferanse)]
#[smie(package = "")]
pub(crate) struct None;

/// Not the prelude's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, WireKodeverk)]
#[smie(package = "")]
pub(crate) enum Option {
    /// Not the prelude's.
    Ok,
    /// Not the prelude's.
    Err,
    /// A keyword.
    r#Type,
}

/// Not the prelude's.
#[derive(Clone, Debug, PartialEq, WireHovedklasse)]
#[smie(package = "")]
pub(crate) struct String {
    /// The identity.
    #[identifikator]
    pub(crate) id: Identifikator,
    /// Not the prelude's.
    pub(crate) vec: Option,
    /// Not the prelude's.
    pub(crate) result: Box<Some>,
    /// Outside.
    pub(crate) r#struct: Link<None>,
}

/// Not the prelude's.
pub(crate) mod core {}
/// Not serde's and not ours; there only to be in the way.
#[expect(dead_code)]
mod in_the_way {
    pub(super) trait Serialize {}
    pub(super) trait Deserialize {}
    pub(super) trait Object {}
    pub(super) const TABLE: u8 = 0;
}
#[expect(unused_imports)]
use in_the_way::{Deserialize, Object, Serialize, TABLE};

macro_rules! in_a_macro {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        /// From a macro: types arrive in invisible groups.
        #[derive(Clone, Debug, PartialEq, WireDatatype)]
        #[smie(package = "")]
        pub(crate) struct $name {
            $(#[doc = "A field."] pub(crate) $field: $ty),*
        }
    };
}
in_a_macro!(Fra { tall: std::option::Option<i32>, liste: Vec<Link<None>> });

#[test]
fn names_of_the_users_own_do_not_break_derived_code() {
    let json = r#"{"id":{"identifikatorverdi":"1"},"vec":"Type","result":{"from":"x","slot0":true,"match":false},"_links":{"struct":[{"href":"n"}]}}"#;
    let value: Result<String, _> = serde_json::from_str(json);
    assert!(value.is_ok_and(|value| value.vec == Option::r#Type && value.result.slot0));
    let fra: Result<Fra, _> = serde_json::from_str(r#"{"tall":1,"_links":{"liste":[{"href":"a"}]}}"#);
    assert!(fra.is_ok_and(|fra| fra.tall.is_some() && fra.liste.len() == 1));
}

#[test]
fn a_type_inside_a_function_can_be_derived_too() {
    #[derive(Clone, Debug, PartialEq, WireDatatype)]
    #[smie(package = "")]
    struct Lokal {
        annen: std::option::Option<Box<Lokal>>,
    }
    let lokal: Result<Lokal, _> = serde_json::from_str(r#"{"annen":{}}"#);
    assert!(lokal.is_ok_and(|lokal| lokal.annen.is_some()));
}
