//! One side of a comparison: where it is, and reading it.
//!
//! The new model must be right. An old one was released as it was: when today's rules refuse it but it can be read and has an API, it is
//! compared all the same, with a note.

use std::path::{Path, PathBuf};

use smie_wire::profile::{PRESETS, preset};
use smie_wire::schema::{self, Schema};

use crate::check;
use crate::cli::{Exit, model, print};
use crate::diagnostic::{Diagnostics, did_you_mean, render};
use crate::diff::View;
use crate::diff::git::{self, Checkout, GitError, GitSpec};
use crate::model::Resolved;
use crate::pipeline::Compiled;
use crate::resolve;
use crate::source::{self, Sources};
use crate::syntax::Tree;

/// Which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Role {
    Old,
    New,
}

/// Where a model is.
#[derive(Debug)]
pub(in crate::cli) enum Place {
    Path(PathBuf),
    Commit { root: PathBuf, reference: String, path: String },
}

/// A model, ready to be compared.
pub(in crate::cli) struct Side {
    resolved: Resolved,
    schema: Schema,
    sources: Sources,
    alias: Option<(String, String)>,
}

/// Where the two models are; what one leaves out, the other tells.
pub(in crate::cli) fn places(old: &str, new: Option<&str>) -> Result<(Place, Place), Exit> {
    let spec = |text: Option<&str>| text.and_then(GitSpec::parse);
    let told = match (spec(Some(old)), spec(new), new) {
        (None, None, _) => return Ok((Place::Path(old.into()), Place::Path(new.unwrap_or(".").into()))),
        (Some(before), None, Some(path)) => against(&before, Path::new(path)).map(|place| (place, Place::Path(path.into()))),
        (Some(before), None, None) => with_working_copy(&before),
        (None, Some(after), _) => against(&after, Path::new(old)).map(|place| (Place::Path(old.into()), place)),
        (Some(before), Some(after), _) => two_commits(&before, &after),
    };
    told.map_err(|error| failed(&error))
}

/// The reference, at its own path or at that of the other side.
fn against(spec: &GitSpec, other: &Path) -> Result<Place, GitError> {
    let root = git::root(other)?;
    let path = match &spec.path {
        Some(path) => path.clone(),
        None => git::relative(&root, other)
            .ok_or_else(|| GitError::Path { reference: spec.reference.clone(), path: other.display().to_string() })?,
    };
    Ok(Place::Commit { root, reference: spec.reference.clone(), path })
}

/// The reference against the same path as it stands in the working copy; without a path, against the folder that we are in.
fn with_working_copy(spec: &GitSpec) -> Result<(Place, Place), GitError> {
    let here = Path::new(".");
    let place = against(spec, here)?;
    let copy = match (&place, &spec.path) {
        (Place::Commit { root, .. }, Some(path)) => root.join(path),
        _ => here.to_owned(),
    };
    Ok((place, Place::Path(copy)))
}

fn two_commits(old: &GitSpec, new: &GitSpec) -> Result<(Place, Place), GitError> {
    let root = git::root(Path::new("."))?;
    let here = || git::relative(&root, Path::new(".")).unwrap_or_default();
    let path = |one: &GitSpec, other: &GitSpec| one.path.clone().or_else(|| other.path.clone()).unwrap_or_else(here);
    let commit =
        |one: &GitSpec, other: &GitSpec| Place::Commit { root: root.clone(), reference: one.reference.clone(), path: path(one, other) };
    Ok((commit(old, new), commit(new, old)))
}

fn failed(error: &GitError) -> Exit {
    let exit = print::failure(error);
    let help = match error {
        GitError::Run { .. } => "install git, or give both models as paths",
        GitError::NoRepository { .. } => "run the command inside the repository, or give both models as paths",
        GitError::Reference { .. } => "`git branch --all` and `git tag` list what there is; in CI the history may have to be fetched",
        GitError::Path { .. } => "write `git:REF:path` with the path from the repository's root",
        _ => return exit,
    };
    anstream::eprintln!("help: {help}");
    exit
}

impl Side {
    /// Reads and compiles the model at a place.
    pub(in crate::cli) fn open(place: Place, role: Role, profile: Option<&str>) -> Result<Self, Exit> {
        let (path, checkout) = match place {
            Place::Path(path) => (path, None),
            Place::Commit { root, reference, path } => {
                let checkout = git::checkout(&root, &reference, &path).map_err(|error| failed(&error))?;
                (checkout.model.clone(), Some(checkout))
            }
        };
        let alias = checkout.as_ref().map(|checkout: &Checkout| (checkout.prefix(), checkout.label.clone()));
        let mut compiled = model::read(&path)?;
        if compiled.diagnostics.has_errors() || compiled.schema.is_none() {
            compiled = match tolerated(&path).filter(|_| role == Role::Old) {
                Some(released) => {
                    let (errors, _) = compiled.diagnostics.counts();
                    let shown = alias.as_ref().map_or_else(|| path.display().to_string(), |(_, label)| label.clone());
                    anstream::eprintln!("note: today's rules find {errors} wrong in `{shown}`; it is compared as it was released");
                    released
                }
                None => return Err(refuse(&compiled, alias.as_ref())),
            };
        }
        if let Some(name) = profile {
            under(&mut compiled, name)?;
        }
        let Compiled { sources, resolved, schema, .. } = compiled;
        let schema = schema.ok_or(Exit::Findings)?;
        Ok(Self { resolved, schema, sources, alias })
    }

    /// As comparing needs it.
    pub(in crate::cli) fn view(&self) -> View<'_> {
        View {
            model: &self.resolved.model,
            schema: &self.schema,
            places: &self.resolved.places,
            sources: &self.sources,
            alias: self.alias.as_ref().map(|(prefix, label)| (prefix.as_str(), label.as_str())),
        }
    }
}

/// The model without the rules that need not hold to read it; `None` when it cannot be read completely or has no API.
fn tolerated(path: &Path) -> Option<Compiled> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let tree: Tree = source::load(path, &mut sources, &mut diagnostics).ok()?;
    let resolved = resolve::resolve(&tree, &mut diagnostics);
    let schema = schema::compile(&resolved.model).ok().filter(|_| !diagnostics.has_errors())?;
    Some(Compiled { sources, tree, resolved, schema: Some(schema), diagnostics })
}

fn refuse(compiled: &Compiled, alias: Option<&(String, String)>) -> Exit {
    let mut text = render::human(&compiled.sources, &compiled.diagnostics);
    if let Some((prefix, label)) = alias {
        text = text.replace(prefix.as_str(), label);
    }
    anstream::eprint!("{text}");
    anstream::eprintln!("{}", render::summary(&compiled.diagnostics));
    Exit::Findings
}

/// Compiles the model anew under another profile.
fn under(compiled: &mut Compiled, name: &str) -> Result<(), Exit> {
    if preset(name).is_none() {
        let near = did_you_mean(name, PRESETS.iter().copied());
        let help = near.map_or_else(|| format!("the profiles are {}", PRESETS.join(", ")), |near| format!("did you mean `{near}`?"));
        anstream::eprintln!("error: there is no profile `{name}`\nhelp: {help}");
        return Err(Exit::Usage);
    }
    name.clone_into(&mut compiled.resolved.model.profile);
    match schema::compile(&compiled.resolved.model) {
        Ok(schema) => compiled.schema = Some(schema),
        Err(conflicts) => {
            let mut diagnostics = Diagnostics::default();
            check::report_conflicts(&conflicts, &compiled.tree, &compiled.resolved, &mut diagnostics);
            anstream::eprint!("{}", render::human(&compiled.sources, &diagnostics));
            anstream::eprintln!("note: the model does not fit the profile `{name}`, so it cannot be judged under it");
            return Err(Exit::Findings);
        }
    }
    Ok(())
}
