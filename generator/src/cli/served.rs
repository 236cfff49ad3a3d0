//! Opens a model whose API smie can make, not only describe.
//!
//! Profiles are data, and so is what is missing: the settings whose other values have no behaviour yet. A model that needs one of them is
//! checked, shown and routed like any other, and refused here with the reason.

use std::path::Path;

use smie_wire::model::Model;
use smie_wire::profile::{Setting, WireProfile, preset};
use smie_wire::schema::Schema;

use super::{Exit, model, print};
use crate::emit::Overrides;
use crate::source;

/// The preset whose values of [`SETTINGS`] have behaviour.
const MADE: &str = "fint";

/// Settings with behaviour for one value only.
const SETTINGS: &[&str] = &["members.case", "routes.service", "identifiers.objects", "links.shape", "paging.style", "dates.form"];

/// A model that can be generated and served.
pub(super) struct Served {
    /// The model.
    pub(super) model: Model,
    /// Its API.
    pub(super) schema: Schema,
    /// Templates beside the model.
    pub(super) overrides: Overrides,
}

/// Compiles the model at `path`; findings, and a profile without behaviour, are told and stop the command.
pub(super) fn open(path: &Path) -> Result<Served, Exit> {
    let compiled = model::open(path)?;
    let schema = compiled.schema.ok_or(Exit::Findings)?;
    let missing = missing(&schema.profile);
    if missing.is_empty() {
        return Ok(Served { model: compiled.resolved.model, schema, overrides: overrides(path)? });
    }
    anstream::eprintln!("error: an API of profile `{}` cannot be generated or served yet", schema.profile.name);
    for (key, wanted, made) in missing {
        anstream::eprintln!("  `{key}` is `{wanted}`; only `{made}` is there");
    }
    anstream::eprintln!("help: `smie check`, `smie show` and `smie routes` work; profile `{MADE}` has everything");
    Err(Exit::Findings)
}

/// The templates beside the model; those that do not fit are told and stop the command.
fn overrides(path: &Path) -> Result<Overrides, Exit> {
    let texts = source::overrides::overrides(path).map_err(|error| print::failure(&error))?;
    Overrides::new(texts).map_err(|wrong| {
        for error in &wrong {
            anstream::eprintln!("error: {error}");
        }
        anstream::eprintln!(
            "help: `smie template PATH` prints smie's own with the line that it begins with; compare, then change the line in yours"
        );
        Exit::Findings
    })
}

/// The settings that ask for what is not there: key, value wanted, value that is there.
pub(super) fn missing(profile: &WireProfile) -> Vec<(&'static str, String, String)> {
    let Some(made) = preset(MADE) else { return Vec::new() };
    let settings = SETTINGS.iter().filter_map(|key| Setting::find(key));
    let values = settings.map(|setting| (setting.key, (setting.get)(profile), (setting.get)(&made)));
    values.filter(|(_, wanted, made)| wanted != made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_in_the_list_exists() {
        assert!(SETTINGS.iter().all(|key| Setting::find(key).is_some()));
    }

    #[test]
    fn what_is_missing_of_a_profile_is_named() {
        assert!(missing(&preset("fint").unwrap()).is_empty());
        for profile in ["ladok", "rest-se"] {
            let missing = missing(&preset(profile).unwrap());
            assert!(missing.iter().any(|(key, wanted, made)| (*key, &**wanted, &**made) == ("links.shape", "hal", "object-of-arrays")));
        }
    }
}
