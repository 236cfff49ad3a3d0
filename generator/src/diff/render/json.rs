//! One JSON object, for tools.
//!
//! ```json
//! {"old":{"model":"fint","version":"4.0.0"},"new":{"model":"fint","version":"4.1.0"},"profile":"fint",
//!  "changes":[{"code":"D0401","kind":"relation-removed","severity":"breaking","readers":"breaking","writers":"dangerous","group":"breaking",
//!              "part":"relation","package":null,"class":"utdanning/elev/Elevforhold","member":"basisgruppe","origin":null,
//!              "message":"…","reason":"…","profiles":{"fint":"breaking","ladok":"breaking","rest-se":"breaking"},
//!              "renamed":null,"expected":true,"accepted":false,
//!              "old":{"file":"…","line":1,"column":1,"id":null,"exact":true},"new":{…,"exact":false}}],
//!  "verdict":{"needs":"major","says":"major","least":"4.0.0","old":"3.21.10","new":"4.0.0","honest":true,
//!             "breaking":97,"dangerous":0,"additive":6,"information":7,"documentation":9,"accepted":0},
//!  "consumers":[{"consumer":"…","file":"…","breaks":true,"severity":"breaking","changes":[{"index":0,"severity":"breaking","as":"reads"}]}]}
//! ```
//!
//! | key | meaning |
//! |---|---|
//! | `severity` | the graver of `readers` and `writers` |
//! | `group` | `breaking`, `dangerous`; what is compatible is `additive`, `information` or `documentation` |
//! | `class` | `package/Class`, or the qualified name of an enum; null when a package or the model changed |
//! | `origin` | the class that declares the member, when it is inherited: one change a concrete class |
//! | `renamed` | of something removed its likely new name, of something added its likely old one |
//! | `exact` | false when the part is not in that model and the place is the nearest that is |
//! | `consumers` | only with `--consumers`; `index` is a position in `changes` |
//!
//! Keys may be added after those here; none is renamed or removed.

use serde::Serialize;
use std::collections::BTreeMap;

use super::super::change::{Change, Group, Location};
use super::super::compare::Report;
use super::super::contract::Outcome;
use super::Extras;

#[derive(Serialize)]
struct Document<'a> {
    old: Release<'a>,
    new: Release<'a>,
    profile: &'a str,
    changes: Vec<Entry<'a>>,
    verdict: Verdict<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumers: Option<Vec<Consumer<'a>>>,
}

#[derive(Serialize)]
struct Release<'a> {
    model: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    kind: &'a str,
    severity: &'a str,
    readers: &'a str,
    writers: &'a str,
    group: &'a str,
    part: &'a str,
    package: Option<&'a str>,
    class: Option<&'a str>,
    member: Option<&'a str>,
    origin: Option<&'a str>,
    message: &'a str,
    reason: &'a str,
    profiles: BTreeMap<&'a str, &'a str>,
    renamed: Option<&'a str>,
    expected: bool,
    accepted: bool,
    old: Option<Place<'a>>,
    new: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    id: Option<&'a str>,
    exact: bool,
}

#[derive(Serialize)]
struct Verdict<'a> {
    needs: &'a str,
    says: &'a str,
    least: Option<String>,
    old: &'a str,
    new: &'a str,
    honest: bool,
    breaking: usize,
    dangerous: usize,
    additive: usize,
    information: usize,
    documentation: usize,
    accepted: usize,
}

#[derive(Serialize)]
struct Consumer<'a> {
    consumer: &'a str,
    file: &'a str,
    breaks: bool,
    severity: &'a str,
    changes: Vec<Hit<'a>>,
}

#[derive(Serialize)]
struct Hit<'a> {
    index: usize,
    severity: &'a str,
    r#as: &'a str,
    code: &'a str,
    class: Option<&'a str>,
    member: Option<&'a str>,
    message: &'a str,
}

/// The report as one JSON object and a line break.
#[must_use]
pub fn json(report: &Report, extras: Extras<'_>) -> String {
    let verdict = report.verdict();
    let document = Document {
        old: Release { model: &report.old.model, version: &report.old.version },
        new: Release { model: &report.new.model, version: &report.new.version },
        profile: &report.profile,
        changes: report.changes.iter().map(entry).collect(),
        verdict: Verdict {
            needs: verdict.needs.word(),
            says: verdict.says.word(),
            least: verdict.least,
            old: &report.old.version,
            new: &report.new.version,
            honest: verdict.honest,
            breaking: report.count(Group::Breaking),
            dangerous: report.count(Group::Dangerous),
            additive: report.count(Group::Additive),
            information: report.count(Group::Information),
            documentation: report.count(Group::Documentation),
            accepted: report.changes.iter().filter(|change| change.accepted).count(),
        },
        consumers: extras.consumers.map(|outcomes| outcomes.iter().map(|outcome| consumer(report, outcome)).collect()),
    };
    crate::diagnostic::render::to_json(&document)
}

fn entry(change: &Change) -> Entry<'_> {
    Entry {
        code: change.code.id,
        kind: change.code.name,
        severity: change.severity().word(),
        readers: change.impact.readers.word(),
        writers: change.impact.writers.word(),
        group: change.group().word(),
        part: change.part.word(),
        package: change.package.as_deref(),
        class: change.class.as_deref(),
        member: change.member.as_deref(),
        origin: change.origin.as_deref(),
        message: &change.message,
        reason: &change.reason,
        profiles: change.profiles.iter().map(|(name, severity)| (*name, severity.word())).collect(),
        renamed: change.renamed.as_deref(),
        expected: change.expected,
        accepted: change.accepted,
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
    }
}

fn place(location: &Location) -> Place<'_> {
    let Location { file, line, column, id, exact } = location;
    Place { file, line: *line, column: *column, id: id.as_deref(), exact: *exact }
}

fn consumer<'a>(report: &'a Report, outcome: &'a Outcome) -> Consumer<'a> {
    let hits = outcome.hits.iter().filter_map(|hit| Some((hit, report.changes.get(hit.change)?)));
    Consumer {
        consumer: &outcome.consumer,
        file: &outcome.file,
        breaks: outcome.breaks(),
        severity: outcome.severity().word(),
        changes: hits
            .map(|(hit, change)| Hit {
                index: hit.change,
                severity: hit.severity.word(),
                r#as: hit.role.word(),
                code: change.code.id,
                class: change.class.as_deref(),
                member: change.member.as_deref(),
                message: &change.message,
            })
            .collect(),
    }
}
