//! A class → a struct with its derive. Both crates have the same shape of struct; they differ in how much must be there.
//!
//! Members are flattened, ancestors' first, because that is how they stand on the wire. Attributes say only what types and names do not.

use heck::ToLowerCamelCase;
use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::model::{Attribute, Bounds, Class, ClassId, Deprecation, Docs, Relation, Scalar, Side as End, Stereotype, Target, Type};

use super::EmitError;
use super::context::{Context, Side};
use super::docs;
use super::handlers;
use super::names::{Taken, field_name, ident};
use super::scope::{Item, Scope};

/// Everything that the struct of a class names.
pub(super) fn items(context: &Context<'_>, id: ClassId) -> Vec<Item> {
    let class = context.model.class(id);
    let mut items = vec![Item::Derive(derive(context, class))];
    items.extend(class.extends.into_iter().chain(class.within).map(Item::Class));
    for attribute in &class.attributes {
        items.extend(value_item(attribute.ty));
        items.extend(container(context.side, attribute.bounds));
        if is_boxed(context, id, attribute) {
            items.push(Item::Standard("Box"));
        }
    }
    for relation in &class.relations {
        items.extend([Item::Runtime("Link"), target_item(relation)]);
        items.extend(container(context.side, held(relation)));
    }
    items
}

/// Everything that a field of an action's input names.
pub(super) fn items_of_input(context: &Context<'_>, id: ClassId, attribute: &Attribute) -> Vec<Item> {
    let mut items: Vec<Item> = value_item(attribute.ty).into_iter().chain(container(context.side, attribute.bounds)).collect();
    items.extend(is_boxed(context, id, attribute).then_some(Item::Standard("Box")));
    items
}

/// The struct of a class.
pub(super) fn define(context: &Context<'_>, scope: &Scope<'_>, id: ClassId) -> Result<TokenStream, EmitError> {
    let class = context.model.class(id);
    let name = ident(context.names.class(id));
    let derive = scope.path(Item::Derive(derive(context, class)));
    let docs = described(context, &class.docs, class.deprecated.as_ref());
    let head = quote!(#docs #[derive(Clone, Debug, PartialEq, #derive)]);
    let mut taken = Taken::default();
    let (mut fields, mut given) = (Vec::new(), Vec::new());
    for attribute in &class.attributes {
        let field = taken.claim(&field_name(&context.fold(&attribute.name)?));
        given.extend(attribute.bounds.is_mandatory().then(|| field.clone()));
        fields.push(attribute_field(context, scope, id, attribute, &field));
    }
    for relation in &class.relations {
        let field = taken.claim(&field_name(&context.fold(&relation.name)?));
        given.extend(held(relation).is_mandatory().then(|| field.clone()));
        fields.push(relation_field(context, scope, id, relation, &field));
    }
    let attributes = head_attributes(context, scope, id, class, &given);
    let body = if fields.is_empty() { quote!(;) } else { quote!({ #(#fields),* }) };
    Ok(quote!(#head #attributes pub struct #name #body))
}

/// Lines as a doc comment.
pub(super) fn doc(lines: Vec<String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Documentation as a doc comment. A client's readers see there what is on its way out; a server's tables have it by itself.
fn described(context: &Context<'_>, docs: &Docs, deprecated: Option<&Deprecation>) -> TokenStream {
    let languages = &context.model.languages;
    let mut lines = docs::lines(docs, languages);
    if let Some(deprecation) = deprecated.filter(|_| context.side == Side::Client) {
        let since = deprecation.since.as_ref().map(|version| format!(" since {version}")).unwrap_or_default();
        let instead = deprecation.instead.as_ref().map(|name| format!("; use `{name}`")).unwrap_or_default();
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(format!("**Deprecated**{since}{instead}."));
        lines.extend(docs::lines(&deprecation.docs, languages));
    }
    doc(lines)
}

/// The derive of a class. A kodeverk is known by its parent, as the model language has it.
fn derive(context: &Context<'_>, class: &Class) -> &'static str {
    let begrep = |parent: ClassId| context.model.class(parent).name == "Begrep";
    match class.stereotype {
        Stereotype::Hovedklasse if class.extends.is_some_and(begrep) => "Kodeverk",
        Stereotype::Hovedklasse => "Hovedklasse",
        Stereotype::Abstrakt => "Abstrakt",
        Stereotype::Datatype => "Datatype",
        Stereotype::Referanse => "Referanse",
    }
}

/// `#[smie(…)]` of the struct.
fn head_attributes(context: &Context<'_>, scope: &Scope<'_>, id: ClassId, class: &Class, given: &[String]) -> TokenStream {
    let package = &context.model.package(class.package).path;
    let mut words = vec![quote!(package = #package)];
    if class.name != context.names.class(id) {
        words.push(text("name", &class.name));
    }
    if let Some(parent) = class.extends {
        let parent = scope.path(Item::Class(parent));
        words.push(quote!(extends = #parent));
    }
    let mut events = TokenStream::new();
    if context.side == Side::Server {
        let (handlers, told) = handlers::marks(context, id, class);
        words.extend(handlers);
        events = told;
        words.extend(class.subject.then(|| quote!(subject)));
        words.extend(class.collection.as_deref().map(|value| text("collection", value)));
        words.extend(class.within.map(|parent| {
            let parent = scope.path(Item::Class(parent));
            quote!(within = #parent)
        }));
        words.extend(class.allow.as_ref().map(|operations| {
            let operations = operations.iter().map(|operation| ident(operation.word()));
            quote!(allow(#(#operations),*))
        }));
        words.extend(class.state.and_then(|at| class.attributes.get(at)).map(|state| text("state", &state.name)));
        words.extend(common(context, class.since.as_deref(), class.deprecated.as_ref(), class.scope.as_deref()));
    }
    words.extend(class.wire.as_deref().map(|value| text("wire", value)));
    if context.side == Side::Client
        && let Some(name) = context.names.constructor(id)
    {
        let (name, given) = (ident(name), given.iter().map(|field| ident(field)));
        words.push(quote!(new(#name #(, #given)*)));
    }
    quote!(#[smie(#(#words),*)] #events)
}

pub(super) fn attribute_field(context: &Context<'_>, scope: &Scope<'_>, id: ClassId, attribute: &Attribute, field: &str) -> TokenStream {
    let docs = described(context, &attribute.docs, attribute.deprecated.as_ref());
    let strict = context.side == Side::Server;
    let mark = match attribute.ty {
        Type::Identifikator if strict && attribute.primary => quote!(#[identifikator(primary)]),
        Type::Identifikator if strict => quote!(#[identifikator]),
        _ => TokenStream::new(),
    };
    let mut words = renamed(field, &attribute.name, attribute.wire.as_deref());
    if !strict && attribute.wire.is_none() {
        words.extend(cased(context, &attribute.name, context.schema.class(id).attributes.iter().map(|a| (&a.name, &a.wire))));
    }
    if strict {
        words.extend(unusual(attribute.bounds));
        words.extend(attribute.writable.then(|| quote!(writable)));
        words.extend(attribute.sensitive.then(|| quote!(sensitive)));
        words.extend(attribute.gdpr.map(gdpr));
        words.extend(common(context, attribute.since.as_deref(), attribute.deprecated.as_ref(), attribute.scope.as_deref()));
        words.extend(attribute.pattern.as_deref().map(|value| text("pattern", value)));
        words.extend(attribute.min.as_deref().map(|value| text("min", value)));
        words.extend(attribute.max.as_deref().map(|value| text("max", value)));
    }
    let words = smie(&words);
    let mut value = value_type(scope, attribute.ty);
    if is_boxed(context, id, attribute) {
        let pointer = scope.path(Item::Standard("Box"));
        value = quote!(#pointer<#value>);
    }
    let ty = contained(context.side, scope, attribute.bounds, value);
    let field = ident(field);
    quote!(#docs #mark #words pub #field: #ty)
}

fn relation_field(context: &Context<'_>, scope: &Scope<'_>, id: ClassId, relation: &Relation, field: &str) -> TokenStream {
    let docs = described(context, &relation.docs, relation.deprecated.as_ref());
    let mut words = renamed(field, &relation.name, relation.wire.as_deref());
    if context.side == Side::Client && relation.wire.is_none() {
        words.extend(cased(context, &relation.name, context.schema.class(id).relations.iter().map(|r| (&r.name, &r.wire))));
    }
    let mut mark = TokenStream::new();
    if context.side == Side::Server {
        mark = ends(context, relation);
        words.extend(unusual(held(relation)));
        words.extend(relation.writable.then(|| quote!(writable)));
        words.extend(relation.sensitive.then(|| quote!(sensitive)));
        words.extend(relation.gdpr.map(gdpr));
        words.extend(common(context, relation.since.as_deref(), relation.deprecated.as_ref(), relation.scope.as_deref()));
    }
    let words = smie(&words);
    let (link, target) = (scope.path(Item::Runtime("Link")), scope.path(target_item(relation)));
    let ty = contained(context.side, scope, held(relation), quote!(#link<#target>));
    let field = ident(field);
    quote!(#docs #mark #words pub #field: #ty)
}

/// How many links a struct must be able to hold. A maintained end may be empty whatever the model says: the links come with the resources
/// that store them, so only the storing end's lower bound is a promise of each resource.
fn held(relation: &Relation) -> Bounds {
    match relation.side {
        End::Storing => relation.bounds,
        End::Maintained => Bounds { lower: 0, ..relation.bounds },
    }
}

/// `#[relation(…)]`: the other end, its bounds, and whether the server keeps this one.
fn ends(context: &Context<'_>, relation: &Relation) -> TokenStream {
    let Some(inverse) = &relation.inverse else { return TokenStream::new() };
    let name = &inverse.name;
    let far = match relation.target {
        Target::Class(class) => context.model.class(class).relations.iter().find(|r| r.name == *name),
        Target::Foreign => None,
    };
    let bounds = match far.map(|far| far.bounds) {
        Some(Bounds::ONE) => quote!(, one),
        Some(Bounds::SOME) => quote!(, some),
        Some(bounds) if bounds.is_list() => quote!(, many),
        _ => quote!(),
    };
    let maintained = (relation.side == End::Maintained).then(|| quote!(, maintained));
    quote!(#[relation(inverse = #name #bounds #maintained)])
}

/// Names that do not follow from the field's.
fn renamed(field: &str, name: &str, wire: Option<&str>) -> Vec<TokenStream> {
    let mut words = Vec::new();
    if field.to_lower_camel_case() != name {
        words.push(text("name", name));
    }
    words.extend(wire.map(|value| text("wire", value)));
    words
}

/// The wire name of a member, where the profile writes it in another case than the model does. Only clients ask: a server learns it from the schema.
fn cased<'a>(context: &Context<'_>, name: &str, mut members: impl Iterator<Item = (&'a String, &'a String)>) -> Option<TokenStream> {
    let folded = context.fold(name).ok()?;
    let wire = members.find(|(known, _)| *known == name).map(|(_, wire)| wire);
    wire.filter(|wire| **wire != folded).map(|wire| text("wire", wire))
}

/// Bounds that no type expresses.
fn unusual(bounds: Bounds) -> Option<TokenStream> {
    if matches!(bounds, Bounds::ONE | Bounds::OPTIONAL | Bounds::MANY | Bounds::SOME) {
        return None;
    }
    let upper = bounds.upper.map_or_else(|| "*".to_owned(), |upper| upper.to_string());
    Some(text("bounds", &format!("{}..{upper}", bounds.lower)))
}

fn gdpr(mark: smie_wire::model::Gdpr) -> TokenStream {
    let word = ident(mark.word());
    quote!(gdpr = #word)
}

/// What classes and members have in common.
fn common(context: &Context<'_>, since: Option<&str>, deprecated: Option<&Deprecation>, scope: Option<&str>) -> Vec<TokenStream> {
    let mut words: Vec<_> = since.map(|value| text("since", value)).into_iter().collect();
    if let Some(deprecation) = deprecated {
        let docs = docs::one_line(&deprecation.docs, &context.model.languages);
        let parts = (deprecation.since.as_deref().map(|value| text("since", value)).into_iter())
            .chain(deprecation.date.as_deref().map(|value| text("date", value)))
            .chain(deprecation.sunset.as_deref().map(|value| text("sunset", value)))
            .chain(deprecation.instead.as_deref().map(|value| text("use", value)))
            .chain((!docs.is_empty()).then(|| text("docs", &docs)));
        let parts: Vec<_> = parts.collect();
        words.push(if parts.is_empty() { quote!(deprecated) } else { quote!(deprecated(#(#parts),*)) });
    }
    words.extend(scope.map(|value| text("scope", value)));
    words
}

fn text(key: &str, value: &str) -> TokenStream {
    // Inside an attribute a keyword is a word like any other.
    let key: TokenStream = key.parse().unwrap_or_default();
    quote!(#key = #value)
}

fn smie(words: &[TokenStream]) -> TokenStream {
    if words.is_empty() { TokenStream::new() } else { quote!(#[smie(#(#words),*)]) }
}

fn target_item(relation: &Relation) -> Item {
    match relation.target {
        Target::Class(class) => Item::Class(class),
        Target::Foreign => Item::Runtime("Foreign"),
    }
}

fn is_boxed(context: &Context<'_>, id: ClassId, attribute: &Attribute) -> bool {
    matches!(attribute.ty, Type::Class(held) if !attribute.bounds.is_list() && context.is_boxed(id, held))
}

/// What holds the values of a member; `None` = the value itself.
fn container(side: Side, bounds: Bounds) -> Option<Item> {
    match (side, bounds) {
        (Side::Server, Bounds::ONE) => None,
        (Side::Server, Bounds::SOME) => Some(Item::Runtime("NonEmpty")),
        _ if bounds.is_list() => Some(Item::Standard("Vec")),
        (Side::Client, _) => Some(Item::Standard("Option")),
        (Side::Server, _) => (!bounds.is_mandatory()).then_some(Item::Standard("Option")),
    }
}

fn contained(side: Side, scope: &Scope<'_>, bounds: Bounds, value: TokenStream) -> TokenStream {
    match container(side, bounds) {
        None => value,
        Some(item) => {
            let container = scope.path(item);
            quote!(#container<#value>)
        }
    }
}

pub(super) fn value_item(ty: Type) -> Option<Item> {
    match ty {
        Type::Identifikator => Some(Item::Runtime("Identifikator")),
        Type::Class(class) => Some(Item::Class(class)),
        Type::Enum(id) => Some(Item::Enum(id)),
        Type::Scalar(scalar) => match scalar {
            Scalar::String => Some(Item::Standard("String")),
            Scalar::Boolean | Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double => None,
            Scalar::Decimal => Some(Item::Runtime("Decimal")),
            Scalar::Date => Some(Item::Runtime("Date")),
            Scalar::DateTime => Some(Item::Runtime("DateTime")),
            Scalar::Duration => Some(Item::Runtime("Duration")),
            Scalar::Uri => Some(Item::Runtime("Uri")),
            Scalar::Uuid => Some(Item::Runtime("Uuid")),
            Scalar::Binary => Some(Item::Runtime("Binary")),
        },
    }
}

pub(super) fn value_type(scope: &Scope<'_>, ty: Type) -> TokenStream {
    match (value_item(ty), ty) {
        (Some(item), _) => scope.path(item),
        (None, Type::Scalar(Scalar::Boolean)) => quote!(bool),
        (None, Type::Scalar(Scalar::Int)) => quote!(i32),
        (None, Type::Scalar(Scalar::Float)) => quote!(f32),
        (None, Type::Scalar(Scalar::Double)) => quote!(f64),
        (None, _) => quote!(i64),
    }
}
