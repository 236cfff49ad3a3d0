//! What the tests of comparing share: models out of text, without a disk.

use std::path::Path;

use smie::diagnostic::Diagnostics;
use smie::diff::{Change, Report, View, compare};
use smie::model::Resolved;
use smie::resolve;
use smie::source::{Sources, yaml};
use smie::syntax::Tree;
use smie_wire::schema::{self, Schema};

/// A compiled model.
#[derive(Clone)]
pub(crate) struct Compiled {
    pub(crate) resolved: Resolved,
    pub(crate) schema: Schema,
    pub(crate) sources: Sources,
}

impl Compiled {
    pub(crate) fn view(&self) -> View<'_> {
        View { model: &self.resolved.model, schema: &self.schema, places: &self.resolved.places, sources: &self.sources, alias: None }
    }

    /// The same after a change to the model.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut smie::model::Model)) -> Self {
        change(&mut self.resolved.model);
        self.schema = schema::compile(&self.resolved.model).expect("a schema");
        self
    }
}

/// A header with what it need not say again.
pub(crate) fn header(lines: &str) -> String {
    let mut text = String::new();
    for (key, line) in
        [("model", "model: t"), ("version", "version: 1.0.0"), ("profile", "profile: fint"), ("languages", "languages: [nb]")]
    {
        if !lines.lines().any(|given| given.starts_with(&format!("{key}:"))) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text + lines
}

/// A model of packages parted by `---`.
pub(crate) fn compiled(folder: &str, lines: &str, packages: &str) -> Compiled {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let text = header(lines);
    let file = sources.add(&Path::new(folder).join("model.yaml"), text.clone());
    let mut tree = Tree { header: yaml::read_header(file, &text, &mut diagnostics), packages: Vec::new() };
    for text in packages.split("---\n").filter(|text| !text.trim().is_empty()) {
        let path = text.lines().find_map(|line| line.strip_prefix("package: ")).expect("a package").trim();
        let file = sources.add(&Path::new(folder).join(format!("{path}.yaml")), text.to_owned());
        tree.packages.push(yaml::read_package(file, text, path, &mut diagnostics));
    }
    tree.packages.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    let resolved = resolve::resolve(&tree, &mut diagnostics);
    let found: Vec<_> = diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
    assert!(!diagnostics.has_errors(), "{found:?}\n{packages}");
    let schema = schema::compile(&resolved.model).expect("a schema");
    Compiled { resolved, schema, sources }
}

/// Compares two models of one package each.
pub(crate) fn difference(old: &str, new: &str) -> Report {
    compare(compiled("old", "", old).view(), compiled("new", "", new).view())
}

/// A change on one line.
pub(crate) fn line(change: &Change) -> String {
    let place = |place: &Option<smie::diff::Location>| {
        place.as_ref().map_or_else(|| "-".to_owned(), |at| format!("{}:{}{}", at.file, at.line, if at.exact { "" } else { "~" }))
    };
    let extra = [
        change.renamed.as_ref().map(|name| format!(" <{name}>")),
        change.expected.then(|| " expected".to_owned()),
        change.accepted.then(|| " accepted".to_owned()),
    ];
    let [group, readers, writers] = [change.group().word(), change.impact.readers.word(), change.impact.writers.word()];
    format!(
        "{} {} {group} ({readers}/{writers}) {}: {}{} [{} {}]",
        change.code.id,
        change.code.name,
        change.subject(),
        change.message,
        extra.into_iter().flatten().collect::<String>(),
        place(&change.old),
        place(&change.new)
    )
}

/// The codes and subjects of a report.
pub(crate) fn found(report: &Report) -> Vec<(&'static str, String)> {
    report.changes.iter().map(|change| (change.code.name, change.subject())).collect()
}
