//! Every name that XML needs, made once from the schema.

use smie_wire::model::{ClassId, PackageId};
use smie_wire::profile::DapForm;
use smie_wire::schema::Schema;

use crate::validate::{ShapeId, Shapes};

/// The names of a schema in XML.
#[derive(Debug)]
pub(in crate::http) struct Words {
    pub(in crate::http) form: DapForm,
    /// The attribute that says a link's media type.
    pub(super) media_attribute: &'static str,
    packages: Vec<Package>,
    shapes: Vec<Shape>,
}

/// What differs from package to package.
#[derive(Debug)]
pub(in crate::http) struct Package {
    /// Of resources.
    pub(in crate::http) namespace: String,
    /// Of links and actions.
    pub(in crate::http) dap: String,
    /// The media type of resources.
    pub(super) media: String,
    /// Beginning of the URIs of relations.
    relations: String,
}

/// A class or a built-in datatype.
#[derive(Debug)]
pub(in crate::http) struct Shape {
    pub(in crate::http) element: String,
    /// Elements, in the order of the members.
    pub(in crate::http) members: Vec<String>,
    /// Last words of URIs, in the order of the relations.
    pub(in crate::http) relations: Vec<String>,
}

impl Words {
    pub(in crate::http) fn new(schema: &Schema, shapes: &Shapes) -> Self {
        let dap = &schema.profile.dap;
        let package = |id| Package {
            namespace: schema.namespace(id),
            dap: schema.shared_namespace(id, "dap"),
            media: format!("{}+xml", schema.media_type(id)),
            relations: schema.relation_uri(id, ""),
        };
        let classes = schema.classes.iter().map(|class| Shape {
            element: dap.element(&class.name, &class.wire),
            members: class.attributes.iter().map(|attribute| dap.element(&attribute.name, &attribute.wire)).collect(),
            relations: class.relations.iter().map(|relation| dap.element(&relation.name, &relation.wire)).collect(),
        });
        let own = shapes.all.iter().skip(schema.classes.len()).map(|shape| Shape {
            element: String::new(),
            members: shape.members.iter().map(|member| dap.element(&member.wire, &member.wire)).collect(),
            relations: Vec::new(),
        });
        Self {
            form: dap.compat,
            media_attribute: match dap.compat {
                DapForm::Pm => "mediatype",
                DapForm::Extended | DapForm::Ladok => dap.media_attribute.word(),
            },
            packages: (0..).map(PackageId).take(schema.packages.len()).map(package).collect(),
            shapes: classes.chain(own).collect(),
        }
    }

    pub(in crate::http) fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    pub(in crate::http) fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0]
    }

    /// The media type of resources that a relation leads to, seen from a package.
    pub(super) fn media_of(&self, schema: &Schema, package: PackageId, target: ClassId) -> &str {
        let home = schema.served(package, target).map_or(schema.class(target).package, |id| schema.collection(id).package);
        &self.package(home).media
    }
}

impl Package {
    /// The URI of a relation or an action; words that came from elsewhere may hold anything.
    pub(in crate::http) fn uri(&self, word: &str) -> String {
        format!("{}{}", self.relations, word.replace(['%', ' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`'], "_"))
    }

    /// The last word of a URI of these, or of one that others would write.
    pub(in crate::http) fn word<'u>(&self, uri: &'u str) -> &'u str {
        uri.strip_prefix(&*self.relations).unwrap_or_else(|| uri.rsplit(['/', '#', ':']).next().unwrap_or(uri))
    }
}
