//! XML over HTTP: asked for by name, page by page, written and answered.

use super::writing::{SKOLE, SKOLER, written};

const VENDOR: &str = "application/vnd.prove+xml";
const DIRECT: &[(&str, &str)] = &[("writes.answer", "direct")];

#[tokio::test]
async fn a_resource_has_an_xml_form_under_three_names() {
    let server = written(&[], &[(SKOLE, r#"{"systemId":"å/1","navn":"Åsen <skole>"}"#)]).await;
    let path = format!("{SKOLER}/systemid/%C3%A5%2F1");
    let mut tags = std::collections::BTreeSet::new();
    for mime in [VENDOR, "application/xml", "text/xml"] {
        let answer = server.send("GET", &path, &[("accept", mime)]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(mime)));
        assert!(answer.text().contains("<navn>Åsen &lt;skole&gt;</navn>"), "{}", answer.text());
        let known = [("accept", mime), ("if-none-match", answer.header("etag").unwrap())];
        assert_eq!(server.send("GET", &path, &known).await.status, 304);
        tags.insert(answer.header("etag").unwrap().to_owned());
    }
    tags.insert(server.get(&path).await.header("etag").unwrap().to_owned());
    assert_eq!(tags.len(), 2, "XML has one tag, JSON another");
    let refused = server.send("GET", &path, &[("accept", "application/vnd.annet+xml")]).await;
    assert_eq!(refused.status, 406);
    assert!(refused.json()["detail"].as_str().unwrap().contains(VENDOR));
}

#[tokio::test]
async fn a_page_in_xml_is_one_document() {
    let rows: String = (1..=3).map(|i| format!("{{\"systemId\":\"{i}\"}}\n")).collect();
    let server = written(&[], &[(SKOLE, &rows)]).await;
    let page = server.send("GET", &format!("{SKOLER}?size=2"), &[("accept", VENDOR)]).await.text();
    assert_eq!((page.matches("<skole>").count() + page.matches("<Skole>").count(), page.matches("<?xml").count()), (2, 1), "{page}");
    assert!(page.contains("rel=\"next\"") && page.contains("<dap:page total=\"3\" size=\"2\" offset=\"0\"/>"), "{page}");
    let filtered = server.send("GET", &format!("{SKOLER}?$filter=systemId%20eq%20'2'"), &[("accept", VENDOR)]).await.text();
    assert!(filtered.contains("matching=\"1\"") && filtered.ends_with("</dap:collection>"), "{filtered}");
    server.delete(&format!("{SKOLER}/systemid/1")).await;
    let gone = server.send("GET", &format!("{SKOLER}?includeDeleted=true"), &[("accept", VENDOR)]).await.text();
    assert!(gone.contains("<dap:deleted at=\"20") && gone.contains("/skole/systemid/1\""), "{gone}");
}

#[tokio::test]
async fn what_is_read_in_xml_can_be_written_in_xml() {
    let server = written(DIRECT, &[]).await;
    let xml = "<skole><systemId>1</systemId><navn>Åsen &amp; co</navn></skole>";
    let form = [("content-type", VENDOR), ("accept", VENDOR)];
    let created = server.write("POST", SKOLER, &form, xml).await;
    assert_eq!((created.status, created.header("content-type")), (201, Some(VENDOR)), "{}", created.text());
    let path = format!("{SKOLER}/systemid/1");
    let changed = created.text().replace("Åsen", "Ny");
    let put = server.write("PUT", &path, &form, &changed).await;
    assert_eq!(put.status, 200, "{}", put.text());
    assert_eq!(server.get(&path).await.json()["navn"], "Ny & co");
    let wrong = server.write("PUT", &path, &form, "<skole><navn>x</navn>").await;
    assert_eq!((wrong.status, wrong.header("content-type")), (400, Some("application/problem+json")));
    assert_eq!(wrong.violations()[0].1, "not XML that can be read: the text ends inside an element");
    let other = server.write("PUT", &path, &[("content-type", "text/html")], "<p/>").await;
    assert_eq!(other.status, 415);
}
