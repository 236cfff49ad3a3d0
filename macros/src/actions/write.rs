//! The trait as it was, its tables, and its handler.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{ItemTrait, Path};

use super::read::{Action, Handlers, Impediment};
use crate::expand::table::{Fields, some};

/// Everything that stands in the trait's place.
pub(super) fn write(class: &Path, mut item: ItemTrait, handlers: &Handlers) -> TokenStream {
    let root = quote!(::smie_server);
    let name = item.ident.clone();
    item.supertraits.push(syn::parse_quote!(::core::marker::Send));
    item.supertraits.push(syn::parse_quote!(::core::marker::Sync));
    let missing = missing(class, handlers);
    let actions = handlers.actions.iter().map(|action| action_table(&root, action));
    let impediments = handlers.impediments.iter().map(|impediment| impediment_table(&root, impediment));
    let verdicts = handlers.impediments.iter().map(|impediment| verdict(class, impediment));
    let acts = handlers.actions.iter().map(|action| act(class, action));
    quote! {
        #missing
        #item
        const _: () = {
            #[automatically_derived]
            impl #root::table::Acts for dyn #name {
                const ACTIONS: &'static [#root::table::ActionTable] = &[#(#actions),*];
                const IMPEDIMENTS: &'static [#root::table::ImpedimentTable] = &[#(#impediments),*];
            }
            #[automatically_derived]
            impl #root::action::Handler for dyn #name {
                fn class(&self) -> &'static #root::table::ClassTable {
                    <#class as #root::table::Described>::table()
                }
                fn impede(
                    &self,
                    __name: &str,
                    __given: &#root::action::Given<'_>,
                    __asked: &#root::action::Asked<'_>,
                ) -> ::core::result::Result<#root::action::Verdict, #root::action::Refused> {
                    match __name {
                        #(#verdicts)*
                        _ => ::core::result::Result::Err(#root::action::Refused::unwritten(__name)),
                    }
                }
                fn act(
                    &self,
                    __name: &str,
                    __given: &#root::action::Given<'_>,
                    __effects: &mut #root::action::Effects<'_>,
                ) -> ::core::result::Result<#root::action::Outcome, #root::action::Refused> {
                    match __name {
                        #(#acts)*
                        _ => ::core::result::Result::Err(#root::action::Refused::unwritten(__name)),
                    }
                }
            }
        };
    }
}

/// What the compiler says to who gives something that has no handlers: every action by name, with what it is for.
fn missing(class: &Path, handlers: &Handlers) -> TokenStream {
    let class = class.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let message = format!("`{{Self}}` has no handlers for the actions of `{class}`");
    let described = |sort: &str, name: &str, docs: &str| {
        // Braces are places for types in these messages.
        let docs = docs.lines().next().unwrap_or_default().replace(['{', '}'], "");
        if docs.is_empty() { format!("{sort} `{name}`") } else { format!("{sort} `{name}`: {docs}") }
    };
    let actions = handlers.actions.iter().map(|action| described("action", &action.name, &action.docs));
    let impediments = handlers.impediments.iter().map(|impediment| described("impediment", &impediment.name, &impediment.docs));
    let notes = actions.chain(impediments).map(|note| quote!(note = #note));
    quote!(#[diagnostic::on_unimplemented(message = #message, #(#notes),*)])
}

fn action_table(root: &TokenStream, action: &Action) -> TokenStream {
    let (name, args) = (&action.name, &action.args);
    let mut fields = Fields::default();
    fields.push("name", Some(quote!(#name)));
    fields.docs(&action.docs);
    fields.push("on", action.is_on_collection().then(|| quote!(#root::model::ActionTarget::Collection)));
    for word in ["from", "impediments", "emits"] {
        let texts = args.texts(word);
        fields.push(word, (!texts.is_empty()).then(|| quote!(&[#(#texts),*])));
    }
    for word in ["to", "scope"] {
        fields.text(word, args);
    }
    fields.push("input", action.input.as_ref().map(|ty| some(&quote!(<#ty as #root::table::Described>::table))));
    fields.push(
        "method",
        args.words("method").and_then(|words| words.first()).map(|word| {
            let method = format_ident!("{}", heck::ToUpperCamelCase::to_upper_camel_case(&*word.to_string()));
            some(&quote!(#root::model::Method::#method))
        }),
    );
    fields.finish(&quote!(#root::table::ActionTable))
}

fn impediment_table(root: &TokenStream, impediment: &Impediment) -> TokenStream {
    let (name, args, docs) = (&impediment.name, &impediment.args, &impediment.docs);
    let package = match args.text("package") {
        Some(package) => some(&quote!(#package)),
        None => quote!(::core::option::Option::None),
    };
    let texts = args.languages("text");
    let texts = match texts {
        [] if docs.is_empty() => quote!(&[]),
        [] => quote!(&[("", #docs)]),
        texts => {
            let texts = texts.iter().map(|(language, text)| quote!((#language, #text)));
            quote!(&[#(#texts),*])
        }
    };
    quote!(#root::table::ImpedimentTable { package: #package, name: #name, docs: #texts })
}

fn verdict(class: &Path, impediment: &Impediment) -> TokenStream {
    let (name, method) = (&impediment.name, &impediment.method);
    let entity = if impediment.is_optional { quote!(__given.optional::<#class>()?) } else { quote!(__given.entity::<#class>()?) };
    quote!(#name => ::core::result::Result::Ok(self.#method(#entity, __asked)),)
}

fn act(class: &Path, action: &Action) -> TokenStream {
    let (name, method) = (&action.name, &action.method);
    let input = action.input.as_ref().map(|ty| quote!(__given.input::<#ty>()?,));
    if action.is_on_collection() {
        return quote!(#name => __given.outcome::<#class>(&self.#method(#input __effects)?),);
    }
    quote! {
        #name => {
            let mut __entity = __given.owned::<#class>()?;
            self.#method(&mut __entity, #input __effects)?;
            __given.outcome::<#class>(&__entity)
        }
    }
}
