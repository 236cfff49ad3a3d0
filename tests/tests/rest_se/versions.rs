//! VER and UFN.01: versions in addresses, what an API tells of itself, and how it goes.

use smie_server::Config;
use smie_tests::{get, send};

use super::support::{ROOT, changed, serve, serve_with};

#[test]
fn ufn_01_an_address_is_one_word_for_the_api_a_version_and_the_resource() {
    let schema = changed(&[("package: företagsinformation", "package: näringsliv/företagsinformation")]).schema.expect("a schema");
    let paths: Vec<&str> = schema.collections.iter().map(|collection| collection.path.as_str()).collect();
    assert_eq!(
        paths,
        ["/naringsliv-foretagsinformation/v2/organisationer", "/naringsliv-foretagsinformation/v2/organisationer/{organisation}/hemvister"]
    );
}

#[test]
fn ver_05_the_major_version_stands_in_the_address() {
    let server = serve();
    assert!(ROOT.ends_with("/v2"));
    assert_eq!(server.get("/organisationer").status, 200);
    assert_eq!(get(&server.url("/organisationer").replace("/v2/", "/v1/")).status, 404);
    let next = changed(&[("version: 2.1.0", "version: 3.0.0")]).schema.expect("a schema");
    assert!(next.collections.iter().all(|collection| collection.path.contains("/v3/")));
}

#[test]
fn ver_06_the_api_tells_what_it_is_below_its_root() {
    let server = serve();
    let answer = server.get("/api-info");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(send("HEAD", &server.url("/api-info"), &[]).status, 200);
    assert_eq!(server.json("")["_links"]["service-meta"]["href"], server.url("/api-info"));
}

#[test]
fn ver_07_it_tells_name_version_date_documentation_and_status() {
    let server = serve();
    let info = server.json("/api-info");
    assert_eq!(info["apiName"], "Företagsinformation");
    assert_eq!(
        (info["apiVersion"].as_str(), info["apiReleased"].as_str(), info["apiStatus"].as_str()),
        (Some("2.1.0"), Some("2026-09-01"), Some("active"))
    );
    assert!(info["apiDocumentation"].as_str().is_some_and(|url| url.starts_with(&format!("{}/", server.base))), "{info}");
    let english = smie_tests::get_with(&server.url("/api-info"), &[("accept-language", "en")]).json();
    assert_eq!(english["apiName"], "Company information");
}

#[test]
fn ver_08_a_version_that_goes_says_so_on_every_answer() {
    let going = (
        "  status: active\n",
        "  status: deprecated\n  deprecated: {date: 2026-10-01, sunset: 2027-09-30, use: 'https://api.exempel.se/foretagsinformation/v3'}\n",
    );
    let server = serve_with(&[going], Config::default());
    for path in [
        "",
        "/api-info",
        "/organisationer",
        "/organisationer/5560125790",
        "/organisationer/5560125790/hemvister",
        "/organisationer/0000000000",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.header("deprecation"), Some("@1790812800"), "{path}");
        assert_eq!(answer.header("sunset"), Some("Thu, 30 Sep 2027 23:59:59 GMT"), "{path}");
        assert_eq!(answer.header("link"), Some("<https://api.exempel.se/foretagsinformation/v3>; rel=\"successor-version\""), "{path}");
    }
    assert_eq!(server.json("/api-info")["apiStatus"], "deprecated");
    let current = serve();
    assert!(["deprecation", "sunset", "link"].iter().all(|name| current.get("/organisationer").header(name).is_none()));
}

#[test]
fn ver_09_a_resource_that_goes_says_when_and_what_comes_after_it() {
    let going = (
        "  Hemvist:\n    is: hovedklasse\n",
        "  Hemvist:\n    is: hovedklasse\n    deprecated: {since: 2.1.0, sunset: 2027-09-30, use: Organisation, docs: {sv: Finns hos organisationen, en: It is with the organisation}}\n",
    );
    let server = serve_with(&[going], Config::default());
    let nested = server.get("/organisationer/5560125790/hemvister");
    // This version deprecated it, so the day is the version's own.
    assert_eq!(nested.header("deprecation"), Some("@1788220800"));
    assert_eq!(nested.header("sunset"), Some("Thu, 30 Sep 2027 23:59:59 GMT"));
    assert_eq!(nested.header("link"), Some(format!("<{}>; rel=\"successor-version\"", server.url("/organisationer")).as_str()));
    assert!(server.get("/organisationer").header("deprecation").is_none());
    // The profile's own way to write the days, by a setting.
    let printed = ("languages: [", "overrides: {headers.deprecation: profile}\nlanguages: [");
    let server = serve_with(&[going, printed], Config::default());
    let nested = server.get("/organisationer/5560125790/hemvister");
    assert_eq!((nested.header("deprecation"), nested.header("sunset")), (Some("2026-09-01T00:00:00Z"), Some("2027-09-30T23:59:59Z")));
}
