//! The JSON Schemas against real models: all that are right are valid, and common mistakes are not. The validator is Python's `jsonschema`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::{Value, json};
use smie::json_schema;

/// Prints a line of JSON a case: the first mistake, or null.
const VALIDATOR: &str = r#"
import json, sys
from jsonschema import Draft202012Validator
told = json.load(sys.stdin)
validators = {name: Draft202012Validator(schema) for name, schema in told["schemas"].items()}
for validator in validators.values():
    Draft202012Validator.check_schema(validator.schema)
for case in told["cases"]:
    error = next(iter(validators[case["schema"]].iter_errors(case["instance"])), None)
    print(json.dumps(error and error.message))
"#;

struct Case {
    name: String,
    schema: &'static str,
    instance: Value,
}

impl Case {
    fn new(name: impl Into<String>, schema: &'static str, text: &str) -> Self {
        let name = name.into();
        let instance = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name, schema, instance }
    }
}

/// What the validator says of each case; `None` without one on this machine.
fn validate(cases: &[Case]) -> Option<Vec<Option<String>>> {
    let available = Command::new("python3").args(["-c", "import jsonschema"]).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
    if !available {
        assert!(env::var_os("SMIE_REQUIRE_ALL").is_none_or(|all| all != "1"), "python3 with `jsonschema` is not installed");
        eprintln!("note: skipped, as python3 with `jsonschema` is not installed");
        return None;
    }
    let instances: Vec<_> = cases.iter().map(|case| json!({"schema": case.schema, "instance": case.instance})).collect();
    let told = json!({"schemas": {"model": json_schema::model(), "package": json_schema::package()}, "cases": instances});
    let mut python = Command::new("python3");
    let mut child = python.args(["-c", VALIDATOR]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python starts");
    child.stdin.take().expect("stdin is piped").write_all(told.to_string().as_bytes()).expect("python reads");
    let output = child.wait_with_output().expect("python ends");
    assert!(output.status.success(), "the validator failed");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    Some(lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect())
}

/// Every YAML file below a folder, hidden ones apart.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            found.extend(below(&entry.path()));
        } else if entry.path().extension().is_some_and(|extension| extension == "yaml") {
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn every_model_and_template_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = tempfile::tempdir().expect("a folder");
    for template in ["fint", "ladok", "rest-se", "blank"] {
        let folder = templates.path().join(template).to_string_lossy().into_owned();
        let output = Command::new(env!("CARGO_BIN_EXE_smie")).args(["init", &folder, "--template", template]).output();
        assert!(output.expect("the command starts").status.success());
    }
    let folders = [root.join("../models"), root.join("tests/models"), templates.path().to_owned()];
    let files: Vec<_> = folders.iter().flat_map(|folder| below(folder)).collect();
    assert!(files.len() > 20);
    let cases: Vec<_> = files
        .iter()
        .map(|path| {
            let schema = if path.ends_with("model.yaml") { "model" } else { "package" };
            Case::new(path.display().to_string(), schema, &fs::read_to_string(path).expect("a text"))
        })
        .collect();
    for (case, found) in cases.iter().zip(validate(&cases).unwrap_or_default()) {
        assert_eq!(found, None, "{}", case.name);
    }
}

#[test]
fn common_mistakes_are_not_valid() {
    let class = |text: &str| format!("package: a\nclasses:\n  A: {text}\n");
    let model = |text: &str| format!("model: a\nversion: 1.0.0\n{text}\n");
    let packages = [
        ("no package", "classes: {}\n".to_owned()),
        ("unknown key", "package: a\nclases: {}\n".to_owned()),
        ("unknown stereotype", class("{is: hovedklase}")),
        ("no stereotype", class("{docs: A}")),
        ("C-style list", class("{is: abstrakt, attributes: {a: 'string[]'}}")),
        ("two marks", class("{is: abstrakt, attributes: {a: 'string?*'}}")),
        ("no type", class("{is: abstrakt, attributes: {a: {docs: A}}}")),
        ("type of a relation", class("{is: abstrakt, relations: {a: {type: B}}}")),
        ("arrow in an attribute", class("{is: abstrakt, attributes: {a: 'B <-> c'}}")),
        ("one-sided arrow", class("{is: abstrakt, relations: {a: 'B -> c'}}")),
        ("word as truth value", class("{is: abstrakt, attributes: {a: {type: string, writable: 'yes'}}}")),
        ("unknown mark", class("{is: abstrakt, attributes: {a: {type: string, gdpr: secret}}}")),
        ("unknown operation", class("{is: abstrakt, allow: [read, write]}")),
        ("language no", class("{is: abstrakt, docs: {'no': A}}")),
        ("unknown method", class("{is: abstrakt, actions: {a: {method: GET}}}")),
        ("empty page", "package: a\nfeed: {page_size: 0}\n".to_owned()),
    ];
    let models = [
        ("two-part version", "model: a\nversion: '4.1'\n".to_owned()),
        ("number as version", "model: a\nversion: 4.1\n".to_owned()),
        ("name with capitals", "model: Fint\nversion: 1.0.0\n".to_owned()),
        ("unknown profile", model("profile: fnt")),
        ("unknown setting", model("overrides: {paging.most: 10}")),
        ("language no", model("languages: ['no']")),
        ("unknown status", model("info: {status: done}")),
    ];
    let packages = packages.iter().map(|(name, text)| Case::new(*name, "package", text));
    let cases: Vec<_> = packages.chain(models.iter().map(|(name, text)| Case::new(*name, "model", text))).collect();
    for (case, found) in cases.iter().zip(validate(&cases).unwrap_or_default()) {
        assert!(found.is_some(), "{} is valid", case.name);
    }
}

#[test]
fn what_the_reader_takes_is_valid() {
    let class = |text: &str| format!("package: a\nclasses:\n  A: {text}\n");
    let texts = [
        class("{is: abstrakt, attributes: {a: string 1..5, b: 'x/Y 2..*', c: ' Z ? '}}"),
        class("{is: abstrakt, relations: {a: 'B? <-> c*', d: {to: 'B <-> c 1..*'}, e: {to: B, inverse: c+}}}"),
        class("{is: [], deprecated: Gammel}").replace("is: []", "is: datatype"),
        class(
            "{is: abstrakt, extends: [B], deprecated: {since: 1.0.0, use: C, docs: {nb: x}}, events: {a: [b], c: {docs: x, carries: []}}}",
        ),
        "package: ''\nfeed: false\nenums: {A: [a, b], B: {a: {sv: A}, b: }, C: {docs: x, values: {a: A}}}\nimpediments: [a]\nclasses:\n"
            .to_owned(),
    ];
    let cases: Vec<_> = texts.iter().map(|text| Case::new(text.as_str(), "package", text)).collect();
    for (case, found) in cases.iter().zip(validate(&cases).unwrap_or_default()) {
        assert_eq!(found, None, "{}", case.name);
    }
}
