//! Rust names for the names of a model: modules, types, fields, variants.
//!
//! The profile's folding gives the letters, `heck` the case. Two model names that are apart on the wire may still meet in Rust
//! (`systemId`, `system_id`); the later one then gets a number, and its model name stands in an attribute beside it.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use smie_wire::model::{ClassId, EnumId, Model, Operation, PackageId};
use smie_wire::profile::Folding;
use smie_wire::schema::Schema;

use super::EmitError;

/// The Rust names of everything that has a module or a type.
#[derive(Debug)]
pub(super) struct Names {
    modules: Vec<String>,
    classes: Vec<String>,
    enums: Vec<String>,
    handles: Vec<String>,
    packages: Vec<String>,
    happenings: Vec<String>,
    /// Of each class, a name for each of its events.
    events: Vec<Vec<String>>,
    /// Of each class that clients may create, the struct of what a new one must have.
    constructors: Vec<Option<String>>,
    /// Of each class with actions, the names that these need.
    actions: Vec<Option<ActionNames>>,
    /// Of each class, the trait of its handlers, and of each of its actions the type of its input.
    handlers: Vec<(String, Vec<String>)>,
}

/// The names of what a client has of the actions of a class.
#[derive(Debug)]
pub(super) struct ActionNames {
    /// The trait of those of a resource.
    pub(super) resource: String,
    /// The trait of those of the collection.
    pub(super) collection: String,
    /// The codes of what may stand in their way.
    pub(super) impediments: String,
}

impl Names {
    /// Names for a whole model. The types of a package share one namespace: classes first, so that they keep their names.
    pub(super) fn new(model: &Model, schema: &Schema) -> Result<Self, EmitError> {
        let folding = &schema.profile.folding;
        let mut taken = Taken::default();
        let modules: Vec<String> = schema.packages.iter().map(|p| taken.claim(&module_name(&p.component))).collect();
        let mut types: Vec<Taken> = model.packages.iter().map(|_| Taken::default()).collect();
        let mut claim = |package: PackageId, name: &str| -> Result<String, EmitError> {
            Ok(types[package.index()].claim(&type_name(&fold(folding, name)?)))
        };
        let classes: Vec<String> = model.classes.iter().map(|c| claim(c.package, &c.name)).collect::<Result<_, _>>()?;
        let enums = model.enums.iter().map(|e| claim(e.package, &e.name)).collect::<Result<_, _>>()?;
        let handles = model
            .classes()
            .map(|(id, c)| types[c.package.index()].claim(&type_name(&format!("{}Collection", classes[id.index()]))))
            .collect();
        let packages = types.iter_mut().map(|types| types.claim("Package")).collect();
        let happenings = types.iter_mut().map(|types| types.claim("Event")).collect();
        let mut events = Vec::new();
        for class in &schema.classes {
            let taken = &mut types[class.package.index()];
            events.push(class.events.iter().map(|event| taken.claim(&format!("{}Event", type_name(&event.wire)))).collect());
        }
        let mut constructors = Vec::new();
        let mut actions = Vec::new();
        for (id, class) in (0..).map(ClassId).zip(&schema.classes) {
            let (name, taken) = (&classes[id.index()], &mut types[class.package.index()]);
            let is_served = |operation: Option<Operation>| {
                let mut homes = schema.collections.iter().filter(|collection| collection.class == id);
                homes.any(|collection| operation.is_none_or(|operation| collection.operations.contains(&operation)))
            };
            constructors.push(is_served(Some(Operation::Create)).then(|| taken.claim(&format!("New{name}"))));
            actions.push((!class.actions.is_empty() && is_served(None)).then(|| ActionNames {
                resource: taken.claim(&format!("{name}Actions")),
                collection: taken.claim(&format!("{name}CollectionActions")),
                impediments: taken.claim(&format!("{name}Impediment")),
            }));
        }
        let mut handlers = Vec::new();
        for (class, name) in schema.classes.iter().zip(&classes) {
            let taken = &mut types[class.package.index()];
            let own = if class.actions.is_empty() { String::new() } else { taken.claim(&format!("{name}Handlers")) };
            let input = |action: &smie_wire::schema::Action| match action.input.as_slice() {
                [] => String::new(),
                _ => taken.claim(&type_name(&format!("{name}{}", action.wire.to_upper_camel_case()))),
            };
            handlers.push((own, class.actions.iter().map(input).collect()));
        }
        Ok(Self { modules, classes, enums, handles, packages, happenings, events, constructors, actions, handlers })
    }

    /// The module of a package.
    pub(super) fn module(&self, package: PackageId) -> &str {
        &self.modules[package.index()]
    }

    /// The type that stands for a package in a client.
    pub(super) fn package(&self, package: PackageId) -> &str {
        &self.packages[package.index()]
    }

    /// The type of everything that happens in a package.
    pub(super) fn happening(&self, package: PackageId) -> &str {
        &self.happenings[package.index()]
    }

    /// The type of an event that a class declares.
    pub(super) fn event(&self, class: ClassId, event: usize) -> &str {
        &self.events[class.index()][event]
    }

    /// The struct of what a new resource of a class must have; `None` when clients may not create any.
    pub(super) fn constructor(&self, class: ClassId) -> Option<&str> {
        self.constructors[class.index()].as_deref()
    }

    /// What a client has of the actions of a class; `None` when it has none.
    pub(super) fn actions(&self, class: ClassId) -> Option<&ActionNames> {
        self.actions[class.index()].as_ref()
    }

    /// The trait of a class's handlers.
    pub(super) fn handlers(&self, class: ClassId) -> &str {
        &self.handlers[class.index()].0
    }

    /// The type of an action's input.
    pub(super) fn input(&self, class: ClassId, action: usize) -> &str {
        &self.handlers[class.index()].1[action]
    }

    /// The type of a class.
    pub(super) fn class(&self, class: ClassId) -> &str {
        &self.classes[class.index()]
    }

    /// The client's handle on collections of a class.
    pub(super) fn handle(&self, class: ClassId) -> &str {
        &self.handles[class.index()]
    }

    /// The type of an enum.
    pub(super) fn enumeration(&self, id: EnumId) -> &str {
        &self.enums[id.index()]
    }
}

/// Names already given in a namespace.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// This name, or with the least number that makes it new.
    pub(super) fn claim(&mut self, name: &str) -> String {
        let separator = if name.contains('_') || name.starts_with(|c: char| c.is_ascii_lowercase()) { "_" } else { "" };
        let mut chosen = name.to_owned();
        for number in 2_u32.. {
            if self.0.insert(chosen.clone()) {
                break;
            }
            chosen = format!("{name}{separator}{number}");
        }
        chosen
    }
}

/// A model's name in ASCII.
pub(super) fn fold(folding: &Folding, name: &str) -> Result<String, EmitError> {
    folding.fold(name).map_err(|source| EmitError::Name { name: name.to_owned(), source })
}

/// The module of a component: `administrasjon-personal` → `administrasjon_personal`. A file is named after it, so never raw.
fn module_name(component: &str) -> String {
    let name = letters_first(component.to_snake_case(), 'p');
    match name.as_str() {
        "" => "model".to_owned(),
        _ if is_keyword(&name) => format!("{name}_"),
        _ => name,
    }
}

/// The type of a class or enum: as it stands, unless rustc or clippy would wish another case.
pub(super) fn type_name(folded: &str) -> String {
    let pascal = folded.starts_with(|c: char| c.is_ascii_uppercase()) && folded.chars().all(|c| c.is_ascii_alphanumeric());
    let acronym = folded.len() > 2 && folded.chars().all(|c| !c.is_ascii_lowercase());
    let name = if pascal && !acronym { folded.to_owned() } else { letters_first(folded.to_upper_camel_case(), 'N') };
    if name == "Self" { "Self_".to_owned() } else { name }
}

/// The variant of an enum's code.
pub(super) fn variant_name(folded: &str) -> String {
    match folded.to_upper_camel_case() {
        name if name.is_empty() => "Value".to_owned(),
        name if name == "Self" => "Self_".to_owned(),
        name => letters_first(name, 'N'),
    }
}

/// The field or method of a member: `systemId` → `system_id`. Not yet raw; see [`ident`].
pub(super) fn field_name(folded: &str) -> String {
    match folded.to_snake_case() {
        name if name.is_empty() => "value".to_owned(),
        name if matches!(name.as_str(), "self" | "super" | "crate") => format!("{name}_"),
        name => letters_first(name, 'n'),
    }
}

fn letters_first(name: String, letter: char) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{letter}{name}") } else { name }
}

/// An identifier, raw where Rust has the word for itself.
pub(super) fn ident(name: &str) -> Ident {
    if is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

fn is_keyword(name: &str) -> bool {
    // The edition of generated crates reserves `gen`, which the parser takes for a plain word.
    name == "gen" || syn::parse_str::<Ident>(name).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_the_component_in_snake_case_and_never_a_keyword() {
        assert_eq!(module_name("administrasjon-personal"), "administrasjon_personal");
        assert_eq!(module_name("felles-kodeverk-iso"), "felles_kodeverk_iso");
        assert_eq!(module_name("type"), "type_");
        assert_eq!(module_name("mod"), "mod_");
        assert_eq!(module_name(""), "model");
        assert_eq!(module_name("2024-skole"), "p2024_skole");
    }

    #[test]
    fn a_type_keeps_its_case_unless_a_lint_would_object() {
        assert_eq!(type_name("Fastlonn"), "Fastlonn");
        assert_eq!(type_name("OTUngdom"), "OTUngdom");
        assert_eq!(type_name("SFO"), "Sfo");
        assert_eq!(type_name("kurs_tillfalle"), "KursTillfalle");
        assert_eq!(type_name("Self"), "Self_");
        assert_eq!(type_name("2Fag"), "N2fag");
    }

    #[test]
    fn a_field_is_raw_where_rust_has_the_word_for_itself() {
        assert_eq!(field_name("systemId"), "system_id");
        assert_eq!(field_name("referanseArkivDel"), "referanse_arkiv_del");
        assert_eq!(field_name("self"), "self_");
        assert_eq!(ident(&field_name("type")).to_string(), "r#type");
        assert_eq!(ident(&field_name("gen")).to_string(), "r#gen");
        assert_eq!(ident(&field_name("navn")).to_string(), "navn");
    }

    #[test]
    fn a_code_becomes_a_variant_whatever_its_first_character() {
        assert_eq!(variant_name("ej_paborjat"), "EjPaborjat");
        assert_eq!(variant_name("010"), "N010");
        assert_eq!(variant_name("+"), "Value");
        assert_eq!(variant_name("self"), "Self_");
    }

    #[test]
    fn names_that_meet_in_rust_are_numbered() {
        let mut taken = Taken::default();
        assert_eq!(taken.claim("system_id"), "system_id");
        assert_eq!(taken.claim("system_id"), "system_id_2");
        assert_eq!(taken.claim("navn"), "navn");
        assert_eq!(taken.claim("navn"), "navn_2");
        assert_eq!(taken.claim("Klasse"), "Klasse");
        assert_eq!(taken.claim("Klasse"), "Klasse2");
    }
}
