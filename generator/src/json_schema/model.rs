//! The schema of `model.yaml`.

use serde_json::{Value, json};
use smie_wire::model::Status;
use smie_wire::profile::{PRESETS, SETTINGS};

use super::parts::{docs, list_of, object, one_of, reference, scalar, text};

/// The schema of `model.yaml`.
#[must_use]
pub fn model() -> Value {
    let mut schema = object(
        "model.yaml",
        "What a model says of itself: name, version, and the wire conventions of its API.",
        &["model", "version", "profile"],
        vec![
            ("model", "Name in kebab-case; the generated crates are called NAME-server and NAME-client.", kebab()),
            ("version", "Semantic version of three parts, such as `4.1.0`. `smie new-version` raises it.", version()),
            ("profile", "Wire conventions of the API: `fint`, `ladok` or `rest-se`.", one_of(PRESETS.iter().copied())),
            ("profile_version", "Version of the profile, for `rest-se`; quote it: `'1.2'`.", text()),
            (
                "languages",
                "Languages of the documentation; the first is that of plain `docs:` texts. Bokmål is `nb`, never `no`.",
                languages(),
            ),
            ("base_url", "Public address of the API, for documentation; a server takes its own from the request.", uri()),
            ("info", "What a catalogue of APIs wants to know. Required by `rest-se`.", info()),
            ("overrides", "Single settings of the profile that this API has otherwise, such as `{paging.max: 1000}`.", overrides()),
            ("exceptions", "Rules knowingly not met, each with its reason, such as `{RES.06: Etablerade namn}`.", exceptions()),
        ],
    );
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["$defs"] = json!({"docs": docs()});
    schema
}

fn kebab() -> Value {
    json!({"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "not": {"const": "smie"}})
}

fn version() -> Value {
    let number = "(0|[1-9][0-9]{0,8})";
    let identifiers = "[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*";
    json!({"type": "string", "pattern": format!("^{number}\\.{number}\\.{number}(-{identifiers})?(\\+{identifiers})?$"), "examples": ["1.0.0"]})
}

fn languages() -> Value {
    let mut list = list_of(
        &json!({"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "not": {"const": "no"}, "examples": ["nb", "nn", "sv", "en"]}),
    );
    list["uniqueItems"] = true.into();
    list
}

fn uri() -> Value {
    json!({"type": "string", "format": "uri"})
}

pub(super) fn info() -> Value {
    let texts = |title: &str, fields: Vec<super::parts::Field>| object(title, "", &[], fields);
    let contact = texts(
        "Contact",
        vec![("name", "Person or unit", text()), ("email", "E-mail address", text()), ("url", "Page of the contact", uri())],
    );
    let license = texts("Licence", vec![("name", "Name, such as `MIT`", text()), ("url", "Its text", uri())]);
    let sla = texts(
        "Service level",
        vec![
            ("availability", "Such as `99.5 %`", text()),
            ("response_time", "Such as `300 ms`", text()),
            ("support", "When somebody answers, such as `kl. 08-16`", text()),
        ],
    );
    let retirement = texts(
        "Retirement",
        vec![
            ("date", "Day from which this version is deprecated: 2026-01-31", text()),
            ("sunset", "Day on which it may go: 2027-01-31", text()),
            ("use", "Address of the version that takes its place", uri()),
        ],
    );
    object(
        "API information",
        "",
        &[],
        vec![
            ("title", "Name of the API, for people", reference("docs")),
            ("status", "Where the API is in its life", one_of(Status::ALL.iter().map(|status| status.word()))),
            ("released", "Date of release, such as `2026-08-11`", text()),
            ("contact", "Who answers questions", contact),
            ("license", "On which terms the API may be used", license),
            ("terms", "Address of the terms of use", text()),
            ("sla", "What the provider promises", sla),
            ("limitations", "Known limits of the API", reference("docs")),
            ("deprecated", "When this version goes, and what comes after it", retirement),
        ],
    )
}

/// Every setting of the profiles, with what it decides.
fn overrides() -> Value {
    let fields = SETTINGS.iter().map(|setting| (setting.key, setting.docs, scalar())).collect();
    object("Settings of the profile", "", &[], fields)
}

fn exceptions() -> Value {
    json!({"type": ["object", "null"], "additionalProperties": {"type": "string"}})
}
