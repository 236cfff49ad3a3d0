//! Reading: a slot for each attribute, a `match` on the index of the member found, and the struct made of the slots.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::input::{Class, Flavour, Member};
use crate::shape::Holds;

/// `Object::read`.
pub(super) fn read(class: &Class) -> TokenStream {
    let root = class.flavour.root();
    let slim = quote!(#root::value::slim);
    let lenient = class.flavour == Flavour::Client;
    let attributes: Vec<_> = class.members.iter().filter(|member| member.relation.is_none()).collect();
    let slots: Vec<_> = (0..attributes.len()).map(slot).collect();
    let reads = attributes.iter().zip(&slots).enumerate().map(|(index, (member, slot))| {
        let method = method(member, lenient);
        quote!(#index => __from.#method(&mut #slot),)
    });
    let values = values(class, &slots, lenient);
    let value = if class.is_braced { quote!(Self { #values }) } else { quote!(Self) };
    quote! {
        fn read<'de, A: #slim::MapAccess<'de>>(__from: &mut #slim::Reader<'de, A>) -> ::core::option::Option<Self> {
            #(let mut #slots = ::core::option::Option::None;)*
            loop {
                match __from.next() {
                    #(#reads)*
                    _ => break,
                }
            }
            ::core::option::Option::Some(#value)
        }
    }
}

fn slot(index: usize) -> Ident {
    Ident::new(&format!("__slot{index}"), Span::mixed_site())
}

/// How the value of a member is read. A slot holds what the field holds, but in an `Option`; lenient slots are filled only by what is no null.
fn method(member: &Member, lenient: bool) -> TokenStream {
    match (member.shape.holds, lenient) {
        (Holds::Optional, _) | (Holds::One, true) => quote!(nullable),
        (Holds::One | Holds::Many | Holds::Some, false) => quote!(value),
        (Holds::Many | Holds::Some, true) => quote!(list),
    }
}

fn values(class: &Class, slots: &[Ident], lenient: bool) -> TokenStream {
    let (mut attribute, mut relation) = (0..slots.len(), 0_usize..);
    let fields = class.members.iter().map(|member| {
        let field = &member.ident;
        if member.relation.is_some() {
            let index = relation.next();
            let value = link(member, &quote!(#index));
            return quote!(#field: #value,);
        }
        let index = attribute.next();
        let slot = index.and_then(|index| slots.get(index));
        let value = match member.shape.holds {
            Holds::Some if lenient => quote!(__from.some(#index, #slot)?),
            Holds::One | Holds::Some => quote!(__from.required(#index, #slot)?),
            Holds::Many if member.is_mandatory() && !lenient => quote!(__from.required(#index, #slot)?),
            Holds::Optional => quote!(#slot),
            Holds::Many => quote!(#slot.unwrap_or_default()),
        };
        quote!(#field: #value,)
    });
    quote!(#(#fields)*)
}

fn link(member: &Member, index: &TokenStream) -> TokenStream {
    let (method, question) = match member.shape.holds {
        Holds::One => ("link", Some(quote!(?))),
        Holds::Optional => ("optional_link", None),
        Holds::Many => ("links", None),
        Holds::Some => ("some_links", Some(quote!(?))),
    };
    let method = format_ident!("{method}");
    quote!(__from.#method(#index)#question)
}
