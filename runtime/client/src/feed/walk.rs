//! From page to page: forwards by `next-archive`, and where a server does not link to pages that are still open, back from the newest.
//!
//! Everything that is waited for comes first and every change of state after it, so a walk that is dropped while it waits goes on where it was.

use std::collections::{HashSet, VecDeque};

use super::alarm::{Alarm, FeedError, Reaction};
use super::entry::Entry;
use super::position::{Position, Start};
use super::settings::Plan;
use super::source::{Ahead, Page, Source};

/// A walk through the pages of a feed.
pub(super) struct Walk {
    source: Source,
    plan: Plan,
    start: Start,
    at: Option<At>,
    /// Entries of the page that were not taken yet, oldest first.
    pub(super) queue: VecDeque<Entry>,
    /// Version of the newest page when there was nothing more on it.
    polled: Option<String>,
    ahead: Option<Ahead>,
    /// Pages whose absence was told already.
    missed: HashSet<String>,
}

/// Where the walk is.
struct At {
    page: String,
    /// The newest entry of the page that was seen.
    last: Option<String>,
    next: Option<String>,
    /// Pages after this one, newest first, found by going back.
    trail: Vec<String>,
}

impl Walk {
    pub(super) fn new(source: Source, plan: Plan, start: Start) -> Self {
        Self { source, plan, start, at: None, queue: VecDeque::new(), polled: None, ahead: None, missed: HashSet::new() }
    }

    /// The page that the queue is of.
    pub(super) fn page(&self) -> Option<&str> {
        self.at.as_ref().map(|at| at.page.as_str())
    }

    /// Fills the queue; false when there is nothing more for now.
    pub(super) async fn fill(&mut self) -> Result<bool, FeedError> {
        while self.queue.is_empty() {
            let more = match &self.at {
                None => self.begin().await?,
                Some(_) => self.go_on().await?,
            };
            if !more && self.queue.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where the walk begins.
    pub(super) async fn here(&mut self) -> Result<Position, FeedError> {
        if self.at.is_none() {
            self.begin().await?;
        }
        let at = self.at.as_ref();
        Ok(Position { page: at.map(|at| at.page.clone()), entry: at.and_then(|at| at.last.clone()), sequence: None })
    }

    async fn begin(&mut self) -> Result<bool, FeedError> {
        match self.start.clone() {
            Start::First => self.first().await?,
            Start::Recent => {
                let page = self.recent().await?;
                let last = page.entries.last().map(|entry| entry.id.clone());
                self.at = Some(At { page: page.url, last, next: page.next, trail: Vec::new() });
            }
            Start::AfterEntry(entry) | Start::After(Position { page: None, entry: Some(entry), .. }) => self.find(&entry).await?,
            Start::After(Position { page: Some(page), entry, .. }) => self.resume(&page, entry.as_deref()).await?,
            Start::AfterSequence(_) | Start::After(_) => self.first().await?,
        }
        Ok(true)
    }

    async fn first(&mut self) -> Result<(), FeedError> {
        if let Some(page) = self.source.page(self.source.below("/first")?, &self.plan).await? {
            self.enter(page, None);
            return Ok(());
        }
        // Without `first` the oldest page is at the end of the way back.
        let mut page = self.recent().await?;
        let mut trail = Vec::new();
        while let Some(prev) = page.prev.clone() {
            self.within(&trail, &prev)?;
            let Some(before) = self.source.page(self.source.resolve(&prev)?, &self.plan).await? else { break };
            trail.push(page.url);
            page = before;
        }
        self.enter(page, None);
        if let Some(at) = &mut self.at {
            at.trail = trail;
        }
        Ok(())
    }

    async fn find(&mut self, entry: &str) -> Result<(), FeedError> {
        let mut page = self.recent().await?;
        let mut trail = Vec::new();
        while !page.has(entry) {
            let missing = || FeedError::NotFound { entry: entry.to_owned(), pages: trail.len() + 1 };
            let prev = page.prev.clone().filter(|_| trail.len() < self.plan.pages_back).ok_or_else(missing)?;
            let before = self.source.page(self.source.resolve(&prev)?, &self.plan).await?.ok_or_else(missing)?;
            trail.push(page.url);
            page = before;
        }
        self.enter(page, Some(entry));
        if let Some(at) = &mut self.at {
            at.trail = trail;
        }
        Ok(())
    }

    async fn resume(&mut self, url: &str, entry: Option<&str>) -> Result<(), FeedError> {
        let Some(page) = self.source.page(self.source.resolve(url)?, &self.plan).await? else {
            self.alarm(Alarm::PageMissing { page: url.to_owned() })?;
            return self.first().await;
        };
        self.check(&page, entry)?;
        self.enter(page, entry);
        Ok(())
    }

    async fn go_on(&mut self) -> Result<bool, FeedError> {
        let Some(at) = &self.at else { return Ok(false) };
        let Some(url) = at.next.clone().or_else(|| at.trail.last().cloned()) else { return self.poll().await };
        let page = match &mut self.ahead {
            Some(ahead) if ahead.url == url => {
                let page = ahead.page().await;
                self.ahead = None;
                page?
            }
            _ => self.source.page(self.source.resolve(&url)?, &self.plan).await?,
        };
        match page {
            Some(page) => {
                let mut trail = std::mem::take(&mut self.at.as_mut().map_or_else(Vec::new, |at| std::mem::take(&mut at.trail)));
                trail.pop_if(|last| *last == url || *last == page.url);
                self.enter(page, None);
                if let Some(at) = &mut self.at {
                    at.trail = trail;
                }
                Ok(true)
            }
            None if self.missed.contains(&url) => Ok(false),
            None => {
                self.alarm(Alarm::PageMissing { page: url.clone() })?;
                self.missed.insert(url);
                self.first().await?;
                Ok(true)
            }
        }
    }

    /// Looks whether the newest page has more, or is another than it was.
    async fn poll(&mut self) -> Result<bool, FeedError> {
        let Some((mut recent, version)) = self.source.changed(self.source.below("/recent")?, self.polled.as_deref(), &self.plan).await?
        else {
            return Ok(false);
        };
        let Some(at) = &self.at else { return Ok(false) };
        let (here, last) = (at.page.clone(), at.last.clone());
        if recent.url == here {
            self.check(&recent, last.as_deref())?;
            self.enter(recent, last.as_deref());
            self.polled = version;
            return Ok(self.at.as_ref().is_some_and(|at| at.next.is_some()));
        }
        // The page was closed meanwhile: first what is left of it, then what came after.
        let Some(page) = self.source.page(self.source.resolve(&here)?, &self.plan).await? else {
            self.alarm(Alarm::PageMissing { page: here })?;
            self.first().await?;
            return Ok(true);
        };
        self.check(&page, last.as_deref())?;
        let mut trail = Vec::new();
        if page.next.is_none() {
            while recent.url != page.url {
                self.within(&trail, &page.url)?;
                let too_far = || FeedError::TooFar { goal: page.url.clone(), pages: trail.len() + 1 };
                let prev = recent.prev.clone().ok_or_else(too_far)?;
                let before = if self.source.resolve(&prev)?.as_str() == page.url {
                    None
                } else {
                    Some(self.source.page(self.source.resolve(&prev)?, &self.plan).await?.ok_or_else(too_far)?)
                };
                trail.push(recent.url.clone());
                let Some(before) = before else { break };
                recent = before;
            }
        }
        self.enter(page, last.as_deref());
        if let Some(at) = &mut self.at {
            at.trail = trail;
        }
        Ok(true)
    }

    async fn recent(&self) -> Result<Page, FeedError> {
        let url = self.source.below("/recent")?;
        self.source.existing(url, &self.plan).await
    }

    /// Takes the entries of a page that come after one, all of them when it is not there.
    fn enter(&mut self, page: Page, after: Option<&str>) {
        let begin = after.and_then(|after| page.entries.iter().rposition(|entry| entry.id == after)).map_or(0, |at| at + 1);
        let last = page.entries.last().map(|entry| entry.id.clone()).or_else(|| after.map(str::to_owned));
        self.queue.extend(page.entries.into_iter().skip(begin));
        let is_new = self.at.as_ref().is_none_or(|at| at.page != page.url);
        if is_new {
            self.polled = None;
        }
        self.ahead = page.next.clone().and_then(|next| self.source.ahead(next, &self.plan));
        self.at = Some(At { page: page.url, last, next: page.next, trail: Vec::new() });
    }

    /// The entry that was read last must still be there.
    fn check(&self, page: &Page, last: Option<&str>) -> Result<(), FeedError> {
        match last {
            Some(last) if !page.has(last) => self.alarm(Alarm::EntryMissing { page: page.url.clone(), entry: last.to_owned() }),
            _ => Ok(()),
        }
    }

    fn alarm(&self, alarm: Alarm) -> Result<(), FeedError> {
        raise(&self.plan, alarm)
    }

    fn within(&self, trail: &[String], goal: &str) -> Result<(), FeedError> {
        if trail.len() < self.plan.pages_back {
            return Ok(());
        }
        Err(FeedError::TooFar { goal: goal.to_owned(), pages: trail.len() })
    }
}

/// Tells an alarm, and stops when the program wants it so.
pub(super) fn raise(plan: &Plan, alarm: Alarm) -> Result<(), FeedError> {
    tracing::warn!(%alarm, "events of a feed may be missing");
    match (plan.react)(&alarm) {
        Reaction::GoOn => Ok(()),
        Reaction::Stop => Err(FeedError::Alarm(alarm)),
    }
}
