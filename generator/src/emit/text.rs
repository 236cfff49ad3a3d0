//! The files that are not generated Rust: manifests, README, and the sources that are the user's from the first moment.
//!
//! Each is a template, at the path where its text goes; which there are is told in [`super::templates`]. What they may use is here.

use serde::Serialize;
use smie_wire::profile::PagingStyle;
use smie_wire::schema::{Collection, Schema};
use tera::Tera;

use super::calls::{self, Call};
use super::context::Context;
use super::templates::{TEMPLATES, Template};
use super::{EmitError, File, Options, Runtime, docs};

/// What templates may use.
#[derive(Serialize)]
struct Data<'a> {
    model: &'a str,
    #[serde(rename = "crate")]
    krate: String,
    title: String,
    about: Option<String>,
    version: &'a str,
    vendored: bool,
    runtime: String,
    example: Option<Example<'a>>,
    packages: Vec<Package<'a>>,
}

/// A collection to show commands with.
#[derive(Serialize)]
struct Example<'a> {
    file: &'a str,
    path: &'a str,
    /// Query of its first page.
    page: &'static str,
    package: String,
    collection: String,
    method: String,
}

#[derive(Serialize)]
struct Package<'a> {
    name: String,
    docs: String,
    collections: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    class: &'a str,
    path: &'a str,
    identifiers: Vec<&'a str>,
}

/// The files made from templates.
pub(super) fn files(context: &Context<'_>, options: &Options) -> Result<Vec<File>, EmitError> {
    let data = tera::Context::from_serialize(&data(context, options)?).map_err(|source| fault("README.md", source))?;
    let render = |template: &Template| {
        let (path, mut tera) = (template.path, Tera::default());
        tera.add_raw_template(path, options.overrides.text(template)).map_err(|source| fault(path, source))?;
        let text = tera.render(path, &data).map_err(|source| fault(path, source))?;
        Ok(File { path: path.into(), contents: text.into_bytes(), ownership: template.ownership })
    };
    TEMPLATES.iter().map(render).collect()
}

fn fault(path: &str, source: tera::Error) -> EmitError {
    EmitError::Template { path: path.to_owned(), source }
}

fn data<'a>(context: &'a Context<'_>, options: &Options) -> Result<Data<'a>, EmitError> {
    let (model, schema) = (context.model, context.schema);
    let info = model.info.as_ref();
    let title = info.map(|info| docs::one_line(&info.title, &model.languages)).filter(|title| !title.is_empty());
    let served = schema.collections.iter().map(|c| c.package);
    let about = model.base_url.as_ref().map(|url| format!("Its public address is <{url}>."));
    Ok(Data {
        model: &model.name,
        krate: model.name.replace('-', "_"),
        title: title.unwrap_or_else(|| model.name.clone()),
        about,
        version: &model.version,
        vendored: options.runtime == Runtime::Vendored,
        runtime: runtime(&options.runtime),
        example: schema.collections.first().map(|collection| example(context, collection)).transpose()?,
        packages: context.packages().filter(|id| served.clone().any(|served| served == *id)).map(|id| package(context, id)).collect(),
    })
}

/// Where the crates' manifests find the runtime, seen from their own folders.
fn runtime(runtime: &Runtime) -> String {
    match runtime {
        Runtime::Vendored => "../vendor/smie".to_owned(),
        Runtime::Path(checkout) => {
            let checkout = checkout.to_string_lossy().replace('\\', "/");
            let absolute = checkout.starts_with('/') || checkout.as_bytes().get(1) == Some(&b':');
            let up = if absolute { "" } else { "../" };
            format!("{up}{}/runtime", checkout.trim_end_matches('/'))
        }
    }
}

fn example<'a>(context: &'a Context<'_>, collection: &'a Collection) -> Result<Example<'a>, EmitError> {
    let Call { package, collection: accessor, method } = calls::call(context.names, context.model, context.schema, collection)?;
    let page = match context.schema.profile.paging.style {
        PagingStyle::SizeOffset => "size=10&offset=0",
        PagingStyle::PageLimit => "page=1&limit=10",
    };
    Ok(Example { file: &collection.file, path: &collection.path, page, package, collection: accessor, method })
}

fn package<'a>(context: &'a Context<'_>, id: smie_wire::model::PackageId) -> Package<'a> {
    let package = context.model.package(id);
    let schema: &Schema = context.schema;
    let rows = schema.collections.iter().filter(|collection| collection.package == id).map(|collection| Row {
        class: &context.model.class(collection.class).name,
        path: &collection.path,
        identifiers: collection.identifiers.iter().map(|identifier| identifier.segment.as_str()).collect(),
    });
    let name = if package.path.is_empty() { "(no path)".to_owned() } else { package.path.clone() };
    Package { name, docs: docs::lines(&package.docs, &context.model.languages).join("\n"), collections: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_is_found_from_the_crates_own_folders() {
        assert_eq!(runtime(&Runtime::Path("../..".into())), "../../../runtime");
        assert_eq!(runtime(&Runtime::Path("/opt/smie/".into())), "/opt/smie/runtime");
        assert_eq!(runtime(&Runtime::Path("C:\\smie".into())), "C:/smie/runtime");
        assert_eq!(runtime(&Runtime::Vendored), "../vendor/smie");
    }
}
