//! A page of a collection as a stream of slabs.
//!
//! The page holds its snapshot and the place of the next row; each slab is filled by copying resources until it is large enough. Memory does not grow with the
//! page, and the length of a native page of neighbouring rows is known before its first byte from the counts in the index.

use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;

use super::chosen::Chosen;
use super::counts::Entry;
use super::pool::{Pool, SLAB};
use super::render::Renderer;
use super::scan::Scan;
use super::tail::Tail;
use crate::index::Collection;

/// Rows that follow each other.
#[derive(Clone, Debug)]
pub(super) struct Slice {
    pub(super) rows: Arc<Collection>,
    /// Whether they stand in order of change, not of creation.
    pub(super) changed: bool,
    /// Living rows before the first of the page.
    pub(super) from: u64,
    pub(super) count: u64,
}

impl Slice {
    /// Bytes of the page's resources in native form, commas included.
    pub(super) fn length(&self, base: usize) -> u64 {
        let commas = self.count.saturating_sub(1);
        if !self.changed {
            let mut sum = self.rows.rows().weight_of_first(self.from + self.count);
            sum -= self.rows.rows().weight_of_first(self.from);
            return sum.text + sum.splices * base as u64 + commas;
        }
        let mut sum = commas;
        let mut left = self.count;
        self.rows.changed().visit(self.from, &mut |_, changed| {
            if left == 0 {
                return ControlFlow::Break(());
            }
            left -= 1;
            sum += self.rows.rows().get(changed.row as usize).map_or(0, |r| r.length(base) as u64);
            ControlFlow::Continue(())
        });
        sum
    }

    /// Renders the next resources until `out` is full or the page ends.
    fn fill(&mut self, first: bool, renderer: &Renderer, out: &mut Vec<u8>) {
        let Self { rows, changed, from, count } = self;
        let mut first = first;
        let at = *from;
        let mut show = |resource: &Arc<crate::index::Resource>| {
            if *count == 0 {
                return ControlFlow::Break(());
            }
            if !std::mem::replace(&mut first, false) {
                out.extend_from_slice(renderer.separator());
            }
            renderer.render(resource, out);
            *count -= 1;
            *from += 1;
            if out.len() >= SLAB { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if *changed {
            rows.changed().visit(at, &mut |_, changed| rows.rows().get(changed.row as usize).map_or(ControlFlow::Continue(()), &mut show));
        } else {
            rows.rows().visit(at, &mut |_, resource| show(resource));
        }
    }
}

/// Where the entries come from, and what follows them.
#[derive(Debug)]
enum Source {
    Slice(Slice, Bytes),
    Chosen(Chosen, usize, Bytes),
    /// With what is not known before the last row was looked at.
    Scan(Box<Scan>, Box<(Tail, Option<Entry>)>),
}

/// What comes next of a page.
#[derive(Debug)]
pub(super) enum Step {
    Slab(Bytes),
    /// Nothing yet; it is the others' turn.
    Rest,
    End,
}

/// A page on its way.
#[derive(Debug)]
pub(super) struct PageStream {
    head: Option<Bytes>,
    source: Source,
    renderer: Renderer,
    pool: Pool,
    /// Bytes not sent yet, where they can be known.
    remaining: Option<u64>,
    done: bool,
}

impl PageStream {
    pub(super) fn sliced(head: Bytes, slice: Slice, tail: Bytes, renderer: Renderer, pool: Pool) -> Self {
        let length = || (head.len() + tail.len()) as u64 + slice.length(renderer.base().len());
        let remaining = renderer.is_copied().then(length);
        Self { head: Some(head), source: Source::Slice(slice, tail), renderer, pool, remaining, done: false }
    }

    pub(super) fn scanned(head: Bytes, scan: Scan, (tail, count): (Tail, Entry), renderer: Renderer, pool: Pool) -> Self {
        let source = Source::Scan(Box::new(scan), Box::new((tail, Some(count))));
        Self { head: Some(head), source, renderer, pool, remaining: None, done: false }
    }

    pub(super) fn chosen(head: Bytes, chosen: Chosen, tail: Bytes, renderer: Renderer, pool: Pool) -> Self {
        Self { head: Some(head), source: Source::Chosen(chosen, 0, tail), renderer, pool, remaining: None, done: false }
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    pub(super) fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// The next slab.
    pub(super) fn next(&mut self) -> Step {
        if self.done {
            return Step::End;
        }
        let mut out = self.pool.take();
        let head = self.head.take();
        out.extend_from_slice(head.as_deref().unwrap_or_default());
        match &mut self.source {
            Source::Slice(slice, tail) => {
                let before = slice.count;
                slice.fill(head.is_some(), &self.renderer, &mut out);
                // A row that is missing from the index would leave the page waiting for ever; there is none, but a page must end.
                if slice.count == 0 || slice.count == before {
                    out.extend_from_slice(tail);
                    self.done = true;
                }
            }
            Source::Chosen(chosen, at, tail) => {
                while *at < chosen.picked.len() && out.len() < SLAB {
                    if *at > 0 {
                        out.push(b',');
                    }
                    // They were there a moment ago, in the same snapshot.
                    if let Some(resource) = chosen.rows.rows().get(chosen.picked[*at] as usize) {
                        self.renderer.render(resource, &mut out);
                    }
                    *at += 1;
                }
                if *at == chosen.picked.len() {
                    out.extend_from_slice(tail);
                    self.done = true;
                }
            }
            Source::Scan(scan, after) => {
                scan.fill(&self.renderer, &mut out);
                if let Some(told) = scan.told() {
                    let (tail, count) = &mut **after;
                    out.extend_from_slice(&tail.write(&told, &self.renderer));
                    if let Some((count, matching)) = count.take().zip(told.matching) {
                        count.keep(matching);
                    }
                    self.done = true;
                }
            }
        }
        if out.is_empty() {
            self.pool.give(out);
            return Step::Rest;
        }
        if let Some(remaining) = &mut self.remaining {
            *remaining = remaining.saturating_sub(out.len() as u64);
        }
        Step::Slab(self.pool.freeze(out))
    }
}
