//! Writing: one line a member.

use proc_macro2::TokenStream;
use quote::quote;

use crate::input::{Class, Member};
use crate::shape::Holds;

/// `Object::write`.
pub(super) fn write(class: &Class) -> TokenStream {
    let root = class.flavour.root();
    let slim = quote!(#root::value::slim);
    let (relations, attributes): (Vec<_>, Vec<_>) = class.members.iter().partition(|member| member.relation.is_some());
    let attributes = attributes.into_iter().enumerate().map(|(index, member)| attribute(index, member));
    let relations = relations.into_iter().enumerate().map(|(index, member)| relation(index, member));
    let to = if class.members.is_empty() { quote!(_) } else { quote!(__to) };
    quote! {
        fn write<'a, M: #slim::SerializeMap>(&'a self, #to: &mut #slim::Writer<'a, M>) {
            #(#attributes)*
            #(#relations)*
        }
    }
}

fn attribute(index: usize, member: &Member) -> TokenStream {
    let field = &member.ident;
    let method = match member.shape.holds {
        Holds::One | Holds::Some => quote!(value),
        Holds::Optional => quote!(optional),
        Holds::Many => quote!(list),
    };
    quote!(__to.#method(#index, &self.#field);)
}

fn relation(index: usize, member: &Member) -> TokenStream {
    let field = &member.ident;
    match member.shape.holds {
        Holds::One => quote!(__to.link(#index, &self.#field);),
        Holds::Optional => quote!(__to.links(#index, self.#field.as_slice());),
        Holds::Many | Holds::Some => quote!(__to.links(#index, &self.#field);),
    }
}
