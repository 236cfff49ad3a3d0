//! Model → the model language: a folder of YAML that reads back to an equal model.
//!
//! What a derived type says goes out in the words of the language document, each name in full (`package/Class`), so that nothing depends on what stands
//! beside it. The form is plain, not canonical: the generator's own writer makes it so when a person takes it over.

mod class;
mod node;

use node::Node;

use super::{Docs, Enum, Impediment, Info, Model, Package, PackageId};

/// A file of a model folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    /// Path in the folder, parts joined by `/`: `model.yaml`, `utdanning/rom.yaml`.
    pub path: String,
    /// YAML.
    pub text: String,
}

impl Model {
    /// The model as files in the model language: `model.yaml`, then a file a package.
    #[must_use]
    pub fn files(&self) -> Vec<ModelFile> {
        let header = ModelFile { path: "model.yaml".to_owned(), text: header(self).print() };
        let packages = (0..).map(PackageId).zip(&self.packages);
        let packages =
            packages.map(|(id, package)| ModelFile { path: file_name(&package.path), text: one_package(self, id, package).print() });
        std::iter::once(header).chain(packages).collect()
    }

    /// Documentation: a plain text when it is in the first language alone.
    fn docs_node(&self, docs: &Docs) -> Option<Node> {
        match docs.0.as_slice() {
            [] => None,
            [(language, text)] if Some(language) == self.languages.first() => Some(Node::text(text)),
            texts => Some(Node::Map(texts.iter().map(|(language, text)| (language.clone(), Node::text(text))).collect())),
        }
    }
}

/// The package without a path is `_`; `model` is the name of the header, so its file is `model_`.
fn file_name(path: &str) -> String {
    match path {
        "" => "_.yaml".to_owned(),
        _ if path.rsplit('/').next() == Some("model") => format!("{path}_.yaml"),
        _ => format!("{path}.yaml"),
    }
}

fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a String, &'a String)>, value: fn(&str) -> Node) -> Option<Node> {
    let entries: Vec<_> = pairs.into_iter().map(|(key, text)| (key.clone(), value(text))).collect();
    (!entries.is_empty()).then_some(Node::Map(entries))
}

fn header(model: &Model) -> Node {
    let mut map = node::Map::default();
    map.text("model", Some(&model.name));
    map.text("version", Some(&model.version));
    map.text("profile", Some(&model.profile));
    map.text("profile_version", model.profile_version.as_ref());
    map.list("languages", &model.languages);
    map.text("base_url", model.base_url.as_ref());
    map.put("info", model.info.as_ref().map(|i| info(model, i)));
    map.put("overrides", pairs(&model.overrides, Node::bare));
    map.put("exceptions", pairs(&model.exceptions, Node::text));
    map.done()
}

fn info(model: &Model, info: &Info) -> Node {
    fn texts<const N: usize>(keys: [&str; N], values: [Option<&String>; N]) -> Node {
        let mut map = node::Map::default();
        for (key, value) in keys.into_iter().zip(values) {
            map.text(key, value);
        }
        map.done()
    }
    let mut map = node::Map::default();
    map.put("title", model.docs_node(&info.title));
    map.put("status", info.status.map(|status| Node::bare(status.word())));
    map.text("released", info.released.as_ref());
    let contact = info.contact.as_ref();
    map.put("contact", contact.map(|c| texts(["name", "email", "url"], [c.name.as_ref(), c.email.as_ref(), c.url.as_ref()])));
    map.put("license", info.license.as_ref().map(|l| texts(["name", "url"], [l.name.as_ref(), l.url.as_ref()])));
    map.text("terms", info.terms.as_ref());
    let keys = ["availability", "response_time", "support"];
    map.put("sla", info.sla.as_ref().map(|s| texts(keys, [s.availability.as_ref(), s.response_time.as_ref(), s.support.as_ref()])));
    map.put("limitations", model.docs_node(&info.limitations));
    let keys = ["date", "sunset", "use"];
    map.put("deprecated", info.deprecated.as_ref().map(|d| texts(keys, [d.date.as_ref(), d.sunset.as_ref(), d.successor.as_ref()])));
    map.done()
}

fn one_package(model: &Model, id: PackageId, package: &Package) -> Node {
    let mut map = node::Map::default();
    map.text("package", Some(&package.path));
    map.put("docs", model.docs_node(&package.docs));
    let mut scopes = node::Map::default();
    scopes.text("read", package.scopes.read.as_ref());
    scopes.text("write", package.scopes.write.as_ref());
    map.put("scopes", Some(scopes.done()).filter(|scopes| !scopes.is_empty()));
    map.put(
        "feed",
        package.feed.as_ref().map(|feed| match feed.page_size {
            None => Node::bare("true"),
            Some(size) => Node::Map(vec![("page_size".to_owned(), Node::bare(&size.to_string()))]),
        }),
    );
    map.flag("common", package.common);
    map.entries("enums", model.enums.iter().filter(|e| e.package == id).map(|e| (e.name.clone(), one_enum(model, e))));
    let impediments = model.impediments.iter().filter(|impediment| impediment.package == id);
    map.entries("impediments", impediments.map(|impediment: &Impediment| label(model, &impediment.name, &impediment.docs)));
    let classes = model.classes().filter(|(_, class)| class.package == id);
    map.entries("classes", classes.map(|(id, class)| (class.name.clone(), class::class(model, id, class))));
    map.done()
}

fn one_enum(model: &Model, e: &Enum) -> Node {
    let mut map = node::Map::default();
    map.put("docs", model.docs_node(&e.docs));
    map.entries("values", e.values.iter().map(|value| label(model, &value.name, &value.docs)));
    map.done()
}

fn label(model: &Model, name: &str, docs: &Docs) -> (String, Node) {
    (name.to_owned(), model.docs_node(docs).unwrap_or(Node::Map(Vec::new())))
}
