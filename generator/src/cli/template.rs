//! `smie template`: the templates of the text files, to begin one of your own with.

use super::{Exit, print};
use crate::diagnostic::did_you_mean;
use crate::emit::{Ownership, TEMPLATES, Template};

/// Prints a template of the generated text files, to put your own in its place
///
/// Saved as `templates/PATH.tera` beside the model, a template stands in for smie's own. Its first line says which text it stands in for, so that a
/// newer smie whose text is another can tell. Without PATH the templates are listed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie template
  smie template README.md > models/fint/templates/README.md.tera")]
pub(super) struct Arguments {
    /// File that the template becomes
    path: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some(path) = &arguments.path else { return print::text(&list()) };
    match Template::find(path) {
        Some(template) => print::text(&template.to_override()),
        None => {
            anstream::eprintln!("error: there is no template for `{path}`");
            match did_you_mean(path, TEMPLATES.iter().map(|template| template.path)) {
                Some(near) => anstream::eprintln!("help: did you mean `{near}`?"),
                None => anstream::eprintln!("help: `smie template` lists them"),
            }
            Exit::Usage
        }
    }
}

fn list() -> String {
    let width = TEMPLATES.iter().map(|template| template.path.len()).max().unwrap_or(0);
    TEMPLATES.iter().fold(String::new(), |text, template| {
        let owner = match template.ownership {
            Ownership::Generated => "generated: written anew when the model changes",
            Ownership::Owned => "yours: written once",
        };
        text + &format!("{:width$}  {owner}\n", template.path)
    })
}
