//! What only clients have: fields to filter by, relations to follow, and a constructor that asks for what must be given.
//!
//! All of it is thin: a constant or one line a member, made of types of the client's runtime.

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use crate::input::{Class, Kind, Member};
use crate::shape::{Holds, Linked};

/// A constant for each attribute: `Elev::SYSTEM_ID`.
pub(super) fn fields(class: &Class) -> TokenStream {
    if class.kind == Kind::Referanse {
        return TokenStream::new();
    }
    let (root, ident) = (class.flavour.root(), &class.ident);
    let fields = class.members.iter().filter(|member| member.relation.is_none()).map(|member| {
        let (name, wire, element) = (shouted(&member.ident), &member.wire, &member.shape.element);
        let kind = match member.shape.holds {
            Holds::One | Holds::Optional => quote!(Field),
            Holds::Many | Holds::Some => quote!(Fields),
        };
        let docs = format!("To filter by `{wire}`.");
        quote! {
            #[doc = #docs]
            pub const #name: #root::#kind<#ident, #element> = #root::#kind::new(#wire);
        }
    });
    quote! {
        // What nobody filters by costs nothing.
        #[allow(dead_code)]
        #[automatically_derived]
        impl #ident {
            #(#fields)*
        }
    }
}

/// What stands beside the class, where users can name it.
pub(super) fn beside(class: &Class) -> TokenStream {
    if class.kind == Kind::Referanse {
        return TokenStream::new();
    }
    let (relations, constructor) = (relations(class), constructor(class));
    quote!(#relations #constructor)
}

/// A trait with a method for each relation, for everything that is bound to a connection.
fn relations(class: &Class) -> Option<TokenStream> {
    let (root, ident, vis) = (class.flavour.root(), &class.ident, &class.vis);
    let methods: Vec<TokenStream> = class.members.iter().filter_map(|member| relation(&root, ident, member)).collect();
    if methods.is_empty() {
        return None;
    }
    let name = format_ident!("{}Relations", ident.unraw());
    let docs = format!("The relations of [`{ident}`], to be followed: `resource.relation().await?`.");
    Some(quote! {
        #[doc = #docs]
        #[allow(dead_code)]
        #vis trait #name: #root::Bound<#ident> {
            #(#methods)*
        }
        #[automatically_derived]
        impl<B: #root::Bound<#ident>> #name for B {}
    })
}

fn relation(root: &TokenStream, owner: &Ident, member: &Member) -> Option<TokenStream> {
    let (field, wire, target) = (&member.ident, &member.wire, &member.shape.element);
    // What a link leads to outside the model is not this API's to read.
    let leads_in =
        member.relation.is_some() && !member.is_outside && member.shape.linked == Linked::Typed && member.shape.last != "Foreign";
    leads_in.then_some(())?;
    let value = quote!(#root::Bound::<#owner>::value(self).#field);
    let (way, new) = match member.shape.holds {
        Holds::One => (quote!(ToOne), quote!(#root::ToOne::new::<#owner>(self, ::core::option::Option::Some(&#value), #wire))),
        Holds::Optional => (quote!(ToOne), quote!(#root::ToOne::new::<#owner>(self, #value.as_ref(), #wire))),
        Holds::Many | Holds::Some => (quote!(ToMany), quote!(#root::ToMany::new::<#owner>(self, &#value))),
    };
    let docs = format!("Follows `{wire}`.");
    let allow = member.is_deprecated.then(|| quote!(#[allow(deprecated)]));
    Some(quote! {
        #[doc = #docs]
        #allow
        fn #field(&self) -> #root::#way<'_, #target> where Self: ::core::marker::Sized {
            #new
        }
    })
}

/// A struct of what must be given, and the value made of it with everything else absent.
fn constructor(class: &Class) -> Option<TokenStream> {
    let (root, ident, vis) = (class.flavour.root(), &class.ident, &class.vis);
    let (name, given) = class.args.words("new")?.split_first()?;
    let fields = class.members.iter().filter(|member| given.contains(&member.ident)).map(|member| {
        let (field, element, docs) = (&member.ident, &member.shape.element, &member.docs);
        let value = if member.relation.is_some() && member.shape.linked == Linked::Typed {
            quote!(#root::Link<#element>)
        } else {
            quote!(#element)
        };
        let ty = if matches!(member.shape.holds, Holds::Many | Holds::Some) { quote!(#root::NonEmpty<#value>) } else { value };
        quote!(#[doc = #docs] pub #field: #ty,)
    });
    let values = class.members.iter().map(|member| {
        let field = &member.ident;
        let value = match (given.contains(field), member.shape.holds) {
            (true, Holds::Optional) => quote!(::core::option::Option::Some(::core::convert::Into::into(given.#field))),
            (true, _) => quote!(::core::convert::Into::into(given.#field)),
            (false, _) => quote!(::core::default::Default::default()),
        };
        quote!(#field: #value,)
    });
    let (docs, made) = (format!("What a new [`{ident}`] must have."), "The value with what it must have, and nothing else.");
    let given = if given.is_empty() { quote!(_) } else { quote!(given) };
    Some(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        #vis struct #name { #(#fields)* }
        #[automatically_derived]
        impl #ident {
            #[doc = #made]
            #[must_use]
            pub fn new(#given: #name) -> Self {
                Self { #(#values)* }
            }
        }
    })
}

/// `system_id` is `SYSTEM_ID`.
fn shouted(field: &Ident) -> Ident {
    format_ident!("{}", field.unraw().to_string().to_shouty_snake_case())
}
