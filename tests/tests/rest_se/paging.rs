//! FNS and UFN.04: pages, what a query selects, its order and its members.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use smie_server::Config;
use smie_tests::get;

use super::support::{column, entries, links, serve, serve_with};

#[test]
fn fns_07_pages_are_asked_for_by_page_and_limit() {
    let server = serve();
    let all = server.json("/organisationer");
    let walked: Vec<String> = (1..=3)
        .flat_map(|page| {
            let page = server.json(&format!("/organisationer?page={page}&limit=2"));
            assert_eq!(entries(&page).len(), 2);
            column(&page, "organisationsnummer").into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(walked, column(&all, "organisationsnummer"));
    for wrong in ["limit=0", "limit=-1", "limit=x", "page=x", "page=1&page=2", "size=2", "offset=2"] {
        assert_eq!(server.get(&format!("/organisationer?{wrong}")).status, 400, "{wrong}");
    }
}

#[test]
fn fns_08_the_first_page_is_page_1() {
    let server = serve();
    let page = server.json("/organisationer?limit=2");
    assert_eq!(page["_meta"]["page"], 1);
    assert_eq!(page["_embedded"], server.json("/organisationer?page=1&limit=2")["_embedded"]);
    assert!(page["_links"]["first"]["href"].as_str().is_some_and(|href| href.contains("page=1&")));
}

#[test]
fn fns_09_a_page_has_20_entries_unless_asked_otherwise_and_never_without_end() {
    let server = serve();
    for number in 0..30 {
        let body = format!(r#"{{"organisationsnummer":"{:010}","namn":"Nr {number}"}}"#, number + 1);
        assert_eq!(server.post("/organisationer", &body).status, 201);
    }
    let page = server.json("/organisationer");
    assert_eq!((entries(&page).len(), &page["_meta"]["limit"], &page["_meta"]["totalRecords"]), (20, &20.into(), &36.into()));
    let most = server.json("/organisationer?limit=1000000");
    assert_eq!(most["_meta"]["limit"], 1000);
}

#[test]
fn fns_10_a_page_tells_of_itself_in_meta_and_links() {
    let server = serve();
    for path in [
        "/organisationer",
        "/organisationer?page=9",
        "/organisationer?namn=x",
        "/organisationer/5560125790/hemvister",
        "/organisationer?sort=namn",
    ] {
        let page = server.json(path);
        assert!(page["_meta"].is_object() && page["_links"].is_object(), "{path}: {page}");
    }
}

#[test]
fn fns_11_a_page_links_to_itself_the_ends_and_its_neighbours() {
    let server = serve();
    let rels = |page: u32| -> Vec<String> {
        let page = server.json(&format!("/organisationer?page={page}&limit=2"));
        let all = page["_links"].as_object().expect("links").keys();
        all.filter(|rel| *rel != "create").cloned().collect()
    };
    assert_eq!(rels(1), ["first", "last", "next", "self"]);
    assert_eq!(rels(2), ["first", "last", "next", "prev", "self"]);
    assert_eq!(rels(3), ["first", "last", "prev", "self"]);
    let link = |page: u32, rel: &str| {
        server.json(&format!("/organisationer?page={page}&limit=2"))["_links"][rel]["href"].as_str().expect(rel).to_owned()
    };
    let names = |url: &str| -> Vec<String> { column(&get(url).json(), "namn").into_iter().map(str::to_owned).collect() };
    for (from, rel, to) in [(1, "next", 2), (2, "next", 3), (3, "prev", 2), (2, "first", 1), (1, "last", 3), (9, "prev", 3), (9, "last", 3)]
    {
        assert_eq!(names(&link(from, rel)), names(&server.url(&format!("/organisationer?page={to}&limit=2"))), "{rel} of {from}");
    }
}

#[test]
fn fns_12_links_between_pages_keep_every_other_parameter() {
    let server = serve();
    let kept = "organisationsform=ekonomisk_forening&sort=-namn&fields=namn&andradEfter=2020-01-01T00:00:00%2B01:00";
    let page = server.json(&format!("/organisationer?{kept}&page=2&limit=1"));
    assert_eq!(page["_meta"]["totalRecords"], 3);
    let pages = ["self", "first", "prev", "next", "last"];
    for rel in pages {
        let href = page["_links"][rel]["href"].as_str().unwrap_or_else(|| panic!("{rel}: {page}"));
        assert!(kept.split('&').all(|pair| href.contains(&format!("&{pair}"))), "{rel}: {href}");
    }
    let filtered = server.json("/organisationer?filter=namn%20startswith%20%27Volvo%27&limit=1");
    let own = filtered["_links"]["self"]["href"].as_str().expect("self");
    assert!(own.ends_with("&filter=namn%20startswith%20%27Volvo%27"), "{own}");
    // A walk along `next` shows what the query selects, each once.
    let mut next = Some(server.url(&format!("/organisationer?{kept}&limit=1")));
    let mut names = Vec::new();
    while let Some(url) = next {
        let page = get(&url).json();
        names.extend(column(&page, "namn").into_iter().map(str::to_owned));
        assert!(names.len() < 10);
        next = page["_links"]["next"]["href"].as_str().map(str::to_owned);
    }
    assert_eq!(names, ["Östra Kvarn", "Ålands Äppelförening", "Zinkgruvan"]);
}

#[test]
fn fns_13_meta_counts_what_the_query_selects() {
    let server = serve();
    let meta = |path: &str| server.json(path)["_meta"].clone();
    let expected = |total: u32, page: i32, limit: u32, count: u32| -> Value {
        serde_json::json!({"totalRecords": total, "page": page, "limit": limit, "count": count})
    };
    assert_eq!(meta("/organisationer"), expected(6, 1, 20, 6));
    assert_eq!(meta("/organisationer?page=2&limit=4"), expected(6, 2, 4, 2));
    assert_eq!(meta("/organisationer?organisationsform=aktiebolag"), expected(2, 1, 20, 2));
    assert_eq!(meta("/organisationer?organisationsform=aktiebolag&page=2&limit=1&sort=namn"), expected(2, 2, 1, 1));
    assert_eq!(meta("/organisationer/5560125790/hemvister?limit=1"), expected(2, 1, 1, 1));
}

#[test]
fn fns_14_a_page_outside_the_range_is_empty_and_no_error() {
    let server = serve();
    for query in [
        "page=0",
        "page=99",
        "page=-1",
        "page=99&limit=2&sort=namn",
        "page=0&sort=namn",
        "page=0&organisationsform=aktiebolag",
        "page=9223372036854775807",
    ] {
        let page = server.json(&format!("/organisationer?{query}"));
        assert!(entries(&page).is_empty() && page["_meta"]["count"] == 0, "{query}: {page}");
        assert!(page["_links"].get("next").is_none() && page["_links"]["first"]["href"].is_string(), "{query}: {page}");
    }
    assert!(entries(&server.json("/organisationer/7696000003/hemvister")).is_empty());
    assert!(entries(&server.json("/organisationer/5560125790/hemvister?page=9")).is_empty());
}

#[test]
fn fns_02_values_are_read_as_encoded_utf_8() {
    let server = serve();
    for query in ["namn=%C3%96stra%20Kvarn", "namn=%C3%96stra+Kvarn"] {
        assert_eq!(column(&server.json(&format!("/organisationer?{query}")), "organisationsnummer"), ["7696000002"], "{query}");
    }
    assert_eq!(server.get("/organisationer?namn=%ff").status, 400);
}

#[test]
fn ufn_04_filter_sort_and_fields_go_by_these_names() {
    let server = serve();
    let names = |query: &str| -> Vec<String> {
        column(&server.json(&format!("/organisationer?{query}")), "namn").into_iter().map(str::to_owned).collect()
    };
    let sorted = ["Aktiebolaget Volvo", "Bolagsverket", "Volvo Bikes AB", "Zinkgruvan", "Ålands Äppelförening", "Östra Kvarn"];
    assert_eq!(names("sort=namn"), sorted);
    let mut turned = sorted;
    turned.reverse();
    assert_eq!(names("sort=-namn"), turned);
    assert_eq!(names("sort=organisationsform,-namn&limit=3"), ["Volvo Bikes AB", "Aktiebolaget Volvo", "Östra Kvarn"]);
    // What lacks a value comes last, whichever way the order goes.
    assert_eq!(names("sort=-registreringsdatum&limit=1"), ["Aktiebolaget Volvo"]);
    assert_eq!(names("filter=namn%20contains%20%27Volvo%27"), ["Aktiebolaget Volvo", "Volvo Bikes AB"]);
    assert_eq!(names("registreringsdatum=1915-05-05"), ["Aktiebolaget Volvo"]);
    assert_eq!(names("moderorganisation=5560125790"), ["Volvo Bikes AB"]);
    assert_eq!(names("namn=volvo"), [] as [&str; 0]);
    let page = server.json("/organisationer?fields=namn,organisationsform&limit=1");
    let members: Vec<&String> = entries(&page)[0].as_object().expect("an object").keys().collect();
    assert_eq!(members, ["_links", "namn", "organisationsform"]);
    let one = server.json("/organisationer/5560125790?fields=namn");
    assert!(one.get("organisationsnummer").is_none() && one["namn"] == "Aktiebolaget Volvo" && one["_links"]["self"].is_object(), "{one}");
    let tag = |path: &str| server.get(path).header("etag").expect("a tag").to_owned();
    assert_ne!(tag("/organisationer/5560125790?fields=namn"), tag("/organisationer/5560125790"));
    for wrong in ["sort=okand", "fields=okand", "okand=1", "registreringsdatum=igar", "organisationsform=okand", "filter=namn"] {
        assert_eq!(server.get(&format!("/organisationer?{wrong}")).status, 400, "{wrong}");
    }
    assert_eq!(server.get("/organisationer/5560125790?okand=1").status, 400);
}

#[test]
fn changes_after_a_time_are_asked_for_by_andrad_efter() {
    let server = serve();
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    let later = format!("/organisationer?andradEfter={}", millis + 60_000);
    assert!(entries(&server.json(&later)).is_empty());
    assert_eq!(entries(&server.json("/organisationer?andradEfter=2020-01-31T12:00:00Z")).len(), 6);
    assert_eq!(entries(&server.json("/organisationer?andradEfter=2999-01-31T12:00:00%2B01:00")).len(), 0);
    assert_eq!(server.get("/organisationer?andradEfter=igar").status, 400);
    let stamp = std::time::Duration::from_millis(5);
    std::thread::sleep(stamp);
    let before = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    std::thread::sleep(stamp);
    assert_eq!(server.change("PATCH", "/organisationer/2021005489", r#"{"namn":"Ändrad"}"#).status, 200);
    assert_eq!(column(&server.json(&format!("/organisationer?andradEfter={before}")), "namn"), ["Ändrad"]);
}

#[test]
fn the_printed_form_is_a_list_of_links_beside_a_named_list_and_is_no_hal() {
    let server = serve_with(&[super::seeds::PRINTED], Config::default());
    let answer = server.get("/organisationer?limit=1");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let page = answer.json();
    let item = &page["organisationslista"][0];
    assert_eq!(item["namn"], "Aktiebolaget Volvo");
    assert!(item["_links"].is_array() && page["_links"].is_array() && page.get("_embedded").is_none(), "{page}");
    let own =
        |links: &Value| links.as_array().and_then(|all| all.iter().find(|link| link["rel"] == "self")).map(|link| link["href"].clone());
    assert_eq!(own(&item["_links"]), Some(server.url("/organisationer/5560125790").into()));
    assert!(links(&page).iter().all(|link| link["rel"].is_string() && link["method"].is_string()), "{page}");
    let hal = smie_tests::get_with(&server.url("/organisationer?limit=1"), &[("accept", "application/hal+json")]);
    assert_eq!(hal.header("content-type"), Some("application/hal+json"));
    assert!(hal.json()["_links"].is_object());
}
