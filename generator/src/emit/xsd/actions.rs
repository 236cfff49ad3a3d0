//! Bodies of actions, and the codes of what may stand in their way.

use std::collections::BTreeMap;

use smie_wire::model::Docs;
use smie_wire::schema::{Collection, WRONG_STATE, wrong_state};

use super::package::Elements;
use super::tag::Page;
use super::types::{Holder, Types};

/// Writes an element for the body of each action that takes input.
pub(super) fn bodies(types: &mut Types<'_>, page: &mut Page, collection: &Collection, elements: &mut Elements) {
    let schema = types.schema;
    let class = schema.class(collection.class);
    let dap = &schema.profile.dap;
    for action in class.actions.iter().filter(|action| !action.input.is_empty()) {
        // Classes of a package have actions of one name with other input, so the class stands before it. The server reads any name.
        let name = format!("{}.{}", dap.element(&class.name, &class.wire), dap.element(&action.name, &action.wire));
        elements.declare(&name, |name| {
            page.with("xs:element", &[("name", name)], |page| {
                page.docs(&action.docs);
                page.with("xs:complexType", &[], |page| {
                    page.with("xs:sequence", &[], |page| {
                        for input in &action.input {
                            types.element(page, &dap.element(&input.name, &input.wire), input.bounds, input, Holder::Resource);
                        }
                    });
                });
            });
        });
    }
}

/// Writes the codes of the impediments of a package's actions; nothing where there are none.
pub(super) fn impediments(types: &mut Types<'_>, page: &mut Page, collections: &[&Collection]) {
    let schema = types.schema;
    let mut codes: BTreeMap<String, Docs> = BTreeMap::new();
    for action in collections.iter().flat_map(|collection| &schema.class(collection.class).actions) {
        if !action.from.is_empty() {
            codes.insert(WRONG_STATE.to_owned(), wrong_state(&schema.languages));
        }
        for id in &action.impediments {
            let impediment = schema.impediment(*id);
            codes.insert(impediment.wire.clone(), impediment.docs.clone());
        }
    }
    if codes.is_empty() {
        return;
    }
    let name = types.reserve("Impediment");
    page.with("xs:simpleType", &[("name", &name)], |page| {
        page.with("xs:restriction", &[("base", "xs:string")], |page| {
            for (code, docs) in &codes {
                page.with("xs:enumeration", &[("value", code)], |page| page.docs(docs));
            }
        });
    });
}
