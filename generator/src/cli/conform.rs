//! `smie conform`.

use std::path::PathBuf;
use std::time::Duration;

use super::{Exit, print};
use crate::lint::Format;

/// Walks a running server and holds it against the Swedish REST API profile and its own description
///
/// Follows every link from the root, within bounds, and checks what only a running server shows: `self`, absolute and living links, paging, ETag and 304, HEAD,
/// the shape of errors, and whether each document is as the model (or the OpenAPI document that the server gives) says. Nothing is changed on the server.
///
/// Exit codes: 0 no errors, 1 errors, 2 the server does not answer.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  smie conform http://127.0.0.1:8080
  smie conform http://127.0.0.1:8080/foretagsinformation/v2 --model models/organisationer
  smie conform http://127.0.0.1:8080 --requests 200 --rate 20 --format json")]
pub(super) struct Arguments {
    /// Root of the API
    url: String,
    /// Model to hold documents against; without it, the OpenAPI document that the server gives
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Form of the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Requests at most
    #[arg(long, value_name = "N", default_value_t = 2000)]
    requests: usize,
    /// Requests a second at most
    #[arg(long, value_name = "N", default_value_t = 200)]
    rate: u32,
    /// Seconds at most
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    time: u64,
    /// Header that every request has, such as `Authorization: Bearer …`
    #[arg(long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    conform(arguments).unwrap_or_else(|exit| exit)
}

#[cfg(not(feature = "conform"))]
fn conform(arguments: &Arguments) -> Result<Exit, Exit> {
    let _ = (print::text as fn(&str) -> Exit, Duration::from_secs(arguments.time), arguments);
    anstream::eprintln!("error: cannot ask `{}`: this smie was built without the feature `conform`", arguments.url);
    Err(Exit::Usage)
}

#[cfg(feature = "conform")]
fn conform(arguments: &Arguments) -> Result<Exit, Exit> {
    use smie_wire::openapi::{self, Part};

    use super::model;
    use super::progress::Progress;
    use crate::conform::{self, Options};
    use crate::lint::Report;

    let mut options = Options {
        url: arguments.url.clone(),
        requests: arguments.requests,
        rate: arguments.rate,
        time: Duration::from_secs(arguments.time),
        headers: arguments.headers.iter().map(|text| header(text)).collect::<Result<_, _>>()?,
        document: None,
        exceptions: std::collections::BTreeMap::new(),
    };
    if let Some(path) = &arguments.model {
        let compiled = model::open(path)?;
        let schema = compiled.schema.ok_or(Exit::Findings)?;
        // The part that is served there: the package whose root the address is, else the whole.
        let part = schema.serving().find(|id| {
            let path = &schema.package(*id).path;
            !path.is_empty() && arguments.url.trim_end_matches('/').ends_with(path.as_str())
        });
        options.document = Some(openapi::document(&schema, part.map_or(Part::Whole, Part::Package)).to_value());
        options.exceptions = compiled.resolved.model.exceptions;
    }
    let progress = Progress::growing("walking the server");
    let outcome = conform::conform(&options, &mut |done, known| progress.at(done, known));
    drop(progress);
    let outcome = outcome.map_err(|error| print::failure(&error))?;
    let report = Report { subject: &arguments.url, text: None, findings: &outcome.findings };
    let printed = print::text(&report.render(arguments.format));
    let partial = if outcome.is_partial { "; bounds ended the walk (`--requests`, `--time`)" } else { "" };
    anstream::eprintln!(
        "{}: {} documents, {} links, {} held against the description{partial}",
        arguments.url,
        outcome.documents,
        outcome.links,
        outcome.described
    );
    anstream::eprintln!("{}", report.summary());
    Ok(if report.counts().0 > 0 { Exit::Findings } else { printed })
}

#[cfg(feature = "conform")]
fn header(text: &str) -> Result<(String, String), Exit> {
    match text.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => {
            anstream::eprintln!("error: `{text}` is no header; write `Name: value`");
            Err(Exit::Usage)
        }
    }
}
