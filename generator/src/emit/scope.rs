//! What a generated file may call by its short name, and the `use` lines that make it so.
//!
//! A model is free to call its classes `Status`, `Option` or `Link`, and two packages may both have a `Klasse`. A file's own types
//! always win; a name that is then no longer free is written with its path wherever it is used. Each file decides for itself, so that
//! a new class elsewhere changes no other file.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::model::{ClassId, EnumId, PackageId};

use super::context::Context;
use super::names::ident;

/// Types of the standard library that generated code writes, with the paths that always work.
const STANDARD: [(&str, &str); 5] = [
    ("Box", "::std::boxed::Box"),
    ("Option", "::std::option::Option"),
    ("Result", "::std::result::Result"),
    ("String", "::std::string::String"),
    ("Vec", "::std::vec::Vec"),
];

/// Names that a model's class never takes by import, because the runtime's come first.
const RUNTIME: [&str; 21] = [
    "Asked",
    "Binary",
    "Client",
    "Collection",
    "Date",
    "DateTime",
    "Decimal",
    "Described",
    "Duration",
    "Effects",
    "Error",
    "Foreign",
    "Identifikator",
    "ImpedimentTable",
    "Link",
    "NonEmpty",
    "PackageTable",
    "Refused",
    "Uri",
    "Uuid",
    "Verdict",
];

/// Something that a generated file can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Item {
    /// Of the standard library.
    Standard(&'static str),
    /// Of the facade crate: a path below it.
    Runtime(&'static str),
    /// A derive of the facade crate. Macros have a namespace of their own, so it never clashes.
    Derive(&'static str),
    /// The type of a class.
    Class(ClassId),
    /// The type of an enum.
    Enum(EnumId),
    /// The client's handle on collections of a class.
    Handle(ClassId),
}

/// The names of one file.
pub(super) struct Scope<'a> {
    context: &'a Context<'a>,
    home: PackageId,
    local: &'a HashSet<String>,
    short: BTreeSet<Item>,
}

impl<'a> Scope<'a> {
    /// The scope of the file of package `home` that declares the types `local` and uses `items`.
    pub(super) fn new(
        context: &'a Context<'a>,
        home: PackageId,
        local: &'a HashSet<String>,
        items: impl IntoIterator<Item = Item>,
    ) -> Self {
        let items: BTreeSet<Item> = items.into_iter().collect();
        let mut bearers: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
        for &item in &items {
            bearers.entry(short_name(context, item)).or_default().push(item);
        }
        let free = |item: &Item| {
            let name = short_name(context, *item);
            match item {
                Item::Derive(_) => true,
                Item::Standard(_) | Item::Runtime(_) => !local.contains(name),
                Item::Class(_) | Item::Enum(_) | Item::Handle(_) => {
                    let own = context.place(*item).is_some_and(|(package, _)| package == home);
                    let reserved = RUNTIME.contains(&name) || STANDARD.iter().any(|(standard, _)| *standard == name);
                    own || !(reserved || local.contains(name) || bearers[name].len() > 1)
                }
            }
        };
        let short = items.iter().filter(|item| free(item)).copied().collect();
        Self { context, home, local, short }
    }

    /// An item as this file writes it.
    pub(super) fn path(&self, item: Item) -> TokenStream {
        let name = short_name(self.context, item);
        let short = ident(name);
        if self.short.contains(&item) {
            return quote!(#short);
        }
        match item {
            Item::Standard(_) if !self.local.contains(name) => quote!(#short),
            Item::Standard(_) => {
                let path = STANDARD.iter().find(|(standard, _)| *standard == name).map_or(name, |(_, path)| path);
                path.parse().unwrap_or_else(|_| quote!(#short))
            }
            Item::Runtime(path) | Item::Derive(path) => {
                let facade = ident(self.context.facade());
                let segments = path.split("::").map(ident);
                quote!(#facade #(::#segments)*)
            }
            Item::Class(_) | Item::Enum(_) | Item::Handle(_) => match self.context.place(item) {
                Some((package, _)) if package != self.home => {
                    let module = ident(self.context.names.module(package));
                    quote!(super::#module::#short)
                }
                _ => quote!(#short),
            },
        }
    }

    /// The `use` lines of the facade and those of the other modules, each sorted.
    pub(super) fn uses(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let mut facade: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for &item in &self.short {
            match item {
                Item::Standard(_) => {}
                Item::Runtime(path) | Item::Derive(path) => {
                    let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
                    facade.entry(module).or_default().insert(name);
                }
                Item::Class(_) | Item::Enum(_) | Item::Handle(_) => {
                    if let Some((package, name)) = self.context.place(item).filter(|(package, _)| *package != self.home) {
                        modules.entry(self.context.names.module(package)).or_default().insert(name);
                    }
                }
            }
        }
        let root = ident(self.context.facade());
        let line = |prefix: TokenStream, names: &BTreeSet<&str>| {
            let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
            if let [name] = names.as_slice() { quote!(use #prefix::#name;) } else { quote!(use #prefix::{#(#names),*};) }
        };
        let facade = facade.iter().rev().map(|(module, names)| {
            let segments = module.split("::").filter(|s| !s.is_empty()).map(ident);
            line(quote!(#root #(::#segments)*), names)
        });
        let modules = modules.iter().map(|(module, names)| {
            let module = ident(module);
            line(quote!(super::#module), names)
        });
        (facade.collect(), modules.collect())
    }
}

fn short_name<'a>(context: &'a Context<'_>, item: Item) -> &'a str {
    match item {
        Item::Standard(name) => name,
        Item::Runtime(path) | Item::Derive(path) => path.rsplit("::").next().unwrap_or(path),
        Item::Class(_) | Item::Enum(_) | Item::Handle(_) => context.place(item).map_or("", |(_, name)| name),
    }
}
