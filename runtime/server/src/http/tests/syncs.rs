//! Synchronisation over a socket: differences, guards, errors by line, and nothing by halves.

use super::writing::*;
use super::*;

fn lines(range: std::ops::Range<usize>) -> String {
    range.fold(String::new(), |mut out, i| {
        let _ = writeln!(out, r#"{{"systemId":{{"identifikatorverdi":"{i}"}},"navn":"Skole {i}"}}"#);
        out
    })
}

fn counts(answer: &Answer) -> [u64; 4] {
    let json = answer.json();
    assert_eq!(answer.status, 200, "{json}");
    ["created", "updated", "unchanged", "deleted"].map(|name| json[name].as_u64().unwrap())
}

const FULL: &str = "/utdanning/elev/skole/$sync?mode=full";
const DELTA: &str = "/utdanning/elev/skole/$sync?mode=delta";

#[tokio::test]
async fn a_full_synchronisation_makes_the_collection_what_was_sent() {
    let server = written(&[], &[]).await;
    assert_eq!(counts(&server.sync(FULL, &lines(0..100)).await), [100, 0, 0, 0]);
    let updated = server.get(&format!("{SKOLER}/last-updated")).await.text();
    // Unchanged content is no change, in whatever order and form it comes.
    let again: Vec<String> = lines(0..100).lines().rev().map(|l| l.replace(r#"{"identifikatorverdi":"#, "").replacen("}", "", 1)).collect();
    assert_eq!(counts(&server.sync(FULL, &again.join("\r\n\n")).await), [0, 0, 100, 0]);
    assert_eq!(server.get(&format!("{SKOLER}/last-updated")).await.text(), updated);
    let next = lines(5..103).replace("Skole 7\"", "Skole sju\"");
    assert_eq!(counts(&server.sync(FULL, &next).await), [3, 1, 94, 5]);
    assert_eq!(server.size(SKOLER).await, 98);
    assert_eq!(server.get(&format!("{SKOLER}/systemid/7")).await.json()["navn"], "Skole sju");
    assert_eq!(server.get(&format!("{SKOLER}/systemid/0")).await.status, 404);
}

#[tokio::test]
async fn a_delta_leaves_the_rest_and_removes_what_it_names() {
    let server = written(&[], &[(SKOLE, &lines(0..20))]).await;
    let delta = format!("{}{}\n{}\n", lines(19..22), r#"{"$delete":"systemid/3"}"#, r#"{"$delete":"systemid/nobody"}"#);
    assert_eq!(counts(&server.sync(DELTA, &delta).await), [2, 0, 2, 1]);
    assert_eq!((server.size(SKOLER).await, server.get(&format!("{SKOLER}/systemid/3")).await.status), (21, 404));
    let wrong = server.sync(DELTA, r#"{"$delete":"kode/3"}"#).await;
    assert_eq!((wrong.status, wrong.violations()[0].0.as_str()), (400, "/$delete"));
    assert_eq!(server.sync(FULL, r#"{"$delete":"systemid/4"}"#).await.status, 400);
}

#[tokio::test]
async fn a_truncated_file_does_not_delete_a_county() {
    let server = written(&[], &[(SKOLE, &lines(0..100))]).await;
    let refused = server.sync(FULL, &lines(0..89)).await;
    let told = refused.json();
    assert_eq!((refused.status, told["type"].as_str()), (409, Some("urn:smie:problem:too-many-deletes")));
    assert_eq!((told["deletes"].as_u64(), told["present"].as_u64()), (Some(11), Some(100)));
    assert_eq!(server.sync(FULL, "").await.status, 409);
    assert_eq!(counts(&server.sync(FULL, &lines(0..90)).await), [0, 0, 90, 10]);
    let short = server.sync(&format!("{FULL}&expect=90"), &lines(0..89)).await;
    assert_eq!((short.status, short.json()["found"].as_u64(), short.json()["expected"].as_u64()), (409, Some(89), Some(90)));
    assert_eq!(counts(&server.sync(&format!("{FULL}&expect=89"), &lines(0..89)).await), [0, 0, 89, 1]);
    assert_eq!(counts(&server.sync(&format!("{FULL}&force=true"), &lines(0..1)).await), [0, 0, 1, 88]);
}

#[tokio::test]
async fn wrong_lines_are_told_by_number_and_nothing_is_brought_in() {
    let server = written(&[], &[(SKOLE, &lines(0..40))]).await;
    let body = format!("{}{{\"systemId\":\"7\",\"navn\":7}}\n\n{{\n{}", lines(0..7), lines(8..41));
    let refused = server.sync(FULL, &body).await;
    let told = refused.json();
    assert_eq!((refused.status, told["rejected"].as_u64()), (400, Some(2)));
    let found: Vec<_> =
        told["violations"].as_array().unwrap().iter().map(|v| (v["line"].as_u64().unwrap(), v["pointer"].as_str().unwrap())).collect();
    assert_eq!(found, [(8, "/navn"), (10, "")]);
    assert_eq!(server.size(SKOLER).await, 40);
    // What is right can be brought in; who a wrong line is about stays, and where that cannot be told everybody does.
    let body = format!("{}{{\"systemId\":\"7\",\"navn\":7}}\n{}", lines(0..7), lines(9..41));
    let partial = server.sync(&format!("{FULL}&partial=true"), &body).await;
    assert_eq!((counts(&partial), partial.json()["rejected"].as_u64()), ([1, 0, 38, 1], Some(1)));
    assert_eq!(server.get(&format!("{SKOLER}/systemid/7")).await.json()["navn"], "Skole 7");
    let body = format!("{{\n{}", lines(2..41));
    assert_eq!(counts(&server.sync(&format!("{FULL}&partial=true"), &body).await), [1, 0, 38, 0]);
    let twice = server.sync(DELTA, &format!("{}{}", lines(3..4), lines(3..4))).await;
    assert!(twice.violations()[0].1.contains("the same entity as line 1"), "{}", twice.text());
    let fresh = server.sync(DELTA, &format!("{}{}", lines(90..91), lines(90..91))).await;
    assert_eq!((fresh.status, fresh.json()["violations"][0]["line"].as_u64()), (400, Some(2)));
    assert!(fresh.violations()[0].1.contains("the first is in line 1"), "{}", fresh.text());
}

#[tokio::test]
async fn a_body_that_breaks_off_or_says_too_little_brings_nothing_in() {
    let server = written(&[], &[(SKOLE, &lines(0..10))]).await;
    let body = lines(0..20);
    let head =
        format!("POST {FULL} HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-ndjson\r\ncontent-length: {}\r\n\r\n", body.len() + 1);
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert_eq!(server.size(SKOLER).await, 10);
    for query in ["?mode=all", "?mode=full&exepct=3"] {
        assert_eq!(server.sync(&format!("{SKOLER}/$sync{query}"), &body).await.status, 400, "{query}");
    }
    assert_eq!(server.post(FULL, &body).await.status, 415);
    let long = format!("{{\"systemId\":\"x\",\"navn\":\"{}\"}}\n{}", "x".repeat(1024 * 1024), lines(0..10));
    let refused = server.sync(FULL, &long).await;
    assert_eq!((refused.status, refused.json()["violations"][0]["line"].as_u64()), (400, Some(1)));
    // A place is free again after all this.
    assert_eq!(counts(&server.sync(FULL, &lines(0..10)).await), [0, 0, 10, 0]);
    // Without a word nothing is deleted.
    assert_eq!(counts(&server.sync(&format!("{SKOLER}/$sync"), &lines(5..12)).await), [2, 0, 5, 0]);
    assert_eq!(server.size(SKOLER).await, 12);
}

#[tokio::test]
async fn one_synchronisation_of_a_collection_runs_at_a_time_and_newer_writes_stay() {
    let server = written(&[], &[(SKOLE, &lines(0..50))]).await;
    let body = lines(0..49).replace("Skole 1\"", "Gammel\"");
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "POST {FULL} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/x-ndjson\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let (first, last) = body.split_at(body.len() - 5);
    stream.write_all(format!("{head}{first}").as_bytes()).await.unwrap();
    let mut busy = server.sync(DELTA, "").await;
    while busy.status == 200 {
        busy = server.sync(DELTA, "").await;
    }
    assert_eq!(busy.status, 409);
    let put = server.put(&format!("{SKOLER}/systemid/1"), r#"{"systemId":"1","navn":"Ny"}"#).await;
    assert_eq!(server.status_of(&put).await.status, 201);
    assert_eq!(server.status_of(&server.post(SKOLER, r#"{"systemId":"ny"}"#).await).await.status, 201);
    // Others read the state before until the last byte has come.
    assert_eq!(server.size(SKOLER).await, 51);
    stream.write_all(last.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = parse(&answer);
    assert_eq!((counts(&answer), answer.json()["kept"].as_u64()), ([0, 0, 48, 1], Some(1)));
    assert_eq!(server.get(&format!("{SKOLER}/systemid/1")).await.json()["navn"], "Ny");
    assert_eq!(server.size(SKOLER).await, 50);
}

#[tokio::test]
async fn much_data_goes_over_the_disk_and_comes_in_at_once() {
    let server = written(&[], &[]).await;
    let wide = "x".repeat(1000);
    let body = lines(0..20_000).replace("\"Skole", &format!("\"{wide} Skole"));
    assert!(body.len() > 2 * 8 * 1024 * 1024);
    assert_eq!(counts(&server.sync(&format!("{FULL}&expect=20000"), &body).await), [20_000, 0, 0, 0]);
    assert_eq!(counts(&server.sync(FULL, &body).await), [0, 0, 20_000, 0]);
    let page = server.get(&format!("{SKOLER}?size=2&offset=19998")).await.json();
    let entries = page["_embedded"]["_entries"].as_array().unwrap();
    assert_eq!(entries[1]["systemId"]["identifikatorverdi"], "19999");
}

#[tokio::test]
async fn an_organisation_comes_into_being_with_its_first_data() {
    let config = Config { tenant_header: Some("x-org-id".parse().unwrap()), ..Config::default() };
    let server = built(config, Api::builder().schema(schema(&[])), &[]).await;
    let org = ("x-org-id", "fylke.no");
    let form = ("content-type", "application/x-ndjson");
    assert_eq!(server.write("POST", SKOLER, &[org], ONE).await.status, 404);
    assert_eq!(counts(&server.write("POST", FULL, &[org, form], &lines(0..3)).await), [3, 0, 0, 0]);
    assert_eq!(server.send("GET", &format!("{SKOLER}/cache/size"), &[org]).await.text(), r#"{"size":3}"#);
    assert_eq!(server.size(SKOLER).await, 0);
}
