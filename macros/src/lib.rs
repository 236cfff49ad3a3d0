//! Derives that give hand-written and generated types a place in a hypermedia API.
//!
//! A derive turns a struct into what the model language says of a class: a constant table, and slim `Serialize` and `Deserialize`
//! impls that hand their work to `value::slim` of the wire crate. What a class is called on the wire and where it is served is not
//! decided here, but by the profile, when the tables are compiled to a schema.
//!
//! Each derive has three flavours, told apart by its name, so that one attribute language serves all:
//!
//! | derive | for | reads | emitted paths |
//! |---|---|---|---|
//! | `Hovedklasse`, `Datatype`, `Abstrakt`, `Referanse`, `Kodeverk` | servers | strictly | `::smie_server::…` |
//! | `LenientHovedklasse`, … | clients, which re-export them under the plain names | leniently | `::smie_client::…` |
//! | `WireHovedklasse`, … | code on the wire crate alone | strictly | `::smie_wire::…` |
//!
//! The crate that a flavour names must have the modules `model`, `table` and `value` of `smie-wire` directly under its root.
//!
//! | attribute | on | words |
//! |---|---|---|
//! | `#[smie(…)]` | a class | `package`, `name`, `extends`, `subject`, `collection`, `within`, `allow(…)`, `state`, `actions`, `since`, `deprecated(…)`, `wire`, `scope` |
//! | | an enum, a value of it | `package` (the enum), `name` |
//! | | a member | `name`, `writable`, `sensitive`, `gdpr`, `since`, `deprecated(…)`, `wire`, `scope`; of an attribute also `pattern`, `min`, `max`, `bounds` |
//! | `#[identifikator]` | an attribute of type `Identifikator` | `primary` |
//! | `#[relation(…)]` | a `Link` | `to`, `inverse`, the other end's bounds `one`, `many` or `some` (none of them = at most one), `maintained` |
//! | `#[referanse]` | a `Link` | none: it leads to any address outside the model |
//! | `#[event(…)]` | a class | `name`, `docs`, `carries(…)` |
//! | `#[action(…)]` | a method of a trait with `#[actions(Class)]` | `name`, `on`, `from(…)`, `to`, `impediments(…)`, `emits(…)`, `method`, `scope` |
//! | `#[impediment(…)]` | likewise | `name`, `package`, `text(…)` |
//!
//! Documentation comes from `///`, multiplicity from the Rust type: `T`, `Option<T>`, `Vec<T>`, `NonEmpty<T>`. Where a relation leads the type says,
//! `Link<Bygning>`; a plain `Link` leaves that to `#[relation(to = Bygning)]`. Given both, the compiler compares them.
//!
//! The steps are the modules: [`attr`] reads the attributes, [`shape`] the types, [`input`] puts both together, [`check`] applies
//! the rules, [`expand`] writes the code. Errors are collected in [`context`] and all shown at once.

mod actions;
mod attr;
mod check;
mod context;
mod expand;
mod input;
mod names;
mod shape;

use input::{Flavour, Kind};
use proc_macro::TokenStream;

/// What can be done with a class, as a trait: each method is an `#[action(…)]` or gives the verdict on an `#[impediment(…)]`.
///
/// The trait stays as it is written; beside it stand the tables that the class's `#[smie(actions = …)]` takes, and the way from the engine's bytes to the
/// methods' types and back.
#[proc_macro_attribute]
pub fn actions(class: TokenStream, item: TokenStream) -> TokenStream {
    actions::expand(&class.into(), &item.into()).into()
}

macro_rules! derives {
    ($($(#[$doc:meta])* $name:ident $function:ident $flavour:ident $kind:ident;)*) => {$(
        $(#[$doc])*
        #[proc_macro_derive($name, attributes(smie, identifikator, relation, referanse, event))]
        pub fn $function(input: TokenStream) -> TokenStream {
            expand::derive(input.into(), Flavour::$flavour, Kind::$kind).into()
        }
    )*};
}

derives! {
    /// A class with identity, which a server serves.
    Hovedklasse hovedklasse Server Hovedklasse;
    /// A value inside a class.
    Datatype datatype Server Datatype;
    /// Common members of the classes that extend it.
    Abstrakt abstrakt Server Abstrakt;
    /// A thing outside the model, addressed by URI; a unit struct.
    Referanse referanse Server Referanse;
    /// On an enum: a closed list of values. On a struct: a class that extends the model's `Begrep`.
    Kodeverk kodeverk Server Kodeverk;
    /// [`Hovedklasse`] for clients.
    LenientHovedklasse lenient_hovedklasse Client Hovedklasse;
    /// [`Datatype`] for clients.
    LenientDatatype lenient_datatype Client Datatype;
    /// [`Abstrakt`] for clients.
    LenientAbstrakt lenient_abstrakt Client Abstrakt;
    /// [`Referanse`] for clients.
    LenientReferanse lenient_referanse Client Referanse;
    /// [`Kodeverk`] for clients.
    LenientKodeverk lenient_kodeverk Client Kodeverk;
    /// [`Hovedklasse`] on the wire crate alone.
    WireHovedklasse wire_hovedklasse Wire Hovedklasse;
    /// [`Datatype`] on the wire crate alone.
    WireDatatype wire_datatype Wire Datatype;
    /// [`Abstrakt`] on the wire crate alone.
    WireAbstrakt wire_abstrakt Wire Abstrakt;
    /// [`Referanse`] on the wire crate alone.
    WireReferanse wire_referanse Wire Referanse;
    /// [`Kodeverk`] on the wire crate alone.
    WireKodeverk wire_kodeverk Wire Kodeverk;
}
