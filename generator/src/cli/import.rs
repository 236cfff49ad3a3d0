//! `smie import`.

use std::path::PathBuf;

use super::{Exit, model, print};
use crate::diagnostic::render;
use crate::output::{Force, folder};
use crate::show::summary;
use crate::source::{Form, write};
use crate::syntax::{Docs, Tree};

/// Writes a UML (XMI) or LinkML model as a folder of YAML
///
/// The model is checked as `smie check` does; nothing is written while it has errors. Findings go to stderr, the numbers of what was read to stdout.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie import xmi FINT-informasjonsmodell-v4.1.0.xml --out models/fint
  smie import linkml linkml-v4.0.30 --out models/fint --docs drop")]
pub(super) struct Arguments {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, clap::Subcommand)]
enum Source {
    /// An XMI 2.1 file of Enterprise Architect, with its extensions
    #[command(after_long_help = "Examples:
  smie import xmi FINT-informasjonsmodell-v4.1.0.xml --out models/fint
  smie import xmi FINT-informasjonsmodell-v4.1.0.xml --out models/fint --docs drop --force")]
    Xmi {
        /// The file; version and name are read from its name
        #[arg(value_name = "FILE")]
        path: PathBuf,
        #[command(flatten)]
        target: Target,
    },
    /// A folder of LinkML schemas, one a package
    #[command(after_long_help = "Examples:
  smie import linkml linkml-v4.0.30 --out models/fint")]
    Linkml {
        /// The folder
        #[arg(value_name = "DIR")]
        path: PathBuf,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, clap::Args)]
struct Target {
    /// Folder of the written model; absent or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What becomes of the documentation; what a deprecation advises is kept in any case
    #[arg(long, value_enum, default_value_t = DocsChoice::Keep)]
    docs: DocsChoice,
    /// Write into a folder that holds something: files of the same name are replaced, others left
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DocsChoice {
    /// Written into the YAML
    Keep,
    /// Left out
    Drop,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let (path, target, wanted) = match &arguments.source {
        Source::Xmi { path, target } => (path, target, Form::Xmi),
        Source::Linkml { path, target } => (path, target, Form::LinkMl),
    };
    match Form::detect(path) {
        Ok(form) if form == wanted => {}
        Ok(form) => return other_form(path, form),
        Err(error) => return print::failure(&error),
    }
    let compiled = match model::read(path) {
        Ok(compiled) => compiled,
        Err(exit) => return exit,
    };
    anstream::eprint!("{}", render::human(&compiled.sources, &compiled.diagnostics));
    anstream::eprintln!("{}", render::summary(&compiled.diagnostics));
    let Some(schema) = &compiled.schema else {
        anstream::eprintln!("note: nothing was written");
        return Exit::Findings;
    };
    let mut tree = compiled.tree;
    if target.docs == DocsChoice::Drop {
        drop_docs(&mut tree);
    }
    let files = write::files(&tree);
    let force = if target.force { Force::Yes } else { Force::No };
    if let Err(error) = folder::write(&target.out, &files, force) {
        let exit = print::failure(&error);
        if matches!(error, folder::FolderError::NotEmpty { .. }) {
            anstream::eprintln!("help: choose another folder, or write among what it holds with `--force`");
        }
        return exit;
    }
    let printed = print::text(&summary::summary(&compiled.resolved.model, schema).to_string());
    anstream::eprintln!("{}: {} files written", target.out.display(), files.len());
    printed
}

/// The path holds a model in another form than the one that was named.
fn other_form(path: &std::path::Path, form: Form) -> Exit {
    let shown = path.display();
    let (what, help) = match form {
        Form::Yaml => ("a model in YAML already", format!("`smie check {shown}` reads it as it is")),
        Form::Xmi => ("a file", format!("`smie import xmi {shown}` reads UML; LinkML is a folder of files")),
        Form::LinkMl => ("a folder", format!("`smie import linkml {shown}` reads LinkML; XMI is one file")),
    };
    anstream::eprintln!("error: `{shown}` is {what}\nhelp: {help}");
    Exit::Usage
}

/// Leaves out every documentation, and keeps what deprecations advise.
fn drop_docs(tree: &mut Tree) {
    for package in &mut tree.packages {
        package.docs = Docs::default();
        for class in &mut package.classes {
            class.docs = Docs::default();
            class.attributes.iter_mut().for_each(|attribute| attribute.common.docs = Docs::default());
            for relation in &mut class.relations {
                relation.common.docs = Docs::default();
                if let Some(inverse) = &mut relation.inverse {
                    inverse.common.docs = Docs::default();
                }
            }
        }
    }
}
