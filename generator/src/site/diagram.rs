//! The classes of a model as text for drawing programs: Mermaid and PlantUML.

use std::fmt::Write as _;

use smie_wire::model::{Bounds, Class, ClassId, Model, PackageId, Side, Stereotype, Target};
use smie_wire::schema::Schema;

use super::facts;

/// Which program draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `classDiagram` of Mermaid, which GitHub and many wikis draw.
    Mermaid,
    /// PlantUML.
    Plantuml,
}

/// The diagram of a package, or of the whole model.
///
/// Classes of other packages that a package leads to stand by name alone.
#[must_use]
pub fn diagram(model: &Model, schema: &Schema, form: Form, package: Option<PackageId>) -> String {
    let inside = |class: &Class| package.is_none_or(|package| class.package == package);
    let mut out = String::new();
    out.push_str(if form == Form::Mermaid { "classDiagram\n" } else { "@startuml\nhide empty members\n" });
    let mut lines = String::new();
    let mut outside: Vec<ClassId> = Vec::new();
    for (id, class) in model.classes().filter(|(_, class)| inside(class)) {
        self::class(&mut out, model, schema, form, id);
        let mut near = |other: ClassId| {
            if !inside(model.class(other)) && !outside.contains(&other) {
                outside.push(other);
            }
        };
        if let Some(parent) = class.extends {
            near(parent);
            let _ = writeln!(lines, "{} <|-- {}", alias(schema, parent), alias(schema, id));
        }
        for relation in class.relations.iter().filter(|r| r.origin == id && r.side == Side::Storing) {
            let Target::Class(target) = relation.target else { continue };
            near(target);
            let back = relation.inverse.as_ref().and_then(|inverse| model.class(target).relations.iter().find(|r| r.name == inverse.name));
            let near_end = back.map_or_else(String::new, |back| format!(" \"{}\"", ends(back.bounds)));
            let arrow = if back.is_some() { "--" } else { "-->" };
            let name = back.map_or_else(|| relation.name.clone(), |back| format!("{} / {}", relation.name, back.name));
            let _ =
                writeln!(lines, "{}{near_end} {arrow} \"{}\" {} : {name}", alias(schema, id), ends(relation.bounds), alias(schema, target));
        }
    }
    for id in outside {
        declare(&mut out, model, schema, form, id);
        out.push('\n');
    }
    out.push_str(&lines);
    if form == Form::Plantuml {
        out.push_str("@enduml\n");
    }
    out
}

/// Bounds as both programs write them: `*` for any number.
fn ends(bounds: Bounds) -> String {
    if bounds == Bounds::MANY { "*".to_owned() } else { facts::bounds(bounds) }
}

/// A name in ASCII that is unique in the model.
fn alias(schema: &Schema, id: ClassId) -> String {
    let class = schema.class(id);
    let package = &schema.package(class.package).component;
    format!("{}_{}", package.replace(|c: char| !c.is_ascii_alphanumeric(), "_"), class.wire)
}

fn declare(out: &mut String, model: &Model, schema: &Schema, form: Form, id: ClassId) {
    let class = model.class(id);
    let alias = alias(schema, id);
    let _ = match form {
        Form::Mermaid => write!(out, "class {alias}[\"{}\"]", class.name),
        Form::Plantuml => {
            let word = if class.stereotype == Stereotype::Abstrakt { "abstract class" } else { "class" };
            write!(out, "{word} \"{}\" as {alias} <<{}>>", class.name, class.stereotype.word())
        }
    };
}

fn class(out: &mut String, model: &Model, schema: &Schema, form: Form, id: ClassId) {
    declare(out, model, schema, form, id);
    let class = model.class(id);
    let own: Vec<_> = class.attributes.iter().filter(|attribute| attribute.origin == id).collect();
    let kind = (form == Form::Mermaid).then(|| class.stereotype.word());
    if own.is_empty() && kind.is_none() {
        out.push('\n');
        return;
    }
    out.push_str(" {\n");
    if let Some(kind) = kind {
        let _ = writeln!(out, "  <<{kind}>>");
    }
    for attribute in own {
        let ty = model.type_name(attribute.ty);
        let ty = ty.rsplit('/').next().unwrap_or_default();
        let many = if attribute.bounds == Bounds::ONE { String::new() } else { format!(" [{}]", facts::bounds(attribute.bounds)) };
        let _ = match form {
            Form::Mermaid => writeln!(out, "  {ty} {}{}", attribute.name, if many.is_empty() { "" } else { &many }),
            Form::Plantuml => writeln!(out, "  {} : {ty}{many}", attribute.name),
        };
    }
    for action in class.actions.iter().filter(|action| action.origin == id) {
        let _ = writeln!(out, "  {}()", action.name);
    }
    out.push_str("}\n");
}
