//! Documents that nobody should write, and those that Ladok does.

use proptest::prelude::*;

use super::atom::{AtomError, parse};

const PAGE: &str = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:fh='http://purl.org/syndication/history/1.0'><fh:archive/>\
    <id>urn:id:1</id><updated>2017-09-15T10:55:07.275Z</updated><link rel='via' href='https://h:443/f/1?a=1&amp;b=2'/><entry><id> abc </id>\
    <content type='application/vnd.ladok+xml'><ui:E xmlns:ui='http://s/ui'><ui:N>a<![CDATA[<b>]]>&#229;&lt;</ui:N><entry xmlns=''>x</entry></ui:E></content></entry></feed>";

#[test]
fn a_page_is_read_as_it_comes() {
    let page = parse(PAGE.as_bytes()).unwrap();
    assert!(page.archive);
    assert_eq!(page.canonical(), Some("https://h:443/f/1?a=1&b=2"));
    assert_eq!(page.entries.len(), 1, "an element of content that is called entry is none");
    let entry = &page.entries[0];
    assert_eq!((entry.id.as_str(), entry.kind()), ("abc", "E"));
    let content = entry.content.element.as_ref().unwrap();
    assert_eq!(content.child("N").unwrap().text, "a<b>å<");
    assert_eq!(content.namespace.as_deref(), Some("http://s/ui"));
    let alone = parse(entry.document().as_bytes()).unwrap();
    assert_eq!(alone.entries[0].id, "abc");
    assert_eq!(alone.entries[0].content.element, entry.content.element);
}

#[test]
fn what_harms_is_refused() {
    let deep = format!("<feed>{}</feed>", "<a>".repeat(70));
    assert!(matches!(parse(deep.as_bytes()), Err(AtomError::Depth(_))));
    assert!(matches!(parse(b"<!DOCTYPE feed><feed/>"), Err(AtomError::DocumentType)));
    assert!(matches!(parse(b"<feed xmlns='http://www.w3.org/2005/Atom'><id>&boom;</id></feed>"), Err(AtomError::Syntax { .. })));
    assert!(matches!(parse(b"<html/>"), Err(AtomError::Root(_))));
    assert!(matches!(parse(b"\xFF\xFE"), Err(AtomError::Encoding)));
    for open in ["", "   ", "<feed>", "<feed><a></feed>", "text", "<feed"] {
        assert!(parse(open.as_bytes()).is_err(), "{open}");
    }
}

/// The pages of a reference folder beside the checkout, when it is there.
#[test]
fn pages_of_the_reference_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/examples");
    let read = |name: &str| std::fs::read(format!("{folder}/{name}")).ok().map(|bytes| parse(&bytes).unwrap());
    let Some(page) = read("153.xml") else {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "{folder} is missing");
        println!("skipped: {folder} is not there");
        return;
    };
    assert!(page.archive && page.link("next-archive").is_some() && page.link("prev-archive").is_some());
    let recent = read("recent.xml").unwrap();
    assert_eq!(recent.canonical(), Some("https://studiedeltagande.ladok.se/notifications/154"));
    let event = recent.entries[0].content.element.as_ref().unwrap();
    assert_eq!(event.name, "ForstagangsregistreradPaKurstillfalle");
    assert_eq!(event.one::<String>("studentId").unwrap().as_deref(), Some("2345"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes);
    }

    /// Cut anywhere, or with bytes exchanged, a page is read or refused.
    #[test]
    fn a_damaged_page_is_read_or_refused(at in 0..PAGE.len(), with in any::<u8>(), cut in 0..PAGE.len()) {
        let mut bytes = PAGE.as_bytes().to_vec();
        bytes[at] = with;
        let _ = parse(&bytes);
        bytes.truncate(cut);
        prop_assert!(parse(&bytes).is_err());
    }

    #[test]
    fn whatever_text_is_written_is_read_back(text in "[ -~æøåäö€]{0,60}") {
        let escaped = quick_xml::escape::escape(text.as_str());
        let page = format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><content type='a/b+xml'><E><N a=\"{escaped}\">{escaped}</N></E></content></entry></feed>");
        let page = parse(page.as_bytes()).unwrap();
        let n = page.entries[0].content.element.as_ref().unwrap().child("N").unwrap().clone();
        prop_assert_eq!(&n.text, &text);
        prop_assert_eq!(n.attribute("a"), Some(text.as_str()));
    }
}
