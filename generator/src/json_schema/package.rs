//! The schema of a package file.

use serde_json::{Value, json};
use smie_wire::model::Operation;

use super::members;
use super::parts::{deprecated, docs, flag, list_of, names_to, object, one_of, one_or_more, reference, text, with_types};
use crate::source::yaml::words;

/// The schema of a package file.
#[must_use]
pub fn package() -> Value {
    let mut schema = object(
        "Package",
        "Classes that belong together, and what they share.",
        &["package"],
        vec![
            ("package", "Path of the package, such as `administrasjon/personal`; `''` is directly under the base path.", text()),
            ("docs", "What the package is about, as text or a text per language.", reference("docs")),
            ("uses", "Packages whose classes may be named without a prefix.", list_of(&text())),
            ("scopes", "OAuth scopes for reading and writing, such as `{read: fint.personal.les}`.", scopes()),
            ("feed", "Atom feed of this package's events: `true`, or `{page_size: 100}`.", feed()),
            ("common", "Its hovedklasser are served inside every package that reaches them.", flag()),
            ("enums", "Closed lists of values.", names_to(&reference("enum"))),
            ("impediments", "Reasons why an action may be refused, each with a text.", labelled()),
            ("classes", "The classes, by name.", names_to(&reference("class"))),
        ],
    );
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["$defs"] = json!({
        "docs": docs(),
        "deprecated": deprecated(),
        "type": members::type_expression(),
        "attribute": members::attribute(),
        "relation": members::relation(),
        "inverse": members::inverse(),
        "action": members::action(),
        "event": members::event(),
        "enum": enumeration(),
        "class": class(),
    });
    schema
}

fn scopes() -> Value {
    object("Scopes", "", &[], vec![("read", "Scope for reading", text()), ("write", "Scope for writing", text())])
}

fn feed() -> Value {
    let size = json!({"type": "integer", "minimum": 1});
    with_types(object("Feed", "", &[], vec![("page_size", "Entries a page", size)]), &["boolean", "object"])
}

/// Names with a text each, or names alone.
fn labelled() -> Value {
    json!({
        "type": ["object", "array", "null"],
        "items": {"type": "string"},
        "additionalProperties": {"anyOf": [reference("docs"), {"type": "null"}]},
    })
}

/// Its codes, or `{docs:, values:}` when there is a key `values`.
fn enumeration() -> Value {
    let long = object(
        "Enum",
        "",
        &["values"],
        vec![("docs", "What the list is of", reference("docs")), ("values", "The codes, each with a text", labelled())],
    );
    json!({
        "title": "Enum",
        "description": "Its codes, each with a text: `{påbörjad: {sv: Påbörjad}}`; or `{docs: …, values: …}`.",
        "anyOf": [labelled(), long],
    })
}

fn class() -> Value {
    let operations = one_of(Operation::ALL.iter().map(|operation| operation.word()));
    let stereotypes = one_of(words::STEREOTYPES.iter().map(|(word, _)| *word));
    object(
        "Class",
        "A kind of thing: served itself (`hovedklasse`), or part of what is served.",
        &["is"],
        vec![
            (
                "is",
                "`hovedklasse`: has an identity and is served. `abstrakt`: common fields. `datatype`: a value inside a class. `kodeverk`: a hovedklasse that extends the model's Begrep. `referanse`: a thing outside the model, addressed by URI.",
                stereotypes,
            ),
            ("extends", "The abstract class whose fields it has too.", one_or_more()),
            ("docs", "What a thing of this class is, as text or a text per language.", reference("docs")),
            ("subject", "`self`: each instance is about one natural person (GDPR).", one_of(["self"])),
            ("state", "The attribute that actions move with `from` and `to`.", text()),
            ("collection", "Plural name, for profiles with plural paths.", text()),
            ("within", "The class whose resources contain these: identifiers are unique within one, paths lie under it.", text()),
            (
                "allow",
                "What clients may do; `[read]` when nothing is said. Profile fint adds create and replace when an attribute is writable.",
                list_of(&operations),
            ),
            ("since", "Model version that brought it, such as `3.2.0`.", text()),
            ("deprecated", "On its way out: `true`, a reason, or `{since:, use:, docs:}`.", reference("deprecated")),
            ("wire", "Its name on the wire, when the profile's folding of its own is not wanted.", text()),
            ("scope", "OAuth scope that it takes beyond the package's.", text()),
            ("attributes", "Its values: `name: string?`, or the long form `{type: string?, docs: …}`.", names_to(&reference("attribute"))),
            (
                "relations",
                "Its links: `person: Person <-> elev?`, or the long form `{to: Person, inverse: {name: elev?}}`.",
                names_to(&reference("relation")),
            ),
            ("actions", "What can be done with it beyond reading and writing.", names_to(&reference("action"))),
            (
                "events",
                "What is told of it, and which members each entry carries: `registrert: [id, person]`.",
                names_to(&reference("event")),
            ),
        ],
    )
}
