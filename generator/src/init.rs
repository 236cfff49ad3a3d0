//! What a new model begins with: a small model that every rule accepts, the schemas that its editor reads, and a CI workflow that keeps it right.
//!
//! Each is a template of the folder `templates/init`. The models are small enough to be thrown away and show each thing that a first real model
//! needs once. Where the files go is the command's business.

use serde::Serialize;
use tera::Tera;

use crate::json_schema;

/// Which model to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Template {
    /// Pupils and schools in the manner of FINT: code lists, both ends of relations, personal data
    #[default]
    Fint,
    /// Participation in courses in the manner of Ladok: states, actions, impediments, events
    Ladok,
    /// Books by the Swedish REST profile: information on the API, plural paths, two languages
    RestSe,
    /// One class to rename
    Blank,
}

macro_rules! templates {
    ($($variant:ident: $($path:literal from $template:literal),+;)*) => {
        impl Template {
            /// Every template.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Path and template of each file.
            const fn files(self) -> &'static [(&'static str, &'static str)] {
                match self {
                    $(Self::$variant => &[$(($path, include_str!(concat!("../../templates/init/", $template)))),+]),*
                }
            }
        }
    };
}

templates! {
    Fint: "model.yaml" from "fint/model.yaml.tera", "utdanning/elev.yaml" from "fint/elev.yaml.tera",
        "utdanning/kodeverk.yaml" from "fint/kodeverk.yaml.tera";
    Ladok: "model.yaml" from "ladok/model.yaml.tera", "studiedeltagande.yaml" from "ladok/studiedeltagande.yaml.tera";
    RestSe: "model.yaml" from "rest-se/model.yaml.tera", "bibliotek.yaml" from "rest-se/bibliotek.yaml.tera";
    Blank: "model.yaml" from "blank/model.yaml.tera", "eksempel/ting.yaml" from "blank/package.yaml.tera";
}

const WORKFLOW: &str = include_str!("../../templates/init/workflow.yml.tera");

/// A file, by its path in the model's folder.
pub type File = (&'static str, String);

/// The files of a new model's folder.
///
/// # Errors
/// A template is broken: a mistake of ours.
pub fn model(template: Template, name: &str) -> Result<Vec<File>, tera::Error> {
    #[derive(Serialize)]
    struct Data<'a> {
        name: &'a str,
    }
    let texts = template.files().iter().map(|&(path, text)| Ok((path, render(path, text, &Data { name })?)));
    let schemas = json_schema::FILES.iter().map(|&(path, schema)| Ok((path, json_schema::text(&schema()))));
    texts.chain(schemas).collect()
}

/// The workflow of GitHub Actions for a model at `model`, with its generated workspace at `out`, both seen from the repository.
///
/// # Errors
/// A template is broken: a mistake of ours.
pub fn workflow(name: &str, model: &str, out: &str) -> Result<String, tera::Error> {
    #[derive(Serialize)]
    struct Data<'a> {
        name: &'a str,
        model: &'a str,
        out: &'a str,
        version: &'a str,
        repository: &'a str,
    }
    // In single quotes, a folder may have any name.
    let (model, out) = (&model.replace('\'', "''"), &out.replace('\'', "''"));
    let (version, repository) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
    render("workflow.yml", WORKFLOW, &Data { name, model, out, version, repository })
}

fn render(path: &'static str, text: &'static str, data: &impl Serialize) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    // Names that end in .yml and .yaml are not HTML, so nothing is escaped.
    tera.add_raw_template(path, text)?;
    tera.render(path, &tera::Context::from_serialize(data)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workflow_checks_the_model_and_the_generated_code() {
        insta::assert_snapshot!(workflow("skole", "modeller/skole", "skole-api").unwrap());
    }

    #[test]
    fn every_template_has_a_header_with_the_name_and_both_schemas() {
        for template in Template::ALL {
            let files = model(*template, "skole").unwrap();
            assert!(files.iter().any(|(path, text)| *path == "model.yaml" && text.contains("\nmodel: skole\n")), "{template:?}");
            assert_eq!(files.iter().filter(|(path, _)| path.starts_with(".smie/")).count(), 2);
        }
    }
}
