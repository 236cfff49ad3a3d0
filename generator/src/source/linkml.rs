//! Reads a folder of LinkML schemas: one file a package, `<domain>.<package>.yaml`.
//!
//! `schema` reads a file, `index` finds classes by name as LinkML's imports have it, `pairs` tells relations from attributes by their range and
//! joins inverses, `lower` writes the syntax tree. LinkML says less than UML; what it cannot say is reported, not guessed.

mod index;
mod lower;
mod pairs;
mod schema;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::codes::input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::yaml::parse;
use crate::source::{FileId, LoadError, Sources, Span, header, naming};
use crate::syntax::{Header, Package, Tree};
use index::Index;
use schema::Schema;

/// Reads the folder at `path`.
///
/// # Errors
/// The folder or a file of it cannot be read; findings go to `diagnostics`.
pub fn read(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Tree, LoadError> {
    let mut schemas = Vec::new();
    let files = files(path)?;
    for file in &files {
        let bytes = std::fs::read(file).map_err(|source| LoadError::Io { path: file.clone(), source })?;
        schemas.extend(read_schema(file, &bytes, sources, diagnostics));
    }
    // A file that could not be read is there all the same.
    let stems: HashSet<_> = files.iter().filter_map(|file| file.file_stem()?.to_str()).collect();
    let index = Index::build(&schemas, &stems, diagnostics);
    let sides = pairs::sides(&index, diagnostics);
    let header = header(path, &schemas, diagnostics);
    lower::report_holes(&index, &sides, header.span, diagnostics);
    let packages = schemas.iter().enumerate().filter(|(_, schema)| !schema.classes.is_empty());
    let mut packages: Vec<Package> = packages.map(|(at, schema)| lower::package(at, schema, &index, &sides, diagnostics)).collect();
    packages.sort_by(|one, other| one.path.value.cmp(&other.path.value));
    for package in &mut packages {
        package.common = header::is_common(package);
    }
    let mut tree = Tree { header, packages };
    naming::shorten(&mut tree);
    Ok(tree)
}

/// The folder's YAML files, sorted by name.
fn files(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let io = |source| LoadError::Io { path: path.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(io)? {
        let file = entry.map_err(io)?.path();
        if file.is_file() && file.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn read_schema(path: &Path, bytes: &[u8], sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Schema> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{FEFF}').unwrap_or(text),
        Err(error) => {
            let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let offset = u32::try_from(valid.len()).unwrap_or(u32::MAX);
            let file = sources.add(path, valid);
            let message =
                format!("byte 0x{:02X} at offset {offset} is not valid in UTF-8", bytes.get(error.valid_up_to()).copied().unwrap_or(0));
            diagnostics
                .push(Diagnostic::new(&input::ENCODING, Span { file, start: offset, end: offset }, message).help("save the file as UTF-8"));
            return None;
        }
    };
    let file = sources.add(path, text.to_owned());
    let document = parse::load(file, text, diagnostics);
    let schema = schema::read(&document.root?, file, diagnostics);
    if schema.name.is_none() && document.complete {
        let span = Span { file, start: 0, end: 0 };
        diagnostics.push(Diagnostic::new(&input::LINKML_NAME, span, "the schema has no `name`").help("add `name: domain.package`"));
    }
    schema.name.is_some().then_some(schema)
}

/// `administrasjon.komplekse-datatyper` → `administrasjon/kompleksedatatyper`.
fn package_path(name: &str) -> String {
    name.split('.')
        .map(|part| part.chars().filter(|&c| c != '-' && !c.is_whitespace()).flat_map(char::to_lowercase).collect::<String>())
        .collect::<Vec<_>>()
        .join("/")
}

/// The header: the version that a schema tells or the folder's name, the name from the schemas' addresses.
fn header(path: &Path, schemas: &[Schema], diagnostics: &mut Diagnostics) -> Header {
    let file = schemas.first().map_or(FileId(0), |schema| schema.span.file);
    let version = schemas.iter().find_map(|schema| schema.version.clone());
    let root = schemas.iter().find_map(root);
    // `.` and `..` have no name of their own.
    let folder = path.file_name().map(ToOwned::to_owned).or_else(|| Some(path.canonicalize().ok()?.file_name()?.to_owned()));
    let stem = folder.unwrap_or_default();
    let stem = stem.to_string_lossy();
    match version {
        Some(version) => {
            let mut ignored = Diagnostics::default();
            Header { version: Some(version), ..header::header(&stem, root.as_deref(), file, &mut ignored) }
        }
        None => header::header(&stem, root.as_deref(), file, diagnostics),
    }
}

/// The segment of a schema's address above its package: `https://w3id.org/novari/fint/administrasjon/personal` lies in `fint`.
fn root(schema: &Schema) -> Option<String> {
    let name = schema.name.as_ref()?.value.replace('.', "/");
    let above = schema.id.as_ref()?.value.trim_end_matches('/').strip_suffix(&name)?.strip_suffix('/')?;
    above.rsplit('/').next().filter(|segment| !segment.is_empty() && !segment.contains('.')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_name_becomes_a_path_without_hyphens() {
        assert_eq!(package_path("administrasjon.komplekse-datatyper"), "administrasjon/kompleksedatatyper");
        assert_eq!(package_path("Økonomi.kodeverk"), "økonomi/kodeverk");
        assert_eq!(package_path("felles.kodeverk.iso"), "felles/kodeverk/iso");
    }
}
