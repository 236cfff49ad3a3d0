//! The methods of a trait of handlers, understood; their attributes are taken away, since no compiler knows them.

use syn::{Attribute, FnArg, Ident, ItemTrait, PathArguments, ReceiverKind, TraitItem, TraitItemFn, Type};

use crate::attr::{Args, Place, docs};
use crate::context::Context;
use crate::names;

/// A trait of handlers.
#[derive(Default)]
pub(super) struct Handlers {
    pub(super) actions: Vec<Action>,
    pub(super) impediments: Vec<Impediment>,
}

/// A method that does something.
pub(super) struct Action {
    pub(super) method: Ident,
    /// Name in the model.
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) args: Args,
    /// The type of its input, when it has any.
    pub(super) input: Option<Type>,
}

impl Action {
    pub(super) fn is_on_collection(&self) -> bool {
        self.args.words("on").and_then(|words| words.first()).is_some_and(|word| word == "collection")
    }
}

/// A method that gives a verdict.
pub(super) struct Impediment {
    pub(super) method: Ident,
    /// Code in the model.
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) args: Args,
    /// True when it may be asked without a resource.
    pub(super) is_optional: bool,
}

/// Reads every method.
pub(super) fn read(context: &Context, item: &mut ItemTrait) -> Handlers {
    if !item.generics.params.is_empty() {
        context.error(&item.generics, "a trait of handlers has no parameters: it is for one class");
    }
    let mut handlers = Handlers::default();
    for entry in &mut item.items {
        if let TraitItem::Fn(method) = entry {
            one(context, method, &mut handlers);
        }
    }
    check(context, &handlers);
    handlers
}

fn one(context: &Context, method: &mut TraitItemFn, handlers: &mut Handlers) {
    let (own, rest): (Vec<Attribute>, Vec<Attribute>) =
        method.attrs.drain(..).partition(|attribute| attribute.path().is_ident("action") || attribute.path().is_ident("impediment"));
    method.attrs = rest;
    let Some(mark) = own.first() else {
        if method.default.is_none() {
            context.error(&method.sig.ident, "which is it? Write `#[action]` or `#[impediment]` before the method");
        }
        return;
    };
    if let Some(second) = own.get(1).filter(|second| second.path() != mark.path()) {
        context.error(second, "a method is an action or an impediment, not both");
    }
    fits(context, method);
    let ident = method.sig.ident.clone();
    let args = |word, place| Args::read(context, &own, word, place).unwrap_or_else(Args::none);
    let name = |args: &Args| args.text("name").map_or_else(|| names::own(&ident), syn::LitStr::value);
    let docs = docs(&method.attrs);
    let types: Vec<&Type> =
        method.sig.inputs.iter().filter_map(|arg| if let FnArg::Typed(arg) = arg { Some(&*arg.ty) } else { None }).collect();
    if mark.path().is_ident("impediment") {
        let args = args("impediment", Place::Impediment);
        if types.len() != 2 {
            context.error(
                &method.sig.inputs,
                "an impediment's method takes `&self`, the resource and what is asked: `(&self, rom: &Rom, asked: &Asked<'_>)`",
            );
        }
        let is_optional = types.first().is_some_and(|ty| is_option(ty));
        handlers.impediments.push(Impediment { name: name(&args), method: ident, docs, args, is_optional });
        return;
    }
    let args = args("action", Place::Action);
    let mut action = Action { name: name(&args), method: ident, docs, args, input: None };
    let (least, form) = match action.is_on_collection() {
        true => (1, "`(&self, input: Input, effects: &mut Effects<'_>)`, the input where there is any"),
        false => (2, "`(&self, rom: &mut Rom, input: Input, effects: &mut Effects<'_>)`, the input where there is any"),
    };
    match types.len().checked_sub(least) {
        Some(0) => {}
        Some(1) => action.input = types.get(least - 1).map(|ty| (*ty).clone()),
        _ => context.error(&method.sig.inputs, format_args!("an action's method takes {form}")),
    }
    handlers.actions.push(action);
}

/// What no handler can be.
fn fits(context: &Context, method: &TraitItemFn) {
    let is_shared = |arg: &FnArg| matches!(arg, FnArg::Receiver(own) if matches!(own.kind, ReceiverKind::Reference(_, _, None)));
    if !method.sig.inputs.first().is_some_and(is_shared) {
        context.error(&method.sig, "a handler takes `&self` first: many requests share it");
    }
    if let Some(word) = &method.sig.asyncness {
        context.error(word, "a handler is not async: it decides inside the transaction, where nothing waits");
    }
    if !method.sig.generics.params.is_empty() && method.sig.generics.type_params().next().is_some() {
        context.error(&method.sig.generics, "a handler has no parameters of type");
    }
}

fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Option" && matches!(last.arguments, PathArguments::AngleBracketed(_)))
}

/// Names that are given twice or lead to nothing.
fn check(context: &Context, handlers: &Handlers) {
    let known = || handlers.impediments.iter().map(|impediment| impediment.name.as_str());
    for (at, action) in handlers.actions.iter().enumerate() {
        if handlers.actions[..at].iter().any(|other| other.name == action.name) {
            context.error(&action.method, format_args!("there are two actions `{}`", action.name));
        }
        for named in action.args.texts("impediments") {
            let name = named.value();
            if !known().any(|known| known == name) {
                let hint = names::did_you_mean(&name, known());
                context.error(named, format_args!("no method has the impediment `{name}`{hint}"));
            }
        }
    }
    for (at, impediment) in handlers.impediments.iter().enumerate() {
        if handlers.impediments[..at].iter().any(|other| other.name == impediment.name) {
            context.error(&impediment.method, format_args!("there are two impediments `{}`", impediment.name));
        }
        let uses =
            handlers.actions.iter().filter(|action| action.args.texts("impediments").iter().any(|text| text.value() == impediment.name));
        if !impediment.is_optional && uses.into_iter().any(Action::is_on_collection) {
            let message = "an action of the collection has no resource yet: write the first argument as `Option<&…>`";
            context.error(&impediment.method, message);
        }
    }
}
