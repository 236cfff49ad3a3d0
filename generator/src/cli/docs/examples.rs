//! Examples for the site: sample data, loaded into the engine and rendered by it, so that what is shown is what a server sends.

use std::collections::BTreeMap;

use smie_wire::model::Model;
use smie_wire::schema::{CollectionId, Schema};

use crate::site::Example;

/// A resource of each collection, in every representation. Without the engine, or when it cannot serve the model, there are none, with a note.
#[cfg(feature = "serve")]
pub(super) fn of(model: &Model, schema: &Schema) -> BTreeMap<CollectionId, Vec<Example>> {
    rendered(model, schema).unwrap_or_else(|why| {
        anstream::eprintln!("note: the pages have no examples: {why}");
        BTreeMap::new()
    })
}

/// Without the engine there are none.
#[cfg(not(feature = "serve"))]
pub(super) fn of(_: &Model, _: &Schema) -> BTreeMap<CollectionId, Vec<Example>> {
    anstream::eprintln!("note: the pages have no examples: this `smie` was built without the feature `serve`");
    BTreeMap::new()
}

#[cfg(feature = "serve")]
fn rendered(model: &Model, schema: &Schema) -> Result<BTreeMap<CollectionId, Vec<Example>>, String> {
    use std::fs::File;
    use std::sync::Arc;

    use smie_server::Api;

    use crate::sample::{self, Options};

    let api = Api::builder().schema(Arc::new(schema.clone())).build().map_err(|error| error.to_string())?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let options = Options { count: 2, seed: 1, single: Vec::new() };
    sample::write(schema, &options, |file| File::create(folder.path().join(file))).map_err(|error| error.to_string())?;
    let loaded = api.load(folder.path());
    if !loaded.is_clean() {
        return Err("sample data does not fit the model".to_owned());
    }
    let base = model.base_url.as_deref().unwrap_or("http://127.0.0.1:8080").trim_end_matches('/');
    let example = |(media, body): (&str, Vec<u8>)| Example { media: media.to_owned(), body: String::from_utf8_lossy(&body).into_owned() };
    let shown = |(id, _)| (id, api.examples(id, base).into_iter().map(example).collect());
    Ok(schema.collections().map(shown).collect())
}
