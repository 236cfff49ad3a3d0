//! What depends on the conventions, on versions and on what was announced.

use smie::diff::{Accept, Report, Severity, compare};

use super::support::{compiled, difference, found};

fn elev(attributes: &str, relations: &str) -> String {
    format!(
        "package: a\nclasses:\n  Elev: {{is: hovedklasse, attributes: {{systemId: Identifikator{attributes}}}, relations: {{{relations}}}}}\n  \
         Skole: {{is: hovedklasse, attributes: {{navn: Identifikator}}}}\n"
    )
}

fn severities(report: &Report, kind: &str) -> Vec<(&'static str, Severity)> {
    report.changes.iter().find(|change| change.code.name == kind).map(|change| change.profiles.clone()).unwrap_or_default()
}

#[test]
fn several_links_in_place_of_one_break_readers_of_hal_alone() {
    let (old, new) = (elev("", "skole: Skole?"), elev("", "skole: Skole*"));
    let report = difference(&old, &new);
    assert_eq!(
        severities(&report, "relation-shape"),
        [("fint", Severity::Compatible), ("ladok", Severity::Breaking), ("rest-se", Severity::Breaking)]
    );
    assert_eq!(report.changes[0].group().word(), "additive");
    for (header, breaking) in [("profile: ladok", true), ("profile: ladok\noverrides: {hal.links: always_array}", false)] {
        let report = compare(compiled("old", header, &old).view(), compiled("new", header, &new).view());
        assert_eq!(report.has(Severity::Breaking), breaking, "{header}");
    }
}

#[test]
fn one_link_in_place_of_several_breaks_writers_under_every_profile() {
    let report = difference(&elev("", "skole: Skole*"), &elev("", "skole: Skole?"));
    assert!(severities(&report, "relation-shape").iter().all(|(_, severity)| *severity == Severity::Breaking));
    assert_eq!(report.changes[0].impact.readers, Severity::Compatible);
}

#[test]
fn a_date_with_a_time_is_another_form_only_where_dates_have_none() {
    let report = difference(&elev(", fra: date", ""), &elev(", fra: datetime", ""));
    assert_eq!(
        severities(&report, "attribute-type"),
        [("fint", Severity::Dangerous), ("ladok", Severity::Breaking), ("rest-se", Severity::Breaking)]
    );
}

#[test]
fn a_stored_end_that_the_server_keeps_from_now_on_breaks_writers_where_bodies_are_judged_at_once() {
    let old = "package: a\nclasses:\n  Elev: {is: hovedklasse, attributes: {id: Identifikator}, relations: {skole: Skole* <-> elev*}}\n  \
               Skole: {is: hovedklasse, attributes: {id: Identifikator}}\n";
    let new = "package: a\nclasses:\n  Elev: {is: hovedklasse, attributes: {id: Identifikator}}\n  \
               Skole: {is: hovedklasse, attributes: {id: Identifikator}, relations: {elev: Elev* <-> skole*}}\n";
    let report = difference(old, new);
    let kept = report.changes.iter().find(|change| change.subject() == "a/Elev.skole").expect("a change");
    assert_eq!(kept.profiles, [("fint", Severity::Compatible), ("ladok", Severity::Breaking), ("rest-se", Severity::Breaking)]);
}

#[test]
fn a_new_major_version_in_the_path_is_no_change_of_every_path() {
    let text = "package: a\nclasses:\n  Elev: {is: hovedklasse, collection: elever, attributes: {id: Identifikator}}\n";
    let header = |version: &str| format!("version: {version}\nprofile: rest-se");
    let report = compare(compiled("old", &header("1.4.0"), text).view(), compiled("new", &header("2.0.0"), text).view());
    assert_eq!(found(&report), []);
}

#[test]
fn a_datatype_of_another_name_and_the_same_shape_breaks_no_attribute() {
    let text = |name: &str, of: &str| {
        format!(
            "package: a\nclasses:\n  Elev: {{is: hovedklasse, attributes: {{id: Identifikator, adresse: {name}?}}}}\n  \
             {name}: {{is: datatype, attributes: {{gate: {of}}}}}\n"
        )
    };
    let report = difference(&text("Adresse", "string"), &text("Bosted", "string"));
    let change = report.changes.iter().find(|change| change.code.name == "attribute-type").expect("a change");
    assert_eq!(change.severity(), Severity::Compatible);
    let report = difference(&text("Adresse", "string"), &text("Bosted", "int"));
    let change = report.changes.iter().find(|change| change.code.name == "attribute-type").expect("a change");
    assert_eq!(change.severity(), Severity::Breaking);
}

#[test]
fn a_class_in_another_package_is_recognised_as_moved() {
    let class = "  Elev: {is: hovedklasse, attributes: {id: Identifikator, alder: int}}\n";
    let old = format!("package: a\nclasses:\n{class}");
    let new = format!("package: b\nclasses:\n{class}");
    let report = difference(&old, &new);
    assert_eq!(found(&report), [("class-removed", "a/Elev".to_owned()), ("class-added", "b/Elev".to_owned())]);
    assert_eq!(report.changes[0].renamed.as_deref(), Some("b/Elev"));
    assert!(report.changes[0].message.contains("likely moved to"));
}

#[test]
fn decomposed_letters_are_the_same_letters() {
    let report = difference(&elev(", \u{e5}r: int", ""), &elev(", a\u{30a}r: int", ""));
    assert_eq!(found(&report), []);
}

#[test]
fn a_removal_is_expected_once_its_deprecation_is_a_major_version_old() {
    let old = |deprecated: &str| elev(&format!(", navn: {{type: string?, deprecated: {deprecated}}}"), "");
    let cases = [
        ("true", "1.9.0", "2.0.0", true),
        ("true", "1.9.0", "1.10.0", false),
        ("{since: 1.2.0}", "2.0.0", "2.1.0", true),
        ("{since: 2.0.0}", "2.0.0", "2.1.0", false),
    ];
    for (deprecated, from, to, expected) in cases {
        let (from, to) = (format!("version: {from}"), format!("version: {to}"));
        let report = compare(compiled("old", &from, &old(deprecated)).view(), compiled("new", &to, &elev("", "")).view());
        assert_eq!(report.changes.iter().map(|change| change.expected).collect::<Vec<_>>(), [expected], "{deprecated} {from} {to}");
    }
}

#[test]
fn the_verdict_follows_the_gravest_change() {
    let verdict = |old: &str, new: &str, from: &str, to: &str| {
        let (from, to) = (format!("version: {from}"), format!("version: {to}"));
        let verdict = compare(compiled("old", &from, old).view(), compiled("new", &to, new).view()).verdict();
        (verdict.needs.word(), verdict.says.word(), verdict.least.unwrap_or_default(), verdict.honest, verdict.breaks_promise)
    };
    let (plain, more, docs) = (elev("", ""), elev(", navn: string?", ""), elev(", navn: {type: string?, docs: Navn}", ""));
    assert_eq!(verdict(&plain, &plain, "1.0.0", "1.0.0"), ("none", "none", "1.0.0".to_owned(), true, false));
    assert_eq!(verdict(&more, &docs, "1.0.0", "1.0.1"), ("patch", "patch", "1.0.1".to_owned(), true, false));
    assert_eq!(verdict(&plain, &more, "1.0.0", "1.0.10"), ("minor", "patch", "1.1.0".to_owned(), false, false));
    assert_eq!(verdict(&more, &plain, "1.2.3", "1.3.0"), ("major", "minor", "2.0.0".to_owned(), false, true));
    assert_eq!(verdict(&more, &plain, "1.2.3", "2.0.0"), ("major", "major", "2.0.0".to_owned(), true, false));
    assert_eq!(verdict(&more, &plain, "0.2.3", "0.3.0"), ("minor", "minor", "0.3.0".to_owned(), true, false));
    assert_eq!(verdict(&plain, &plain, "2.0.0", "1.0.0"), ("none", "backwards", "2.0.0".to_owned(), false, false));
}

#[test]
fn what_is_accepted_counts_no_more() {
    let (old, new) = (elev(", navn: string?, alder: int?", ""), elev("", ""));
    let accepted = |texts: &[&str]| {
        let mut report = difference(&old, &new);
        let accepts: Vec<_> = texts.iter().map(|text| Accept::parse(text).expect("an acceptance")).collect();
        let unused = report.accept(&accepts);
        (report.open().count(), unused)
    };
    assert_eq!(accepted(&["D0201:Elev.navn"]), (1, vec![]));
    assert_eq!(accepted(&["attribute-removed:a/Elev.navn", "d0201:alder"]), (0, vec![]));
    assert_eq!(accepted(&["D0201:Elev"]), (0, vec![]));
    assert_eq!(accepted(&["D0201:Elev.borte", "D0101"]), (2, vec![0, 1]));
    let error = Accept::parse("D0210x:Elev").expect_err("no such code");
    assert!(error.to_string().contains("did you mean"), "{error}");
}
