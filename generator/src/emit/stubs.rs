//! Handlers that a server's owner is to write: the files to begin with, and what is missing in those that are there.
//!
//! A stub refuses with 501 until it is written, and stands in nobody's way, so that a fresh workspace builds and runs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use smie_wire::model::{Action, ActionTarget, Class, ClassId, Model, PackageId};
use smie_wire::schema::Schema;
use syn::ext::IdentExt as _;

use super::context::{Context, Side};
use super::handlers::{is_optional, is_plain, methods, served, signature};
use super::names::{Names, ident};
use super::print::spaced;
use super::{EmitError, File};

/// Handlers of a class that nobody has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// The trait.
    pub handlers: String,
    /// The file of the workspace that it is begun in.
    pub path: String,
    /// Names of the methods that are missing.
    pub missing: Vec<String>,
    /// Rust to paste: the whole `impl` where there is none, else its missing methods.
    pub text: String,
}

/// The owner's files of handlers: one a package with actions, and the root, which joins them.
pub(super) fn files(context: &Context<'_>) -> Result<Vec<File>, EmitError> {
    let mut packages: Vec<PackageId> = Vec::new();
    for (_, class) in served(context) {
        if !packages.contains(&class.package) {
            packages.push(class.package);
        }
    }
    if packages.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = vec![root(context, &packages)];
    for package in packages {
        let mut items = Vec::new();
        for (id, class) in served(context).filter(|(_, class)| class.package == package) {
            items.push(printed(whole(context, id, class)?)?);
        }
        let module = context.names.module(package);
        let about = format!("//! What the actions of `{}` do. This file is yours.\n", context.model.package(package).path);
        let uses = imports(context, package, module);
        files.push(File::owned(path(module), format!("{about}\n{uses}\n{}", items.join("\n"))));
    }
    Ok(files)
}

/// What of the model's handlers is not in these sources of a server.
///
/// # Errors
/// A fault of smie's own, or sources that are no Rust.
pub fn missing(model: &Model, schema: &Schema, sources: &[String]) -> Result<Vec<Stub>, EmitError> {
    let names = Names::new(model, schema)?;
    let context = Context::new(model, schema, &names, Side::Server);
    let mut written = BTreeSet::new();
    for source in sources {
        let file = syn::parse_file(source).map_err(|source| EmitError::Rust { path: "server/src/handlers".to_owned(), source })?;
        file.items.iter().for_each(|item| found(item, &mut written));
    }
    let mut stubs = Vec::new();
    for (id, class) in served(&context) {
        let handlers = context.names.handlers(id);
        let has_impl = written.iter().any(|(name, _)| name == handlers);
        let all = bodies(&context, id, class)?;
        let missing: Vec<_> = all.into_iter().filter(|(name, _)| !written.contains(&(handlers.to_owned(), name.clone()))).collect();
        if missing.is_empty() {
            continue;
        }
        let text = if has_impl {
            let methods = missing.iter().map(|(_, body)| body);
            let inside = printed(quote!(impl Handlers { #(#methods)* }))?;
            inside.lines().skip(1).collect::<Vec<_>>().join("\n").trim_end_matches('}').trim_end().to_owned() + "\n"
        } else {
            printed(whole(&context, id, class)?)?
        };
        let missing = missing.into_iter().map(|(name, _)| name).collect();
        stubs.push(Stub { handlers: handlers.to_owned(), path: path(context.names.module(class.package)), missing, text });
    }
    Ok(stubs)
}

fn path(module: &str) -> String {
    format!("server/src/handlers/{module}.rs")
}

/// Methods of traits that an item implements, by the trait's last name.
fn found(item: &syn::Item, written: &mut BTreeSet<(String, String)>) {
    match item {
        syn::Item::Impl(block) => {
            let Some(name) = block.trait_.as_ref().and_then(|(path, _)| path.segments.last()).map(|last| last.ident.to_string()) else {
                return;
            };
            written.insert((name.clone(), String::new()));
            for entry in &block.items {
                if let syn::ImplItem::Fn(method) = entry {
                    written.insert((name.clone(), method.sig.ident.unraw().to_string()));
                }
            }
        }
        syn::Item::Mod(module) => module.content.iter().flat_map(|(_, items)| items).for_each(|item| found(item, written)),
        _ => {}
    }
}

fn root(context: &Context<'_>, packages: &[PackageId]) -> File {
    let modules: String = packages.iter().map(|package| format!("mod {};\n", context.names.module(*package))).collect();
    let text = format!(
        "//! What this server does beyond its model. This file is yours.

{modules}
use smie_server::Builder;

use crate::generated;

/// Does the actions: a trait a class, in the modules beside.
pub struct Handlers;

/// Adds your own to the API before it starts: the handlers, and routes beside the generated ones.
pub fn register(api: Builder) -> Builder {{
    generated::handle(api, Handlers)
}}
"
    );
    File::owned("server/src/handlers/mod.rs", text)
}

fn imports(context: &Context<'_>, package: PackageId, module: &str) -> String {
    let judged = served(context)
        .filter(|(_, class)| class.package == package)
        .any(|(_, class)| class.actions.iter().any(|a| !a.impediments.is_empty()));
    let runtime = if judged { "{Asked, Effects, Refused, Verdict}" } else { "{Effects, Refused}" };
    format!("use smie_server::{runtime};\n\nuse super::Handlers;\nuse crate::generated::{module}::*;\n")
}

fn whole(context: &Context<'_>, id: ClassId, class: &Class) -> Result<TokenStream, EmitError> {
    let name = ident(context.names.handlers(id));
    let methods: Vec<TokenStream> = bodies(context, id, class)?.into_iter().map(|(_, body)| body).collect();
    Ok(quote!(impl #name for Handlers { #(#methods)* }))
}

/// The methods that have no body in the trait, by name.
fn bodies(context: &Context<'_>, id: ClassId, class: &Class) -> Result<Vec<(String, TokenStream)>, EmitError> {
    let methods = methods(context, class)?;
    let ty = ident(context.names.class(id));
    let mut bodies = Vec::new();
    for (method, at, action) in methods.actions.iter().filter(|(.., action)| !is_plain(action)) {
        bodies.push((method.clone(), body(context, (id, &ty), method, *at, action)));
    }
    for (method, one) in &methods.impediments {
        let entity = if is_optional(class, *one) { quote!(Option<&#ty>) } else { quote!(&#ty) };
        let name = ident(method);
        bodies.push((method.clone(), quote!(fn #name(&self, _entity: #entity, _asked: &Asked<'_>) -> Verdict { Verdict::free() })));
    }
    Ok(bodies)
}

fn body(context: &Context<'_>, (id, ty): (ClassId, &proc_macro2::Ident), method: &str, at: usize, action: &Action) -> TokenStream {
    let on_collection = action.on == ActionTarget::Collection;
    let answer = if on_collection { quote!(Result<#ty, Refused>) } else { quote!(Result<(), Refused>) };
    let given = if action.input.is_empty() { quote!() } else { ident(context.names.input(id, at)).into_token_stream() };
    let names = ["_entity", "_input", "_effects"];
    let signature = signature(names, [quote!(#ty), given, quote!(Effects), answer], on_collection, !action.input.is_empty());
    let (name, told) = (ident(method), &action.name);
    quote!(fn #name #signature { Err(Refused::unwritten(#told)) })
}

fn printed(item: TokenStream) -> Result<String, EmitError> {
    let file = syn::parse2(item).map_err(|source| EmitError::Rust { path: "server/src/handlers".to_owned(), source })?;
    Ok(spaced(&prettyplease::unparse(&file)))
}
