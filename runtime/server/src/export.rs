//! Data into files: NDJSON, a file a collection, as `load` and `$sync` read it.
//!
//! All files are of one snapshot, each entity as its writer would write it, in the order of creation. What is loaded again from them is unchanged.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use smie_wire::schema::{CollectionId, Schema};

use crate::commit::Ledger;
use crate::entity::write_own;
use crate::index::Tenant;
use crate::store::TenantName;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Files with the number of entities in each.
    pub files: Vec<(PathBuf, u64)>,
}

/// Why data was not exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The organisation has no data.
    #[error("no organisation is called `{0}`")]
    Tenant(TenantName),
    /// The folder holds something already, which a later load could take for exported data.
    #[error("`{}` is not empty\nhelp: name a folder that is empty or not there yet", .0.display())]
    NotEmpty(PathBuf),
    /// A file cannot be written.
    #[error("cannot write `{}`: {source}", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl fmt::Display for ExportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entities: u64 = self.files.iter().map(|(_, count)| count).sum();
        write!(f, "exported {entities} entities in {} files", self.files.len())
    }
}

/// Writes everything that an organisation has.
pub(crate) fn export(ledger: &Ledger, name: &TenantName, folder: &Path) -> Result<ExportReport, ExportError> {
    let tenant = ledger.snapshot(name).ok_or_else(|| ExportError::Tenant(name.clone()))?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Write { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    if fs::read_dir(folder).map_err(failed(folder))?.next().is_some() {
        return Err(ExportError::NotEmpty(folder.to_owned()));
    }
    let mut report = ExportReport::default();
    for (id, home) in ledger.schema.collections() {
        let count = tenant.collection(id).size();
        if count > 0 {
            let path = folder.join(format!("{}.ndjson", home.file));
            file(&ledger.schema, &tenant, id, &path).map_err(failed(&path))?;
            report.files.push((path, count));
        }
    }
    Ok(report)
}

fn file(schema: &Schema, tenant: &Tenant, id: CollectionId, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(256 * 1024, File::create_new(path)?);
    let mut line = Vec::new();
    let mut written = Ok(());
    tenant.collection(id).rows().visit(0, &mut |_, resource| {
        line.clear();
        write_own(schema, resource.entity(), &mut line);
        line.push(b'\n');
        written = file.write_all(&line);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    written?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}
