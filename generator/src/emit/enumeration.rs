//! A closed list of values → a Rust enum.

use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::model::EnumId;

use super::EmitError;
use super::class::doc;
use super::context::Context;
use super::docs;
use super::names::{Taken, ident, variant_name};
use super::scope::{Item, Scope};

/// Everything that the Rust enum names.
pub(super) fn items() -> [Item; 1] {
    [Item::Derive("Kodeverk")]
}

/// The Rust enum. Each variant states its code in the model's letters, unless it is the code itself.
pub(super) fn define(context: &Context<'_>, scope: &Scope<'_>, id: EnumId) -> Result<TokenStream, EmitError> {
    let languages = &context.model.languages;
    let kodeverk = &context.model.enums[id.index()];
    let (rust, derive) = (context.names.enumeration(id), scope.path(Item::Derive("Kodeverk")));
    let (name, package) = (ident(rust), &context.model.package(kodeverk.package).path);
    let docs = doc(docs::lines(&kodeverk.docs, languages));
    let words = if kodeverk.name == rust { quote!() } else { named(&kodeverk.name) };
    let mut taken = Taken::default();
    let mut variants = Vec::new();
    for value in &kodeverk.values {
        let variant = taken.claim(&variant_name(&context.fold(&value.name)?));
        let docs = doc(docs::lines(&value.docs, languages));
        let words = if value.name == variant {
            quote!()
        } else {
            let name = named(&value.name);
            quote!(#[smie(#name)])
        };
        let variant = ident(&variant);
        variants.push(quote!(#docs #words #variant));
    }
    Ok(quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, #derive)]
        #[smie(package = #package, #words)]
        pub enum #name { #(#variants),* }
    })
}

fn named(name: &str) -> TokenStream {
    quote!(name = #name)
}
