//! Writing the code: a derive's whole way from input to tokens.
//!
//! Emitted code names everything by full paths from a crate's root (`::core::…`), inside `const _: () = { … };`, so that nothing the user
//! has named can get in between, and nothing it names can get out.

mod client;
mod de;
mod enums;
mod ser;
pub(crate) mod table;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::check;
use crate::context::Context;
use crate::input::{Class, Flavour, Input, Kind};

/// The code of a derive, or its errors.
pub(crate) fn derive(input: TokenStream, flavour: Flavour, kind: Kind) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let context = Context::new();
    let read = Input::read(&context, &input, flavour, kind);
    match &read {
        Some(Input::Class(class)) => check::class(&context, class),
        Some(Input::Enum(input)) => check::enumeration(&context, input),
        None => {}
    }
    let beside = match &read {
        Some(Input::Class(class)) if flavour == Flavour::Client => client::beside(class),
        _ => TokenStream::new(),
    };
    let code = match (context.finish(), read) {
        (Err(errors), _) => return errors.into_compile_error(),
        (Ok(()), Some(Input::Class(read))) => class(&read),
        (Ok(()), Some(Input::Enum(input))) => enums::expand(&input),
        (Ok(()), None) => TokenStream::new(),
    };
    quote! {
        const _: () = {
            #code
        };
        #beside
    }
}

fn class(class: &Class) -> TokenStream {
    let (table, roles) = (table::described(class), table::roles(class));
    // Abstract too: a published FINT model holds such values.
    let valued = (class.kind != Kind::Referanse).then(|| table::valued(class));
    // A referanse has no representation here: what its address answers is not of this model.
    let serde = (class.kind != Kind::Referanse).then(|| {
        let shape = shape(class);
        let (read, write) = (de::read(class), ser::write(class));
        let (root, ident) = (class.flavour.root(), &class.ident);
        let allow = allow_deprecated(class);
        let impls = serde_impls(class);
        quote! {
            #allow
            #[automatically_derived]
            impl #root::value::slim::Object for #ident {
                #shape
                #read
                #write
            }
            #impls
        }
    });
    let fields = (class.flavour == Flavour::Client).then(|| client::fields(class));
    quote!(#table #roles #valued #serde #fields)
}

/// Names and manners of the object.
fn shape(class: &Class) -> TokenStream {
    let root = class.flavour.root();
    let name = &class.name;
    let members = class.members.iter().filter(|member| member.relation.is_none()).map(|member| &member.wire);
    let relations = class.members.iter().filter(|member| member.relation.is_some()).map(|member| &member.wire);
    let empty_links = if class.kind == Kind::Datatype { quote!(Omitted) } else { quote!(Kept) };
    let reading = if class.flavour == Flavour::Client { quote!(Lenient) } else { quote!(Strict) };
    quote! {
        const SHAPE: &'static #root::value::slim::Shape = &#root::value::slim::Shape {
            name: #name,
            members: &[#(#members),*],
            relations: &[#(#relations),*],
            empty_links: #root::value::slim::EmptyLinks::#empty_links,
            reading: #root::value::slim::Reading::#reading,
        };
    }
}

fn serde_impls(class: &Class) -> TokenStream {
    let (root, ident) = (class.flavour.root(), &class.ident);
    quote! {
        #[automatically_derived]
        impl #root::value::slim::Serialize for #ident {
            fn serialize<S: #root::value::slim::Serializer>(&self, __to: S) -> ::core::result::Result<S::Ok, S::Error> {
                #root::value::slim::write(self, __to)
            }
        }
        #[automatically_derived]
        impl<'de> #root::value::slim::Deserialize<'de> for #ident {
            fn deserialize<D: #root::value::slim::Deserializer<'de>>(__from: D) -> ::core::result::Result<Self, D::Error> {
                #root::value::slim::read(__from)
            }
        }
    }
}

/// Only where a field or the type is `#[deprecated]`: naming it here is no use of it.
fn allow_deprecated(class: &Class) -> Option<TokenStream> {
    class.members.iter().any(|member| member.is_deprecated).then(|| quote!(#[allow(deprecated)]))
}
