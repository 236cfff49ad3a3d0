//! What tests of writes share: a schema that is written to, requests with bodies, a look at the status.

use std::sync::Arc;

use smie_wire::model::{Model, Operation, Stereotype};
use smie_wire::schema::{Schema, compile};

use super::*;

pub(super) const SKOLE: &str = "utdanning-elev.skole";
pub(super) const SKOLER: &str = "/utdanning/elev/skole";
pub(super) const ONE: &str = r#"{"systemId":"1","skolenummer":"N1","navn":"Åsen"}"#;

/// Everything is allowed on every class but a person, of whom nothing is; of a school the name is writable.
pub(super) fn schema(overrides: &[(&str, &str)]) -> Arc<Schema> {
    let mut model = Model::from_tables(&MODEL).unwrap();
    model.overrides.extend(overrides.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    for class in model.classes.iter_mut().filter(|class| class.stereotype == Stereotype::Hovedklasse && class.name != "Person") {
        class.allow = Some(Operation::ALL.to_vec());
        class.attributes.iter_mut().filter(|a| a.name == "navn").for_each(|a| a.writable = true);
    }
    Arc::new(compile(&model).unwrap())
}

/// A server that is written to.
pub(super) async fn written(overrides: &[(&str, &str)], files: &[(&str, &str)]) -> Running {
    built(Config::default(), Api::builder().schema(schema(overrides)), files).await
}

impl Running {
    pub(super) async fn write(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let length = body.len().to_string();
        let mut all = vec![("content-length", length.as_str())];
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            all.push(("content-type", if method == "PATCH" { "application/merge-patch+json" } else { "application/json" }));
        }
        all.extend_from_slice(headers);
        let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\nhost: {}\r\n", self.address);
        for (name, value) in all {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        self.raw(format!("{request}\r\n{body}").as_bytes()).await
    }

    pub(super) async fn post(&self, path: &str, body: &str) -> Answer {
        self.write("POST", path, &[], body).await
    }

    pub(super) async fn put(&self, path: &str, body: &str) -> Answer {
        self.write("PUT", path, &[], body).await
    }

    pub(super) async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[]).await
    }

    /// What the status says that an accepted write leads to.
    pub(super) async fn status_of(&self, accepted: &Answer) -> Answer {
        assert_eq!((accepted.status, accepted.body.len()), (202, 0), "{}", accepted.text());
        self.get(self.path(accepted.header("location").unwrap())).await
    }

    pub(super) async fn sync(&self, path: &str, body: &str) -> Answer {
        self.write("POST", path, &[("content-type", "application/x-ndjson")], body).await
    }

    pub(super) async fn size(&self, collection: &str) -> u64 {
        self.get(&format!("{collection}/cache/size")).await.json()["size"].as_u64().unwrap()
    }
}

impl Answer {
    /// Pointers and details of a problem's violations.
    pub(super) fn violations(&self) -> Vec<(String, String)> {
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let json = self.json();
        json["violations"]
            .as_array()
            .unwrap_or_else(|| panic!("{json}"))
            .iter()
            .map(|v| (text(&v["pointer"]), text(&v["detail"])))
            .collect()
    }
}
