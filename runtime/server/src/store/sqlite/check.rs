//! Verifies a tenant's file: SQLite's own check, the sequence, every entity against its hash, every feed against its numbers.
//!
//! It only reads, also beside a running server, and says everything that it finds; nothing is mended and nothing dropped.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use smie_wire::schema::CollectionId;

use super::database::{self, failed};
use super::tables::{self, split_id, split_place};
use crate::entity::ContentHash;
use crate::store::layout::Layout;
use crate::store::{StoreError, encoding};

/// Findings of one kind that are told one by one.
const TOLD: usize = 20;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// The file.
    pub path: PathBuf,
    /// Transactions, and the number of the last.
    pub transactions: (u64, u64),
    /// Entities, tombstones and events.
    pub rows: (u64, u64, u64),
    /// True when the file was made, but nothing was ever committed to it.
    pub empty: bool,
    /// Everything that is wrong.
    pub wrong: Vec<String>,
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((count, last), (entities, tombstones, events)) = (self.transactions, self.rows);
        for wrong in &self.wrong {
            writeln!(f, "{}: {wrong}", self.path.display())?;
        }
        let state = match (self.wrong.is_empty(), self.empty) {
            (false, _) => "damaged",
            (true, true) => "never used: it has no tables",
            (true, false) => "sound",
        };
        write!(
            f,
            "{}: {state}; {entities} entities, {tombstones} tombstones, {events} events, {count} transactions up to number {last}",
            self.path.display()
        )
    }
}

/// Verifies a file.
pub(super) fn check(path: &Path, layout: &Layout) -> Result<CheckReport, StoreError> {
    let connection = database::open_to_read(path)?;
    let mut report = CheckReport { path: path.to_owned(), ..CheckReport::default() };
    // One moment of the file, also while somebody writes.
    let moment = connection.unchecked_transaction().map_err(failed(path))?;
    let tables: i64 = moment.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed(path))?;
    if tables == 0 {
        report.empty = true;
        return Ok(report);
    }
    let steps: [(&str, Step); 6] = [
        ("integrity", integrity),
        ("layout", self::layout),
        ("sequence", sequence),
        ("entities", entities),
        ("tombstones", tombstones),
        ("feeds", feeds),
    ];
    for (name, step) in steps {
        if let Err(error) = step(&moment, layout, &mut report) {
            report.wrong.push(format!("{name} cannot be read: {error}"));
        }
    }
    Ok(report)
}

type Step = fn(&Connection, &Layout, &mut CheckReport) -> rusqlite::Result<()>;

/// Findings of one kind: the first ones told, the others counted.
struct Findings<'r> {
    report: &'r mut CheckReport,
    what: &'static str,
    count: usize,
}

impl<'r> Findings<'r> {
    fn new(report: &'r mut CheckReport, what: &'static str) -> Self {
        Self { report, what, count: 0 }
    }

    fn add(&mut self, finding: impl FnOnce() -> String) {
        self.count += 1;
        if self.count <= TOLD {
            self.report.wrong.push(finding());
        }
    }
}

impl Drop for Findings<'_> {
    fn drop(&mut self) {
        if self.count > TOLD {
            self.report.wrong.push(format!("{} more {}", self.count - TOLD, self.what));
        }
    }
}

fn integrity(connection: &Connection, _: &Layout, report: &mut CheckReport) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    for line in lines {
        let line = line?;
        if line != "ok" {
            report.wrong.push(format!("SQLite: {line}"));
        }
    }
    Ok(())
}

fn layout(connection: &Connection, layout: &Layout, report: &mut CheckReport) -> rusqlite::Result<()> {
    match database::stored(connection)? {
        Some(stored) if !layout.reads(&stored) => {
            report.wrong.push(format!(
                "it is of the model {} {}, not of {} {}; `migrate --dry-run` compares them",
                stored.model, stored.version, layout.model, layout.version
            ));
        }
        Some(_) => {}
        None => report.wrong.push("it does not say which model it is of".to_owned()),
    }
    Ok(())
}

/// Numbers without gap from first to last, stamps that never fall, as many log lines as each transaction says.
fn sequence(connection: &Connection, _: &Layout, report: &mut CheckReport) -> rusqlite::Result<()> {
    let sql = "SELECT t.seq, t.stamp, t.writes, (SELECT count(*) FROM log l WHERE l.seq = t.seq) FROM transactions t ORDER BY t.seq";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut last: Option<(i64, i64)> = None;
    let mut count = 0;
    let forgotten = tables::read_number(connection, tables::number::LOG)? as i64;
    {
        let mut findings = Findings::new(report, "faults of the sequence");
        while let Some(row) = rows.next()? {
            let (seq, stamp, writes, lines): (i64, i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            match last {
                Some((before, _)) if seq != before + 1 => {
                    findings.add(|| format!("transactions {} to {} are missing", before + 1, seq - 1));
                }
                None if seq != forgotten + 1 => findings.add(|| format!("transactions {} to {} are missing", forgotten + 1, seq - 1)),
                _ => {}
            }
            if last.is_some_and(|(_, before)| stamp < before) {
                findings.add(|| format!("transaction {seq} is older than the one before it"));
            }
            if writes != lines {
                findings.add(|| format!("transaction {seq} changed {writes} entities, but the log has {lines}"));
            }
            last = Some((seq, stamp));
            count += 1;
        }
        let orphans = "SELECT count(*) FROM log WHERE seq NOT IN (SELECT seq FROM transactions)";
        let orphans: i64 = connection.query_row(orphans, [], |row| row.get(0))?;
        if orphans > 0 {
            findings.add(|| format!("{orphans} log lines belong to no transaction"));
        }
    }
    report.transactions = (count, last.map_or(0, |(seq, _)| seq as u64));
    Ok(())
}

/// Each entity can be read and is what its hash says; its number is one of the log's; no identifier value is there twice.
fn entities(connection: &Connection, layout: &Layout, report: &mut CheckReport) -> rusqlite::Result<()> {
    let files: HashMap<u32, String> = database::files(connection)?.into_iter().collect();
    // The digest of a link has the schema's id of its collection in it.
    let id = |number: u32| files.get(&number).and_then(|file| layout.id(file));
    let same = database::stored(connection)?.is_some_and(|stored| layout.reads(&stored));
    let last = report.transactions.1;
    let mut statement = connection.prepare("SELECT id, seq, hash, body FROM entities ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut names = HashSet::new();
    let mut findings = Findings::new(report, "faults of entities");
    while let Some(row) = rows.next()? {
        let (number, place) = split_id(row.get(0)?);
        let file = files.get(&number).map_or("a collection without a name", String::as_str);
        let seq: i64 = row.get(1)?;
        if seq < 1 || seq as u64 > last {
            findings.add(|| format!("row {place} of {file} is of transaction {seq}, which the log has not"));
        }
        let hash: Option<[u8; 32]> = row.get(2).ok();
        let read = hash.and_then(|hash| {
            let home = id(number).unwrap_or(CollectionId(number));
            let body = row.get_ref(3).ok()?.as_blob().ok()?;
            encoding::decode(body, home, ContentHash(hash), |n| Some(id(n).unwrap_or(CollectionId(n)))).ok()
        });
        match read {
            None => findings.add(|| format!("row {place} of {file} cannot be read")),
            Some(entity) => {
                if same && entity.rehashed() != entity.hash() {
                    findings.add(|| format!("row {place} of {file} is not what its hash says"));
                }
                for (identifier, value) in entity.identifiers().iter().enumerate() {
                    let Some(value) = value else { continue };
                    if !names.insert((number, identifier, value.clone())) {
                        findings.add(|| format!("row {place} of {file} has an identifier value that another row has, too"));
                    }
                }
            }
        }
        findings.report.rows.0 += 1;
    }
    Ok(())
}

fn tombstones(connection: &Connection, _: &Layout, report: &mut CheckReport) -> rusqlite::Result<()> {
    let sql = "SELECT t.id, t.identifiers, EXISTS (SELECT 1 FROM entities e WHERE e.id = t.id) FROM tombstones t";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut findings = Findings::new(report, "faults of tombstones");
    while let Some(row) = rows.next()? {
        let (number, place) = split_id(row.get(0)?);
        if encoding::decode_identifiers(row.get_ref(1)?.as_blob()?).is_err() {
            findings.add(|| format!("the tombstone of row {place} of collection {number} cannot be read"));
        }
        if row.get(2)? {
            findings.add(|| format!("row {place} of collection {number} lives and is dead"));
        }
        findings.report.rows.1 += 1;
    }
    Ok(())
}

/// Each feed's numbers without gap up to its last, its pages one after the other.
fn feeds(connection: &Connection, _: &Layout, report: &mut CheckReport) -> rusqlite::Result<()> {
    let mut heads: HashMap<i64, (String, u64)> = HashMap::new();
    let mut statement = connection.prepare("SELECT number, name, last FROM feeds")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        heads.insert(row.get(0)?, (row.get(1)?, row.get::<_, i64>(2)? as u64));
    }
    let name = |feed: i64| heads.get(&feed).map_or("a feed without a name", |(name, _)| name.as_str());
    let mut findings = Findings::new(report, "faults of feeds");
    // What was purged is told by pages without a frame.
    let mut reached: HashMap<i64, u64> = heads.keys().map(|feed| (*feed, 0)).collect();
    let mut statement = connection.prepare("SELECT feed, max(last) FROM pages WHERE frame = x'' GROUP BY feed")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        reached.insert(row.get(0)?, row.get::<_, i64>(1)? as u64);
    }
    let mut statement = connection.prepare("SELECT place, entry FROM events ORDER BY place")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (feed, number) = split_place(row.get(0)?);
        if let Some(before) = reached.insert(feed, number)
            && number != before + 1
        {
            findings.add(|| format!("{}: events {} to {} are missing", name(feed), before + 1, number - 1));
        }
        if !crate::feed::is_whole(row.get_ref(1)?.as_blob()?) {
            findings.add(|| format!("{}: event {number} is not what was kept", name(feed)));
        }
        findings.report.rows.2 += 1;
    }
    for (feed, (name, last)) in &heads {
        let reached = reached.get(feed).copied().unwrap_or(0);
        if reached != *last {
            findings.add(|| format!("{name}: the last event is number {reached}, and should be {last}"));
        }
    }
    let mut statement = connection.prepare("SELECT feed, number, first, last, frame FROM pages ORDER BY feed, number")?;
    let mut rows = statement.query([])?;
    let mut before: Option<(i64, i64, i64)> = None;
    while let Some(row) = rows.next()? {
        let (feed, number, first, last): (i64, i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let follows = before.filter(|b| b.0 == feed).is_none_or(|(_, page, end)| number == page + 1 && first == end + 1);
        if !follows || last < first {
            findings.add(|| format!("{}: page {number} does not follow the one before it", name(feed)));
        }
        let frame = row.get_ref(4)?.as_blob()?;
        if !frame.is_empty() && !crate::feed::is_whole(frame) {
            findings.add(|| format!("{}: page {number} is not what was kept", name(feed)));
        }
        before = Some((feed, number, last));
    }
    Ok(())
}
