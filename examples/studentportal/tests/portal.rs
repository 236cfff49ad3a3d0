//! The portal before its five generated servers, each behind a gate that can be slow or shut.

use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use smie_tests::{Gate, Server, cargo, generated_target, get, get_with, repository};

const SOURCES: [&str; 5] = ["fs", "kalender", "lms", "rombestilling", "leselister"];
const ÅSE: &str = "100001";

/// The portal, and its sources in the order of [`SOURCES`].
struct Running {
    portal: Server,
    gates: Vec<Gate>,
    _servers: Vec<Server>,
}

impl Running {
    fn gate(&self, source: &str) -> &Gate {
        &self.gates[SOURCES.iter().position(|name| *name == source).expect("a source")]
    }

    fn page(&self, token: &str) -> String {
        self.ask(&format!("/student/{ÅSE}"), token)
    }

    fn part(&self, part: &str, token: &str) -> String {
        self.ask(&format!("/student/{ÅSE}/del/{part}"), token)
    }

    fn ask(&self, path: &str, token: &str) -> String {
        let answer = get_with(&self.portal.url(path), &[("authorization", &format!("Bearer {token}"))]);
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("private, no-store")), "{}", answer.body);
        answer.body
    }
}

/// Starts everything; the portal's page waits this long for its sources.
fn start(patience: Duration) -> Running {
    static BUILT: OnceLock<()> = OnceLock::new();
    let home = repository().join("generated-example/studentportal");
    BUILT.get_or_init(|| {
        for source in SOURCES {
            cargo(&home.join(source), ["build", "--locked", "--quiet", "--package", &format!("{source}-server")]).ok();
        }
    });
    let servers: Vec<Server> = SOURCES
        .iter()
        .map(|source| {
            let program = generated_target().join(format!("debug/{source}-server"));
            let data = repository().join("examples/studentportal/data").join(source);
            Server::start(Command::new(program).args(["serve", "--memory", "--listen", "127.0.0.1:0", "--load"]).arg(data))
        })
        .collect();
    let gates: Vec<Gate> = servers.iter().map(|server| Gate::before(&server.base)).collect();
    let mut portal = Command::new(env!("CARGO_BIN_EXE_studentportal"));
    for (source, gate) in SOURCES.iter().zip(&gates) {
        portal.env(format!("PORTAL_{}", source.to_uppercase()), &gate.base);
    }
    portal.env("PORTAL_LISTEN", "127.0.0.1:0").env("PORTAL_PATIENCE_MS", patience.as_millis().to_string());
    Running { portal: Server::start(&mut portal), gates, _servers: servers }
}

/// A section of the page, with its state.
fn section<'p>(page: &'p str, name: &str) -> (&'p str, &'p str) {
    let start = page.find(&format!("<section id=\"{name}\"")).unwrap_or_else(|| panic!("no section {name} in {page}"));
    let section = &page[start..][..page[start..].find("</section>").expect("an end")];
    let state = section.split("data-tilstand=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a state");
    (state, section)
}

fn holds(section: (&str, &str), state: &str, texts: &[&str]) {
    assert_eq!(section.0, state, "{}", section.1);
    for text in texts {
        assert!(section.1.contains(text), "no `{text}` in {}", section.1);
    }
}

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(700);

#[test]
fn a_page_gathers_what_five_sources_know_of_a_student() {
    let running = start(LONG);
    let page = running.page("t");
    holds(
        section(&page, "emner"),
        "her",
        &["<b>INF1000</b> Grunnkurs", "<b>NOR-2Å/1</b> Språk og øyemål (7.5 studiepoeng)", "<em>bestått</em>"],
    );
    let (_, hours) = section(&page, "timeplan");
    holds(
        ("her", hours),
        "her",
        &["<b>NOR-2Å/1</b> Seminar: øyemål, Østre seminarrom (SH-Ø101), 1. etasje, Sophus Bugges hus. Áile Sæther"],
    );
    let order = ["løkker", "integraler", "øyemål", "datasal"].map(|word| hours.find(word).expect("an hour"));
    assert!(order.is_sorted(), "by time: {hours}");
    holds(section(&page, "eksamener"), "her", &["Hjemmeeksamen", "Store auditorium", "Hjelpemidler: Alle trykte og skrevne"]);
    holds(section(&page, "pensum"), "her", &["<a href=\"https://example.no/bibliotek/oyet\">Øyet og ordet</a> (1998)", "<em>valgfri</em>"]);
    assert!(!page.contains("HIS1300"), "a course of somebody else: {page}");

    let other = get(&running.portal.url("/student/100002")).body;
    holds(section(&other, "emner"), "her", &["MAT1100"]);
    assert!(!other.contains("HIS1300"), "a course that was given up: {other}");
    let nobody = get(&running.portal.url("/student/en%2Fannen%20ø")).body;
    holds(section(&nobody, "emner"), "her", &["Ingen emner."]);
}

#[test]
fn the_users_token_goes_to_every_source_and_to_none_when_there_is_none() {
    let running = start(LONG);
    running.page("til-kildene");
    for (source, gate) in SOURCES.iter().zip(&running.gates) {
        let seen = gate.seen();
        assert!(!seen.is_empty(), "{source} was asked");
        assert!(seen.iter().all(|request| request.header("authorization") == Some("Bearer til-kildene")), "{source}: {seen:?}");
    }
    let _ = get(&running.portal.url(&format!("/student/{ÅSE}")));
    for (source, gate) in SOURCES.iter().zip(&running.gates) {
        assert!(gate.seen().iter().all(|request| request.header("authorization").is_none()), "{source}");
    }
}

#[test]
fn a_source_that_has_nothing_new_sends_no_body_again() {
    let running = start(LONG);
    let first = running.page("t");
    for gate in &running.gates {
        let _ = gate.seen();
    }
    assert_eq!(running.page("t"), first);
    for (source, gate) in SOURCES.iter().zip(&running.gates) {
        let seen = gate.seen();
        assert!(!seen.is_empty(), "{source} decides itself whether its answer still holds");
        assert!(seen.iter().all(|request| request.header("if-none-match").is_some() && request.status == 304), "{source}: {seen:?}");
    }
    // What one user may see is not kept for another.
    let _ = running.page("en-annen");
    assert!(running.gate("fs").seen().iter().all(|request| request.header("if-none-match").is_none() && request.status == 200));
}

#[test]
fn a_slow_source_delays_nothing_but_its_own_part() {
    let running = start(SHORT);
    running.gate("lms").delay(Duration::from_secs(3));
    let asked = Instant::now();
    let page = running.page("t");
    assert!(asked.elapsed() < Duration::from_secs(3), "the page did not wait");
    holds(section(&page, "eksamener"), "venter", &["aria-busy", "Læringsplattformen bruker lang tid."]);
    holds(section(&page, "emner"), "her", &["INF1000"]);
    holds(section(&page, "pensum"), "her", &["Rett på kode"]);
    running.gate("lms").delay(Duration::from_millis(300));
    holds(section(&running.part("eksamener", "t"), "eksamener"), "her", &["Hjemmeeksamen"]);
}

#[test]
fn a_source_that_is_down_takes_nothing_else_with_it() {
    let running = start(LONG);
    running.gate("leselister").shut();
    running.gate("rombestilling").shut();
    let page = running.page("t");
    holds(section(&page, "pensum"), "borte", &["Pensumlistene svarer ikke."]);
    holds(section(&page, "timeplan"), "her", &["Seminar: øyemål, rom SH-Ø101", "Rombestillingen svarer ikke, så rom står med kode."]);
    running.gate("leselister").open();
    running.gate("rombestilling").open();
    let page = running.page("t");
    holds(section(&page, "pensum"), "her", &["Øyet og ordet"]);
    holds(section(&page, "timeplan"), "her", &["Østre seminarrom"]);
}

#[test]
fn without_fs_the_page_stands_on_the_courses_of_last_time() {
    let running = start(LONG);
    running.gate("fs").shut();
    let page = running.page("t");
    holds(section(&page, "emner"), "borte", &["Studentsystemet svarer ikke."]);
    running.gate("fs").open();
    let _ = running.page("t");
    running.gate("fs").shut();
    let page = running.page("t");
    holds(section(&page, "emner"), "borte", &["<b>NOR-2Å/1</b>", "Dette er emnene fra sist."]);
    holds(section(&page, "pensum"), "her", &["Øyet og ordet"]);
    let stranger = running.page("en-annen");
    assert!(!stranger.contains("NOR-2Å/1"), "what FS told one is not told another: {stranger}");
}

#[test]
fn a_browser_shows_the_page_and_fills_in_what_comes_late() {
    let Some(chromium) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))
    else {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no Chromium, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: `apt install chromium` brings the browser that this test asks");
        return;
    };
    let running = start(SHORT);
    running.gate("lms").delay(Duration::from_millis(1200));
    let profile = std::env::temp_dir().join(format!("studentportal-{}", std::process::id()));
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--virtual-time-budget=20000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(running.portal.url(&format!("/student/{ÅSE}")))
        .output()
        .expect("the browser starts");
    let _ = std::fs::remove_dir_all(&profile);
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    holds(section(&page, "eksamener"), "her", &["Hjemmeeksamen"]);
    holds(section(&page, "timeplan"), "her", &["23.11.2026, 09:15", "Østre seminarrom"]);
}
