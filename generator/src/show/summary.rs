//! The numbers of a model: how much of what there is, a package and in all.
//!
//! Members are counted where they are declared. A relation is counted at each end that the model names, so a two-way one counts twice.

use std::fmt;

use smie_wire::model::{Class, ClassId, Model, Side, Stereotype, Type};
use smie_wire::schema::Schema;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Classes that have identity.
    pub hovedklasse: usize,
    /// Abstract classes.
    pub abstrakt: usize,
    /// Classes that are values.
    pub datatype: usize,
    /// Classes that stand for something outside the model.
    pub referanse: usize,
    /// Declared attributes.
    pub attributes: usize,
    /// Declared attributes of type Identifikator.
    pub identifiers: usize,
    /// Declared attributes that a client may change.
    pub writable: usize,
    /// Declared ends of relations.
    pub relations: usize,
    /// Relations with both ends.
    pub pairs: usize,
    /// Served collections, copies of common classes included.
    pub collections: usize,
    /// Routes to one resource.
    pub resource_routes: usize,
}

impl Counts {
    /// Classes of any kind.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.hovedklasse + self.abstrakt + self.datatype + self.referanse
    }

    fn class(&mut self, id: ClassId, class: &Class) {
        match class.stereotype {
            Stereotype::Hovedklasse => self.hovedklasse += 1,
            Stereotype::Abstrakt => self.abstrakt += 1,
            Stereotype::Datatype => self.datatype += 1,
            Stereotype::Referanse => self.referanse += 1,
        }
        for attribute in class.attributes.iter().filter(|a| a.origin == id) {
            self.attributes += 1;
            self.identifiers += usize::from(attribute.ty == Type::Identifikator);
            self.writable += usize::from(attribute.writable);
        }
        for relation in class.relations.iter().filter(|r| r.origin == id) {
            self.relations += 1;
            self.pairs += usize::from(relation.inverse.is_some() && relation.side == Side::Storing);
        }
    }

    fn add(&mut self, other: &Self) {
        self.hovedklasse += other.hovedklasse;
        self.abstrakt += other.abstrakt;
        self.datatype += other.datatype;
        self.referanse += other.referanse;
        self.attributes += other.attributes;
        self.identifiers += other.identifiers;
        self.writable += other.writable;
        self.relations += other.relations;
        self.pairs += other.pairs;
        self.collections += other.collections;
        self.resource_routes += other.resource_routes;
    }
}

/// The numbers of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    title: String,
    /// Each package by its component, in model order.
    pub packages: Vec<(String, Counts)>,
    /// All together.
    pub total: Counts,
}

/// Counts a model and the schema that it compiles to.
#[must_use]
pub fn summary(model: &Model, schema: &Schema) -> Summary {
    let mut packages: Vec<(String, Counts)> = schema.packages.iter().map(|p| (p.component.clone(), Counts::default())).collect();
    for (id, class) in model.classes() {
        packages[class.package.index()].1.class(id, class);
    }
    for collection in &schema.collections {
        let counts = &mut packages[collection.package.index()].1;
        counts.collections += 1;
        counts.resource_routes += collection.identifiers.len();
    }
    let mut total = Counts::default();
    for (_, counts) in &packages {
        total.add(counts);
    }
    let languages = model.languages.join(", ");
    let title = format!("{} {}, profile {}, languages {languages}", model.name, model.version, model.profile);
    Summary { title, packages, total }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.packages.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max("package".len());
        writeln!(f, "{}\n", self.title)?;
        writeln!(f, "{:width$}  hovedklasse  abstrakt  datatype  referanse  attributes  relations  collections  by identifier", "package")?;
        for (name, counts) in &self.packages {
            row(f, name, width, counts)?;
        }
        row(f, "in all", width, &self.total)?;
        let t = &self.total;
        let classes = t.classes();
        writeln!(
            f,
            "\n{classes} classes; {} attributes, {} of them Identifikator and {} writable; {} relations, {} pairs of them two-way",
            t.attributes, t.identifiers, t.writable, t.relations, t.pairs
        )?;
        writeln!(f, "{} collections, {} routes to one resource", t.collections, t.resource_routes)
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, width: usize, c: &Counts) -> fmt::Result {
    writeln!(
        f,
        "{name:width$}  {:11}  {:8}  {:8}  {:9}  {:10}  {:9}  {:11}  {:13}",
        c.hovedklasse, c.abstrakt, c.datatype, c.referanse, c.attributes, c.relations, c.collections, c.resource_routes
    )
}
