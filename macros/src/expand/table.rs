//! The table: what the model language says of the class, as constant data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::LitStr;

use crate::attr::Args;
use crate::input::{Class, Kind, Member};
use crate::shape::{Holds, Linked};

/// `impl Described`.
pub(super) fn described(class: &Class) -> TokenStream {
    let (root, ident) = (class.flavour.root(), &class.ident);
    let table = class_table(&root, class);
    quote! {
        #[automatically_derived]
        impl #root::table::Described for #ident {
            fn table() -> &'static #root::table::ClassTable {
                // A class may well say everything that there is to say.
                #[allow(clippy::needless_update)]
                static TABLE: #root::table::ClassTable = #table;
                &TABLE
            }
        }
    }
}

/// What a class can be to others: the target of links, a parent, an outer resource.
pub(super) fn roles(class: &Class) -> TokenStream {
    let (root, ident) = (class.flavour.root(), &class.ident);
    let table = quote!(<Self as #root::table::Described>::table);
    let (lead, one) = (quote!(::core::option::Option<fn() -> &'static #root::table::ClassTable>), some(&table));
    let target = quote! {
        #[automatically_derived]
        impl #root::table::Target for #ident {
            const TABLE: #lead = #one;
        }
    };
    let role = match class.kind {
        Kind::Datatype => return TokenStream::new(),
        Kind::Hovedklasse | Kind::Kodeverk => quote!(Served),
        Kind::Abstrakt => quote!(Extended),
        Kind::Referanse => quote!(Outside),
    };
    quote! {
        #target
        #[automatically_derived]
        impl #root::table::#role for #ident {}
    }
}

/// `impl Valued`: the class as the type of an attribute. A model's own class of the name `Identifikator` is the identity.
pub(super) fn valued(class: &Class) -> TokenStream {
    let (root, ident) = (class.flavour.root(), &class.ident);
    let ty = if class.name == "Identifikator" { quote!(Identifikator) } else { quote!(Class(<Self as #root::table::Described>::table)) };
    quote! {
        #[automatically_derived]
        impl #root::table::Valued for #ident {
            const TYPE: #root::table::TypeTable = #root::table::TypeTable::#ty;
        }
    }
}

fn class_table(root: &TokenStream, class: &Class) -> TokenStream {
    let args = &class.args;
    let stereotype = match class.kind {
        Kind::Hovedklasse | Kind::Kodeverk => quote!(Hovedklasse),
        Kind::Datatype => quote!(Datatype),
        Kind::Abstrakt => quote!(Abstrakt),
        Kind::Referanse => quote!(Referanse),
    };
    let mut fields = Fields::default();
    let (name, package) = (&class.name, args.text("package"));
    fields.push("package", Some(quote!(#package)));
    fields.push("name", Some(quote!(#name)));
    fields.docs(&class.docs);
    fields.push("stereotype", Some(quote!(#root::model::Stereotype::#stereotype)));
    for word in ["extends", "within"] {
        let role = if word == "extends" { format_ident!("Extended") } else { format_ident!("Served") };
        fields.push(word, args.ty(word).map(|path| some(&quote!(<#path as #root::table::#role>::TABLE))));
    }
    fields.flag("subject", args);
    for word in ["collection", "state", "since", "wire", "scope"] {
        fields.text(word, args);
    }
    fields.push(
        "allow",
        args.words("allow").map(|words| {
            let operations = words.iter().map(|word| format_ident!("{}", heck::ToUpperCamelCase::to_upper_camel_case(&*word.to_string())));
            some(&quote!(&[#(#root::model::Operation::#operations),*]))
        }),
    );
    fields.push("deprecated", deprecated(root, args));
    let (relations, attributes): (Vec<_>, Vec<_>) = class.members.iter().partition(|member| member.relation.is_some());
    let attributes = attributes.into_iter().map(|member| attribute(root, member));
    let relations = relations.into_iter().map(|member| relation(root, member));
    fields.push("attributes", Some(quote!(&[#(#attributes),*])));
    fields.push("relations", Some(quote!(&[#(#relations),*])));
    if let Some(handlers) = args.ty("actions") {
        let acts = quote!(<dyn #handlers as #root::table::Acts>);
        fields.push("actions", Some(quote!(#acts::ACTIONS)));
        fields.push("impediments", Some(quote!(#acts::IMPEDIMENTS)));
    }
    let events = class.events.iter().map(|event| self::event(root, event));
    fields.push("events", (!class.events.is_empty()).then(|| quote!(&[#(#events),*])));
    fields.finish(&quote!(#root::table::ClassTable))
}

fn event(root: &TokenStream, event: &Args) -> TokenStream {
    let (name, carries) = (event.text("name"), event.texts("carries"));
    let docs = event.text("docs").map_or_else(|| quote!(""), |docs| quote!(#docs));
    quote!(#root::table::EventTable { name: #name, docs: #docs, carries: &[#(#carries),*] })
}

fn attribute(root: &TokenStream, member: &Member) -> TokenStream {
    let element = &member.shape.element;
    let ty = match member.identity {
        Some(_) => quote!(#root::table::TypeTable::Identifikator),
        None => quote!(<#element as #root::table::Valued>::TYPE),
    };
    let mut fields = common(root, member);
    fields.push("ty", Some(ty));
    for word in ["pattern", "min", "max"] {
        fields.text(word, &member.args);
    }
    fields.push("primary", member.identity.as_ref().filter(|args| args.flag("primary")).map(|_| quote!(true)));
    fields.finish(&quote!(#root::table::AttributeTable))
}

fn relation(root: &TokenStream, member: &Member) -> TokenStream {
    let mut fields = common(root, member);
    fields.push("target", Some(target(root, member)));
    if let Some(end) = &member.relation {
        fields.push(
            "inverse",
            end.text("inverse").map(|name| {
                let bounds = match () {
                    () if end.flag("one") => quote!(ONE),
                    () if end.flag("many") => quote!(MANY),
                    () if end.flag("some") => quote!(SOME),
                    () => quote!(OPTIONAL),
                };
                some(&quote!(#root::table::InverseTable { name: #name, bounds: #root::model::Bounds::#bounds }))
            }),
        );
        fields.push("side", end.flag("maintained").then(|| quote!(#root::model::Side::Maintained)));
    }
    fields.finish(&quote!(#root::table::RelationTable))
}

/// Where a link leads: as the type says, as `to` says, or both, which the compiler compares.
fn target(root: &TokenStream, member: &Member) -> TokenStream {
    let element = match member.shape.linked {
        Linked::Typed => member.shape.element.clone(),
        Linked::Plain | Linked::No => quote!(#root::value::Foreign),
    };
    match member.relation.as_ref().and_then(|end| end.ty("to")) {
        _ if member.is_outside => quote!(<#element as #root::table::Outside>::TABLE),
        Some(to) if member.shape.linked == Linked::Typed => quote!(<#element as #root::table::LeadsTo<#to>>::TABLE),
        Some(to) => quote!(<#to as #root::table::Target>::TABLE),
        None => quote!(<#element as #root::table::Target>::TABLE),
    }
}

/// What attributes and relations have in common.
fn common(root: &TokenStream, member: &Member) -> Fields {
    let args = &member.args;
    let name = &member.name;
    let mut fields = Fields::default();
    fields.push("name", Some(quote!(#name)));
    fields.docs(&member.docs);
    fields.push("bounds", bounds(root, member));
    for word in ["writable", "sensitive"] {
        fields.flag(word, args);
    }
    for word in ["since", "wire", "scope"] {
        fields.text(word, args);
    }
    fields.push(
        "gdpr",
        args.words("gdpr").and_then(|words| words.first()).map(|word| {
            let mark = format_ident!("{}", heck::ToUpperCamelCase::to_upper_camel_case(&*word.to_string()));
            some(&quote!(#root::model::Gdpr::#mark))
        }),
    );
    fields.push("deprecated", deprecated(root, args));
    fields
}

/// `None` when it is exactly one, which a table has by itself.
fn bounds(root: &TokenStream, member: &Member) -> Option<TokenStream> {
    if let Some((lower, upper)) = member.bounds {
        let upper = upper.map_or_else(|| quote!(::core::option::Option::None), |upper| some(&quote!(#upper)));
        return Some(quote!(#root::model::Bounds { lower: #lower, upper: #upper }));
    }
    let name = match member.shape.holds {
        Holds::One => return None,
        Holds::Optional => quote!(OPTIONAL),
        Holds::Many => quote!(MANY),
        Holds::Some => quote!(SOME),
    };
    Some(quote!(#root::model::Bounds::#name))
}

fn deprecated(root: &TokenStream, args: &Args) -> Option<TokenStream> {
    let args = args.nested("deprecated")?;
    let text = |word| optional(args.text(word));
    let (since, date, sunset, instead) = (text("since"), text("date"), text("sunset"), text("use"));
    let docs = args.text("docs").map_or_else(|| quote!(""), |docs| quote!(#docs));
    Some(some(&quote!(#root::table::DeprecationTable { since: #since, date: #date, sunset: #sunset, instead: #instead, docs: #docs })))
}

/// Fields of a table; what is not pushed is as in the table's `EMPTY`.
#[derive(Default)]
pub(crate) struct Fields(Vec<TokenStream>);

impl Fields {
    pub(crate) fn push(&mut self, name: &str, value: Option<TokenStream>) {
        if let Some(value) = value {
            let name = format_ident!("{name}");
            self.0.push(quote!(#name: #value));
        }
    }

    pub(crate) fn docs(&mut self, docs: &str) {
        self.push("docs", (!docs.is_empty()).then(|| quote!(#docs)));
    }

    fn flag(&mut self, word: &str, args: &Args) {
        self.push(word, args.flag(word).then(|| quote!(true)));
    }

    pub(crate) fn text(&mut self, word: &str, args: &Args) {
        self.push(word, args.text(word).map(|text| some(&quote!(#text))));
    }

    pub(crate) fn finish(self, ty: &TokenStream) -> TokenStream {
        let fields = self.0;
        quote!(#ty { #(#fields,)* ..#ty::EMPTY })
    }
}

fn optional(text: Option<&LitStr>) -> TokenStream {
    text.map_or_else(|| quote!(::core::option::Option::None), |text| some(&quote!(#text)))
}

pub(crate) fn some(value: &TokenStream) -> TokenStream {
    quote!(::core::option::Option::Some(#value))
}
