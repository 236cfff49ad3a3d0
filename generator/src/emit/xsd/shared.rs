//! What packages share: links, actions and pages, and what the content of every event begins with.

use smie_wire::model::{Docs, PackageId};
use smie_wire::profile::DapForm;
use smie_wire::schema::Schema;

use super::package::Namespaces;
use super::tag::Page;
use super::types::sequence;

const XS: (&str, &str) = ("xmlns:xs", "http://www.w3.org/2001/XMLSchema");
const MANY: [(&str, &str); 2] = [("minOccurs", "0"), ("maxOccurs", "unbounded")];

/// `dap.xsd`
pub(super) fn dap(schema: &Schema, id: PackageId) -> String {
    let namespaces = Namespaces::of(schema, id);
    let root = root(&namespaces.dap, ("xmlns:dap", &namespaces.dap));
    let mut page = Page::new();
    page.with("xs:schema", &root, |page| {
        for (name, ty) in [("link", "dap:Link"), ("action", "dap:Action"), ("collection", "dap:Collection")] {
            page.empty("xs:element", &[("name", name), ("type", ty)]);
        }
        link(schema, page);
        action(page);
        impediment(page);
        collection(page);
    });
    page.finish()
}

/// `events.xsd`
pub(super) fn events(schema: &Schema, id: PackageId) -> String {
    let namespaces = Namespaces::of(schema, id);
    let root = root(&namespaces.events, ("xmlns:e", &namespaces.events));
    let mut page = Page::new();
    page.with("xs:schema", &root, |page| {
        let said = [
            ("HandelseUID", "xs:string", "The event's id, which is also that of its entry."),
            ("Nummer", "xs:unsignedLong", "The event's number in its feed, without gaps."),
            ("Redacted", "xs:dateTime", "When what the event carried was taken out of it."),
            ("OpaqueId", "xs:string", "Stands for a person whose number is not told."),
        ];
        for (name, ty, docs) in said {
            page.with("xs:element", &[("name", name), ("type", ty)], |page| page.docs(&Docs::one("en", docs)));
        }
    });
    page.finish()
}

fn root<'a>(namespace: &'a str, prefix: (&'a str, &'a str)) -> [(&'a str, &'a str); 4] {
    [XS, prefix, ("targetNamespace", namespace), ("elementFormDefault", "qualified")]
}

fn link(schema: &Schema, page: &mut Page) {
    let form = &schema.profile.dap;
    let media = if form.compat == DapForm::Pm { "mediatype" } else { form.media_attribute.word() };
    page.with("xs:complexType", &[("name", "Link")], |page| {
        page.docs(&Docs::one("en", "A relation and an address."));
        for (name, ty) in [("rel", "xs:anyURI"), ("method", "xs:NMTOKEN"), (media, "xs:string"), ("count", "xs:unsignedLong")] {
            if name != "method" || form.compat != DapForm::Pm {
                page.empty("xs:attribute", &[("name", name), ("type", ty)]);
            }
        }
        page.empty("xs:attribute", &[("name", "uri"), ("type", "xs:anyURI"), ("use", "required")]);
    });
}

fn action(page: &mut Page) {
    page.with("xs:complexType", &[("name", "Action")], |page| {
        page.docs(&Docs::one("en", "What can be done: by the link, or not now and why. Never both, never neither."));
        page.with("xs:choice", &[], |page| {
            page.with("xs:sequence", &[], |page| {
                page.empty("xs:element", &[("name", "link"), ("type", "dap:Link")]);
                page.empty("xs:element", &[&[("name", "warning"), ("type", "dap:Impediment")][..], &MANY].concat());
            });
            page.empty("xs:element", &[("name", "impediment"), ("type", "dap:Impediment"), ("maxOccurs", "unbounded")]);
        });
        page.empty("xs:attribute", &[("name", "rel"), ("type", "xs:anyURI"), ("use", "required")]);
    });
}

fn impediment(page: &mut Page) {
    page.with("xs:complexType", &[("name", "Impediment"), ("mixed", "true")], |page| {
        page.docs(&Docs::one("en", "The code in the model's letters; as an attribute on the wire, with texts and times."));
        page.with("xs:sequence", &[], |page| {
            page.with("xs:element", &[&[("name", "text")][..], &MANY].concat(), |page| {
                page.with("xs:complexType", &[], |page| {
                    page.with("xs:simpleContent", &[], |page| {
                        page.with("xs:extension", &[("base", "xs:string")], |page| {
                            page.empty("xs:attribute", &[("name", "lang"), ("type", "xs:language")]);
                        });
                    });
                });
            });
        });
        for (name, ty) in [("code", "xs:string"), ("from", "xs:dateTime"), ("until", "xs:dateTime")] {
            page.empty("xs:attribute", &[("name", name), ("type", ty)]);
        }
    });
}

fn collection(page: &mut Page) {
    sequence(page, "Collection", |page| {
        page.with("xs:choice", &MANY, |page| {
            page.empty("xs:any", &[("namespace", "##other"), ("processContents", "strict")]);
            page.with("xs:element", &[("name", "deleted")], |page| {
                page.with("xs:complexType", &[], |page| {
                    page.with("xs:sequence", &[], |page| page.empty("xs:element", &[("ref", "dap:link"), ("minOccurs", "0")]));
                    page.empty("xs:attribute", &[("name", "at"), ("type", "xs:dateTime")]);
                });
            });
        });
        page.empty("xs:element", &[&[("ref", "dap:link")][..], &MANY].concat());
        page.empty("xs:element", &[&[("ref", "dap:action")][..], &MANY].concat());
        page.with("xs:element", &[("name", "page")], |page| {
            page.with("xs:complexType", &[], |page| {
                for name in ["total", "matching", "size", "offset", "page", "limit"] {
                    page.empty("xs:attribute", &[("name", name), ("type", "xs:unsignedLong")]);
                }
            });
        });
    });
}
