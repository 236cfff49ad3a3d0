//! Actions of a class → the types of their inputs and a trait with a method for each: the words in which a server's owner writes what they do.
//!
//! The trait says everything that the model says of the actions, so the same macro reads it that reads one written by hand. What the engine does by itself, moving
//! a state and telling events, needs no code: such an action has a body already.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use smie_wire::model::{Action, ActionTarget, Class, ClassId, Event, ImpedimentId, Stereotype};

use super::EmitError;
use super::class::{attribute_field, doc, items_of_input};
use super::context::Context;
use super::docs;
use super::names::{Taken, field_name, ident};
use super::scope::{Item, Scope};

/// A trait's methods with what they are of.
pub(super) struct Methods<'a> {
    pub(super) actions: Vec<(String, usize, &'a Action)>,
    pub(super) impediments: Vec<(String, ImpedimentId)>,
}

/// True for an action that the engine does alone: it moves the state, and asks nobody.
pub(super) fn is_plain(action: &Action) -> bool {
    action.on == ActionTarget::Resource && action.to.is_some() && action.input.is_empty() && action.impediments.is_empty()
}

/// The methods of a class's trait: its actions in model order, then what may stand in their way.
pub(super) fn methods<'a>(context: &Context<'a>, class: &'a Class) -> Result<Methods<'a>, EmitError> {
    let mut taken = Taken::default();
    let mut actions = Vec::new();
    let mut named: Vec<ImpedimentId> = Vec::new();
    for (at, action) in class.actions.iter().enumerate() {
        actions.push((taken.claim(&field_name(&context.fold(&action.name)?)), at, action));
        for id in &action.impediments {
            if !named.contains(id) {
                named.push(*id);
            }
        }
    }
    let method = |id: ImpedimentId| Ok((taken.claim(&field_name(&context.fold(&context.model.impediments[id.index()].name)?)), id));
    Ok(Methods { actions, impediments: named.into_iter().map(method).collect::<Result<_, _>>()? })
}

/// Everything that the items of a class's actions name.
pub(super) fn items(context: &Context<'_>, id: ClassId) -> Vec<Item> {
    let class = context.model.class(id);
    if class.actions.is_empty() {
        return Vec::new();
    }
    let mut items = vec![Item::Runtime("Effects"), Item::Runtime("Refused"), Item::Runtime("actions")];
    if class.actions.iter().any(|action| !action.impediments.is_empty()) {
        items.extend([Item::Runtime("Asked"), Item::Runtime("Verdict")]);
    }
    for action in class.actions.iter().filter(|action| !action.input.is_empty()) {
        items.push(Item::Derive("Datatype"));
        items.extend(action.input.iter().flat_map(|input| items_of_input(context, id, input)));
    }
    items
}

/// The types of inputs, and the trait.
pub(super) fn define(context: &Context<'_>, scope: &Scope<'_>, id: ClassId) -> Result<Vec<TokenStream>, EmitError> {
    let class = context.model.class(id);
    if class.actions.is_empty() {
        return Ok(Vec::new());
    }
    let methods = methods(context, class)?;
    let mut defined = Vec::new();
    for (_, at, action) in methods.actions.iter().filter(|(.., action)| !action.input.is_empty()) {
        defined.push(input(context, scope, (id, class), *at, action)?);
    }
    let actions = methods.actions.iter().map(|(method, at, action)| self::action(context, scope, id, method, *at, action));
    let impediments = methods.impediments.iter().map(|(method, one)| impediment(context, scope, (id, class), method, *one));
    let (name, ty) = (ident(context.names.handlers(id)), ident(context.names.class(id)));
    let mark = scope.path(Item::Runtime("actions"));
    let about = format!(" What can be done with [`{}`].", context.names.class(id));
    defined.push(quote! {
        #[doc = #about]
        #[#mark(#ty)]
        pub trait #name { #(#actions)* #(#impediments)* }
    });
    Ok(defined)
}

/// The words of a class's `#[smie(…)]` and its `#[event(…)]`s.
pub(super) fn marks(context: &Context<'_>, id: ClassId, class: &Class) -> (Option<TokenStream>, TokenStream) {
    let handlers = (!class.actions.is_empty()).then(|| {
        let handlers = ident(context.names.handlers(id));
        quote!(actions = #handlers)
    });
    let own = class.events.iter().filter(|event| event.origin == id).map(|event| self::event(context, class, event));
    (handlers, quote!(#(#own)*))
}

fn event(context: &Context<'_>, class: &Class, event: &Event) -> TokenStream {
    use smie_wire::model::Carried;
    let name = &event.name;
    let docs = docs::one_line(&event.docs, &context.model.languages);
    let docs = (!docs.is_empty()).then(|| quote!(docs = #docs,));
    let carries = event.carries.iter().filter_map(|carried| match carried {
        Carried::Attribute(at) => class.attributes.get(*at).map(|attribute| attribute.name.as_str()),
        Carried::Relation(at) => class.relations.get(*at).map(|relation| relation.name.as_str()),
        Carried::Input(name) => Some(name.as_str()),
    });
    quote!(#[event(name = #name, #docs carries(#(#carries),*))])
}

fn input(
    context: &Context<'_>,
    scope: &Scope<'_>,
    (id, class): (ClassId, &Class),
    at: usize,
    action: &Action,
) -> Result<TokenStream, EmitError> {
    let derive = scope.path(Item::Derive("Datatype"));
    let name = ident(context.names.input(id, at));
    let package = &context.model.package(class.package).path;
    let docs = doc(vec![format!("The input of `{}`.", action.name)]);
    let mut taken = Taken::default();
    let mut fields = Vec::new();
    for attribute in &action.input {
        let field = taken.claim(&field_name(&context.fold(&attribute.name)?));
        fields.push(attribute_field(context, scope, id, attribute, &field));
    }
    Ok(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, #derive)]
        #[smie(package = #package)]
        pub struct #name { #(#fields),* }
    })
}

/// The arguments and the answer of an action's method.
pub(super) fn signature(names: [&str; 3], types: [TokenStream; 4], is_on_collection: bool, has_input: bool) -> TokenStream {
    let [entity, input, effects] = names.map(ident);
    let [class, given, effect, result] = types;
    let entity = (!is_on_collection).then(|| quote!(#entity: &mut #class,));
    let input = has_input.then(|| quote!(#input: #given,));
    quote!((&self, #entity #input #effects: &mut #effect<'_>) -> #result)
}

fn action(context: &Context<'_>, scope: &Scope<'_>, id: ClassId, method: &str, at: usize, action: &Action) -> TokenStream {
    let words = words(context, method, action);
    let docs = doc(docs::lines(&action.docs, &context.model.languages));
    let (ty, refused) = (ident(context.names.class(id)), scope.path(Item::Runtime("Refused")));
    let result = scope.path(Item::Standard("Result"));
    let on_collection = action.on == ActionTarget::Collection;
    let answer = if on_collection { quote!(#result<#ty, #refused>) } else { quote!(#result<(), #refused>) };
    let given = if action.input.is_empty() { quote!() } else { ident(context.names.input(id, at)).into_token_stream() };
    let types = [quote!(#ty), given, scope.path(Item::Runtime("Effects")), answer];
    let signature = signature(["entity", "input", "effects"], types, on_collection, !action.input.is_empty());
    let method = ident(method);
    let mark = if words.is_empty() { quote!(#[action]) } else { quote!(#[action(#(#words),*)]) };
    if is_plain(action) {
        // Nothing is left to do, but a server may do more.
        return quote!(#docs #mark fn #method #signature { let _ = (entity, effects); Ok(()) });
    }
    quote!(#docs #mark fn #method #signature;)
}

/// What `#[action(…)]` says.
fn words(context: &Context<'_>, method: &str, action: &Action) -> Vec<TokenStream> {
    let mut words = Vec::new();
    let name = &action.name;
    words.extend((name != method).then(|| quote!(name = #name)));
    words.extend((action.on == ActionTarget::Collection).then(|| quote!(on = collection)));
    let from = &action.from;
    words.extend((!from.is_empty()).then(|| quote!(from(#(#from),*))));
    words.extend(action.to.as_ref().map(|to| quote!(to = #to)));
    let impediments: Vec<&String> = action.impediments.iter().map(|id| &context.model.impediments[id.index()].name).collect();
    words.extend((!impediments.is_empty()).then(|| quote!(impediments(#(#impediments),*))));
    let emits = &action.emits;
    words.extend((!emits.is_empty()).then(|| quote!(emits(#(#emits),*))));
    words.extend((action.method != action.on.usual_method()).then(|| {
        let word = ident(&action.method.word().to_lowercase());
        quote!(method = #word)
    }));
    words.extend(action.scope.as_ref().map(|scope| quote!(scope = #scope)));
    words
}

fn impediment(context: &Context<'_>, scope: &Scope<'_>, (owner, class): (ClassId, &Class), method: &str, id: ImpedimentId) -> TokenStream {
    let declared = &context.model.impediments[id.index()];
    let docs = doc(docs::lines(&declared.docs, &context.model.languages));
    let mut words = Vec::new();
    let name = &declared.name;
    words.extend((name != method).then(|| quote!(name = #name)));
    words.extend((declared.package != class.package).then(|| {
        let package = &context.model.package(declared.package).path;
        quote!(package = #package)
    }));
    let mark = if words.is_empty() { quote!(#[impediment]) } else { quote!(#[impediment(#(#words),*)]) };
    let entity = judged(scope, class, id, &ident(context.names.class(owner)).into_token_stream());
    let (asked, verdict) = (scope.path(Item::Runtime("Asked")), scope.path(Item::Runtime("Verdict")));
    let method = ident(method);
    quote!(#docs #mark fn #method(&self, entity: #entity, asked: &#asked<'_>) -> #verdict;)
}

/// The resource that a verdict is about; an action of the collection has none.
fn judged(scope: &Scope<'_>, class: &Class, id: ImpedimentId, ty: &TokenStream) -> TokenStream {
    if is_optional(class, id) {
        let option = scope.path(Item::Standard("Option"));
        quote!(#option<&#ty>)
    } else {
        quote!(&#ty)
    }
}

/// True for an impediment that may be asked of without a resource.
pub(super) fn is_optional(class: &Class, id: ImpedimentId) -> bool {
    class.actions.iter().any(|action| action.on == ActionTarget::Collection && action.impediments.contains(&id))
}

/// The served classes that need handlers, in model order.
pub(super) fn served<'a>(context: &Context<'a>) -> impl Iterator<Item = (ClassId, &'a Class)> {
    context.model.classes().filter(|(_, class)| class.stereotype == Stereotype::Hovedklasse && !class.actions.is_empty())
}

/// The names that the actions of a class take in their module.
pub(super) fn names<'a>(context: &'a Context<'_>, id: ClassId) -> Vec<&'a str> {
    let class = context.model.class(id);
    let inputs = class.actions.iter().enumerate().filter(|(_, action)| !action.input.is_empty());
    let own = (!class.actions.is_empty()).then(|| context.names.handlers(id));
    own.into_iter().chain(inputs.map(|(at, _)| context.names.input(id, at))).collect()
}

/// The way from a server's handlers to the engine; `None` where there are no actions.
pub(super) fn handle(context: &Context<'_>) -> Option<TokenStream> {
    let traits: Vec<TokenStream> = served(context)
        .map(|(id, class)| {
            let (module, name) = (ident(context.names.module(class.package)), ident(context.names.handlers(id)));
            quote!(#module::#name)
        })
        .collect();
    let (last, others) = traits.split_last()?;
    Some(quote! {
        /// Gives the handlers of every action to the API. What is missing, the compiler names.
        pub fn handle<H: #(#others +)* #last + 'static>(api: Builder, handlers: H) -> Builder {
            let handlers = Arc::new(handlers);
            api #(.handlers::<dyn #others>(handlers.clone()))* .handlers::<dyn #last>(handlers)
        }
    })
}
