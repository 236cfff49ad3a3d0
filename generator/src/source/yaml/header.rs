//! `model.yaml`: node tree → [`Header`].

use smie_wire::model::Status;

use super::lower::Lower;
use super::node::{Kind, Node};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::syntax as codes;
use crate::source::{Span, is_model_name, suggested};
use crate::syntax::{Header, Info, Text};

pub(crate) const KEYS: [&str; 9] =
    ["model", "version", "profile", "profile_version", "languages", "base_url", "info", "overrides", "exceptions"];
pub(crate) const INFO: [&str; 9] = ["title", "status", "released", "contact", "license", "terms", "sla", "limitations", "deprecated"];

/// Reads `model.yaml`.
pub(super) fn header(root: Option<Node>, file: Span, lower: &mut Lower<'_>) -> Header {
    let mut header = Header { span: file, ..Header::default() };
    let start = Span { end: file.start, ..file };
    if let Some(root) = root {
        let mut fields = lower.fields(root, "model.yaml", &KEYS);
        let mut text = |key: &str, lower: &mut Lower<'_>| fields.take(key).and_then(|node| lower.text(node));
        header.name = text("model", lower);
        header.version = text("version", lower);
        header.profile = text("profile", lower);
        header.profile_version = text("profile_version", lower);
        header.base_url = text("base_url", lower);
        header.languages = fields.take("languages").map(|node| languages(node, lower)).unwrap_or_default();
        header.info = fields.take("info").map(|node| info(node, lower));
        header.overrides = fields.take("overrides").map(|node| pairs(node, Pairs::Settings, lower)).unwrap_or_default();
        header.exceptions = fields.take("exceptions").map(|node| pairs(node, Pairs::Reasons, lower)).unwrap_or_default();
    }
    match &header.version {
        Some(version) if !is_version(&version.value) => {
            let message = format!("`{}` is no version of three parts", version.value);
            lower.push(Diagnostic::new(&codes::BAD_VERSION, version.span, message).help("write `MAJOR.MINOR.PATCH`, such as 4.1.0"));
        }
        Some(_) => {}
        None => lower.missing(start, "version", "model.yaml", "write `version: 1.0.0`"),
    }
    match &header.name {
        Some(name) if !is_model_name(&name.value) => {
            let help = suggested(&name.value).map_or_else(
                || "write lower-case words from a to z, such as `min-modell`".to_owned(),
                |near| format!("write it in kebab-case, such as `{near}`"),
            );
            lower.push(Diagnostic::new(&codes::BAD_NAME, name.span, format!("`{}` cannot be the name of a model", name.value)).help(help));
        }
        Some(_) => {}
        None => lower.missing(start, "model", "model.yaml", "write `model:` and a name in kebab-case"),
    }
    if header.profile.as_ref().is_none_or(|profile| profile.value.is_empty()) {
        lower.missing(start, "profile", "model.yaml", "write `profile: fint`, `ladok` or `rest-se`");
    }
    header
}

fn languages(node: Node, lower: &mut Lower<'_>) -> Vec<Text> {
    let mut languages: Vec<Text> = Vec::new();
    for item in lower.list(node, "languages") {
        let plain = item.scalar().is_some_and(|scalar| scalar.plain);
        let Some(language) = lower.name(item) else { continue };
        lower.check_language(&language, plain);
        match languages.iter().find(|known| **known == language) {
            Some(first) => {
                let message = format!("the language `{}` is listed twice", language.value);
                lower.push(Diagnostic::new(&codes::DUPLICATE_KEY, language.span, message).related(first.span, "first here"));
            }
            None => languages.push(language),
        }
    }
    languages
}

fn info(node: Node, lower: &mut Lower<'_>) -> Info {
    let mut fields = lower.fields(node, "`info`", &INFO);
    let words: Vec<_> = Status::ALL.iter().map(|status| (status.word(), *status)).collect();
    Info {
        span: fields.span,
        title: fields.take("title").map(|node| lower.docs(node)).unwrap_or_default(),
        status: fields.take("status").and_then(|node| lower.word(node, "status", &words)),
        released: fields.take("released").and_then(|node| lower.text(node)),
        contact: fields.take("contact").map(|node| texts(node, "`contact`", ["name", "email", "url"], lower)),
        license: fields.take("license").map(|node| texts(node, "`license`", ["name", "url"], lower)),
        terms: fields.take("terms").and_then(|node| lower.text(node)),
        sla: fields.take("sla").map(|node| texts(node, "`sla`", ["availability", "response_time", "support"], lower)),
        limitations: fields.take("limitations").map(|node| lower.docs(node)).unwrap_or_default(),
        deprecated: fields.take("deprecated").map(|node| texts(node, "`deprecated`", ["date", "sunset", "use"], lower)),
    }
}

/// A mapping whose values are all text, in the order of its keys.
fn texts<const N: usize>(node: Node, what: &str, keys: [&str; N], lower: &mut Lower<'_>) -> [Option<Text>; N] {
    let mut fields = lower.fields(node, what, &keys);
    keys.map(|key| fields.take(key).and_then(|node| lower.text(node)))
}

/// What the values of a mapping with free keys are.
#[derive(Clone, Copy)]
enum Pairs {
    Settings,
    Reasons,
}

fn pairs(node: Node, kind: Pairs, lower: &mut Lower<'_>) -> Vec<(Text, Text)> {
    let what = match kind {
        Pairs::Settings => "`overrides`",
        Pairs::Reasons => "`exceptions`",
    };
    let mut kept: Vec<super::node::Entry> = Vec::new();
    for entry in lower.entries(node, what) {
        if !lower.continues(&entry, kept.last_mut()) {
            kept.push(entry);
        }
    }
    let mut pairs = Vec::new();
    for entry in kept {
        let value = Node { span: if entry.value.is_null() { entry.key_span } else { entry.value.span }, ..entry.value };
        let value = match kind {
            Pairs::Settings if matches!(value.kind, Kind::Scalar(_)) => lower.any_scalar(value, "a text, number or boolean"),
            Pairs::Settings => {
                lower.wrong(&value, "a text, number or boolean", Some("settings are flat: write `section.key: value`".to_owned()));
                None
            }
            Pairs::Reasons => lower.text(value),
        };
        pairs.extend(value.map(|value| (Text::new(entry.key.text, entry.key_span), value)));
    }
    pairs
}

/// `MAJOR.MINOR.PATCH` of Semantic Versioning 2.0, with pre-release and build parts allowed behind it.
pub(crate) fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let number = |part: &str| {
        !part.is_empty() && part.len() <= 9 && part.chars().all(|c| c.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let identifiers = |list: &str| list.split('.').all(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    core.split('.').count() == 3 && core.split('.').all(number) && pre.is_none_or(identifiers) && build.is_none_or(identifiers)
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn a_version_has_three_numbers() {
        for text in ["4.1.0", "0.0.0", "3.21.10", "1.0.0-rc.1", "1.0.0+a.b", "1.0.0-x+y"] {
            assert!(is_version(text), "{text}");
        }
        for text in ["4.10", "4", "", "4.1.0.1", "v4.1.0", "4.01.0", "4.1.x", "4.1.0-", "4.1.0+", "4..0", " 4.1.0", "٤.1.0"] {
            assert!(!is_version(text), "{text}");
        }
    }
}
