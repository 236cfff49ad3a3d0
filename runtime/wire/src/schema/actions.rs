//! Actions and impediments on the wire: their names, paths and input, and which of those names collide.
//!
//! What an action needs of the state it says in codes of the wire, so that whoever holds a resource's bytes can compare them. Deciding whether an action
//! is allowed is not here: that takes a resource, a time and handlers.

use super::names::{Context, Site};
use super::{Attribute, Class, Collection, ConflictKind, Enum, HttpMethod, classes};
use crate::model::{self, ActionTarget, ClassId, Docs, ImpedimentId, PackageId, Type};

/// The code on the wire of the built-in impediment: the state is not one that the action starts from.
pub const WRONG_STATE: &str = "fel_tillstand";

/// The text of the built-in impediment, in those of a model's languages that it is written in; in English where it is written in none of them.
#[must_use]
pub fn wrong_state(languages: &[String]) -> Docs {
    let texts = [
        ("sv", "Åtgärden är inte möjlig i detta tillstånd"),
        ("nb", "Handlingen er ikke mulig i denne tilstanden"),
        ("nn", "Handlinga er ikkje mogleg i denne tilstanden"),
        ("en", "The action is not possible in this state"),
    ];
    let is_spoken = |language: &str| languages.iter().any(|spoken| spoken == language);
    let is_any_spoken = texts.iter().any(|(language, _)| is_spoken(language));
    let told = texts.into_iter().filter(|(language, _)| if is_any_spoken { is_spoken(language) } else { *language == "en" });
    Docs(told.map(|(language, text)| (language.to_owned(), text.to_owned())).collect())
}

/// A state change that a representation offers as a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Name in the model's letters.
    pub name: String,
    /// Name in representations: folded, in the profile's case for actions.
    pub wire: String,
    /// Last segment of its path.
    pub segment: String,
    /// Documentation per language.
    pub docs: Docs,
    /// Resource or collection.
    pub on: ActionTarget,
    /// The method that invokes it; of a collection POST where the model says nothing else.
    pub method: HttpMethod,
    /// Codes on the wire of the states that it may start from; empty = any.
    pub from: Vec<String>,
    /// Code on the wire of the state that it moves to; `None` = the state stays.
    pub to: Option<String>,
    /// What may stand in its way, apart from the state.
    pub impediments: Vec<ImpedimentId>,
    /// Typed input, each a member of the message's body.
    pub input: Vec<Attribute>,
    /// Positions in [`Class::events`] of what it emits.
    pub emits: Vec<usize>,
    /// Scope that an invoker needs: its own, else the package's for writing.
    pub scope: Option<String>,
}

impl Action {
    /// True when the body must be there: some input is mandatory.
    #[must_use]
    pub fn needs_input(&self) -> bool {
        self.input.iter().any(|input| input.bounds.is_mandatory())
    }
}

/// A reason why an action cannot be done now.
#[derive(Clone, Debug, PartialEq)]
pub struct Impediment {
    /// The package that declares it.
    pub package: PackageId,
    /// Code in the model's letters.
    pub name: String,
    /// Code on the wire: folded, case kept.
    pub wire: String,
    /// Text per language.
    pub docs: Docs,
}

impl From<model::Method> for HttpMethod {
    fn from(method: model::Method) -> Self {
        match method {
            model::Method::Put => Self::Put,
            model::Method::Post => Self::Post,
            model::Method::Patch => Self::Patch,
            model::Method::Delete => Self::Delete,
        }
    }
}

/// Folds every impediment's code.
pub(super) fn impediments(context: &mut Context<'_>) -> Vec<Impediment> {
    let model = context.model;
    let fold = |declared: &model::Impediment| {
        let wire = context.fold(Site { member: Some(&declared.name), ..Site::default() }, &declared.name);
        Impediment { package: declared.package, name: declared.name.clone(), wire, docs: declared.docs.clone() }
    };
    model.impediments.iter().map(fold).collect()
}

/// Shapes the actions of a class whose members are shaped already.
pub(super) fn actions(
    context: &mut Context<'_>,
    id: ClassId,
    class: &model::Class,
    shaped: &Class,
    (enums, impediments): (&[Enum], &[Impediment]),
) -> Vec<Action> {
    let codes = class.state.and_then(|at| match class.attributes.get(at)?.ty {
        Type::Enum(id) => enums.get(id.index()),
        _ => None,
    });
    let actions: Vec<Action> = class.actions.iter().map(|action| shape(context, id, class, action, codes)).collect();
    compare_names(context, id, class, &actions, shaped);
    compare_codes(context, id, class, impediments);
    actions
}

fn shape(context: &mut Context<'_>, id: ClassId, class: &model::Class, action: &model::Action, codes: Option<&Enum>) -> Action {
    let (model, profile) = (context.model, context.profile);
    let wire = context.name(Site::member(id, &action.name, action.origin), &action.name, None, profile.action_case);
    let code = |name: &String| codes.and_then(|e| e.values.iter().find(|value| value.name == *name)).map(|value| value.wire.clone());
    // An action's inputs have no place of their own in the model, so what is wrong with their names is told at the action.
    let input = action.input.iter().map(|input| {
        let wire = context.name(Site::member(id, &action.name, action.origin), &input.name, input.wire.as_deref(), profile.member_case);
        Attribute { wire, ..classes::plain_attribute(input) }
    });
    let input = input.collect();
    let position = |event: &String| class.events.iter().position(|declared| declared.name == *event);
    Action {
        name: action.name.clone(),
        segment: profile.path_case.apply(&wire),
        wire,
        docs: action.docs.clone(),
        on: action.on,
        method: action.method.into(),
        from: action.from.iter().filter_map(code).collect(),
        to: action.to.as_ref().and_then(code),
        impediments: action.impediments.clone(),
        input,
        emits: action.emits.iter().filter_map(position).collect(),
        scope: action.scope.clone().or_else(|| model.package(class.package).scopes.write.clone()),
    }
}

/// Allowed actions stand in `_links` beside relations, each with its own name, and have paths of their own.
fn compare_names(context: &mut Context<'_>, id: ClassId, class: &model::Class, actions: &[Action], shaped: &Class) {
    let profile = context.profile;
    for (at, (action, declared)) in actions.iter().zip(&class.actions).enumerate() {
        let site = Site::member(id, &action.name, declared.origin);
        let is_reserved = |word: &String| word.eq_ignore_ascii_case(&action.segment);
        let on_collection = action.on == ActionTarget::Collection;
        if action.wire.eq_ignore_ascii_case("self") || on_collection && profile.reserved_identifiers.iter().any(is_reserved) {
            context.report(site, ConflictKind::ReservedAction { segment: action.segment.clone() });
        }
        let same = |wire: &str| wire.eq_ignore_ascii_case(&action.wire);
        let earlier = actions[..at].iter().find(|other| same(&other.wire) || other.segment == action.segment && other.on == action.on);
        let relation = shaped.relations.iter().find(|relation| same(&relation.wire));
        if let Some(other) =
            earlier.map(|other| &other.name).or(relation.map(|relation| &relation.name)).filter(|name| **name != action.name)
        {
            let (other, wire) = (other.clone(), action.wire.clone());
            // An inherited action may meet a relation of the class's own.
            context.report(Site { silent: false, ..site }, ConflictKind::ActionWire { other, wire });
        }
    }
}

/// A client tells impediments apart by their codes alone.
fn compare_codes(context: &mut Context<'_>, id: ClassId, class: &model::Class, impediments: &[Impediment]) {
    let mut seen: Vec<(ImpedimentId, &Impediment)> = Vec::new();
    let own = class
        .actions
        .iter()
        .filter(|action| action.origin == id)
        .flat_map(|action| action.impediments.iter().map(move |one| (action, *one)));
    for (action, one) in own {
        let Some(impediment) = impediments.get(one.index()).filter(|_| seen.iter().all(|(known, _)| *known != one)) else { continue };
        let built_in = (impediment.wire == WRONG_STATE).then_some(WRONG_STATE);
        let other = seen.iter().find(|(_, known)| known.wire == impediment.wire).map(|(_, known)| known.name.as_str());
        if let Some(other) = built_in.or(other) {
            let (other, name, wire) = (other.to_owned(), impediment.name.clone(), impediment.wire.clone());
            context.report(Site::member(id, &action.name, id), ConflictKind::ImpedimentWire { other, name, wire });
        }
        seen.push((one, impediment));
    }
}

/// Finds actions where a nested resource has its path.
pub(super) fn compare_paths(context: &mut Context<'_>, collections: &[Collection], classes: &[Class]) {
    for nested in collections {
        let Some(parent) = nested.parent.and_then(|id| collections.get(id.index())) else { continue };
        let offered = classes[parent.class.index()].actions.iter().filter(|action| action.on == ActionTarget::Resource);
        let Some(action) = offered.into_iter().find(|action| action.segment == nested.segment) else { continue };
        let (other, wire) = (classes[nested.class.index()].name.clone(), action.wire.clone());
        let site = Site { class: Some(parent.class), member: Some(&action.name), ..Site::default() };
        context.report(site, ConflictKind::ActionWire { other, wire });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bounds, Carried, EnumValue, Event, Method, Scalar};
    use crate::schema::{Schema, compile};
    use crate::sketch::Sketch;

    fn action(name: &str, class: ClassId) -> model::Action {
        model::Action {
            name: name.to_owned(),
            docs: Docs::default(),
            origin: class,
            on: ActionTarget::Resource,
            from: Vec::new(),
            to: None,
            impediments: Vec::new(),
            input: Vec::new(),
            method: Method::Put,
            scope: None,
            emits: Vec::new(),
        }
    }

    /// A participation with a state, and the impediments of these codes.
    fn sketch(profile: &str, codes: &[&str]) -> (Sketch, ClassId) {
        let mut sketch = Sketch::new(profile);
        let package = sketch.package("studiedeltagande");
        sketch.0.packages[0].scopes.write = Some("skriv".to_owned());
        let class = sketch.main(package, "Studiedeltagande");
        let values = ["ej_påbörjat", "pågående"].map(|name| EnumValue { name: name.to_owned(), docs: Docs::default() }).to_vec();
        sketch.0.enums.push(model::Enum { package, name: "Tillstånd".to_owned(), docs: Docs::default(), values });
        sketch.attribute(class, "tillstånd", Type::Enum(model::EnumId(0)), Bounds::ONE);
        sketch.edit(class).state = Some(1);
        sketch.edit(class).collection = Some("studiedeltaganden".to_owned());
        let impediment = |name: &&str| model::Impediment { package, name: (*name).to_owned(), docs: Docs::one("sv", "Hinder") };
        sketch.0.impediments = codes.iter().map(impediment).collect();
        (sketch, class)
    }

    fn compiled(sketch: &Sketch) -> Schema {
        compile(&sketch.0).expect("a schema")
    }

    fn kinds(sketch: &Sketch) -> Vec<ConflictKind> {
        compile(&sketch.0).expect_err("a conflict").into_iter().map(|conflict| conflict.kind).collect()
    }

    #[test]
    fn names_and_states_of_an_action_are_those_of_the_wire() {
        let (mut sketch, class) = sketch("ladok", &["utanför_registreringsperiod"]);
        let mut registration = action("fortsättnings_registrering", class);
        registration.from = vec!["ej_påbörjat".to_owned()];
        registration.to = Some("pågående".to_owned());
        registration.impediments = vec![ImpedimentId(0)];
        registration.emits = vec!["registrerad_på_kurs".to_owned()];
        let input = sketch.attribute(class, "tidpunkt", Type::Scalar(Scalar::DateTime), Bounds::OPTIONAL).clone();
        sketch.edit(class).attributes.pop();
        registration.input = vec![input];
        sketch.edit(class).actions = vec![registration];
        let carries = vec![Carried::Attribute(0)];
        sketch.edit(class).events = vec![Event { name: "registrerad_på_kurs".to_owned(), docs: Docs::default(), origin: class, carries }];
        let schema = compiled(&sketch);
        let [action] = schema.class(class).actions.as_slice() else { panic!("one action") };
        assert_eq!((action.wire.as_str(), action.segment.as_str()), ("fortsattnings_registrering", "fortsattnings_registrering"));
        assert_eq!((action.from.as_slice(), action.to.as_deref()), (["ej_paborjat".to_owned()].as_slice(), Some("pagaende")));
        assert_eq!((action.input[0].wire.as_str(), action.emits.as_slice()), ("Tidpunkt", [0].as_slice()));
        assert_eq!((action.method, action.scope.as_deref(), action.needs_input()), (HttpMethod::Put, Some("skriv"), false));
        assert_eq!(schema.impediment(ImpedimentId(0)).wire, "utanfor_registreringsperiod");
        let route = schema.routes().find(|route| route.path.ends_with("registrering")).expect("a route");
        assert_eq!(route.to_string(), "PUT,OPTIONS /studiedeltagande/studiedeltagande/systemid/{SystemId}/fortsattnings_registrering");
    }

    #[test]
    fn an_action_of_the_collection_is_posted_beside_its_resources() {
        let (mut sketch, class) = sketch("rest-se", &[]);
        let mut creation = action("ny_kurs", class);
        creation.on = ActionTarget::Collection;
        creation.method = Method::Post;
        sketch.edit(class).actions = vec![creation];
        let schema = compiled(&sketch);
        assert_eq!(schema.class(class).actions[0].wire, "nyKurs");
        let routes: Vec<String> = schema.routes().map(|route| route.to_string()).filter(|route| route.contains("ny")).collect();
        assert_eq!(routes, ["POST,OPTIONS /studiedeltagande/v4/studiedeltaganden/ny-kurs"]);
    }

    #[test]
    fn an_action_shares_no_name_with_another_or_with_a_link() {
        let (mut sketch, class) = sketch("ladok", &[]);
        sketch.relate(class, "återbud", class, Bounds::OPTIONAL, None);
        sketch.edit(class).actions = ["återbud", "pågå", "paga", "self"].map(|name| action(name, class)).to_vec();
        let wire = |other: &str, wire: &str| ConflictKind::ActionWire { other: other.to_owned(), wire: wire.to_owned() };
        // A relation and an action of one name in the model are the checker's to refuse.
        assert_eq!(kinds(&sketch), [wire("pågå", "paga"), ConflictKind::ReservedAction { segment: "self".to_owned() }]);
    }

    #[test]
    fn a_client_can_tell_impediments_apart() {
        let (mut sketch, class) = sketch("ladok", &["för_sent", "for_sent", "fel_tillstånd"]);
        let mut one = action("ett", class);
        one.impediments = [0, 1, 2].map(ImpedimentId).to_vec();
        sketch.edit(class).actions = vec![one];
        let wire = |other: &str, name: &str, wire: &str| ConflictKind::ImpedimentWire {
            other: other.to_owned(),
            name: name.to_owned(),
            wire: wire.to_owned(),
        };
        assert_eq!(kinds(&sketch), [wire("för_sent", "for_sent", "for_sent"), wire(WRONG_STATE, "fel_tillstånd", WRONG_STATE)]);
    }
}
