//! What a Rust type can be in a model, as traits that the derives implement.
//!
//! Each rule that needs to know another type is a bound on that type, so that the compiler refuses a link to a datatype or a parent that is not
//! abstract where it is written, and says in the model's words why.

use super::{ClassTable, EnumTable, TypeTable};
use crate::value::Foreign;

/// A type that stands for a class of a model.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no class of a model",
    note = "derive one of `Hovedklasse`, `Datatype`, `Abstrakt`, `Referanse` or `Kodeverk` for it"
)]
pub trait Described {
    /// The class as a table.
    fn table() -> &'static ClassTable;
}

/// A type that stands for an enum of a model.
pub trait Enumerated {
    /// The enum as a table.
    fn table() -> &'static EnumTable;
}

/// A type that can be the value of an attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an attribute",
    note = "an attribute holds a primitive, an `Identifikator`, a `Datatype`, or an enum that derives `Kodeverk`; for a relation write `Link<{Self}>`",
    note = "a plain `Link` says where it leads with `#[relation(to = …)]` or `#[referanse]`"
)]
pub trait Valued {
    /// The attribute's type as a table.
    const TYPE: TypeTable;
}

/// A type that a link can lead to: a class with an address, or [`Foreign`](crate::value::Foreign).
#[diagnostic::on_unimplemented(
    message = "a link cannot lead to `{Self}`",
    note = "a link leads to a hovedklasse, an abstract class, a kodeverk or a referanse, or to `Foreign` for any URI outside the model",
    note = "a datatype has no address: hold it as an attribute"
)]
pub trait Target {
    /// The class; `None` = any URI outside the model.
    const TABLE: Option<fn() -> &'static ClassTable>;
}

impl Target for Foreign {
    const TABLE: Option<fn() -> &'static ClassTable> = None;
}

/// A class that others can extend: an abstract one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be extended: it is no abstract class",
    note = "a parent derives `Abstrakt`; move what both have to an abstract class, or make it a relation"
)]
pub trait Extended: Described {
    /// The class.
    const TABLE: fn() -> &'static ClassTable = <Self as Described>::table;
}

/// A class whose resources have paths, under which others can be nested.
#[diagnostic::on_unimplemented(
    message = "nothing can lie within `{Self}`: it is not served",
    note = "only a class that derives `Hovedklasse` or `Kodeverk` has a path"
)]
pub trait Served: Described {
    /// The class.
    const TABLE: fn() -> &'static ClassTable = <Self as Described>::table;
}

/// A type that stands for what lies outside the model: [`Foreign`](crate::value::Foreign), or a class of stereotype referanse.
#[diagnostic::on_unimplemented(
    message = "`#[referanse]` leads out of the model, but `{Self}` is a class of it",
    note = "leave `#[referanse]` out: `Link<{Self}>` says where the relation leads"
)]
pub trait Outside: Target {
    /// The class, when there is one.
    const TABLE: Option<fn() -> &'static ClassTable> = <Self as Target>::TABLE;
}

impl Outside for Foreign {}

/// The target of a link's type is the one that its relation names in `to`.
#[diagnostic::on_unimplemented(
    message = "the field is a `Link<{Self}>`, but its relation says `to = {T}`",
    note = "the type says where a link leads: leave `to` out, or make both the same"
)]
pub trait LeadsTo<T> {
    /// The class; `None` = any URI outside the model.
    const TABLE: Option<fn() -> &'static ClassTable>;
}

impl<T: Target> LeadsTo<T> for T {
    const TABLE: Option<fn() -> &'static ClassTable> = T::TABLE;
}
