//! Members of a class: attributes, relations, actions, events.

use serde_json::{Value, json};
use smie_wire::model::Scalar;

use super::parts::{
    BOTH_ENDS, Field, NOTATION, expression, flag, list_of, matching, names_to, object, one_of, one_or_more, reference, scalar, text,
    with_types,
};
use crate::source::yaml::words;

/// `T`, `T?`, `T*`, `T+`, `T 1..5`.
pub(super) fn type_expression() -> Value {
    let mut shape = json!({"title": "Type", "type": "string", "examples": types()});
    matching(&mut shape, &expression(), NOTATION);
    shape
}

/// The types that every model has, for completion.
fn types() -> Vec<String> {
    let words = Scalar::ALL.iter().map(|scalar| scalar.word()).chain(["Identifikator"]);
    words.flat_map(|word| [word.to_owned(), format!("{word}?")]).collect()
}

/// A type expression, or the long form.
pub(super) fn attribute() -> Value {
    let mut fields = vec![
        (
            "type",
            "`Name` is exactly one, `Name?` none or one, `Name*` any number, `Name+` one or more, `Name 1..5` other bounds.",
            reference("type"),
        ),
        ("primary", "The identifier that links and `self` use.", flag()),
        ("pattern", "Regular expression that the whole text must match.", json!({"type": "string", "format": "regex"})),
        ("min", "Least number, date or point in time, or least length of a text.", scalar()),
        ("max", "Greatest number, date or point in time, or greatest length of a text.", scalar()),
    ];
    fields.extend(common());
    let mut shape = expression_or(object("Attribute", "A value: a type, or the long form.", &["type"], fields), &expression(), NOTATION);
    shape["examples"] = types().into();
    shape
}

/// `T <-> b*`, or the long form.
pub(super) fn relation() -> Value {
    let mut fields = vec![
        ("to", "The class it leads to, with how many: `Person`, `Person?`, `Person*`, `Person+`.", relation_expression()),
        ("inverse", "The other end, which the server maintains: `elev*`, or `{name: elev*, docs: …}`.", reference("inverse")),
    ];
    fields.extend(common());
    let long =
        object("Relation", "A link: `Person <-> elev*` declares both ends, `Person` alone is one-way; or the long form.", &["to"], fields);
    expression_or(long, &both_ends(), BOTH_ENDS)
}

fn relation_expression() -> Value {
    let mut shape = text();
    matching(&mut shape, &both_ends(), BOTH_ENDS);
    shape
}

fn both_ends() -> String {
    format!("{0}(\\s*<->\\s*{0})?", expression())
}

pub(super) fn inverse() -> Value {
    let mut name = text();
    matching(&mut name, &expression(), NOTATION);
    let mut fields = vec![
        ("name", "Its name on the target, with how many: `elev*`.", name),
        ("many", "True for any number; says in words what `*` says behind the name.", flag()),
        ("mandatory", "True for at least one; says in words what `+` says behind the name.", flag()),
    ];
    fields.extend(common().into_iter().filter(|(key, ..)| *key != "writable"));
    expression_or(object("Inverse", "The maintained end of a relation.", &["name"], fields), &expression(), NOTATION)
}

/// What attributes and relations have in common.
fn common() -> Vec<Field> {
    vec![
        ("docs", "What it means, as text or a text per language.", reference("docs")),
        ("writable", "Clients may write it.", flag()),
        ("gdpr", "Personal data: `personal`, `special` (art. 9) or `national_id`.", one_of(words::GDPR.iter().map(|gdpr| gdpr.word()))),
        ("sensitive", "Kept out of logs, feeds and lists.", flag()),
        ("since", "Model version that brought it, such as `3.2.0`.", text()),
        ("deprecated", "On its way out: `true`, a reason, or `{since:, use:, docs:}`.", reference("deprecated")),
        ("wire", "Its name on the wire, when the profile's folding of its own is not wanted.", text()),
        ("scope", "OAuth scope that it takes beyond the class's.", text()),
    ]
}

/// A long form for which a text of this pattern may stand as well.
fn expression_or(long: Value, pattern: &str, help: &str) -> Value {
    let mut shape = with_types(long, &["string", "object"]);
    matching(&mut shape, pattern, help);
    shape
}

pub(super) fn action() -> Value {
    object(
        "Action",
        "Something that can be done with a resource, beyond reading and writing it.",
        &[],
        vec![
            ("docs", "What it does, as text or a text per language.", reference("docs")),
            ("on", "`resource` (default), or `collection` to create with meaning.", one_of(words::TARGETS.iter().map(|(word, _)| *word))),
            ("from", "State or states it can start from; none is any.", one_or_more()),
            ("to", "State it leads to; none leaves the state as it is.", text()),
            ("impediments", "What may stand in its way; each becomes a method to write.", list_of(&text())),
            ("input", "Fields that the caller sends along.", names_to(&reference("attribute"))),
            ("method", "HTTP method; PUT when nothing is said.", one_of(words::METHODS.iter().map(|method| method.word()))),
            ("scope", "OAuth scope it takes; the package's write scope when nothing is said.", text()),
            ("emits", "Event or events that it leaves behind.", one_or_more()),
        ],
    )
}

/// A list of what it carries, or `{docs:, carries:}`.
pub(super) fn event() -> Value {
    let carries = ("carries", "Attributes, relations and inputs that each entry carries.", list_of(&text()));
    let long = object(
        "Event",
        "What an entry carries: `[id, person]`, or `{docs:, carries:}`.",
        &[],
        vec![("docs", "What has happened.", reference("docs")), carries],
    );
    let mut shape = with_types(long, &["array", "object", "null"]);
    shape["items"] = json!({"type": "string"});
    shape
}
