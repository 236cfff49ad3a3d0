//! Commands about kept data: opening it, bringing it over to another model, verifying it.

use std::path::Path;
use std::process::ExitCode;

use super::{FINDINGS, fail};
use crate::api::{Api, Builder};
use crate::config::Config;
use crate::store::Run;

/// Builds the API over the data that the settings name, unless the program brought a store of its own.
pub(super) fn open(api: Builder, config: &Config) -> Result<Api, ExitCode> {
    let api = match &config.data {
        Some(folder) if !api.keeps() => api.data(folder),
        _ => api,
    };
    api.build().map_err(|e| fail(&e.to_string()))
}

/// Says what another model does to the data, and does it.
pub(super) fn migrate(api: &Builder, config: &Config, run: Run) -> Result<(), ExitCode> {
    let folder = folder(config)?;
    let migrations = api.migrate(folder, run).map_err(|e| fail(&e.to_string()))?;
    if migrations.is_empty() {
        println!("nothing to migrate: all data in `{}` is of this model", folder.display());
    }
    migrations.iter().for_each(|migration| println!("{migration}"));
    let refused = migrations.iter().filter(|migration| !migration.lost.is_empty()).count();
    match (refused, run) {
        (0, _) => Ok(()),
        (_, Run::Dry) => Err(ExitCode::from(FINDINGS)),
        (_, Run::Apply) => {
            eprintln!("error: what would lose data was left as it is");
            Err(ExitCode::from(FINDINGS))
        }
    }
}

/// Verifies the data.
pub(super) fn check(api: &Builder, config: &Config) -> Result<(), ExitCode> {
    let folder = folder(config)?;
    let reports = api.check_store(folder).map_err(|e| fail(&e.to_string()))?;
    if reports.is_empty() {
        return Err(fail(&format!("there is no data in `{}`", folder.display())));
    }
    reports.iter().for_each(|report| println!("{report}"));
    if reports.iter().all(|report| report.wrong.is_empty()) { Ok(()) } else { Err(ExitCode::from(FINDINGS)) }
}

fn folder(config: &Config) -> Result<&Path, ExitCode> {
    config.data.as_deref().ok_or_else(|| fail("no data is kept: name a folder with `--data DIR`"))
}
