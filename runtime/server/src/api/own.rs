//! Classes written by hand: beside a generated model, or as a model of their own.

use std::sync::Arc;

use smie_wire::model::Model;
use smie_wire::schema::{self, Conflict, ConflictKind, Schema};
use smie_wire::table::{Assembly, ClassFn, Described, PackageTable};

use super::{BuildError, Builder, Source, conflict};

/// What was said by hand.
#[derive(Debug, Default)]
pub(super) struct Own {
    name: Option<String>,
    version: Option<String>,
    profile: Option<String>,
    languages: Option<Vec<String>>,
    overrides: Vec<(String, String)>,
    packages: Vec<PackageTable>,
    classes: Vec<ClassFn>,
}

/// What the parts come to. A schema may be there although something is wrong, so that what is wrong with it can be told too.
pub(super) struct Compiled {
    pub(super) schema: Option<Arc<Schema>>,
    pub(super) model: Option<Arc<Model>>,
}

impl Builder {
    /// Serves this class, which is written by hand; beside a generated model, or without any. Its datatypes, enums, parents and references come along,
    /// but not the classes that it links to: each class that is served is given by name.
    #[must_use]
    pub fn class<T: Described>(mut self) -> Self {
        self.own.classes.push(T::table);
        self
    }

    /// Says of a package what its classes do not: documentation, scopes, a feed. Without it a package is what its classes call it.
    #[must_use]
    pub fn package(mut self, package: PackageTable) -> Self {
        self.own.packages.push(package);
        self
    }

    /// Names the model, in kebab-case.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.own.name = Some(name.into());
        self
    }

    /// Gives the model's version, three numbers; the default is 0.1.0.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.own.version = Some(version.into());
        self
    }

    /// Chooses the wire profile; the default is `fint`.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.own.profile = Some(profile.into());
        self
    }

    /// Gives the languages of the documentation; the first is that of `///`. The default is `nb`.
    #[must_use]
    pub fn languages(mut self, languages: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.own.languages = Some(languages.into_iter().map(Into::into).collect());
        self
    }

    /// Changes a single setting of the profile.
    #[must_use]
    pub fn setting(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.own.overrides.push((key.into(), value.into()));
        self
    }

    /// Everything that the parts make, and everything that is wrong with them.
    pub(super) fn compiled(&self) -> Result<(Compiled, Vec<String>), BuildError> {
        let mut assembly = match &self.source {
            Some(Source::Schema(schema)) if self.own.is_empty() => {
                return Ok((Compiled { schema: Some(schema.clone()), model: None }, Vec::new()));
            }
            Some(Source::Schema(_)) => {
                let told = "`.schema(…)` is compiled already: give the model with `.model(…)` to add to it or to change it";
                return Err(BuildError::Model(vec![told.to_owned()]));
            }
            Some(Source::Tables(table)) => Assembly::from(*table),
            None if self.own.is_empty() => return Err(BuildError::NoModel),
            None => Assembly::default(),
        };
        let mut wrong = Vec::new();
        if self.source.is_none() && self.own.name.is_none() {
            wrong.push("a model of your own has a name: give it with `.name(\"…\")`".to_owned());
        }
        self.own.add_to(&mut assembly);
        let (model, errors) = Model::assemble(&assembly);
        wrong.extend(errors.iter().map(ToString::to_string));
        if assembly.format != smie_wire::table::FORMAT {
            return Err(BuildError::Model(wrong));
        }
        let schema = match schema::compile(&model) {
            Ok(schema) => Some(Arc::new(schema)),
            Err(conflicts) => {
                let news = conflicts.iter().filter(|found| !is_told(found, &model));
                wrong.extend(news.map(|found| conflict::describe(found, &model)));
                None
            }
        };
        Ok((Compiled { schema, model: Some(Arc::new(model)) }, wrong))
    }
}

/// Two of one name have one path too; that they are two is told already.
fn is_told(conflict: &Conflict, model: &Model) -> bool {
    match &conflict.kind {
        ConflictKind::ClassPath { other, .. } => conflict.class.is_some_and(|class| model.qualified(class) == model.qualified(*other)),
        ConflictKind::MemberWire { other, .. } => conflict.member.as_ref() == Some(other),
        _ => false,
    }
}

impl Own {
    fn is_empty(&self) -> bool {
        self.classes.is_empty()
            && self.packages.is_empty()
            && self.overrides.is_empty()
            && [&self.name, &self.version, &self.profile].iter().all(|said| said.is_none())
            && self.languages.is_none()
    }

    fn add_to(&self, assembly: &mut Assembly) {
        let said = [(&self.name, &mut assembly.name), (&self.version, &mut assembly.version), (&self.profile, &mut assembly.profile)];
        for (said, to) in said {
            if let Some(said) = said {
                to.clone_from(said);
            }
        }
        if let Some(languages) = &self.languages {
            assembly.languages.clone_from(languages);
        }
        assembly.overrides.extend(self.overrides.iter().cloned());
        assembly.packages.extend_from_slice(&self.packages);
        assembly.classes.extend_from_slice(&self.classes);
    }
}
