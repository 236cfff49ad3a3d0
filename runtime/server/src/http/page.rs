//! A page of a collection as a stream of slabs.
//!
//! The page holds its snapshot and the rank of the next row; each slab is filled by copying resources until it is large enough. Memory does not grow with the
//! page, and the length of a native page is known before its first byte from the counts in the index.

use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;

use super::pool::{Pool, SLAB};
use super::render::Renderer;
use crate::index::Collection;

/// Which order the rows are taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Creation order.
    Created,
    /// Order of change.
    Changed,
}

/// The rows of a page.
#[derive(Clone, Debug)]
pub(super) struct Slice {
    pub(super) rows: Arc<Collection>,
    pub(super) order: Order,
    /// Living rows before the first of the page.
    pub(super) from: u64,
    pub(super) count: u64,
}

impl Slice {
    /// Bytes of the page's resources in native form, commas included.
    pub(super) fn length(&self, base: usize) -> u64 {
        let commas = self.count.saturating_sub(1);
        let sum = match self.order {
            Order::Created => {
                let mut sum = self.rows.rows().weight_of_first(self.from + self.count);
                sum -= self.rows.rows().weight_of_first(self.from);
                sum.text + sum.splices * base as u64
            }
            Order::Changed => {
                let mut sum = 0;
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
        };
        sum + commas
    }

    /// Renders the next resources until `out` is full or the page ends.
    fn fill(&mut self, first: bool, renderer: &Renderer, out: &mut Vec<u8>) {
        let Self { rows, order, from, count } = self;
        let mut first = first;
        let at = *from;
        let mut show = |resource: &Arc<crate::index::Resource>| {
            if *count == 0 {
                return ControlFlow::Break(());
            }
            if !std::mem::replace(&mut first, false) {
                out.push(b',');
            }
            renderer.render(resource, out);
            *count -= 1;
            *from += 1;
            if out.len() >= SLAB { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        match order {
            Order::Created => rows.rows().visit(at, &mut |_, resource| show(resource)),
            Order::Changed => rows
                .changed()
                .visit(at, &mut |_, changed| rows.rows().get(changed.row as usize).map_or(ControlFlow::Continue(()), &mut show)),
        }
    }
}

/// A page on its way.
#[derive(Debug)]
pub(super) struct PageStream {
    head: Option<Bytes>,
    slice: Slice,
    tail: Bytes,
    renderer: Renderer,
    pool: Pool,
    /// Bytes not sent yet, where they can be known.
    remaining: Option<u64>,
    done: bool,
}

impl PageStream {
    pub(super) fn new(head: Bytes, slice: Slice, tail: Bytes, renderer: Renderer, pool: Pool) -> Self {
        let length = || (head.len() + tail.len()) as u64 + slice.length(renderer.base().len());
        let remaining = renderer.is_native().then(length);
        Self { head: Some(head), slice, tail, renderer, pool, remaining, done: false }
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    pub(super) fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// The next slab.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        if self.done {
            return None;
        }
        let mut out = self.pool.take();
        let head = self.head.take();
        out.extend_from_slice(head.as_deref().unwrap_or_default());
        let before = self.slice.count;
        self.slice.fill(head.is_some(), &self.renderer, &mut out);
        // A row that is missing from the index would leave the page waiting for ever; there is none, but a page must end.
        if self.slice.count == 0 || self.slice.count == before {
            out.extend_from_slice(&self.tail);
            self.done = true;
        }
        if let Some(remaining) = &mut self.remaining {
            *remaining = remaining.saturating_sub(out.len() as u64);
        }
        Some(self.pool.freeze(out))
    }
}
