//! Reading types: how many values, of what, and whether they are links.
//!
//! A macro sees names, not types, so this goes by the last segment of a path: `Option`, `Vec`, `NonEmpty` and `Link` are known
//! wherever they come from. A type that only looks like one is found by the compiler afterwards, in the emitted code. A `Link` without a
//! type in it may be anybody's, so it is one of ours only where an attribute says that the field is a relation.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// How many values the Rust type holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// `T`.
    One,
    /// `Option<T>`.
    Optional,
    /// `Vec<T>`.
    Many,
    /// `NonEmpty<T>`.
    Some,
}

/// Whether a type is a link, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Linked {
    /// No.
    No,
    /// `Link<T>`.
    Typed,
    /// `Link`, which does not say where it leads.
    Plain,
}

/// A member's type.
#[derive(Debug)]
pub(crate) struct Shape {
    /// How many values.
    pub(crate) holds: Holds,
    /// The type of each; of a [`Linked::Typed`], the type that it leads to.
    pub(crate) element: TokenStream,
    /// Whether each is a link.
    pub(crate) linked: Linked,
    /// Last name in the element's path.
    pub(crate) last: String,
    /// The whole type, as fields of other items can say it.
    pub(crate) whole: TokenStream,
}

impl Shape {
    /// Reads the type of a field of the type `owner`.
    pub(crate) fn read(ty: &Type, owner: &Ident) -> Self {
        let outer = transparent(ty);
        let (holds, element) = match argument(outer) {
            Some(("Option", element)) => (Holds::Optional, element),
            Some(("Vec", element)) => (Holds::Many, element),
            Some(("NonEmpty", element)) => (Holds::Some, element),
            _ => (Holds::One, outer),
        };
        let inner = unboxed(element);
        let (linked, element) = match argument(inner) {
            Some(("Link", target)) => (Linked::Typed, target),
            _ if last(inner) == "Link" => (Linked::Plain, inner),
            _ => (Linked::No, inner),
        };
        Self { holds, linked, last: last(element), element: without_self(element, owner), whole: without_self(ty, owner) }
    }
}

/// Known containers and what they hold.
fn argument(ty: &Type) -> Option<(&'static str, &Type)> {
    const CONTAINERS: &[&str] = &["Option", "Vec", "NonEmpty", "Link", "Box"];
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let name = CONTAINERS.iter().find(|name| segment.ident == name)?;
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) if arguments.args.len() == 1 => match arguments.args.first()? {
            GenericArgument::Type(ty) => Some((name, transparent(ty))),
            _ => None,
        },
        _ => None,
    }
}

/// The container of a type that is one inside another, which multiplicity cannot be told of: `Option` in `Vec<Option<T>>`.
pub(crate) fn nested(ty: &Type) -> Option<(&'static str, &'static str)> {
    let lists = |name: &str| matches!(name, "Option" | "Vec" | "NonEmpty");
    let (outer, element) = argument(transparent(ty))?;
    let (inner, _) = argument(unboxed(element))?;
    ((lists(outer) || outer == "Link" || outer == "Box") && lists(inner)).then_some((outer, inner))
}

fn unboxed(ty: &Type) -> &Type {
    match argument(ty) {
        Some(("Box", held)) => unboxed(held),
        _ => ty,
    }
}

/// Without the invisible groups that `macro_rules` leaves, and parentheses.
fn transparent(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => transparent(&group.elem),
        Type::Paren(paren) => transparent(&paren.elem),
        _ => ty,
    }
}

fn last(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The type with its owner's name for `Self`, because a static inside a function has no `Self`.
fn without_self(ty: &Type, owner: &Ident) -> TokenStream {
    fn replace(tokens: TokenStream, owner: &Ident) -> TokenStream {
        let tokens = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                // Not made anew from its text, which for a raw identifier would be none.
                let mut named = owner.clone();
                named.set_span(ident.span());
                TokenTree::Ident(named)
            }
            TokenTree::Group(group) => {
                let mut replaced = proc_macro2::Group::new(group.delimiter(), replace(group.stream(), owner));
                replaced.set_span(group.span());
                TokenTree::Group(replaced)
            }
            other => other,
        });
        tokens.collect()
    }
    replace(ty.to_token_stream(), owner)
}
