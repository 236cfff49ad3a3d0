//! Reading: pages and stretches of a feed, put together from what the store keeps.
//!
//! Every answer comes from one head, taken from one snapshot: which page is open, and which event is the last, is decided once. Events that come
//! meanwhile are not seen, so a page is never half open and half closed.

use super::entry::atom_of;
use super::filter::Filter;
use super::frame::{self, Cursor};
use super::names::Feed;
use super::packed::{self, Damaged};
use crate::entity::{Spliced, Splicing};
use crate::index::Stamp;
use crate::store::{EventRow, Head, Store, StoreError, TenantName};

/// A feed document.
#[derive(Debug)]
pub(crate) struct Document {
    /// The bytes, base missing.
    pub(crate) text: Spliced,
    /// Digest of them.
    pub(crate) digest: u128,
    /// The page's number.
    pub(crate) page: u64,
    /// True when it never changes again.
    pub(crate) is_closed: bool,
}

/// What a page number leads to.
#[derive(Debug)]
pub(crate) enum PageRead {
    Found(Document),
    /// The feed has not come so far.
    Beyond,
    /// It was once there.
    Purged,
}

/// Why a feed cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FeedError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("feed `{feed}`, event or page {number}: {source}")]
    Damaged { feed: Box<str>, number: u64, source: Damaged },
    #[error("feed `{feed}`: event {number} is missing")]
    Missing { feed: Box<str>, number: u64 },
}

/// A feed of an organisation, as far as it had come at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'r> {
    pub(crate) store: &'r dyn Store,
    pub(crate) tenant: &'r TenantName,
    pub(crate) feed: &'r Feed,
    pub(crate) head: Head,
}

/// A stretch of a feed, filtered.
#[derive(Debug)]
pub(crate) struct Stretch {
    /// Oldest first.
    pub(crate) rows: Vec<EventRow>,
    /// The last number that was looked at.
    pub(crate) upto: u64,
    /// True when events that were asked for are gone.
    pub(crate) is_purged: bool,
}

/// Events that are looked at for one answer at most, so that a filter that nothing passes costs no more.
const LOOKED_AT: u64 = 10_000;

impl Reading<'_> {
    /// The page of this number.
    pub(crate) fn page(&self, number: u64) -> Result<PageRead, FeedError> {
        match number {
            0 => Ok(PageRead::Beyond),
            n if n > self.head.page => Ok(PageRead::Beyond),
            n if n == self.head.page => self.open(false).map(PageRead::Found),
            n => self.closed(n),
        }
    }

    /// The open page, by its number or as `recent`.
    pub(crate) fn open(&self, recent: bool) -> Result<Document, FeedError> {
        let Head { page, first, last, .. } = self.head;
        let rows = self.rows(first, last)?;
        let updated = match rows.last() {
            Some(row) => row.stamp,
            None => self.quiet_since()?,
        };
        let head = frame::open(self.feed, self.tenant, page, updated, recent);
        self.document((&head, frame::TAIL), &rows, (page, 0), false)
    }

    /// Since when nothing was told: the last page closed, or the feed began.
    fn quiet_since(&self) -> Result<Stamp, StoreError> {
        let before = self.head.page.checked_sub(1).filter(|before| *before > 0);
        let closed = before.map(|before| self.store.page(self.tenant, &self.feed.key, before)).transpose()?.flatten();
        closed.map_or_else(|| self.store.began(self.tenant, &self.feed.key), |page| Ok(page.closed))
    }

    fn closed(&self, number: u64) -> Result<PageRead, FeedError> {
        let Some(page) = self.store.page(self.tenant, &self.feed.key, number)? else { return Ok(PageRead::Purged) };
        let (_, [head, tail]) = packed::unpack(&page.frame).map_err(|source| self.damaged(number, source))?;
        let rows = match self.rows(page.first, page.last) {
            // Between reading the page and its events it may have been purged.
            Err(FeedError::Missing { .. }) if self.store.page(self.tenant, &self.feed.key, number)?.is_none() => {
                return Ok(PageRead::Purged);
            }
            rows => rows?,
        };
        self.document((head, tail), &rows, (number, page.revision), true).map(PageRead::Found)
    }

    /// Events from one number to another, every one of them.
    fn rows(&self, first: u64, last: u64) -> Result<Vec<EventRow>, FeedError> {
        let count = (last + 1).saturating_sub(first);
        let mut rows = self.store.events(self.tenant, &self.feed.key, first, usize::try_from(count).unwrap_or(usize::MAX))?;
        rows.truncate(usize::try_from(count).unwrap_or(usize::MAX));
        let gap = (first..=last)
            .zip(rows.iter().map(|row| Some(row.number)).chain(std::iter::repeat(None)))
            .find(|(n, found)| *found != Some(*n));
        match gap {
            Some((number, _)) => Err(FeedError::Missing { feed: self.feed.key.clone(), number }),
            None => Ok(rows),
        }
    }

    fn damaged(&self, number: u64, source: Damaged) -> FeedError {
        FeedError::Damaged { feed: self.feed.key.clone(), number, source }
    }

    /// Puts a document together, newest entry first.
    fn document(
        &self,
        (head, tail): (&[u8], &[u8]),
        rows: &[EventRow],
        (page, revision): (u64, u32),
        is_closed: bool,
    ) -> Result<Document, FeedError> {
        let mut out = Splicing::default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(head).update(&revision.to_le_bytes());
        packed::splice(head, &mut out);
        for row in rows.iter().rev() {
            let (digest, atom) = atom_of(row).map_err(|source| self.damaged(row.number, source))?;
            hasher.update(&digest);
            packed::splice(atom, &mut out);
            out.push(b"\n");
        }
        packed::splice(tail, &mut out);
        let digest = hasher.finalize();
        let digest = digest.as_bytes().iter().take(16).fold(0, |n, b| n << 8 | u128::from(*b));
        Ok(Document { text: out.to_spliced(), digest, page, is_closed })
    }

    /// The first page that is still kept, by number.
    pub(crate) fn first(&self) -> Result<u64, FeedError> {
        // Purging takes pages from the beginning, so those that are kept are a stretch that ends here.
        let (mut low, mut high) = (1, self.head.page);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.store.page(self.tenant, &self.feed.key, middle)?.is_some() {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// At most `limit` events after a number that the filter takes; `None` = from the first that is kept.
    pub(crate) fn after(&self, after: Option<u64>, filter: &Filter, limit: usize) -> Result<Stretch, FeedError> {
        let mut stretch = Stretch { rows: Vec::new(), upto: after.unwrap_or(0), is_purged: false };
        let mut looked_at = 0;
        while stretch.upto < self.head.last && looked_at < LOOKED_AT {
            let from = stretch.upto + 1;
            let rows = self.store.events(self.tenant, &self.feed.key, from, limit.clamp(100, 1000))?;
            let next = rows.first().map_or(self.head.last + 1, |row| row.number);
            if next > from && after.is_some() {
                stretch.is_purged = true;
                return Ok(stretch);
            }
            // From the first that is kept, if any is.
            stretch.upto = next - 1;
            for row in rows.into_iter().take_while(|row| row.number <= self.head.last) {
                looked_at += 1;
                stretch.upto = row.number;
                if filter.takes(&row) {
                    stretch.rows.push(row);
                    if stretch.rows.len() == limit {
                        return Ok(stretch);
                    }
                }
            }
        }
        Ok(stretch)
    }

    /// A stretch as an Atom document, newest entry first.
    pub(crate) fn stretch(&self, stretch: &Stretch, cursor: Cursor<'_>) -> Result<Document, FeedError> {
        let updated = match stretch.rows.last() {
            Some(row) => row.stamp,
            None => match self.store.events(self.tenant, &self.feed.key, self.head.last, 1)?.first() {
                Some(row) => row.stamp,
                None => self.quiet_since()?,
            },
        };
        let head = frame::cursor(self.feed, self.tenant, updated, cursor);
        self.document((&head, frame::TAIL), &stretch.rows, (0, 0), false)
    }
}
