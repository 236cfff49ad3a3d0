//! Commands about kept data: opening it, bringing it over to another model, verifying it, erasing from it.

use std::path::Path;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Erasure, FINDINGS, Source, USAGE, fail};
use crate::api::{Api, Builder};
use crate::config::Config;
use crate::feed::Erase;
use crate::load::{Missing, Mode};
use crate::store::{Run, TenantName};

/// Builds the API over the data that the settings name, unless the program brought a store of its own.
pub(super) fn open(api: Builder, config: &Config) -> Result<Api, ExitCode> {
    let api = match &config.data {
        Some(folder) if !api.keeps() => api.data(folder),
        _ => api,
    };
    api.build().map_err(|e| fail(&e.to_string()))
}

/// Loads data and says what was done; findings stop the program unless they may be left out.
pub(super) fn load(api: &Api, source: &Source) -> Result<(), ExitCode> {
    let mode = if source.partial { Mode::Partial } else { Mode::All };
    let missing = match (source.full, source.force) {
        (false, _) => Missing::Stay,
        (true, false) => Missing::Delete,
        (true, true) => Missing::DeleteAll,
    };
    let tenant = named(source.tenant.as_deref())?;
    let mut progress = Progress::new();
    let report = api.load_telling(&tenant, &source.path, mode, missing, &mut |read| progress.at(read));
    drop(progress);
    eprintln!("{report}");
    match report.committed {
        Some(_) => Ok(()),
        None => Err(ExitCode::from(if report.unreadable { USAGE } else { FINDINGS })),
    }
}

/// Writes all data of an organisation to a folder.
pub(super) fn export(api: Builder, config: &Config, target: &Path, tenant: Option<&str>) -> Result<(), ExitCode> {
    let tenant = named(tenant)?;
    let api = open(api, config)?;
    if let Some(path) = &config.load {
        load(&api, &Source::of(path.clone()))?;
    }
    let report = api.export(&tenant, target).map_err(|e| fail(&e.to_string()))?;
    eprintln!("{report}");
    Ok(())
}

fn named(tenant: Option<&str>) -> Result<TenantName, ExitCode> {
    tenant.map_or_else(|| Ok(TenantName::default()), TenantName::new).map_err(|e| fail(&e.to_string()))
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

/// Erases what events say of somebody.
pub(super) fn redact(api: &Builder, config: &Config, erase: &Erasure) -> Result<(), ExitCode> {
    let (folder, tenant) = (folder(config)?, named(erase.tenant.as_deref())?);
    let entry = erase.entry.map(Erase::Entry);
    for what in entry.into_iter().chain(erase.resource.iter().map(|path| Erase::Resource(path))) {
        let erased = api.redact(folder, &tenant, erase.package.as_deref(), what).map_err(|e| fail(&e.to_string()))?;
        println!("{erased}");
    }
    Ok(())
}

fn folder(config: &Config) -> Result<&Path, ExitCode> {
    config.data.as_deref().ok_or_else(|| fail("no data is kept: name a folder with `--data DIR`"))
}
