//! HYP: hypermedia. No linter checks these rules; a walk along the links does.

use std::collections::BTreeMap;

use reqwest::Url;
use serde_json::Value;
use smie_server::Config;
use smie_tests::{get, get_with, send, write};

use super::support::{ROOT, links, relations, serve, serve_with};

const VOLVO: &str = "/organisationer/5560125790";

#[test]
fn hyp_01_every_relation_of_the_model_tells_its_meaning_in_the_readers_language() {
    let server = serve();
    for (language, title) in [("sv", "Organisationen som äger den här"), ("en-GB, sv;q=0.5", "The organisation that owns this one")] {
        let bikes = get_with(&server.url("/organisationer/5568101234"), &[("accept-language", language)]);
        assert_eq!(bikes.json()["_links"]["moderorganisation"]["title"], title);
        assert!(bikes.header("vary").is_some_and(|vary| vary.contains("accept-language")));
    }
    let known = ["self", "collection", "create", "edit", "replace", "delete", "first", "prev", "next", "last", "up", "feed"];
    for (url, document) in server.crawl() {
        for (rel, value) in relations(&document).into_iter().filter(|(rel, _)| !known.contains(rel) && !rel.starts_with("service-")) {
            let untold = links(value).into_iter().any(|link| !link["title"].as_str().is_some_and(|title| title.contains(' ')));
            assert!(!untold || rel == "foretagsinformation", "{url}: `{rel}` is not explained: {value}");
        }
    }
}

#[test]
fn hyp_02_a_get_changes_nothing() {
    let server = serve();
    let tags = |urls: &[String]| -> Vec<_> { urls.iter().map(|url| (get(url).header("etag").map(str::to_owned), get(url).body)).collect() };
    let urls: Vec<String> = server.crawl().into_keys().collect();
    let before = tags(&urls);
    for url in &urls {
        for method in ["GET", "HEAD", "OPTIONS"] {
            assert!(send(method, url, &[]).status < 300, "{method} {url}");
        }
    }
    assert_eq!(tags(&urls), before);
}

#[test]
fn hyp_03_what_can_be_done_with_a_resource_is_a_link_and_what_cannot_is_none() {
    let server = serve();
    let offered = |document: &Value| -> BTreeMap<String, String> {
        let all = document["_links"].as_object().expect("links").iter();
        let changes = all.filter_map(|(rel, link)| Some((rel.clone(), link["method"].as_str()?.to_owned())));
        changes.filter(|(_, method)| method != "GET").collect()
    };
    let all = [("delete", "DELETE"), ("edit", "PATCH"), ("replace", "PUT")].map(|(rel, method)| (rel.to_owned(), method.to_owned()));
    assert_eq!(offered(&server.json(VOLVO)), BTreeMap::from(all));
    assert_eq!(offered(&server.json("/organisationer")), BTreeMap::from([("create".to_owned(), "POST".to_owned())]));
    let read_only = serve_with(
        &[(
            "collection: organisationer\n    allow: [read, create, replace, update, delete]",
            "collection: organisationer\n    allow: [read, update]",
        )],
        Config::default(),
    );
    assert_eq!(offered(&read_only.json(VOLVO)), BTreeMap::from([("edit".to_owned(), "PATCH".to_owned())]));
    assert_eq!(offered(&read_only.json("/organisationer")), BTreeMap::new());
    assert_eq!(send("DELETE", &read_only.url(VOLVO), &[("if-match", "*")]).status, 405);
}

#[test]
fn hyp_04_every_link_leads_somewhere() {
    let server = serve();
    for (url, document) in server.crawl() {
        for link in links(&document) {
            let (href, method) = (link["href"].as_str().expect("an href"), link["method"].as_str().expect("a method"));
            if href.contains("/openapi.") {
                continue;
            }
            let allowed = send("OPTIONS", href, &[]);
            let allow = allowed.header("allow").unwrap_or_default();
            assert!(allowed.status == 204 && allow.split(", ").any(|m| m == method), "{url} links by {method} to {href}: {allow}");
        }
    }
}

#[test]
fn hyp_05_every_answer_with_a_body_links_to_itself() {
    let server = serve();
    for (url, document) in server.crawl() {
        let own = document["_links"]["self"]["href"].as_str().unwrap_or_else(|| panic!("{url}: {document}"));
        let page = format!("{url}?page=1&limit=20");
        assert!(own == url || own == page, "{url}: {own}");
    }
    let root = get(&format!("{}/", server.base)).json();
    assert_eq!(root["_links"]["self"]["href"], format!("{}/", server.base));
    let created = server.post("/organisationer", r#"{"organisationsnummer":"5560000001","namn":"Ny"}"#);
    assert_eq!(created.status, 201, "{}", created.body);
    let own = server.url("/organisationer/5560000001");
    assert_eq!(created.json()["_links"]["self"]["href"], own);
    for (method, body) in [("PATCH", r#"{"namn":"Nyare"}"#), ("PUT", r#"{"organisationsnummer":"5560000001","namn":"Nyast"}"#)] {
        let changed = server.change(method, "/organisationer/5560000001", body);
        assert_eq!((changed.status, &changed.json()["_links"]["self"]["href"]), (200, &Value::from(own.clone())));
    }
}

#[test]
fn hyp_06_the_standard_form_is_hal() {
    let server = serve();
    for path in ["", "/organisationer", VOLVO, "/organisationer/5560125790/hemvister", "/api-info"] {
        let answer = get_with(&server.url(path), &[("accept", "application/hal+json")]);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/hal+json")), "{path}");
        let document = answer.json();
        assert!(!relations(&document).is_empty(), "{path}");
        for (rel, value) in relations(&document) {
            let shaped = value["href"].is_string() || value.as_array().is_some_and(|all| all.iter().all(|link| link["href"].is_string()));
            assert!(shaped, "{path}: `{rel}` is {value}");
        }
    }
    // What the model lets be several is a list, with one link in it too; what is at most one is no list.
    let volvo = server.json(VOLVO);
    assert_eq!(volvo["_links"]["dotterorganisationer"].as_array().map(Vec::len), Some(1));
    assert!(server.json("/organisationer/5568101234")["_links"]["moderorganisation"].is_object());
}

#[test]
fn hyp_07_every_address_is_absolute() {
    let server = serve();
    for (url, document) in server.crawl() {
        for link in links(&document) {
            let href = link["href"].as_str().expect("an href");
            assert!(href.starts_with(&format!("{}/", server.base)), "{url}: {href}");
        }
    }
    let created = server.post("/organisationer", r#"{"organisationsnummer":"5560000002","namn":"Ny"}"#);
    assert_eq!(created.header("location"), Some(server.url("/organisationer/5560000002").as_str()));
}

#[test]
fn hyp_08_a_gateways_address_stands_in_every_link() {
    let server = serve();
    let behind = [("forwarded", "proto=https;host=api.exempel.se;port=443;prefix=/ingest/v1")];
    for url in server.crawl().keys() {
        let answer = get_with(url, &behind);
        for link in links(&answer.json()) {
            let href = link["href"].as_str().expect("an href");
            assert!(href.starts_with("https://api.exempel.se/ingest/v1/"), "{url}: {href}");
        }
        assert!(answer.header("vary").is_some_and(|vary| vary.contains("forwarded")), "{url}");
        let (here, there) = (get(url), answer.header("etag"));
        assert!(there.is_none() || there != here.header("etag"), "{url}: {there:?}");
    }
    let headers = [("content-type", "application/json"), behind[0]];
    let created = write("POST", &server.url("/organisationer"), &headers, r#"{"organisationsnummer":"5560000003","namn":"Ny"}"#);
    let location = format!("https://api.exempel.se/ingest/v1{ROOT}/organisationer/5560000003");
    assert_eq!(created.header("location"), Some(location.as_str()));
}

#[test]
fn hyp_09_forwarded_is_read_as_the_standard_and_the_profile_write_it() {
    let server = serve();
    for (forwarded, base) in [
        ("proto=https;host=api.exempel.se;port=443;prefix=/ingest/v1", "https://api.exempel.se/ingest/v1"),
        (r#"proto=https;host="api.exempel.se:8443";prefix="/x""#, "https://api.exempel.se:8443/x"),
        (r#"Host=api.exempel.se;Proto=HTTPS;for="[2001:db8::1]""#, "https://api.exempel.se"),
        ("for=192.0.2.43, proto=https;host=api.exempel.se;port=8443", "https://api.exempel.se:8443"),
    ] {
        let answer = get_with(&server.url(VOLVO), &[("forwarded", forwarded)]).json();
        assert_eq!(answer["_links"]["self"]["href"], format!("{base}{ROOT}{VOLVO}"), "{forwarded}");
    }
    for nonsense in ["host=a b;proto=https", "host=\"x/y\"", "proto=gopher", "prefix=/../x"] {
        let answer = get_with(&server.url(VOLVO), &[("forwarded", nonsense)]).json();
        assert!(
            answer["_links"]["self"]["href"].as_str().is_some_and(|href| href.ends_with(&format!("{ROOT}{VOLVO}")) && !href.contains("..")),
            "{answer}"
        );
    }
}

#[test]
fn hyp_10_without_a_gateway_the_own_address_is_used() {
    let own = serve();
    assert_eq!(own.json(VOLVO)["_links"]["self"]["href"], own.url(VOLVO));
    let config = Config { public_base_url: Some("https://api.exempel.se/bas".to_owned()), ..Config::default() };
    let configured = serve_with(&[], config);
    assert_eq!(configured.json(VOLVO)["_links"]["self"]["href"], format!("https://api.exempel.se/bas{ROOT}{VOLVO}"));
}

#[test]
fn hyp_11_a_link_is_a_link_description_object() {
    let server = serve();
    for (url, document) in server.crawl() {
        for link in links(&document) {
            let members: Vec<&str> = link.as_object().expect("an object").keys().map(String::as_str).collect();
            let known = ["href", "rel", "method", "title", "count"];
            assert!(members.iter().all(|member| known.contains(member)), "{url}: {link}");
            assert!(link["title"].is_null() || link["title"].is_string(), "{url}: {link}");
        }
    }
}

/// Every link of the API, with the document that has it.
fn every_link(check: impl Fn(&str, &Value)) {
    let server = serve();
    let documents = server.crawl();
    let mut checked = 0;
    for (url, document) in &documents {
        for (_, value) in relations(document) {
            let all = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
            for link in all {
                check(url, link);
                checked += 1;
            }
        }
    }
    assert!(checked > 60, "{checked}");
}

#[test]
fn hyp_12_every_link_has_an_href() {
    every_link(|url, link| assert!(link["href"].as_str().is_some_and(|href| !href.is_empty()), "{url}: {link}"));
}

#[test]
fn hyp_13_every_href_is_a_url() {
    every_link(|url, link| {
        let href = link["href"].as_str().unwrap_or_default();
        let parsed = Url::parse(href).unwrap_or_else(|error| panic!("{url}: {href}: {error}"));
        assert!(parsed.as_str() == href && href.is_ascii(), "{url}: {href} is {parsed}");
    });
}

#[test]
fn hyp_14_addresses_have_the_host_that_the_client_asked() {
    let server = serve();
    for host in ["gw.api.exempel.se", "gw.api.exempel.se:8080"] {
        let answer = get_with(&server.url("/organisationer"), &[("host", host)]).json();
        for link in links(&answer) {
            assert!(link["href"].as_str().is_some_and(|href| href.starts_with(&format!("http://{host}{ROOT}"))), "{link}");
        }
    }
}

#[test]
fn hyp_15_every_link_tells_its_relation_which_is_its_key() {
    let server = serve();
    for (url, document) in server.crawl() {
        for (rel, value) in relations(&document) {
            assert!(links(value).iter().all(|link| link["rel"] == rel), "{url}: `{rel}` is {value}");
        }
    }
}

#[test]
fn hyp_16_the_method_of_a_link_is_the_one_to_use() {
    let server = serve();
    let methods = [("self", "GET"), ("collection", "GET"), ("replace", "PUT"), ("edit", "PATCH"), ("delete", "DELETE")];
    let volvo = server.json(VOLVO);
    for (rel, method) in methods {
        assert_eq!(volvo["_links"][rel]["method"], method, "{rel}");
    }
    // And it works.
    let link =
        |rel: &str| (volvo["_links"][rel]["href"].as_str().expect("a link"), volvo["_links"][rel]["method"].as_str().expect("a method"));
    let tag = || server.get(VOLVO).header("etag").expect("a tag").to_owned();
    let (href, method) = link("edit");
    let headers = [("content-type", "application/merge-patch+json"), ("if-match", &*tag())];
    assert_eq!(write(method, href, &headers, r#"{"namn":"AB Volvo"}"#).status, 200);
    let (href, method) = link("replace");
    let headers = [("content-type", "application/json"), ("if-match", &*tag())];
    assert_eq!(write(method, href, &headers, r#"{"organisationsnummer":"5560125790","namn":"Volvo"}"#).status, 200);
    let collection = server.json("/organisationer");
    let create = &collection["_links"]["create"];
    let body = r#"{"organisationsnummer":"5560000004","namn":"Ny"}"#;
    let created = write(
        create["method"].as_str().expect("POST"),
        create["href"].as_str().expect("a link"),
        &[("content-type", "application/json")],
        body,
    );
    assert_eq!(created.status, 201);
    let delete = created.json()["_links"]["delete"].clone();
    let tag = created.header("etag").expect("a tag");
    assert_eq!(
        send(delete["method"].as_str().expect("DELETE"), delete["href"].as_str().expect("a link"), &[("if-match", tag)]).status,
        204
    );
}

#[test]
fn hyp_17_every_link_tells_its_method_get_too() {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    every_link(|url, link| assert!(link["method"].as_str().is_some_and(|method| known.contains(&method)), "{url}: {link}"));
}

#[test]
fn hyp_18_a_relation_is_named_by_what_it_means() {
    let server = serve();
    let registered = ["self", "collection", "first", "prev", "next", "last", "up", "edit", "service-desc", "service-meta"];
    let own = ["create", "replace", "delete", "feed"];
    let model = ["organisationer", "hemvister", "moderorganisation", "dotterorganisationer"];
    for (url, document) in server.crawl() {
        for (rel, _) in relations(&document) {
            assert!(registered.contains(&rel) || own.contains(&rel) || model.contains(&rel), "{url}: `{rel}`");
        }
    }
}

#[test]
fn hyp_19_where_a_registered_relation_means_it_that_one_is_used() {
    let server = serve();
    let domicile = server.json("/organisationer/5560125790/hemvister/2345");
    assert_eq!(domicile["_links"]["up"]["href"], server.url(VOLVO));
    assert_eq!(domicile["_links"]["collection"]["href"], server.url("/organisationer/5560125790/hemvister"));
    assert!(domicile["_links"].get("organisation").is_none());
    assert_eq!(server.json("/organisationer/5560125790/hemvister")["_links"]["up"]["href"], server.url(VOLVO));
    // The model's own relation to the parent is called so too, and no relation can be called as an operation is.
    let relation =
        "    relations: {organisation: {to: Organisation, docs: {sv: Den som hör hemma här, en: Who is at home here}}}\n    attributes:\n";
    let named = serve_with(&[("    attributes:\n      hemvistId:", &format!("{relation}      hemvistId:"))], Config::default());
    assert_eq!(named.json("/organisationer/5560125790/hemvister/2345")["_links"]["up"]["href"], named.url(VOLVO));
    let refused = super::support::findings(&[("      moderorganisation:\n", "      edit:\n")]);
    assert!(refused.contains("edit"), "{refused}");
}
