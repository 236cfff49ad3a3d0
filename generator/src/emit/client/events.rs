//! What happens in a package, as types: a struct for each event that the model declares, and an enum of them and of the changes of each class.
//!
//! A line each, that macros of the runtime make into types; how an event is read is the runtime's.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::model::{Carried, ClassId, PackageId, Type};
use smie_wire::schema::Event;

use super::super::EmitError;
use super::super::class::{value_item, value_type};
use super::super::context::Context;
use super::super::docs;
use super::super::names::{Taken, field_name, ident, type_name};
use super::super::scope::{Item, Scope};

/// A member of an event.
struct Member {
    name: String,
    /// The local name of its element.
    element: String,
    holds: Holds,
    many: bool,
}

enum Holds {
    Value(Type),
    Link(Option<ClassId>),
}

/// The events that classes served in a package declare, one of each wire name, with the class and the position in it.
fn declared<'a>(context: &'a Context<'_>, package: PackageId) -> Vec<(ClassId, usize, &'a Event)> {
    if context.schema.package(package).feed.is_none() {
        return Vec::new();
    }
    let served = context.schema.collections.iter().filter(|collection| collection.package == package).map(|collection| collection.class);
    let mut found: Vec<(ClassId, usize, &Event)> = Vec::new();
    for class in served {
        for (at, event) in context.schema.class(class).events.iter().enumerate() {
            if !found.iter().any(|(_, _, known)| known.wire == event.wire) {
                found.push((class, at, event));
            }
        }
    }
    found
}

/// The names of the types that are declared here.
pub(super) fn names<'a>(context: &'a Context<'_>, package: PackageId) -> impl Iterator<Item = &'a str> {
    declared(context, package).into_iter().map(|(class, at, _)| context.names.event(class, at))
}

/// Everything that the events name.
pub(super) fn items(context: &Context<'_>, package: PackageId) -> Vec<Item> {
    if context.schema.package(package).feed.is_none() {
        return Vec::new();
    }
    let mut items = vec![Item::Runtime("feed::Feed")];
    items.extend(context.schema.collections.iter().filter(|collection| collection.package == package).map(|c| Item::Class(c.class)));
    for member in declared(context, package).iter().flat_map(|(class, _, event)| members(context, *class, event)) {
        match member.holds {
            Holds::Value(ty) => items.extend(value_item(ty)),
            Holds::Link(target) => items.extend([Item::Runtime("Link"), target.map_or(Item::Runtime("Foreign"), Item::Class)]),
        }
    }
    items
}

/// The types, as calls of the runtime's macros.
pub(super) fn define(context: &Context<'_>, scope: &Scope<'_>, package: PackageId) -> Result<Option<String>, EmitError> {
    let Some(_) = context.schema.package(package).feed else { return Ok(None) };
    let declared = declared(context, package);
    let mut text = String::new();
    if !declared.is_empty() {
        text.push_str("smie_client::event! {\n");
        for (class, at, event) in &declared {
            structure(context, scope, (*class, context.names.event(*class, *at)), event, &mut text)?;
        }
        text.push_str("}\n\n");
    }
    let mut taken = Taken::default();
    taken.claim("Unknown");
    let _ = writeln!(text, "smie_client::events! {{\n    {} {{", context.names.happening(package));
    for collection in context.schema.collections.iter().filter(|collection| collection.package == package) {
        let (variant, class) = (taken.claim(context.names.class(collection.class)), path(scope, Item::Class(collection.class)));
        let _ = writeln!(text, "        {variant}: {class} = {:?},", context.schema.class(collection.class).wire);
    }
    text.push_str("    } {\n");
    for (class, at, event) in &declared {
        let variant = taken.claim(&type_name(&event.wire));
        let element = context.schema.profile.dap.event(&event.name, &event.wire);
        let _ = writeln!(text, "        {variant}: {} = {element:?},", context.names.event(*class, *at));
    }
    text.push_str("    }\n}\n");
    Ok(Some(text))
}

/// The package's way to its feed.
pub(super) fn accessor(context: &Context<'_>, scope: &Scope<'_>, package: PackageId, method: &str) -> Option<TokenStream> {
    let home = context.schema.package(package);
    home.feed?;
    let path = format!("{}/feed", home.path);
    let docs = format!(" What happens here: `{path}`");
    let (method, feed, event) = (ident(method), scope.path(Item::Runtime("feed::Feed")), ident(context.names.happening(package)));
    Some(quote! {
        #[doc = #docs]
        pub fn #method(&self) -> #feed<#event> { #feed::new(self.0.clone(), #path) }
    })
}

fn structure(
    context: &Context<'_>,
    scope: &Scope<'_>,
    (class, name): (ClassId, &str),
    event: &Event,
    text: &mut String,
) -> Result<(), EmitError> {
    for line in docs::lines(&event.docs, &context.model.languages) {
        let _ = writeln!(text, "    {}", format!("/// {line}").trim_end());
    }
    let mut taken = Taken::default();
    let mut fields = Vec::new();
    for member in members(context, class, event) {
        let field = ident(&taken.claim(&field_name(&context.fold(&member.name)?)));
        let how = if member.many { "many" } else { "one" };
        let ty = match member.holds {
            Holds::Value(ty) => shown(&value_type(scope, ty)),
            Holds::Link(target) => {
                let target = path(scope, target.map_or(Item::Runtime("Foreign"), Item::Class));
                format!("{}<{target}>", path(scope, Item::Runtime("Link")))
            }
        };
        fields.push(format!("        {field}: {how} {ty} = {:?},\n", member.element));
    }
    let _ = writeln!(text, "    pub struct {name} {{\n{}    }}", fields.concat());
    Ok(())
}

fn members(context: &Context<'_>, id: ClassId, event: &Event) -> Vec<Member> {
    let wire = context.schema.class(id);
    let (dap, about) = (&context.schema.profile.dap, (wire.name.as_str(), wire.wire.as_str()));
    let member = |name: &str, element: String, holds, many| Member { name: name.to_owned(), element, holds, many };
    let carried = event.carries.iter().filter_map(|carried| match carried {
        Carried::Attribute(at) => {
            let attribute = wire.attributes.get(*at)?;
            Some(member(
                &attribute.name,
                dap.content(about, &attribute.name, &attribute.wire),
                Holds::Value(attribute.ty),
                attribute.bounds.is_list(),
            ))
        }
        Carried::Relation(at) => {
            let relation = wire.relations.get(*at)?;
            Some(member(
                &relation.name,
                dap.content_link(about, &relation.name, &relation.wire),
                Holds::Link(relation.target),
                relation.bounds.is_list(),
            ))
        }
        Carried::Input(name) => {
            let input = wire.actions.iter().flat_map(|action| &action.input).find(|input| input.name == *name)?;
            Some(member(name, dap.content(about, name, &input.wire), Holds::Value(input.ty), input.bounds.is_list()))
        }
    });
    carried.collect()
}

pub(super) fn path(scope: &Scope<'_>, item: Item) -> String {
    shown(&scope.path(item))
}

/// A path as people write it.
pub(super) fn shown(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}
