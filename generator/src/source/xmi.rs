//! Reads Sparx Enterprise Architect XMI.
//!
//! The file says everything twice, neither half being complete: `elements` reads the tool's own half, which leads, `uml` the standard one, which
//! knows exact types, and `halves` compares them. `index` finds classes and packages by id; `classes` and `relations` write the syntax tree. What
//! is wrong with the file as a file is reported here; names and rules that hold for every source are left to `resolve` and `check`.

mod classes;
mod decode;
mod elements;
mod halves;

mod index;
mod owner;
mod relations;
mod text;
mod uml;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use roxmltree::{Document, Node};

use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, LoadError, Sources, Span, Spanned, header, naming};
use crate::syntax::{Class, Package, Relation, Tree};
use index::Index;
use owner::Owner;

/// Reads the file at `path`.
///
/// # Errors
/// The path cannot be read; findings go to `diagnostics`.
pub fn read(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Tree, LoadError> {
    let bytes = std::fs::read(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
    Ok(read_bytes(path, &bytes, sources, diagnostics))
}

/// Reads a file's bytes; `path` is what findings show, and what version and name are read from.
pub fn read_bytes(path: &Path, bytes: &[u8], sources: &mut Sources, diagnostics: &mut Diagnostics) -> Tree {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    if !decode::may_be_xml(bytes) {
        // The bytes are not shown: they may be anything.
        let file = sources.add(path, String::new());
        diagnostics.push(
            Diagnostic::new(&input::MALFORMED, elements::span(0..0, file), "the file is not XML: it does not begin with `<`")
                .help("give the XMI file that Enterprise Architect exports, not packed and not encrypted"),
        );
        return header::only(&stem, file);
    }
    let decoded = decode::decode(bytes);
    let file = sources.add(path, decoded.text);
    let text = sources.get(file).map_or("", |source| source.text.as_str());
    for (at, (range, error)) in decoded.errors.iter().enumerate() {
        let message = match decoded.more {
            more if more > 0 && at + 1 == decoded.errors.len() => format!("{error}, and {more} more bytes after it"),
            _ => error.to_string(),
        };
        diagnostics.push(
            Diagnostic::new(&input::ENCODING, elements::span(range.clone(), file), message)
                .help("export the file anew as windows-1252 or UTF-8, with the same encoding in its first line"),
        );
    }
    if !decoded.errors.is_empty() {
        return header::only(&stem, file);
    }
    match Document::parse(text) {
        Ok(document) => read_document(&document, &stem, file, diagnostics),
        Err(error) => {
            diagnostics.push(malformed(&error, text, file));
            header::only(&stem, file)
        }
    }
}

fn malformed(error: &roxmltree::Error, text: &str, file: FileId) -> Diagnostic {
    let offset = match error {
        // The parser gives these no place of their own.
        roxmltree::Error::UnexpectedEndOfStream | roxmltree::Error::NoRootNode => text.len(),
        _ => offset(error.pos(), text),
    };
    let is_at_end = text.get(offset..).is_none_or(|rest| rest.trim().is_empty());
    Diagnostic::new(&input::MALFORMED, elements::span(offset..offset, file), format!("the file is not well-formed XML: {error}"))
        .label(format!("byte {offset}"))
        .help(if is_at_end {
            "the file may have been cut off; export it anew"
        } else {
            "correct the file at this place, or export it anew"
        })
}

/// The byte of a line and column.
fn offset(position: roxmltree::TextPos, text: &str) -> usize {
    let line = text.split_inclusive('\n').take(position.row.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    let column = text.get(line..).unwrap_or("").char_indices().nth(position.col.saturating_sub(1) as usize);
    column.map_or(text.len(), |(at, _)| line + at)
}

fn read_document(document: &Document<'_>, stem: &str, file: FileId, diagnostics: &mut Diagnostics) -> Tree {
    let root = document.root_element();
    let model = section(root, "Model", "uml:Model", file, diagnostics);
    let extension = section(root, "Extension", "xmi:Extension", file, diagnostics);
    let elements = extension.and_then(|extension| section(extension, "elements", "elements", file, diagnostics));
    let connectors = extension.and_then(|extension| section(extension, "connectors", "connectors", file, diagnostics));
    let (Some(model), Some(extension), Some(elements), Some(connectors)) = (model, extension, elements, connectors) else {
        return header::only(stem, file);
    };
    let elements = elements::read(extension, elements, connectors, file);
    // Stereotypes may be applied beside the model as well as in it.
    let uml = uml::read(model, root, file);
    let index = Index::build(&elements, &uml, diagnostics);
    report_ids(&index, diagnostics);
    halves::compare(&index, diagnostics);
    let mut tree = Tree { header: header::header(stem, index.root.as_deref(), file, diagnostics), packages: packages(&index, diagnostics) };
    naming::shorten(&mut tree);
    tree
}

/// A part of the file that must be there.
fn section<'a, 'i>(parent: Node<'a, 'i>, name: &str, shown: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<Node<'a, 'i>> {
    let found = elements::child(parent, name);
    if found.is_none() {
        diagnostics.push(
            Diagnostic::new(&input::SECTION, elements::place(parent, file), format!("the file has no `{shown}`"))
                .help("export from Enterprise Architect as XMI 2.1, with its extensions"),
        );
    }
    found
}

/// Ids that are missing or given twice, and elements of kinds that are not read.
fn report_ids(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    for &span in &index.elements.nameless {
        diagnostics.push(Diagnostic::new(&input::NO_NAME, span, "an element has no `xmi:idref` or no `xmi:type`"));
    }
    let mut connectors = HashMap::new();
    for connector in &index.elements.connectors {
        if connectors.insert(connector.id.text, ()).is_some() {
            diagnostics.push(index::duplicate(connector.id.text, connector.id.span));
        }
    }
    for &(id, span) in &index.uml.duplicates {
        diagnostics.push(index::duplicate(id, span));
    }
    for (kind, id, name) in &index.elements.others {
        let name = name.map_or(id.text, |name| name.text);
        let message = format!("`{name}` is a {}, which is not read", kind.text);
        diagnostics.push(Diagnostic::new(&input::KIND, kind.span, message).id(Some(id.text)).help("make it a class"));
    }
}

/// The packages that hold classes, sorted by path, classes in file order.
fn packages(index: &Index<'_>, diagnostics: &mut Diagnostics) -> Vec<Package> {
    let mut relations: HashMap<usize, Vec<Relation>> = HashMap::new();
    for (slot, relation) in relations::relations(index, diagnostics) {
        relations.entry(slot.class).or_default().push(relation);
    }
    // Two packages of the file with one path stay two, so that the rule about paths sees them.
    let mut packages: BTreeMap<(String, &str), Package> = BTreeMap::new();
    for (position, element) in index.elements.classes.iter().enumerate() {
        let Some(class) = classes::class(position, element, index, diagnostics) else { continue };
        let id = element.package.map_or("", |package| package.text);
        let key = (index.path(position).to_owned(), id);
        let package = packages.entry(key).or_insert_with(|| package(id, position, element.id.span, index, diagnostics));
        package.classes.push(Class { relations: relations.remove(&position).unwrap_or_default(), ..class });
    }
    packages.into_values().map(|package| Package { common: header::is_common(&package), ..package }).collect()
}

fn package(id: &str, position: usize, fallback: Span, index: &Index<'_>, diagnostics: &mut Diagnostics) -> Package {
    let place = index.package(id);
    let path = index.path(position);
    let owner = Owner { class: path, member: None, id: Some(id) };
    Package {
        path: Spanned::new(path.to_owned(), place.map_or(fallback, |place| place.span)),
        docs: owner.docs(place.and_then(|place| place.docs), diagnostics),
        ..Package::default()
    }
}
