//! The actions of a class, as methods: they exist only where the model has them, with their inputs and what may stand in their way as types.
//!
//! A line each, that macros of the runtime make into types; how an action is done is the runtime's.

use std::fmt::Write;

use smie_wire::model::{ActionTarget, Bounds, ClassId, PackageId};
use smie_wire::schema::{Action, Attribute, WRONG_STATE};

use super::super::EmitError;
use super::super::class::{value_item, value_type};
use super::super::context::Context;
use super::super::docs;
use super::super::names::{ActionNames, Taken, field_name, ident, variant_name};
use super::super::scope::{Item, Scope};
use super::events::{path, shown};

/// The classes of a package that have actions, with the names that these need.
fn acting<'a>(context: &'a Context<'_>, package: PackageId) -> Vec<(ClassId, &'a ActionNames)> {
    context.classes(package).into_iter().filter_map(|id| Some((id, context.names.actions(id)?))).collect()
}

/// The names of the types that are declared here.
pub(super) fn names<'a>(context: &'a Context<'_>, package: PackageId) -> Vec<&'a str> {
    let each = |(id, names): (ClassId, &'a ActionNames)| {
        let own = [&names.resource, &names.collection, &names.impediments].map(String::as_str);
        own.into_iter().chain(inputs(context, id).map(|(_, input)| input)).filter(|name| !name.is_empty())
    };
    acting(context, package).into_iter().flat_map(each).collect()
}

/// The actions of a class, each with the name of its input, which is empty where it takes none.
fn inputs<'a>(context: &'a Context<'_>, id: ClassId) -> impl Iterator<Item = (&'a Action, &'a str)> {
    let actions = context.schema.class(id).actions.iter().enumerate();
    actions.map(move |(at, action)| (action, context.names.input(id, at)))
}

/// Everything that the actions name.
pub(super) fn items(context: &Context<'_>, package: PackageId) -> Vec<Item> {
    let mut items = Vec::new();
    for (id, _) in acting(context, package) {
        let actions = &context.schema.class(id).actions;
        for target in [ActionTarget::Resource, ActionTarget::Collection] {
            items.extend(actions.iter().any(|action| action.on == target).then(|| Item::Runtime(holder(target))));
        }
        for input in actions.iter().flat_map(|action| &action.input) {
            items.extend(value_item(input.ty));
            items.extend(container(input.bounds));
        }
    }
    items
}

/// The types, as calls of the runtime's macros.
pub(super) fn define(context: &Context<'_>, scope: &Scope<'_>, package: PackageId) -> Result<Vec<String>, EmitError> {
    let (mut impediments, mut taken, mut traits) = (String::new(), String::new(), String::new());
    for (id, names) in acting(context, package) {
        codes(context, id, names, &mut impediments)?;
        for (action, name) in inputs(context, id).filter(|(action, _)| !action.input.is_empty()) {
            input(context, scope, action, name, &mut taken)?;
        }
        for (target, name) in [(ActionTarget::Resource, &names.resource), (ActionTarget::Collection, &names.collection)] {
            let own: Vec<_> = inputs(context, id).filter(|(action, _)| action.on == target).collect();
            if own.is_empty() {
                continue;
            }
            let class = context.names.class(id);
            let on = path(scope, Item::Runtime(holder(target)));
            let _ = writeln!(traits, "    /// What can be done to [`{class}`].");
            let _ = writeln!(traits, "    pub trait {name} for {on}<{class}> as {class}, {} {{", names.impediments);
            methods(context, &own, &mut traits)?;
            traits.push_str("    }\n");
        }
    }
    let macros = [("impediments", impediments), ("inputs", taken), ("actions", traits)];
    let filled = macros.into_iter().filter(|(_, lines)| !lines.is_empty());
    Ok(filled.map(|(name, lines)| format!("smie_client::{name}! {{\n{lines}}}\n")).collect())
}

/// The type of the runtime that an action is done to.
fn holder(target: ActionTarget) -> &'static str {
    match target {
        ActionTarget::Resource => "Resource",
        ActionTarget::Collection => "Collection",
    }
}

fn codes(context: &Context<'_>, id: ClassId, names: &ActionNames, text: &mut String) -> Result<(), EmitError> {
    let mut taken = Taken::default();
    taken.claim("Other");
    let _ = writeln!(text, "    /// What may stand in the way of the actions of [`{}`].", context.names.class(id));
    let _ = writeln!(text, "    pub enum {} {{", names.impediments);
    let _ = writeln!(text, "        /// The state is not one that the action starts from.");
    let _ = writeln!(text, "        {} = {WRONG_STATE:?},", taken.claim(&variant_name(WRONG_STATE)));
    let mut told = Vec::new();
    for id in context.schema.class(id).actions.iter().flat_map(|action| &action.impediments) {
        if told.contains(id) {
            continue;
        }
        told.push(*id);
        let impediment = context.schema.impediment(*id);
        lines(context, &impediment.docs, "        ", text);
        let variant = taken.claim(&variant_name(&context.fold(&impediment.name)?));
        let _ = writeln!(text, "        {variant} = {:?},", impediment.wire);
    }
    text.push_str("    }\n");
    Ok(())
}

fn input(context: &Context<'_>, scope: &Scope<'_>, action: &Action, name: &str, text: &mut String) -> Result<(), EmitError> {
    let _ = writeln!(text, "    /// What `{}` takes.", action.name);
    let _ = writeln!(text, "    pub struct {name} {{");
    let mut taken = Taken::default();
    for member in &action.input {
        lines(context, &member.docs, "        ", text);
        let field = ident(&taken.claim(&field_name(&context.fold(&member.name)?)));
        let _ = writeln!(text, "        {field}: {} = {:?},", held(scope, member), member.wire);
    }
    text.push_str("    }\n");
    Ok(())
}

fn methods(context: &Context<'_>, actions: &[(&Action, &str)], text: &mut String) -> Result<(), EmitError> {
    let mut taken = Taken::default();
    for (action, input) in actions {
        lines(context, &action.docs, "        ", text);
        let name = field_name(&context.fold(&action.name)?);
        let (method, can) = (ident(&taken.claim(&name)), ident(&taken.claim(&format!("can_{name}"))));
        let _ = writeln!(text, "        {method}, {can}({input}) = {:?}, {:?}, {:?};", action.wire, action.segment, action.method.word());
    }
    Ok(())
}

fn container(bounds: Bounds) -> Option<Item> {
    match bounds {
        Bounds::ONE => None,
        Bounds::SOME => Some(Item::Runtime("NonEmpty")),
        _ if bounds.is_list() => Some(Item::Standard("Vec")),
        _ => Some(Item::Standard("Option")),
    }
}

/// The type of an input: what is mandatory is there.
fn held(scope: &Scope<'_>, member: &Attribute) -> String {
    let value = shown(&value_type(scope, member.ty));
    container(member.bounds).map_or(value.clone(), |item| format!("{}<{value}>", path(scope, item)))
}

fn lines(context: &Context<'_>, docs: &smie_wire::model::Docs, indent: &str, text: &mut String) {
    for line in docs::lines(docs, &context.model.languages) {
        let _ = writeln!(text, "{indent}{}", format!("/// {line}").trim_end());
    }
}
