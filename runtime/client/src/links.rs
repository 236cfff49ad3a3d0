//! A resource's `_links` as they came, beside the typed ones in its value.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Hrefs by relation. Arrays, single objects and nulls are all read; entries without an href are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links(BTreeMap<String, Vec<String>>);

impl Links {
    /// All hrefs of a relation, in the order given.
    #[must_use]
    pub fn all(&self, relation: &str) -> &[String] {
        self.0.get(relation).map_or(&[], Vec::as_slice)
    }

    /// The first href of a relation.
    #[must_use]
    pub fn first(&self, relation: &str) -> Option<&str> {
        self.all(relation).first().map(String::as_str)
    }

    /// Every relation that has links.
    pub fn relations(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Links {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Value::Object(relations) = Value::deserialize(deserializer)? else { return Ok(Self::default()) };
        let relations = relations.into_iter().map(|(relation, links)| (relation, hrefs(links)));
        Ok(Self(relations.filter(|(_, hrefs)| !hrefs.is_empty()).collect()))
    }
}

fn hrefs(links: Value) -> Vec<String> {
    match links {
        Value::Array(links) => links.into_iter().flat_map(hrefs).collect(),
        Value::Object(mut link) => match link.remove("href") {
            Some(Value::String(href)) => vec![href],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Reads the `_links` of a resource and skips all else.
#[derive(Default, Deserialize)]
pub(crate) struct Linked {
    #[serde(rename = "_links", default)]
    pub(crate) links: Links,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_in_every_form_that_occurs() {
        let text = r#"{"a":[{"href":"1"},{"href":"2"}],"b":{"href":"3"},"c":null,"d":[null,{},{"href":null}],"e":"x"}"#;
        let links: Links = serde_json::from_str(text).unwrap();
        assert_eq!(links.all("a"), ["1", "2"]);
        assert_eq!(links.first("b"), Some("3"));
        assert_eq!(links.relations().collect::<Vec<_>>(), ["a", "b"]);
        for text in ["null", "[]", "\"x\""] {
            assert_eq!(serde_json::from_str::<Links>(text).unwrap(), Links::default());
        }
    }

    #[test]
    fn links_are_found_among_other_members() {
        let linked: Linked = serde_json::from_str(r#"{"x":[1,{"_links":1}],"_links":{"self":[{"href":"s"}]}}"#).unwrap();
        assert_eq!(linked.links.first("self"), Some("s"));
        assert_eq!(serde_json::from_str::<Linked>("{}").unwrap().links, Links::default());
    }
}
