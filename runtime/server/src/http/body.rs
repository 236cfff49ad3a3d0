//! Bodies of answers: nothing, one buffer, a page in slabs, or whatever a user's own route gives.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::OwnedSemaphorePermit;

use super::page::{PageStream, Step};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A body.
#[derive(Debug)]
pub(crate) struct Body {
    content: Content,
    /// The request counts as running until its body is sent.
    permit: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
enum Content {
    Full(Bytes),
    Page(Box<PageStream>),
    Foreign(axum::body::Body),
}

impl Body {
    pub(super) fn empty() -> Self {
        Self::full(Bytes::new())
    }

    pub(super) fn full(bytes: Bytes) -> Self {
        Self { content: Content::Full(bytes), permit: None }
    }

    pub(super) fn page(page: PageStream) -> Self {
        Self { content: Content::Page(Box::new(page)), permit: None }
    }

    pub(super) fn foreign(body: axum::body::Body) -> Self {
        Self { content: Content::Foreign(body), permit: None }
    }

    /// What it holds, when that is whole.
    pub(super) fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Full(bytes) => Some(bytes),
            Content::Page(_) | Content::Foreign(_) => None,
        }
    }

    pub(super) fn hold(mut self, permit: Option<OwnedSemaphorePermit>) -> Self {
        self.permit = permit;
        self
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        let frame = match &mut this.content {
            Content::Full(bytes) => (!bytes.is_empty()).then(|| Ok(Frame::data(std::mem::take(bytes)))),
            Content::Page(page) => match page.next() {
                Step::Slab(slab) => Some(Ok(Frame::data(slab))),
                Step::End => None,
                Step::Rest => {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
            },
            Content::Foreign(body) => match Pin::new(body).poll_frame(context) {
                Poll::Ready(frame) => frame.map(|frame| frame.map_err(BoxError::from)),
                Poll::Pending => return Poll::Pending,
            },
        };
        if frame.is_none() {
            this.permit = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Full(bytes) => bytes.is_empty(),
            Content::Page(page) => page.is_done(),
            Content::Foreign(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Page(page) => page.remaining().map_or_else(SizeHint::default, SizeHint::with_exact),
            Content::Foreign(body) => body.size_hint(),
        }
    }
}
