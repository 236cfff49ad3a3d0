//! The generated half of the server crate: a module of types a package, and the model as a table for the engine.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use smie_wire::model::{Docs, Impediment, Model, PackageId};
use smie_wire::table::FORMAT;

use super::context::Context;
use super::names::ident;
use super::print::Page;
use super::scope::{Item, Scope};
use super::{EmitError, File, class, docs, enumeration, handlers, module};

/// Where the files lie.
const FOLDER: &str = "server/src/generated";

/// The files of `server/src/generated`.
pub(super) fn files(context: &Context<'_>) -> Result<Vec<File>, EmitError> {
    let packages = context.packages().map(|package| self::package(context, package));
    std::iter::once(root(context)).chain(packages).collect()
}

/// `mod.rs`: the modules and the whole model.
fn root(context: &Context<'_>) -> Result<File, EmitError> {
    let model = context.model;
    let what = format!("The model `{}` as types: one module a package, and all of it as a table for the engine.", model.name);
    let mut page = Page::new(format!("{FOLDER}/mod.rs"), module::header(context, vec![what]));
    let modules: Vec<_> = context.packages().map(|package| ident(context.names.module(package))).collect();
    page.block(modules.iter().map(|module| quote!(pub mod #module;)))?;
    let (about, infos) = about(model);
    if handlers::served(context).next().is_some() {
        page.item(quote!(
            use std::sync::Arc;
        ))?;
        page.item(quote!(
            use smie_server::Builder;
        ))?;
    }
    page.item(quote!(
        use smie_server::table::{AboutTable, FORMAT, #infos ModelTable};
    ))?;
    page.item(module::format_check("smie-server"))?;
    let (name, version, profile) = (&model.name, &model.version, &model.profile);
    let profile_version = option(model.profile_version.as_deref());
    let languages = &model.languages;
    let overrides = model.overrides.iter().map(|(key, value)| quote!((#key, #value)));
    let format = Literal::u32_unsuffixed(FORMAT);
    page.item(quote! {
        /// The model, from which the engine makes the API.
        pub static MODEL: ModelTable = ModelTable {
            format: #format,
            name: #name,
            version: #version,
            profile: #profile,
            profile_version: #profile_version,
            languages: &[#(#languages),*],
            about: #about,
            overrides: &[#(#overrides),*],
            packages: &[#(#modules::PACKAGE),*],
        };
    })?;
    if let Some(handle) = handlers::handle(context) {
        page.item(handle)?;
    }
    Ok(page.finish())
}

/// What the model says of the API as a whole, and what else that needs to be imported.
fn about(model: &Model) -> (TokenStream, TokenStream) {
    let base_url = option(model.base_url.as_deref());
    let exceptions = model.exceptions.iter().map(|(rule, reason)| quote!((#rule, #reason)));
    let Some(info) = &model.info else {
        if model.base_url.is_none() && model.exceptions.is_empty() {
            return (quote!(AboutTable::EMPTY), quote!());
        }
        return (quote!(AboutTable { base_url: #base_url, info: None, exceptions: &[#(#exceptions),*] }), quote!());
    };
    let texts = |docs: &Docs| {
        let texts = docs.0.iter().map(|(language, text)| quote!((#language, #text)));
        quote!(&[#(#texts),*])
    };
    let (title, limitations) = (texts(&info.title), texts(&info.limitations));
    let status = match info.status {
        Some(status) => {
            let variant = ident(&format!("{status:?}"));
            quote!(Some(smie_server::model::Status::#variant))
        }
        None => quote!(None),
    };
    let (released, terms) = (option(info.released.as_deref()), option(info.terms.as_deref()));
    let contact = info.contact.clone().unwrap_or_default();
    let contact = [contact.name, contact.email, contact.url].map(|text| option(text.as_deref()));
    let license = info.license.clone().unwrap_or_default();
    let license = [license.name, license.url].map(|text| option(text.as_deref()));
    let sla = info.sla.clone().unwrap_or_default();
    let sla = [sla.availability, sla.response_time, sla.support].map(|text| option(text.as_deref()));
    let deprecated = info.deprecated.clone().unwrap_or_default();
    let deprecated = [deprecated.date, deprecated.sunset, deprecated.successor].map(|text| option(text.as_deref()));
    let info = quote! {
        InfoTable {
            title: #title,
            status: #status,
            released: #released,
            contact: [#(#contact),*],
            license: [#(#license),*],
            terms: #terms,
            sla: [#(#sla),*],
            limitations: #limitations,
            deprecated: [#(#deprecated),*],
        }
    };
    (quote!(AboutTable { base_url: #base_url, info: Some(#info), exceptions: &[#(#exceptions),*] }), quote!(InfoTable,))
}

/// The module of a package: its types in model order, then the package as a table.
fn package(context: &Context<'_>, package: PackageId) -> Result<File, EmitError> {
    let (classes, enums) = (context.classes(package), context.enums(package));
    let local: HashSet<String> = (classes.iter().map(|&id| context.names.class(id)))
        .chain(enums.iter().map(|&id| context.names.enumeration(id)))
        .chain(classes.iter().flat_map(|&id| handlers::names(context, id)))
        .map(str::to_owned)
        .collect();
    let mut items: Vec<Item> = classes.iter().flat_map(|&id| class::items(context, id)).collect();
    items.extend(classes.iter().flat_map(|&id| handlers::items(context, id)));
    items.extend(enums.iter().flat_map(|_| enumeration::items()));
    items.push(Item::Runtime("table::PackageTable"));
    items.extend((!context.impediments(package).is_empty()).then_some(Item::Runtime("table::ImpedimentTable")));
    items.extend((!classes.is_empty()).then_some(Item::Runtime("table::Described")));
    items.extend((!enums.is_empty()).then_some(Item::Runtime("table::Enumerated")));
    let scope = Scope::new(context, package, &local, items);
    let path = format!("{FOLDER}/{}.rs", context.names.module(package));
    let mut page = Page::new(path, module::header(context, module::about(context, package)));
    page.imports(&scope)?;
    for &id in &enums {
        page.item(enumeration::define(context, &scope, id)?)?;
    }
    for &id in &classes {
        page.item(class::define(context, &scope, id)?)?;
        for item in handlers::define(context, &scope, id)? {
            page.item(item)?;
        }
    }
    page.item(table(context, &scope, package))?;
    Ok(page.finish())
}

/// `PACKAGE`: what the types of a package do not say.
fn table(context: &Context<'_>, scope: &Scope<'_>, id: PackageId) -> TokenStream {
    let package = context.model.package(id);
    let (path, common) = (&package.path, package.common);
    let docs = docs::one_line(&package.docs, &context.model.languages);
    let (read, write) = (option(package.scopes.read.as_deref()), option(package.scopes.write.as_deref()));
    let feed = match &package.feed {
        Some(feed) => {
            let size = Literal::u32_unsuffixed(feed.page_size.unwrap_or(0));
            quote!(Some(#size))
        }
        None => quote!(None),
    };
    let classes = context.classes(id).into_iter().map(|id| scope.path(Item::Class(id)));
    let enums = context.enums(id).into_iter().map(|id| scope.path(Item::Enum(id)));
    let impediments = context.impediments(id);
    let impediments = impediments.iter().map(|impediment| impediment_table(scope, impediment));
    let ty = scope.path(Item::Runtime("table::PackageTable"));
    quote! {
        pub(super) const PACKAGE: #ty = #ty {
            path: #path,
            docs: #docs,
            common: #common,
            read_scope: #read,
            write_scope: #write,
            feed_page_size: #feed,
            classes: &[#(#classes::table),*],
            enums: &[#(#enums::table),*],
            impediments: &[#(#impediments),*],
        };
    }
}

/// An impediment with its texts. A trait of handlers names it without them.
fn impediment_table(scope: &Scope<'_>, impediment: &Impediment) -> TokenStream {
    let ty = scope.path(Item::Runtime("table::ImpedimentTable"));
    let name = &impediment.name;
    let texts = impediment.docs.0.iter().map(|(language, text)| quote!((#language, #text)));
    quote!(#ty { package: None, name: #name, docs: &[#(#texts),*] })
}

fn option(value: Option<&str>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
