//! The derive's input, understood: attributes and types of one class or enum side by side.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DataEnum, DataStruct, DeriveInput, Field, Fields, Ident, Visibility};

use crate::attr::{Args, Place, docs};
use crate::context::Context;
use crate::names;
use crate::shape::{Holds, Linked, Shape, nested};

/// Whom the code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Strict, on `smie_server`.
    Server,
    /// Lenient, on `smie_client`.
    Client,
    /// Strict, on `smie_wire`.
    Wire,
}

impl Flavour {
    /// The crate that emitted code names.
    pub(crate) fn root(self) -> TokenStream {
        match self {
            Self::Server => quote!(::smie_server),
            Self::Client => quote!(::smie_client),
            Self::Wire => quote!(::smie_wire),
        }
    }
}

/// Which derive it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `Hovedklasse`.
    Hovedklasse,
    /// `Datatype`.
    Datatype,
    /// `Abstrakt`.
    Abstrakt,
    /// `Referanse`.
    Referanse,
    /// `Kodeverk`.
    Kodeverk,
}

impl Kind {
    /// The derive's name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Hovedklasse => "Hovedklasse",
            Self::Datatype => "Datatype",
            Self::Abstrakt => "Abstrakt",
            Self::Referanse => "Referanse",
            Self::Kodeverk => "Kodeverk",
        }
    }
}

/// A class.
pub(crate) struct Class {
    pub(crate) kind: Kind,
    pub(crate) flavour: Flavour,
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) args: Args,
    /// False for a unit struct.
    pub(crate) is_braced: bool,
    pub(crate) members: Vec<Member>,
    /// `#[event(…)]`, each with its place.
    pub(crate) events: Vec<Args>,
}

/// A field.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    /// Name in the model.
    pub(crate) name: String,
    /// Name in JSON.
    pub(crate) wire: String,
    pub(crate) docs: String,
    pub(crate) shape: Shape,
    pub(crate) args: Args,
    /// `#[identifikator]`.
    pub(crate) identity: Option<Args>,
    /// `#[relation]`; of a link without the attribute, no words.
    pub(crate) relation: Option<Args>,
    /// `#[referanse]`: the link leads out of the model.
    pub(crate) is_outside: bool,
    pub(crate) bounds: Option<(u32, Option<u32>)>,
    pub(crate) is_deprecated: bool,
}

impl Member {
    /// True when a value must be there.
    pub(crate) fn is_mandatory(&self) -> bool {
        match self.bounds {
            Some((lower, _)) => lower > 0,
            None => matches!(self.shape.holds, Holds::One | Holds::Some),
        }
    }
}

/// An enum.
pub(crate) struct Enum {
    pub(crate) flavour: Flavour,
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) args: Args,
    pub(crate) values: Vec<Value>,
}

/// A variant.
pub(crate) struct Value {
    pub(crate) ident: Ident,
    /// Code in the model.
    pub(crate) name: String,
    /// Code in JSON.
    pub(crate) wire: String,
    pub(crate) docs: String,
    pub(crate) is_deprecated: bool,
}

/// What a derive stands on.
pub(crate) enum Input {
    /// A struct.
    Class(Class),
    /// An enum.
    Enum(Enum),
}

impl Input {
    /// Reads the input; `None` when it is not even of the right sort, which is then reported.
    pub(crate) fn read(context: &Context, input: &DeriveInput, flavour: Flavour, kind: Kind) -> Option<Self> {
        if !input.generics.params.is_empty() || input.generics.where_clause.is_some() {
            let at = quote_generics(&input.generics);
            context.error(at, format_args!("`{}` cannot be derived for a generic type: a class of a model has no parameters", kind.word()));
        }
        for name in ["identifikator", "relation", "referanse"] {
            for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident(name)) {
                context.error(attribute, format_args!("`#[{name}]` belongs on a field"));
            }
        }
        match (&input.data, kind) {
            (Data::Struct(data), _) => class(context, input, data, flavour, kind).map(Self::Class),
            (Data::Enum(data), Kind::Kodeverk) => Some(Self::Enum(enumeration(context, input, data, flavour))),
            (Data::Enum(data), _) => {
                let message = format_args!("`{}` is for structs; an enum derives `Kodeverk`", kind.word());
                context.error(data.enum_token, message);
                None
            }
            (Data::Union(data), _) => {
                context.error(data.union_token, format_args!("`{}` cannot be derived for a union", kind.word()));
                None
            }
        }
    }
}

fn quote_generics(generics: &syn::Generics) -> TokenStream {
    let clause = &generics.where_clause;
    if generics.params.is_empty() { quote!(#clause) } else { quote!(#generics) }
}

fn class(context: &Context, input: &DeriveInput, data: &DataStruct, flavour: Flavour, kind: Kind) -> Option<Class> {
    let args = Args::read(context, &input.attrs, "smie", Place::Class).unwrap_or_else(Args::none).without_self(&input.ident);
    let fields = match &data.fields {
        Fields::Named(fields) => fields.named.iter().collect(),
        Fields::Unit => Vec::new(),
        Fields::Unnamed(fields) => {
            context.error(fields, "the members of a class have names: write a struct with `{ … }`");
            return None;
        }
    };
    let events = input.attrs.iter().filter(|attribute| attribute.path().is_ident("event"));
    let events = events.filter_map(|one| Args::read(context, std::slice::from_ref(one), "event", Place::Event)).collect();
    let members = fields.into_iter().filter_map(|field| member(context, field, &input.ident, flavour)).collect();
    Some(Class {
        kind,
        flavour,
        ident: input.ident.clone(),
        vis: input.vis.clone(),
        name: text_or(&args, "name", || names::own(&input.ident)),
        docs: docs(&input.attrs),
        is_braced: matches!(data.fields, Fields::Named(_)),
        args,
        members,
        events,
    })
}

fn member(context: &Context, field: &Field, owner: &Ident, flavour: Flavour) -> Option<Member> {
    let ident = field.ident.clone()?;
    let shape = Shape::read(&field.ty, owner);
    if let Some((outer, inner)) = nested(&field.ty) {
        let message = "a member holds `T`, `Option<T>`, `Vec<T>` or `NonEmpty<T>`, and a relation links in place of `T`";
        context.error(&field.ty, format_args!("`{outer}` of `{inner}` has no multiplicity: {message}"));
    }
    let relation = Args::read(context, &field.attrs, "relation", Place::End).map(|end| end.without_self(owner));
    let outside = Args::read(context, &field.attrs, "referanse", Place::Referanse);
    let is_relation = is_relation(context, &shape, field, relation.is_some(), outside.is_some());
    let place = if is_relation { Place::Relation } else { Place::Attribute };
    let args = Args::read(context, &field.attrs, "smie", place).unwrap_or_else(Args::none);
    let identity = Args::read(context, &field.attrs, "identifikator", Place::Identifikator);
    let name = text_or(&args, "name", || names::member(&ident));
    let wire = text_or(&args, "wire", || names::fold(&name));
    let bounds = bounds(context, &args, flavour, &shape);
    let relation = is_relation.then(|| relation.unwrap_or_else(Args::none));
    let is_deprecated = is_deprecated(&field.attrs);
    let (docs, is_outside) = (docs(&field.attrs), outside.is_some());
    Some(Member { ident, name, wire, docs, shape, args, identity, relation, is_outside, bounds, is_deprecated })
}

/// A `Link<T>` always is; a plain `Link` when an attribute says so. Reports an attribute on what is no link at all.
fn is_relation(context: &Context, shape: &Shape, field: &Field, is_marked: bool, is_outside: bool) -> bool {
    let given = spaced(&shape.element);
    match shape.linked {
        Linked::Typed => true,
        Linked::Plain => is_marked || is_outside,
        Linked::No => {
            if is_marked {
                context.error(&field.ty, format_args!("a relation is a `Link<T>`, found `{given}`; write `Link<{given}>`"));
            } else if is_outside {
                context.error(&field.ty, format_args!("a referanse is a `Link`, found `{given}`"));
            }
            false
        }
    }
}

fn enumeration(context: &Context, input: &DeriveInput, data: &DataEnum, flavour: Flavour) -> Enum {
    let args = Args::read(context, &input.attrs, "smie", Place::Enum).unwrap_or_else(Args::none);
    let values = data.variants.iter().map(|variant| {
        if !matches!(variant.fields, Fields::Unit) {
            context.error(&variant.fields, "a value of an enum is a code and holds nothing");
        }
        for name in ["identifikator", "relation", "referanse"] {
            for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident(name)) {
                context.error(attribute, format_args!("`#[{name}]` belongs on a field"));
            }
        }
        let args = Args::read(context, &variant.attrs, "smie", Place::Variant).unwrap_or_else(Args::none);
        let name = text_or(&args, "name", || names::own(&variant.ident));
        let wire = names::fold(&name);
        Value { ident: variant.ident.clone(), name, wire, docs: docs(&variant.attrs), is_deprecated: is_deprecated(&variant.attrs) }
    });
    let values = values.collect();
    let name = text_or(&args, "name", || names::own(&input.ident));
    Enum { flavour, ident: input.ident.clone(), name, docs: docs(&input.attrs), args, values }
}

/// Rust's own `#[deprecated]`: emitted code must be able to name the item all the same.
fn is_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

fn text_or(args: &Args, word: &str, otherwise: impl FnOnce() -> String) -> String {
    args.text(word).map_or_else(otherwise, syn::LitStr::value)
}

/// `"1..5"`, `"2..*"`, `"3"`.
fn bounds(context: &Context, args: &Args, flavour: Flavour, shape: &Shape) -> Option<(u32, Option<u32>)> {
    let text = args.text("bounds")?;
    let written = text.value();
    let parsed = match written.split_once("..") {
        Some((lower, "*" | "")) => lower.parse().ok().map(|lower| (lower, None)),
        Some((lower, upper)) => lower.parse().ok().zip(upper.parse().ok()).map(|(lower, upper)| (lower, Some(upper))),
        None => written.parse().ok().map(|exact| (exact, Some(exact))),
    };
    let Some((lower, upper)) = parsed.filter(|(lower, upper)| upper.is_none_or(|upper| upper >= *lower && upper > 0)) else {
        context.error(text, format_args!("`{written}` are no bounds; write `1..5`, `2..*` or `3`"));
        return None;
    };
    let is_list = matches!(shape.holds, Holds::Many | Holds::Some);
    let fits = upper.is_none_or(|upper| upper > 1) == is_list;
    // A client's type says what may be missing, not what the model demands.
    if !fits && flavour != Flavour::Client {
        let wanted = if is_list { "a list, which needs bounds above one" } else { "at most one value; write `Vec<T>`" };
        context.error(text, format_args!("the bounds are `{written}`, but the type holds {wanted}"));
    }
    Some((lower, upper))
}

/// Tokens of a type as a reader writes them.
fn spaced(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}
