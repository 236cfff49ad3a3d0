//! `smie docs`: a documentation site, or the classes as text for drawing programs.

mod examples;

use std::path::{Path, PathBuf};

use smie_wire::model::{Model, PackageId};

use super::diff::side::{self, Role, Side};
use super::{Exit, model, print};
use crate::diagnostic::did_you_mean;
use crate::diff::{View, compare};
use crate::output::{Force, tended};
use crate::pipeline::Compiled;
use crate::site::{self, Extras, diagram};

/// Name of the list of files in the site's folder.
const LIST: &str = ".smie-docs";

/// Writes a documentation site of a model
///
/// Plain files that a browser reads from disk, without a network: packages, classes with members, addresses, actions and events, relations, personal data,
/// search, drawings in which every name is a link, and examples made by the server itself from sample data. A folder that smie wrote is brought up to date.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie docs models/fint --out site                                  then open site/index.html
  smie docs models/fint --out site --since git:v4.0.0               with a page of what changed
  smie docs models/fint --format mermaid --package utdanning/elev   a diagram for a wiki")]
pub(super) struct Arguments {
    /// Folder of YAML or LinkML, or XMI file
    model: PathBuf,
    /// Folder of the site
    #[arg(long, value_name = "DIR", required_if_eq("format", "html"))]
    out: Option<PathBuf>,
    /// The model as it was, to tell what changed: a path, or `git:REF`
    #[arg(long, value_name = "OLD")]
    since: Option<String>,
    /// A site, or text for a drawing program on stdout
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Draw this package only
    #[arg(long, value_name = "PATH")]
    package: Option<String>,
    /// Write into a folder that holds something else
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A site of HTML pages
    #[default]
    Html,
    /// A class diagram for Mermaid
    Mermaid,
    /// A class diagram for PlantUML
    Plantuml,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    docs(arguments).unwrap_or_else(|exit| exit)
}

fn docs(arguments: &Arguments) -> Result<Exit, Exit> {
    let form = match arguments.format {
        Format::Html => None,
        Format::Mermaid => Some(diagram::Form::Mermaid),
        Format::Plantuml => Some(diagram::Form::Plantuml),
    };
    if let Some(form) = form {
        return draw(arguments, form);
    }
    let Some(out) = &arguments.out else {
        return Err(usage("a site needs a folder", "add `--out DIR`"));
    };
    if arguments.package.is_some() {
        return Err(usage("a site is of the whole model", "`--package` goes with `--format mermaid` or `--format plantuml`"));
    }
    let before = arguments.since.as_deref().map(|since| older(since, &arguments.model)).transpose()?;
    let compiled = model::open(&arguments.model)?;
    let Compiled { resolved, schema: Some(schema), sources, .. } = &compiled else { return Err(Exit::Findings) };
    let now = View { model: &resolved.model, schema, places: &resolved.places, sources, alias: None };
    let report = before.as_ref().map(|before| compare(before.view(), now));
    let extras = Extras { changes: report.as_ref(), examples: examples::of(&resolved.model, schema) };
    let pages = site::site(&resolved.model, schema, &extras).map_err(|error| print::failure(&error))?;
    let files: Vec<(String, String)> = pages.into_iter().map(|page| (page.path, page.text)).collect();
    let force = if arguments.force { Force::Yes } else { Force::No };
    let written = tended::write(out, LIST, &files, force).map_err(|error| {
        let exit = print::failure(&error);
        if matches!(error, tended::TendedError::Foreign { .. }) {
            anstream::eprintln!("help: choose another folder, or write among what it holds with `--force`");
        }
        exit
    })?;
    let removed = if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
    anstream::eprintln!("{}: {} pages, {} written{removed}", out.display(), written.files, written.written);
    anstream::eprintln!("next: open {} in a browser", out.join("index.html").display());
    Ok(Exit::Ok)
}

/// The older model; a reference to git without a path takes the model's own.
fn older(since: &str, model: &Path) -> Result<Side, Exit> {
    let Some(path) = model.to_str() else {
        return Err(usage("the path of the model is no text", "rename the folder"));
    };
    let (old, _) = side::places(since, Some(path))?;
    Side::open(old, Role::Old, None)
}

fn draw(arguments: &Arguments, form: diagram::Form) -> Result<Exit, Exit> {
    if arguments.since.is_some() || arguments.force {
        return Err(usage("a diagram tells of one model", "`--since` and `--force` go with a site"));
    }
    let compiled = model::open(&arguments.model)?;
    let Compiled { resolved, schema: Some(schema), .. } = &compiled else { return Err(Exit::Findings) };
    let package = arguments.package.as_deref().map(|path| package(&resolved.model, path)).transpose()?;
    let text = diagram::diagram(&resolved.model, schema, form, package);
    match &arguments.out {
        None => Ok(print::text(&text)),
        Some(out) => {
            let name = if form == diagram::Form::Mermaid { "model.mmd" } else { "model.puml" };
            let force = if arguments.force { Force::Yes } else { Force::No };
            tended::write(out, LIST, &[(name.to_owned(), text)], force).map_err(|error| print::failure(&error))?;
            anstream::eprintln!("{}", out.join(name).display());
            Ok(Exit::Ok)
        }
    }
}

fn package(model: &Model, path: &str) -> Result<PackageId, Exit> {
    let found = (0..).map(PackageId).zip(&model.packages).find(|(_, package)| package.path == path);
    found.map(|(id, _)| id).ok_or_else(|| {
        let near = did_you_mean(path, model.packages.iter().map(|package| package.path.as_str()));
        let help = near.map_or_else(|| "`smie show` lists the packages".to_owned(), |near| format!("did you mean `{near}`?"));
        usage(&format!("there is no package `{path}`"), &help)
    })
}

fn usage(error: &str, help: &str) -> Exit {
    anstream::eprintln!("error: {error}\nhelp: {help}");
    Exit::Usage
}
