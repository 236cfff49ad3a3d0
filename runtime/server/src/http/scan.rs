//! A page that is found by looking: rows under a filter, the deleted among the living.
//!
//! Rows are looked at in order, a few milliseconds at a time, so that a filter that matches little of a large collection holds up nobody else. What does not
//! match costs no memory, and of what matches only the page is rendered. Behind the page the rest is counted, unless the count is known already; then looking ends with
//! the first match that follows.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::narrow::Narrow;
use super::paging::{Cursor, Place, Query};
use super::pool::SLAB;
use super::render::Renderer;
use super::tail::Told;
use crate::index::{Begin, Collection, Key, Row, Stamp};

/// How long it looks before others have their turn.
const TURN: Duration = Duration::from_millis(2);

/// A page in the making.
#[derive(Debug)]
pub(super) struct Scan {
    rows: Arc<Collection>,
    narrow: Narrow,
    since: Stamp,
    deleted: bool,
    begin: Begin,
    /// Rows up to here are on pages before.
    after: Option<Key>,
    /// Matches that are on pages before.
    pass: u64,
    /// Most entries; zero = all.
    size: u64,
    /// How many match, when that is known.
    known: Option<u64>,
    matched: u64,
    told: Told,
    done: bool,
}

impl Scan {
    pub(super) fn new(rows: Arc<Collection>, query: &Query, narrow: Narrow, known: Option<u64>) -> Self {
        let after = query.cursor.as_ref().and_then(Cursor::key);
        let begin = match (after, query.since) {
            // What is before the cursor is looked at for the count alone.
            (Some(key), _) if known.is_some() => Begin::After(key),
            (_, Some(since)) => Begin::Since(since),
            (_, None) => Begin::First,
        };
        Self {
            rows,
            narrow,
            since: query.since.unwrap_or_default(),
            deleted: query.deleted,
            begin,
            after,
            pass: match after {
                _ if query.is_outside() => u64::MAX,
                None if query.size > 0 => query.offset,
                _ => 0,
            },
            size: query.size,
            known,
            matched: 0,
            told: Told { count: 0, matching: None, more: false, last: None },
            done: false,
        }
    }

    /// What the page came to, once everything is looked at.
    pub(super) fn told(&self) -> Option<Told> {
        self.done.then(|| Told { matching: Some(self.known.unwrap_or(self.matched)), ..self.told })
    }

    /// Looks on until `out` is full, it is the others' turn, or nothing is left.
    pub(super) fn fill(&mut self, renderer: &Renderer, out: &mut Vec<u8>) {
        let began = Instant::now();
        let rows = self.rows.clone();
        let mut looked = 0u32;
        let mut ended = true;
        rows.walk(self.begin, self.deleted, &mut |key, row| {
            self.begin = Begin::After(key);
            let flow = self.look(key, row, renderer, out);
            looked += 1;
            let rest = out.len() >= SLAB || (looked.is_multiple_of(16) && began.elapsed() > TURN);
            if flow.is_break() || rest {
                ended = flow.is_break();
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        self.done = ended;
    }

    /// Looks at one row; breaks when no more need be looked at.
    fn look(&mut self, key: Key, row: Row<'_>, renderer: &Renderer, out: &mut Vec<u8>) -> ControlFlow<()> {
        // A cursor may be older than what the client wants now.
        if row.at().stamp <= self.since || !self.narrow.matches(row, renderer) {
            return ControlFlow::Continue(());
        }
        self.matched += 1;
        if self.after.is_some_and(|after| key <= after) {
            return ControlFlow::Continue(());
        }
        if self.pass > 0 {
            self.pass -= 1;
            return ControlFlow::Continue(());
        }
        if self.size > 0 && self.told.count == self.size {
            self.told.more = true;
            return if self.known.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        }
        if self.told.count > 0 {
            out.extend_from_slice(renderer.separator());
        }
        self.told.count += 1;
        self.told.last = Some(Place::Row(key));
        match row {
            Row::Living(resource) => renderer.render(resource, out),
            Row::Gone(grave) => renderer.render_gone(grave, out),
        }
        ControlFlow::Continue(())
    }
}
