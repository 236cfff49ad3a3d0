//! The half of the file that Enterprise Architect writes for itself: `xmi:Extension` with `elements` and `connectors`.
//!
//! It says everything that the API needs except the exact types of attributes, so it leads; `uml` reads the other half. Here the XML becomes
//! records of words with places, without judging them. Names of elements are compared without namespace, since exporters differ in prefixes.

use std::collections::HashSet;

use roxmltree::Node;

use crate::source::{FileId, Span};

/// An attribute's value and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
}

/// `element xmi:type="uml:Package"`.
#[derive(Debug)]
pub(super) struct PackageElement<'a> {
    pub(super) id: Word<'a>,
    pub(super) name: Option<Word<'a>>,
    pub(super) parent: Option<Word<'a>>,
    /// Enterprise Architect marks the packages above a model's own ones.
    pub(super) is_root: bool,
    pub(super) docs: Option<Word<'a>>,
}

/// `element xmi:type="uml:Class"`.
#[derive(Debug)]
pub(super) struct ClassElement<'a> {
    pub(super) id: Word<'a>,
    pub(super) name: Option<Word<'a>>,
    pub(super) package: Option<Word<'a>>,
    pub(super) stereotype: Option<Word<'a>>,
    /// Place of `isAbstract="true"`.
    pub(super) is_abstract: Option<Span>,
    pub(super) docs: Option<Word<'a>>,
    pub(super) deprecated: Option<Word<'a>>,
    pub(super) attributes: Vec<AttributeElement<'a>>,
}

/// `attribute` of a class.
#[derive(Debug)]
pub(super) struct AttributeElement<'a> {
    pub(super) span: Span,
    pub(super) id: Option<Word<'a>>,
    pub(super) name: Option<Word<'a>>,
    pub(super) type_name: Option<Word<'a>>,
    pub(super) lower: Option<Word<'a>>,
    pub(super) upper: Option<Word<'a>>,
    pub(super) stereotype: Option<Word<'a>>,
    pub(super) default: Option<Word<'a>>,
    pub(super) docs: Option<Word<'a>>,
    pub(super) deprecated: Option<Word<'a>>,
}

/// `connector`.
#[derive(Debug)]
pub(super) struct Connector<'a> {
    pub(super) id: Word<'a>,
    /// `Association`, `Generalization`, …
    pub(super) kind: Option<Word<'a>>,
    pub(super) direction: Option<Word<'a>>,
    pub(super) source: End<'a>,
    pub(super) target: End<'a>,
    pub(super) deprecated: Option<Word<'a>>,
}

/// `source` or `target` of a connector. A role at this end is a relation of the other end's class.
#[derive(Debug)]
pub(super) struct End<'a> {
    pub(super) class: Option<Word<'a>>,
    pub(super) class_name: Option<Word<'a>>,
    pub(super) role: Option<Word<'a>>,
    pub(super) multiplicity: Option<Word<'a>>,
    pub(super) docs: Option<Word<'a>>,
}

/// The extension as read.
#[derive(Debug, Default)]
pub(super) struct Elements<'a> {
    pub(super) packages: Vec<PackageElement<'a>>,
    pub(super) classes: Vec<ClassElement<'a>>,
    pub(super) connectors: Vec<Connector<'a>>,
    /// Elements of kinds that carry meaning in UML but none in this language: kind, id and name.
    pub(super) others: Vec<(Word<'a>, Word<'a>, Option<Word<'a>>)>,
    /// Ids of the primitive types that the file declares.
    pub(super) primitives: HashSet<&'a str>,
    /// Elements and connectors without an id.
    pub(super) nameless: Vec<Span>,
}

/// Reads the sections of `xmi:Extension`.
pub(super) fn read<'a>(extension: Node<'a, '_>, elements: Node<'a, '_>, connectors: Node<'a, '_>, file: FileId) -> Elements<'a> {
    let mut read = Elements::default();
    let primitives = child(extension, "primitivetypes").into_iter().flat_map(|types| types.descendants());
    read.primitives.extend(primitives.filter_map(|node| xmi(node, "id", file)).map(|id| id.text));
    for node in children(elements, "element") {
        read.element(node, file);
    }
    for node in children(connectors, "connector") {
        match connector(node, file) {
            Some(connector) => read.connectors.push(connector),
            None => read.nameless.push(place(node, file)),
        }
    }
    read
}

impl<'a> Elements<'a> {
    /// True for an id that names a type other than a class: declared here, or by the tool's own scheme (`EAJava_string`).
    pub(super) fn is_known_type(&self, id: &str) -> bool {
        let is_tools_own = id.starts_with("EA") && !id.starts_with("EAID_") && !id.starts_with("EAPK_");
        is_tools_own || self.primitives.contains(id) || self.others.iter().any(|(_, other, _)| other.text == id)
    }

    fn element(&mut self, node: Node<'a, '_>, file: FileId) {
        let (Some(id), Some(kind)) = (xmi(node, "idref", file), xmi(node, "type", file)) else {
            self.nameless.push(place(node, file));
            return;
        };
        let name = plain(node, "name", file);
        match kind.text {
            "uml:Package" => self.packages.push(PackageElement {
                id,
                name,
                parent: child(node, "model").and_then(|m| plain(m, "package", file)),
                is_root: child(node, "flags").and_then(|f| f.attribute("packageFlags")).is_some_and(|f| f.contains("isModel=1")),
                docs: child(node, "properties").and_then(|p| plain(p, "documentation", file)),
            }),
            "uml:Class" => self.classes.push(class(node, id, name, file)),
            "uml:DataType" | "uml:Enumeration" | "uml:Interface" | "uml:PrimitiveType" | "uml:Signal" | "uml:AssociationClass" => {
                self.others.push((kind, id, name));
            }
            _ => {}
        }
    }
}

fn class<'a>(node: Node<'a, '_>, id: Word<'a>, name: Option<Word<'a>>, file: FileId) -> ClassElement<'a> {
    let properties = child(node, "properties");
    let property = |name| properties.and_then(|p| plain(p, name, file));
    ClassElement {
        id,
        name,
        package: child(node, "model").and_then(|m| plain(m, "package", file)),
        stereotype: property("stereotype"),
        is_abstract: property("isAbstract").filter(|word| word.text.eq_ignore_ascii_case("true")).map(|word| word.span),
        docs: property("documentation"),
        deprecated: tag(node, "DEPRECATED", file),
        attributes: child(node, "attributes")
            .into_iter()
            .flat_map(|list| children(list, "attribute"))
            .map(|node| attribute(node, file))
            .collect(),
    }
}

fn attribute<'a>(node: Node<'a, '_>, file: FileId) -> AttributeElement<'a> {
    let below = |element, name| child(node, element).and_then(|n| plain(n, name, file));
    AttributeElement {
        span: place(node, file),
        id: xmi(node, "idref", file),
        name: plain(node, "name", file),
        type_name: below("properties", "type"),
        lower: below("bounds", "lower"),
        upper: below("bounds", "upper"),
        stereotype: below("stereotype", "stereotype"),
        default: below("initial", "body"),
        docs: below("documentation", "value"),
        deprecated: tag(node, "DEPRECATED", file),
    }
}

fn connector<'a>(node: Node<'a, '_>, file: FileId) -> Option<Connector<'a>> {
    let properties = child(node, "properties");
    let property = |name| properties.and_then(|p| plain(p, name, file));
    Some(Connector {
        id: xmi(node, "idref", file)?,
        kind: property("ea_type"),
        direction: property("direction"),
        source: end(node, "source", file),
        target: end(node, "target", file),
        deprecated: tag(node, "DEPRECATED", file),
    })
}

fn end<'a>(connector: Node<'a, '_>, which: &str, file: FileId) -> End<'a> {
    let node = child(connector, which);
    let below = |element, name| node.and_then(|n| child(n, element)).and_then(|n| plain(n, name, file));
    End {
        class: node.and_then(|n| xmi(n, "idref", file)),
        class_name: below("model", "name"),
        role: below("role", "name"),
        multiplicity: below("type", "multiplicity"),
        docs: below("documentation", "value"),
    }
}

/// The value of a tag; an empty one when the tag is there without a value.
fn tag<'a>(node: Node<'a, '_>, name: &str, file: FileId) -> Option<Word<'a>> {
    let tag = children(child(node, "tags")?, "tag").find(|tag| tag.attribute("name") == Some(name))?;
    Some(word(tag, |a| a.name() == "value", file).unwrap_or(Word { text: "", span: place(tag, file) }))
}

/// The children of this name.
pub(super) fn children<'a, 'i: 'a>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The first child of this name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// An attribute of the XMI namespace, in whatever version of it.
pub(super) fn xmi<'a>(node: Node<'a, '_>, name: &str, file: FileId) -> Option<Word<'a>> {
    word(node, |a| a.name() == name && a.namespace().is_some(), file).filter(|word| !word.text.trim().is_empty())
}

/// An attribute without a namespace; an empty one counts as absent.
pub(super) fn plain<'a>(node: Node<'a, '_>, name: &str, file: FileId) -> Option<Word<'a>> {
    word(node, |a| a.name() == name && a.namespace().is_none(), file).filter(|word| !word.text.trim().is_empty())
}

fn word<'a>(node: Node<'a, '_>, wanted: impl Fn(&roxmltree::Attribute<'a, '_>) -> bool, file: FileId) -> Option<Word<'a>> {
    let attribute = node.attributes().find(wanted)?;
    Some(Word { text: attribute.value(), span: span(attribute.range_value(), file) })
}

/// Where a node's tag begins.
pub(super) fn place(node: Node<'_, '_>, file: FileId) -> Span {
    let start = node.range().start;
    span(start..start, file)
}

/// A range of the file's text as a place.
pub(super) fn span(range: std::ops::Range<usize>, file: FileId) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}
