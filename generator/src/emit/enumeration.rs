//! A closed list of values → a Rust enum.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::model::EnumId;

use super::EmitError;
use super::class::doc;
use super::context::{Context, Side};
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
    let (mut names, mut variants) = (Vec::new(), Vec::new());
    for value in &kodeverk.values {
        let variant = taken.claim(&variant_name(&context.fold(&value.name)?));
        let docs = doc(docs::lines(&value.docs, languages));
        let words = if value.name == variant {
            quote!()
        } else {
            let name = named(&value.name);
            quote!(#[smie(#name)])
        };
        let ident = ident(&variant);
        variants.push(quote!(#docs #words #ident));
        names.push(variant);
    }
    // A server's types are private to its program, so clippy has an opinion on their names; in a library it keeps it to itself.
    let allow = (context.side == Side::Server && is_repetitive(rust, &names))
        .then(|| quote!(#[allow(clippy::enum_variant_names, reason = "codes are named by the model")]));
    Ok(quote! {
        #docs
        #allow
        #[derive(Clone, Copy, Debug, PartialEq, Eq, #derive)]
        #[smie(package = #package, #words)]
        pub enum #name { #(#variants),* }
    })
}

/// True when variants repeat the enum's name, or all of them a first or last word.
fn is_repetitive(name: &str, variants: &[String]) -> bool {
    let repeats = |variant: &String| variant.starts_with(name) || variant.ends_with(name);
    let shared = |word: fn(&str) -> String| variants.iter().skip(1).all(|v| word(v) == word(&variants[0]));
    let first = |variant: &str| variant.to_snake_case().split('_').next().unwrap_or_default().to_owned();
    let last = |variant: &str| variant.to_snake_case().rsplit('_').next().unwrap_or_default().to_owned();
    variants.len() > 2 && (variants.iter().any(repeats) || shared(first) || shared(last))
}

fn named(name: &str) -> TokenStream {
    quote!(name = #name)
}
