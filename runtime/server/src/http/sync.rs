//! `POST {class}/$sync?mode=full|delta`: a provider's data, a resource a line, of any length.
//!
//! Chunks go through a short queue to a thread of their own, which cuts them into lines and checks them; so a provider is read as fast as its data is checked, and
//! memory does not grow with the body. Only a body that came to its orderly end is committed.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::{Map, Value, json};
use smie_wire::schema::CollectionId;
use tokio::sync::mpsc;

use super::answer;
use super::body::Body;
use super::problem::Problem;
use super::write::{apart, intake};
use crate::commit::Ledger;
use crate::config::Limits;
use crate::store::TenantName;
use crate::sync::{self, BOM, Finding, Intake, LINE, Options, Place, Refused, SyncMode, TOO_LONG};
use crate::validate::Validator;

/// Chunks between the network and the thread that checks.
const QUEUE: usize = 8;
/// Bytes of text that wait in memory; the rest waits on disk.
const ROOM: usize = 8 * 1024 * 1024;
/// Findings that are told.
const FINDINGS: usize = 1000;

/// What a synchronisation is of.
type Of = (TenantName, CollectionId);

/// Takes synchronisations, one of a collection at a time.
#[derive(Debug)]
pub(super) struct Syncs {
    ledger: Arc<Ledger>,
    validator: Arc<Validator>,
    running: Arc<Mutex<HashSet<Of>>>,
}

/// A synchronisation that runs; nobody else's may until it is dropped.
struct Turn {
    running: Arc<Mutex<HashSet<Of>>>,
    of: Of,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.of);
    }
}

/// What comes from the network.
enum Chunk {
    Data(Bytes),
    /// The body has ended as it should.
    End,
}

impl Syncs {
    pub(super) fn new(ledger: Arc<Ledger>, validator: Arc<Validator>) -> Self {
        Self { ledger, validator, running: Arc::default() }
    }

    fn turn(&self, of: Of) -> Option<Turn> {
        let fresh = self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(of.clone());
        fresh.then(|| Turn { running: self.running.clone(), of })
    }

    pub(super) async fn answer(
        &self,
        tenant: TenantName,
        collection: CollectionId,
        parts: &Parts,
        body: Incoming,
        limits: &Limits,
    ) -> Result<Response<Body>, Problem> {
        let (mode, options) = read_query(parts.uri.query()).map_err(Problem::Query)?;
        intake::check_form(&parts.headers, intake::LINES)?;
        let busy = || Problem::Conflict("Another synchronisation of this collection is running.".to_owned());
        let turn = self.turn((tenant.clone(), collection)).ok_or_else(busy)?;
        let intake = Intake::new(&self.ledger, &self.validator, &tenant, collection, mode, (ROOM, FINDINGS));
        let (send, receive) = mpsc::channel(QUEUE);
        let ledger = self.ledger.clone();
        let work = apart(move || {
            let _turn = turn;
            bring(&ledger, &tenant, intake, receive, options)
        });
        // The work ends by itself when the sender does.
        let (sent, done) = tokio::join!(forward(body, send, limits.request_timeout), work);
        sent?;
        let (intake, result) = done?;
        match result {
            Some(Ok(done)) => Ok(answer::document(answer::JSON, report(mode, &intake, &done).into_bytes())),
            Some(Err(refused)) => Err(problem(&refused, &intake)),
            None => Err(Problem::Broken),
        }
    }
}

/// Hands the body on, chunk by chunk.
async fn forward(mut body: Incoming, send: mpsc::Sender<Chunk>, patience: std::time::Duration) -> Result<(), Problem> {
    loop {
        let frame = tokio::time::timeout(patience, body.frame()).await.map_err(|_| Problem::Slow)?;
        let chunk = match frame {
            None => Chunk::End,
            Some(frame) => match frame.map_err(|_| Problem::Broken)?.into_data() {
                Ok(data) => Chunk::Data(data),
                Err(_) => continue,
            },
        };
        let last = matches!(chunk, Chunk::End);
        // Whoever takes the chunks has given up when this fails, and says why itself.
        if send.send(chunk).await.is_err() || last {
            return Ok(());
        }
    }
}

type Brought = Option<Result<sync::Done, Refused>>;

/// Takes everything and commits it; `None` = the body broke off.
fn bring(
    ledger: &Ledger,
    tenant: &TenantName,
    mut intake: Intake,
    mut receive: mpsc::Receiver<Chunk>,
    options: Options,
) -> (Intake, Brought) {
    let mut lines = Lines::default();
    loop {
        let taken = match receive.blocking_recv() {
            None => return (intake, None),
            Some(Chunk::Data(data)) => lines.feed(&data, &mut intake),
            Some(Chunk::End) => break,
        };
        if let Err(error) = taken {
            return (intake, Some(Err(error.into())));
        }
    }
    if let Err(error) = lines.end(&mut intake) {
        return (intake, Some(Err(error.into())));
    }
    let mut intakes = [intake];
    let result = sync::finish(ledger, tenant, &mut intakes, options);
    let [intake] = intakes;
    (intake, Some(result))
}

/// Cuts chunks into lines.
#[derive(Default)]
struct Lines {
    /// The line that has begun.
    line: Vec<u8>,
    /// Lines before it.
    count: u64,
    /// True while the rest of a line that is too long is passed over.
    skipping: bool,
}

impl Lines {
    fn feed(&mut self, chunk: &[u8], intake: &mut Intake) -> io::Result<()> {
        let mut rest = chunk;
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            self.add(&rest[..end], intake);
            self.end(intake)?;
            rest = &rest[end + 1..];
        }
        self.add(rest, intake);
        Ok(())
    }

    fn add(&mut self, part: &[u8], intake: &mut Intake) {
        if self.skipping {
            return;
        }
        if self.line.len() + part.len() > LINE {
            let place = Place { line: self.count + 1, pointer: String::new() };
            intake.unreadable(place.finding(TOO_LONG.to_owned()));
            self.skipping = true;
            self.line.clear();
            return;
        }
        self.line.extend_from_slice(part);
    }

    /// A line is complete, also the last one without its end.
    fn end(&mut self, intake: &mut Intake) -> io::Result<()> {
        self.count += 1;
        self.skipping = false;
        let text = if self.count == 1 { self.line.strip_prefix(BOM).unwrap_or(&self.line) } else { &self.line };
        let text = text.trim_ascii();
        if !text.is_empty() {
            intake.entry(&Place { line: self.count, pointer: String::new() }, text)?;
        }
        self.line.clear();
        Ok(())
    }
}

/// Mode and options; a parameter that is not known could be one that was meant to protect.
fn read_query(query: Option<&str>) -> Result<(SyncMode, Options), String> {
    let (mut mode, mut options) = (None, Options::default());
    for pair in query.unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let flag = || match value {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(format!("`{name}` is `true` or `false`")),
        };
        match name {
            "mode" => {
                mode = Some(match value {
                    "full" => SyncMode::Full,
                    "delta" => SyncMode::Delta,
                    _ => return Err("`mode` is `full` or `delta`".to_owned()),
                });
            }
            "expect" => options.expect = Some(lines(value)?),
            "force" => options.force = flag()?,
            "partial" => options.partial = flag()?,
            _ => return Err("a synchronisation knows `mode`, `expect`, `force` and `partial`".to_owned()),
        }
    }
    // Who does not say that this is all there is has not said that anything may be deleted.
    Ok((mode.unwrap_or(SyncMode::Delta), options))
}

/// A number of lines; beyond 64 bits as good as the most.
fn lines(value: &str) -> Result<u64, String> {
    if value.is_empty() || !value.bytes().all(|b| b.is_ascii_digit()) {
        return Err("`expect` is the number of lines that are sent".to_owned());
    }
    Ok(value.parse().unwrap_or(u64::MAX))
}

fn report(mode: SyncMode, intake: &Intake, done: &sync::Done) -> String {
    let sync::Done { committed, kept, rejected } = done;
    let mut document = json!({
        "mode": if mode == SyncMode::Full { "full" } else { "delta" },
        "created": committed.created,
        "updated": committed.updated,
        "unchanged": committed.unchanged,
        "deleted": committed.deleted,
        "kept": kept,
        "rejected": rejected,
    });
    if *rejected > 0 {
        document["violations"] = violations(intake);
    }
    document.to_string()
}

fn violations(intake: &Intake) -> Value {
    let row = |found: &Finding| json!({"line": found.line, "pointer": found.pointer, "detail": found.message});
    intake.findings.sorted().into_iter().map(row).collect()
}

fn problem(refused: &Refused, intake: &Intake) -> Problem {
    let mut members = Map::new();
    let (status, kind) = match refused {
        Refused::Expected { expected, found } => {
            members.insert("expected".to_owned(), (*expected).into());
            members.insert("found".to_owned(), (*found).into());
            (StatusCode::CONFLICT, "incomplete")
        }
        Refused::Guard { deletes, present } => {
            members.insert("deletes".to_owned(), (*deletes).into());
            members.insert("present".to_owned(), (*present).into());
            (StatusCode::CONFLICT, "too-many-deletes")
        }
        Refused::Wrong(rejected) => {
            members.insert("rejected".to_owned(), (*rejected).into());
            members.insert("violations".to_owned(), violations(intake));
            (StatusCode::BAD_REQUEST, "invalid")
        }
        Refused::Stage(error) => {
            tracing::error!(%error, "the staging area cannot be used");
            return Problem::Failed;
        }
        Refused::Store(error) => {
            tracing::error!(%error, "a synchronisation was not kept");
            return Problem::Failed;
        }
    };
    Problem::Sync(status, kind, format!("{refused}."), members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_is_not_known_is_refused() {
        let options = Options { expect: Some(3), force: true, partial: false };
        assert_eq!(read_query(Some("mode=full&expect=3&force=true")), Ok((SyncMode::Full, options)));
        assert_eq!(read_query(Some("mode=delta")), Ok((SyncMode::Delta, Options::default())));
        assert_eq!(read_query(None), Ok((SyncMode::Delta, Options::default())));
        for wrong in ["mode=all", "mode=full&exepct=3", "mode=full&expect=x", "mode=full&force=yes"] {
            assert!(read_query(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
