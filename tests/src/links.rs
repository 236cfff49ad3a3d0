//! Walking an API by its own links, as a client would that knows nothing of paths.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::{Server, get, smie};

/// Every `href` in a document, at any depth.
pub fn hrefs(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(href)) = members.get("href") {
                found.insert(href.clone());
            }
            members.values().for_each(|member| hrefs(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| hrefs(item, found)),
        _ => {}
    }
}

/// The paths of a model's collections, as `smie routes` tells them.
///
/// # Panics
/// It does not.
#[must_use]
pub fn collections(folder: &Path, model: &str) -> Vec<String> {
    let routes = smie(folder, ["routes", model, "--format", "json"]).ok();
    let routes: Value = serde_json::from_str(&routes).expect("routes are JSON");
    let all = routes["routes"].as_array().expect("a list of routes");
    all.iter().filter(|route| route["kind"] == "collection").filter_map(|route| Some(route["path"].as_str()?.to_owned())).collect()
}

/// Every distinct href in these answers that leads to the server itself, and those among them that lead to nothing.
#[must_use]
pub fn followed(server: &Server, answers: &[Value]) -> (BTreeSet<String>, Vec<String>) {
    let mut links = BTreeSet::new();
    answers.iter().for_each(|answer| hrefs(answer, &mut links));
    links.retain(|href| href.starts_with(&server.base));
    let dead = links.iter().filter(|href| get(href).status != 200).cloned().collect();
    (links, dead)
}
