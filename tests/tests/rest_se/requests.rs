//! SAK, ARQ, ARP, FEL, CAC, AME, DOT, UFN and SPA: what requests must be, and what answers are.

use serde_json::Value;
use smie_server::Config;
use smie_tests::{Answer, get, get_with, send, write};

use super::support::{Running, links, serve, serve_with};

const VOLVO: &str = "/organisationer/5560125790";
const NEW: &str = r#"{"organisationsnummer":"5560000001","namn":"Ny"}"#;

fn is_problem(answer: &Answer, status: u16) {
    assert_eq!((answer.status, answer.header("content-type")), (status, Some("application/problem+json")), "{}", answer.body);
}

/// A problem of each kind that a client can cause.
fn problems(server: &Running) -> Vec<Answer> {
    let json = ("content-type", "application/json");
    let tag = |path: &str| server.get(path).header("etag").expect("a tag").to_owned();
    vec![
        server.get("/organisationer/0000000000"),
        server.get("/inget"),
        server.get("/organisationer?okand=1"),
        server.post("/organisationer", "{"),
        server.post("/organisationer", "{}"),
        server.post("/organisationer", r#"{"organisationsnummer":"5560125790","namn":"x"}"#),
        send("DELETE", &server.url("/organisationer"), &[]),
        get_with(&server.url(VOLVO), &[("accept", "image/png")]),
        write("POST", &server.url("/organisationer"), &[("content-type", "text/plain")], NEW),
        write("PUT", &server.url(VOLVO), &[json], r#"{"organisationsnummer":"5560125790","namn":"x"}"#),
        write("PUT", &server.url(VOLVO), &[json, ("if-match", "\"x-y\"")], r#"{"organisationsnummer":"5560125790","namn":"x"}"#),
        write("DELETE", &server.url(VOLVO), &[("if-match", &tag(VOLVO))], ""),
        server.get(&format!("/organisationer?namn={}", "x".repeat(2100))),
    ]
}

#[test]
fn fel_01_a_problem_has_all_five_members() {
    let server = serve();
    let mut statuses = Vec::new();
    for problem in problems(&server) {
        let document = problem.json();
        for member in ["type", "title", "detail", "instance"] {
            assert!(document[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {document}");
        }
        assert_eq!(document["status"], problem.status, "{document}");
        assert!(document["instance"].as_str().is_some_and(|instance| instance.starts_with('/')), "{document}");
        statuses.push(problem.status);
    }
    assert_eq!(statuses, [404, 404, 400, 400, 400, 409, 405, 406, 415, 428, 412, 409, 414]);
}

#[test]
fn fel_02_a_problem_is_application_problem_json() {
    let server = serve();
    for problem in problems(&server) {
        is_problem(&problem, problem.status);
    }
}

#[test]
fn sak_05_a_method_that_is_not_offered_is_refused_with_those_that_are() {
    let server = serve();
    for (method, path, allow) in [
        ("DELETE", "/organisationer", "GET, HEAD, POST, OPTIONS"),
        ("POST", VOLVO, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
        ("PUT", "/api-info", "GET, HEAD, OPTIONS"),
        ("GET", "/organisationer/5560125790/hemvister/x/y", ""),
    ] {
        let answer = send(method, &server.url(path), &[]);
        if allow.is_empty() {
            assert_eq!(answer.status, 404);
            continue;
        }
        is_problem(&answer, 405);
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        let options = send("OPTIONS", &server.url(path), &[]);
        assert_eq!((options.status, options.header("allow")), (204, Some(allow)), "{path}");
    }
}

#[test]
fn sak_06_everything_that_is_wrong_with_a_body_is_told_and_nothing_is_stored() {
    let server = serve();
    let wrong = r#"{"organisationsnummer":"x","organisationsform":"okand","registreringsdatum":"igår","webbplats":"inte en adress"}"#;
    let answer = server.post("/organisationer", wrong);
    is_problem(&answer, 400);
    let violations = answer.json()["violations"].clone();
    let pointers: Vec<&str> = violations.as_array().expect("a list").iter().filter_map(|v| v["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/namn", "/organisationsnummer", "/organisationsform", "/registreringsdatum", "/webbplats"]);
    assert_eq!(server.json("/organisationer")["_meta"]["totalRecords"], 6);
    // A link to what is not there.
    let dangling = r#"{"organisationsnummer":"5560000001","namn":"x","_links":{"moderorganisation":{"href":"0000000000"}}}"#;
    is_problem(&server.post("/organisationer", dangling), 409);
}

#[test]
fn sak_17_pages_from_elsewhere_may_not_ask_until_that_is_configured() {
    let origin = ("origin", "https://app.exempel.se");
    let asked = [origin, ("access-control-request-method", "POST")];
    let closed = serve();
    for answer in [get_with(&closed.url(VOLVO), &[origin]), send("OPTIONS", &closed.url("/organisationer"), &asked)] {
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")), "{:?}", answer.headers);
    }
}

#[test]
fn sak_37_pages_from_configured_origins_may_ask() {
    let config = Config { cors_origins: vec!["https://app.exempel.se".to_owned()], ..Config::default() };
    let server = serve_with(&[], config);
    let origin = ("origin", "https://app.exempel.se");
    let question = send("OPTIONS", &server.url("/organisationer"), &[origin, ("access-control-request-method", "POST")]);
    assert_eq!((question.status, question.header("access-control-allow-origin")), (204, Some("https://app.exempel.se")));
    assert!(question.header("access-control-allow-methods").is_some_and(|methods| methods.contains("POST")));
    assert!(
        question.header("access-control-allow-headers").is_some_and(|names| names.contains("if-match") && names.contains("authorization"))
    );
    let answer = get_with(&server.url(VOLVO), &[origin]);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.exempel.se"));
    assert!(answer.header("access-control-expose-headers").is_some_and(|names| names.contains("etag")));
    assert!(answer.headers.iter().any(|(name, value)| name == "vary" && value.contains("origin")));
    let other = get_with(&server.url(VOLVO), &[("origin", "https://ond.exempel.se")]);
    assert!(other.status == 200 && other.header("access-control-allow-origin").is_none());
}

#[test]
fn sak_24_a_problem_tells_nothing_of_the_inside() {
    let server = serve();
    for problem in problems(&server) {
        for word in ["panicked", "src/", ".rs", "sqlite", "SELECT", "RUST", "smie_"] {
            assert!(!problem.body.contains(word), "{word}: {}", problem.body);
        }
        assert!(problem.header("server").is_none() && problem.header("x-powered-by").is_none());
    }
}

#[test]
fn sak_28_a_parameter_that_nobody_knows_or_that_is_no_value_is_refused() {
    let server = serve();
    for path in [
        "/organisationer?okand=1",
        "/organisationer?limit=många",
        "/organisationer?registreringsdatum=1",
        "/organisationer/5560125790?page=1x",
        "/organisationer?cursor=zz",
    ] {
        is_problem(&server.get(path), 400);
    }
}

#[test]
fn sak_29_a_body_in_another_form_is_refused_with_the_one_that_is_taken() {
    let server = serve();
    let answer = write("POST", &server.url("/organisationer"), &[("content-type", "text/csv")], "a;b");
    is_problem(&answer, 415);
    assert_eq!(answer.header("accept"), Some("application/json"));
    let tag = server.get(VOLVO).header("etag").expect("a tag").to_owned();
    let patch = write("PATCH", &server.url(VOLVO), &[("content-type", "application/json"), ("if-match", &tag)], "{}");
    is_problem(&patch, 415);
    assert_eq!(patch.header("accept-patch"), Some("application/merge-patch+json"));
    assert_eq!(write("POST", &server.url("/organisationer"), &[("content-type", "application/hal+json;charset=utf-8")], NEW).status, 201);
}

#[test]
fn sak_31_what_is_too_large_or_too_deep_is_refused() {
    let mut config = Config::default();
    config.limits.body_bytes = 1000;
    let server = serve_with(&[], config);
    let large = format!(r#"{{"organisationsnummer":"5560000001","namn":"{}"}}"#, "x".repeat(2000));
    is_problem(&server.post("/organisationer", &large), 413);
    is_problem(&server.post("/organisationer", &format!("{}{}", "[".repeat(100), "]".repeat(100))), 400);
    is_problem(&server.get(&format!("/organisationer?namn={}", "x".repeat(2100))), 414);
}

#[test]
fn ame_02_json_is_what_a_client_gets_that_asks_for_nothing() {
    let server = serve();
    for headers in [&[][..], &[("accept", "*/*")], &[("accept", "application/*")], &[("accept", "application/json")]] {
        let answer = get_with(&server.url(VOLVO), headers);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{headers:?}");
    }
    is_problem(&get_with(&server.url(VOLVO), &[("accept", "text/csv")]), 406);
}

#[test]
fn ame_04_members_are_camel_case_and_ascii() {
    let server = serve();
    fn check(value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter().filter(|(name, _)| !name.starts_with('_')) {
                    assert!(
                        name.bytes().all(|b| b.is_ascii_alphanumeric()) && name.starts_with(|c: char| c.is_ascii_lowercase()),
                        "{name}"
                    );
                    check(member);
                }
            }
            Value::Array(items) => items.iter().for_each(check),
            _ => {}
        }
    }
    for path in ["/organisationer", "/organisationer/5560125790/hemvister"] {
        for entry in super::support::entries(&server.json(path)) {
            check(entry);
        }
    }
    server.post("/organisationer/5560125790/hemvister", r#"{"hemvistId":"10","kommun":"x","franOchMed":"2026-01-01"}"#);
    assert_eq!(server.json("/organisationer/5560125790/hemvister/10")["franOchMed"], "2026-01-01");
}

#[test]
fn arq_06_a_method_that_says_so_has_the_same_effect_again() {
    let server = serve();
    let body = r#"{"organisationsnummer":"5560125790","namn":"Samma"}"#;
    let (first, second) = (server.change("PUT", VOLVO, body), server.change("PUT", VOLVO, body));
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!((first.header("etag"), first.json()), (second.header("etag"), second.json()));
    assert_eq!(server.change("DELETE", "/organisationer/7696000003", "").status, 204);
    assert_eq!(send("DELETE", &server.url("/organisationer/7696000003"), &[("if-match", "*")]).status, 412);
    assert_eq!(server.json("/organisationer")["_meta"]["totalRecords"], 5);
}

#[test]
fn arp_03_what_is_created_is_answered_with_its_place() {
    let server = serve();
    let created = server.post("/organisationer", NEW);
    let own = server.url("/organisationer/5560000001");
    assert_eq!((created.status, created.header("location")), (201, Some(own.as_str())));
    assert_eq!(get(&own).json(), created.json());
    assert_eq!(get(&own).header("etag"), created.header("etag"));
    let nested = server.post("/organisationer/5560000001/hemvister", r#"{"hemvistId":"1","kommun":"Kiruna"}"#);
    assert_eq!((nested.status, nested.header("location")), (201, Some(format!("{own}/hemvister/1").as_str())));
}

#[test]
fn cac_01_what_was_read_need_not_be_sent_again() {
    let server = serve();
    for path in ["", "/api-info", "/organisationer", VOLVO, "/organisationer?sort=namn", "/organisationer/5560125790/hemvister"] {
        let answer = server.get(path);
        let tag = answer.header("etag").unwrap_or_else(|| panic!("{path}: {:?}", answer.headers));
        assert!(answer.header("cache-control").is_some() && answer.header("vary").is_some_and(|vary| vary.contains("accept")), "{path}");
        let again = get_with(&server.url(path), &[("if-none-match", tag)]);
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", Some(tag)), "{path}");
        assert!(again.header("cache-control").is_some() && again.header("vary").is_some(), "{path}");
        let head = send("HEAD", &server.url(path), &[]);
        assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", Some(tag)), "{path}");
    }
    let tag = server.get(VOLVO).header("etag").expect("a tag").to_owned();
    assert_eq!(server.change("PATCH", VOLVO, r#"{"namn":"Annat"}"#).status, 200);
    assert_eq!(get_with(&server.url(VOLVO), &[("if-none-match", &tag)]).status, 200);
}

#[test]
fn dot_01_times_of_any_zone_are_taken_and_days_stay_days() {
    let server = serve();
    let created = server.post("/organisationer", r#"{"organisationsnummer":"5560000001","namn":"Ny","registreringsdatum":"2026-02-28"}"#);
    assert_eq!(created.json()["registreringsdatum"], "2026-02-28");
    let timed = (
        "        type: date?\n        writable: true\n        docs: {sv: Dagen",
        "        type: datetime?\n        writable: true\n        docs: {sv: Dagen",
    );
    let server = serve_with(&[timed], Config::default());
    for (sent, kept) in [
        ("2026-01-31T00:30:00+01:00", "2026-01-30T23:30:00Z"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00-05:00", "2026-01-31T17:00:00Z"),
    ] {
        let changed = server.change("PATCH", VOLVO, &format!(r#"{{"registreringsdatum":"{sent}"}}"#));
        assert_eq!((changed.status, &changed.json()["registreringsdatum"]), (200, &Value::from(kept)), "{}", changed.body);
    }
}

#[test]
fn spa_02_a_callers_trace_is_continued() {
    let server = serve();
    let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let answer = get_with(&server.url(VOLVO), &[("traceparent", given)]);
    let told = answer.header("traceparent").expect("a trace");
    assert!(told.starts_with("00-0af7651916cd43dd8448eb211c80319c-") && told != given, "{told}");
    let broken = get_with(&server.url(VOLVO), &[("traceparent", "00-0")]);
    assert!(broken.status == 200 && broken.header("traceparent").is_some_and(|trace| trace.len() == 55));
}

#[test]
fn spa_04_every_answer_has_a_trace_also_a_problem() {
    let server = serve();
    let mut answers = problems(&server);
    answers.extend([
        server.get(VOLVO),
        send("HEAD", &server.url(VOLVO), &[]),
        send("OPTIONS", &server.url(VOLVO), &[]),
        server.post("/organisationer", NEW),
    ]);
    for answer in answers {
        let trace = answer.header("traceparent").unwrap_or_else(|| panic!("{} {:?}", answer.status, answer.headers));
        if answer.status >= 400 {
            assert!(trace.contains(answer.json()["trace_id"].as_str().expect("an id")), "{trace} {}", answer.body);
        }
    }
}

#[test]
fn spa_07_a_request_id_of_another_kind_takes_no_traces_place() {
    let server = serve();
    let answer = get_with(&server.url(VOLVO), &[("x-request-id", "0af7651916cd43dd8448eb211c80319c")]);
    assert!(answer.header("x-request-id").is_none());
    assert!(answer.header("traceparent").is_some_and(|trace| !trace.contains("0af7651916cd43dd8448eb211c80319c")));
}

#[test]
fn ufn_07_addresses_hold_plain_letters_digits_and_hyphens() {
    let server = serve();
    for (_, document) in server.crawl() {
        for link in links(&document) {
            let href = link["href"].as_str().expect("an href");
            let path = href[server.base.len()..].split('?').next().unwrap_or_default();
            assert!(path.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-.~".contains(&b)), "{href}");
        }
    }
}
