//! Ladok's JSON: links in a list of their own, and problems in the words of its exceptions.

use super::writing::{SKOLE, SKOLER, written};

const LADOK: &[(&str, &str)] = &[("links.vendor", "link"), ("errors.form", "ladok"), ("writes.answer", "direct")];
const VENDOR: &str = "application/vnd.prove+json";

#[tokio::test]
async fn the_vendors_json_has_ladoks_list_of_links() {
    let server = written(LADOK, &[(SKOLE, r#"{"systemId":"1","skolenummer":"N 1"}"#)]).await;
    let path = format!("{SKOLER}/systemid/1");
    let vendor = server.send("GET", &path, &[("accept", VENDOR)]).await;
    assert_eq!(vendor.header("content-type"), Some(VENDOR));
    let json = vendor.json();
    assert!(json.get("_links").is_none(), "{json}");
    let link = &json["link"][0];
    assert_eq!((link["rel"].as_str(), link["method"].as_str(), link["mediaType"].as_str()), (Some("self"), Some("GET"), Some(VENDOR)));
    assert!(link["uri"].as_str().unwrap().ends_with(&path), "{json}");
    let page = server.send("GET", SKOLER, &[("accept", VENDOR)]).await.json();
    assert_eq!(
        (page["link"][0]["rel"].as_str(), page["_embedded"]["_entries"][0]["link"][0]["rel"].as_str()),
        (Some("self"), Some("self"))
    );
    let native = server.get(&path).await;
    assert!(native.json()["_links"]["self"].is_array());
    assert_ne!(native.header("etag"), vendor.header("etag"));
}

#[tokio::test]
async fn a_problem_also_speaks_as_ladoks_exceptions_do() {
    let server = written(LADOK, &[]).await;
    let missing = server.get(&format!("{SKOLER}/systemid/1")).await;
    let json = missing.json();
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("application/problem+json")));
    assert_eq!((json["Felgrupp"].as_str(), json["Detaljkod"].as_str()), (Some("not-found"), Some("not-found")));
    assert_eq!(
        (&json["FelUID"], &json["Meddelande"], &json["Felkategori"]),
        (&json["trace_id"], &json["detail"], &"applikationsfel".into())
    );
    let wrong = server.post(SKOLER, r#"{"systemId":"1","navn":1}"#).await.json();
    assert_eq!((wrong["FelkallaAttributID"].as_str(), wrong["status"].as_u64()), (Some("navn"), Some(400)));
    let plain = written(&[], &[]).await.get(&format!("{SKOLER}/systemid/1")).await.json();
    assert!(plain.get("FelUID").is_none());
}
