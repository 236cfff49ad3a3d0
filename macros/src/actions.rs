//! `#[actions(Class)]`: a trait of handlers becomes tables and an engine's handler.
//!
//! The trait is the only place where an action is said, so that what is offered and what is done cannot drift apart. [`read`] understands the methods,
//! [`write`] writes the tables and the `match` from names to methods.

mod read;
mod write;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ItemTrait, Path};

use crate::context::Context;

/// The trait, its tables and its handler, or the errors beside the trait, so that whoever implements it sees no further ones.
pub(crate) fn expand(class: &TokenStream, item: &TokenStream) -> TokenStream {
    let context = Context::new();
    let class: Option<Path> = match syn::parse2(class.clone()) {
        Ok(class) => Some(class),
        Err(_) => {
            let message = "which class? Write `#[actions(Name)]`, with the type whose actions these are";
            if class.is_empty() {
                context.push(syn::Error::new(proc_macro2::Span::call_site(), message));
            } else {
                context.error(class, message);
            }
            None
        }
    };
    let mut item: ItemTrait = match syn::parse2(item.clone()) {
        Ok(item) => item,
        Err(error) => {
            context.push(syn::Error::new(error.span(), "`#[actions(…)]` stands before a trait, whose methods are the handlers"));
            let errors = context.finish().err().map(syn::Error::into_compile_error);
            return quote!(#errors #item);
        }
    };
    let handlers = read::read(&context, &mut item);
    match (context.finish(), class) {
        (Ok(()), Some(class)) => write::write(&class, item, &handlers),
        (result, _) => {
            let errors = result.err().map(syn::Error::into_compile_error);
            quote!(#errors #item)
        }
    }
}
