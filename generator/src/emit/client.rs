//! The generated half of the client crate: lenient types, a handle on the collections of each class, what happens in each package, and the packages
//! that serve them.

mod actions;
mod events;
mod manners;

use std::collections::HashSet;
use std::fmt::Write;

use proc_macro2::Ident;
use quote::quote;
use smie_wire::model::{ClassId, PackageId};
use smie_wire::schema::Collection;

use super::context::Context;
use super::names::{Taken, field_name, ident};
use super::print::Page;
use super::scope::{Item, Scope};
use super::{EmitError, File, class, enumeration, module};

/// Where the files lie.
const FOLDER: &str = "client/src/generated";

/// The files of `client/src/generated`.
pub(super) fn files(context: &Context<'_>) -> Result<Vec<File>, EmitError> {
    let packages = context.modules().into_iter().map(|package| self::package(context, package));
    std::iter::once(root(context)).chain(packages).collect()
}

/// `mod.rs`: the modules and the API as a whole.
fn root(context: &Context<'_>) -> Result<File, EmitError> {
    let what = format!("Typed access to the API of the model `{}`: one module a package, and [`Api`] as the way in.", context.model.name);
    let mut page = Page::new(format!("{FOLDER}/mod.rs"), module::header(context, vec![what]));
    let modules = context.modules();
    page.block(modules.iter().map(|&package| {
        let module = ident(context.names.module(package));
        quote!(pub mod #module;)
    }))?;
    page.block([quote!(
        use std::ops::Deref;
    )])?;
    page.block([
        quote!(
            use smie_client::table::FORMAT;
        ),
        quote!(
            use smie_client::{Client, Error, Manners, Paging};
        ),
    ])?;
    page.item(module::format_check("smie-client"))?;
    page.item(manners::define(context.schema))?;
    page.item(quote! {
        /// The API: a connection, and an accessor for each package. Clones share the connection.
        #[derive(Clone, Debug)]
        pub struct Api(Client);
    })?;
    let accessors = modules.iter().filter(|&&package| collections(context, package).next().is_some()).map(|&package| {
        let (module, ty) = (ident(context.names.module(package)), ident(context.names.package(package)));
        let docs = format!(" The package `{}`.", context.model.package(package).path);
        quote! {
            #[doc = #docs]
            pub fn #module(&self) -> #module::#ty { #module::#ty(self.0.clone()) }
        }
    });
    page.item(quote! {
        impl Api {
            /// The API at this base address, with default settings.
            pub fn new(base: &str) -> Result<Self, Error> { Client::new(base).map(Self::from) }
            #(#accessors)*
        }
    })?;
    page.item(quote! {
        impl From<Client> for Api {
            fn from(client: Client) -> Self { Self(client.with_manners(MANNERS)) }
        }
    })?;
    page.item(quote! {
        impl Deref for Api {
            type Target = Client;
            fn deref(&self) -> &Client { &self.0 }
        }
    })?;
    Ok(page.finish())
}

/// The module of a package: types, handles on their collections, and the package itself when it serves any.
fn package(context: &Context<'_>, package: PackageId) -> Result<File, EmitError> {
    let (classes, enums) = (context.classes(package), context.enums(package));
    let served: Vec<&Collection> = collections(context, package).collect();
    let local: HashSet<String> = (classes.iter().flat_map(|&id| [context.names.class(id), context.names.handle(id)]))
        .chain(enums.iter().map(|&id| context.names.enumeration(id)))
        .chain([context.names.package(package), context.names.happening(package)])
        .chain(events::names(context, package))
        .chain(actions::names(context, package))
        .chain(classes.iter().filter_map(|&id| context.names.constructor(id)))
        .map(str::to_owned)
        .collect();
    let mut items: Vec<Item> = classes.iter().flat_map(|&id| class::items(context, id)).collect();
    items.extend(enums.iter().flat_map(|_| enumeration::items()));
    items.extend(served.iter().map(|collection| Item::Handle(collection.class)));
    if !served.is_empty() {
        items.push(Item::Runtime("Client"));
    }
    if served.iter().any(|collection| collection.parent.is_some()) {
        items.push(Item::Runtime("Error"));
    }
    items.extend(events::items(context, package));
    items.extend(actions::items(context, package));
    let scope = Scope::new(context, package, &local, items);
    let path = format!("{FOLDER}/{}.rs", context.names.module(package));
    let mut page = Page::new(path, module::header(context, module::about(context, package)));
    page.imports(&scope)?;
    for &id in &enums {
        page.item(enumeration::define(context, &scope, id)?)?;
    }
    for &id in &classes {
        page.item(class::define(context, &scope, id)?)?;
    }
    if let Some(text) = handles(context, &classes)? {
        page.text(&text);
    }
    for text in actions::define(context, &scope, package)? {
        page.text(&text);
    }
    if let Some(text) = events::define(context, &scope, package)? {
        page.text(&text);
    }
    if !served.is_empty() {
        accessors(context, &scope, package, &served, &mut page)?;
    }
    Ok(page.finish())
}

/// One line a class: the handle's name, the class, and a method for each identifier with its path segment.
fn handles(context: &Context<'_>, classes: &[ClassId]) -> Result<Option<String>, EmitError> {
    let mut lines = String::new();
    for &id in classes {
        let Some(collection) = context.schema.collections.iter().find(|collection| collection.class == id) else { continue };
        let mut taken = Taken::default();
        let mut methods = Vec::new();
        for identifier in &collection.identifiers {
            let attribute = &context.model.class(id).attributes[identifier.attribute];
            let method = taken.claim(&format!("by_{}", field_name(&context.fold(&attribute.name)?)));
            let segment = if context.schema.profile.canonical_route_only { "" } else { identifier.segment.as_str() };
            methods.push(format!("{method} = {segment:?}"));
        }
        let (handle, class) = (context.names.handle(id), context.names.class(id));
        let _ = writeln!(lines, "    {handle}: {class} {{ {} }},", methods.join(", "));
    }
    Ok((!lines.is_empty()).then(|| format!("smie_client::collections! {{\n{lines}}}\n")))
}

/// The package as a type with an accessor for each collection.
fn accessors(
    context: &Context<'_>,
    scope: &Scope<'_>,
    package: PackageId,
    served: &[&Collection],
    page: &mut Page,
) -> Result<(), EmitError> {
    let (ty, client) = (ident(context.names.package(package)), scope.path(Item::Runtime("Client")));
    let docs = format!(" The collections of the package `{}`.", context.model.package(package).path);
    page.item(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug)]
        pub struct #ty(pub(super) #client);
    })?;
    let mut taken = Taken::default();
    let mut methods = Vec::new();
    for collection in served {
        let method = ident(&taken.claim(&field_name(&context.fold(&context.model.class(collection.class).name)?)));
        let (handle, path) = (scope.path(Item::Handle(collection.class)), &collection.path);
        let docs = format!(" `{path}`");
        methods.push(if collection.parent.is_some() {
            let (stems, parents) = (&collection.stems, parents(context, collection));
            let (result, error) = (scope.path(Item::Standard("Result")), scope.path(Item::Runtime("Error")));
            quote! {
                #[doc = #docs]
                pub fn #method(&self, #(#parents: &str),*) -> #result<#handle, #error> {
                    self.0.within(&[#(#stems),*], &[#(#parents),*]).map(#handle::from)
                }
            }
        } else {
            quote! {
                #[doc = #docs]
                pub fn #method(&self) -> #handle { self.0.collection(#path).into() }
            }
        });
    }
    methods.extend(events::accessor(context, scope, package, &taken.claim("feed")));
    page.item(quote!(impl #ty { #(#methods)* }))
}

/// What a package serves, in the schema's order.
fn collections<'a>(context: &'a Context<'_>, package: PackageId) -> impl Iterator<Item = &'a Collection> {
    context.schema.collections.iter().filter(move |collection| collection.package == package)
}

/// A name for the value of each resource that a collection is nested in, the outermost first.
fn parents(context: &Context<'_>, collection: &Collection) -> Vec<Ident> {
    let chain = std::iter::successors(collection.parent, |id| context.schema.collection(*id).parent).take(context.schema.collections.len());
    let mut taken = Taken::default();
    let names: Vec<Ident> =
        chain.map(|id| ident(&taken.claim(&field_name(&context.schema.class(context.schema.collection(id).class).wire)))).collect();
    names.into_iter().rev().collect()
}
