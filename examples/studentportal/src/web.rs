//! The portal's own HTTP: the page, one part of it, and its two files.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::gather::{self, Silence};
use crate::memory::Memory;
use crate::part::{self, BY_COURSE, Part};
use crate::sources::Sources;
use crate::{html, view};

/// How long the portal waits for its sources.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a page: what is not there by then comes later. Default: 800 ms.
    pub page: Duration,
    /// For a part that comes later. Default: 15 s.
    pub part: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { page: Duration::from_millis(800), part: Duration::from_secs(15) }
    }
}

struct Portal {
    sources: Sources,
    patience: Patience,
    memory: Memory,
}

/// The portal as routes: `/student/{studentnummer}`, and `/student/{studentnummer}/del/{del}` for one part of it.
pub fn router(sources: Sources, patience: Patience) -> Router {
    Router::new()
        .route("/student/{student}", get(page))
        .route("/student/{student}/del/{part}", get(one))
        .route("/portal.css", get(|| file("text/css; charset=utf-8", include_str!("portal.css"))))
        .route("/portal.js", get(|| file("text/javascript; charset=utf-8", include_str!("portal.js"))))
        .with_state(Arc::new(Portal { sources, patience, memory: Memory::default() }))
}

async fn page(State(portal): State<Arc<Portal>>, Path(student): Path<String>, headers: HeaderMap) -> Response {
    let token = token(&headers);
    let sources = portal.sources.for_user(token);
    let half = portal.patience.page / 2;
    let (first, codes) = portal.courses(&sources, &student, token, half).await;
    let mut sections = vec![first];
    match codes {
        Some(codes) => {
            let patience = portal.patience.page;
            let (hours, exams, reading) = tokio::join!(
                Part::Hours.section(&sources, &codes, patience),
                Part::Exams.section(&sources, &codes, patience),
                Part::Reading.section(&sources, &codes, patience),
            );
            sections.extend([hours, exams, reading]);
        }
        None => sections.extend(BY_COURSE.map(|part| part::silent(part, &Silence::Slow))),
    }
    answer(html::page(&student, &sections))
}

async fn one(State(portal): State<Arc<Portal>>, Path((student, part)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(part) = Part::named(&part) else { return StatusCode::NOT_FOUND.into_response() };
    let token = token(&headers);
    let sources = portal.sources.for_user(token);
    let (courses, codes) = portal.courses(&sources, &student, token, portal.patience.part).await;
    answer(match (part, codes) {
        (Part::Courses, _) => courses,
        (part, Some(codes)) => part.section(&sources, &codes, portal.patience.part).await,
        (part, None) => html::section(part, html::State::Gone, &html::note("Uten studentsystemet vet vi ikke hvilke emner det gjelder.")),
    })
}

impl Portal {
    /// The section of courses, and the codes that the others are asked by: fresh, else as FS told them last.
    async fn courses(&self, sources: &Sources, student: &str, token: Option<&str>, patience: Duration) -> (String, Option<Vec<String>>) {
        match part::within(patience, gather::courses(sources, student)).await {
            Ok(courses) => {
                let codes: Vec<String> = courses.iter().map(|course: &view::Course| course.code.clone()).collect();
                self.memory.keep(student, token, &codes);
                (html::section(Part::Courses, html::State::Here, &html::courses(&courses)), Some(codes))
            }
            Err(silence) => {
                let known = self.memory.recall(student, token).filter(|_| may_recall(&silence));
                let Some(codes) = known else { return (part::silent(Part::Courses, &silence), None) };
                let state = if matches!(silence, Silence::Slow) { html::State::Partly } else { html::State::Gone };
                let note = format!("{} {}. Dette er emnene fra sist.", Part::Courses.source(), part::said(&silence));
                (html::section(Part::Courses, state, &(html::codes(&codes) + &html::note(&note))), Some(codes))
            }
        }
    }
}

/// A source that refuses is not a source that is away: what it told before may not be shown then.
fn may_recall(silence: &Silence) -> bool {
    match silence {
        Silence::Slow => true,
        Silence::Error(smie_client::Error::Status { status, .. }) => status.is_server_error(),
        Silence::Error(_) => true,
    }
}

/// The end user's token, which the sources judge.
fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn answer(html: String) -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (CACHE_CONTROL, "private, no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:"),
    ];
    (headers, Html(html)).into_response()
}

async fn file(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=3600")], text).into_response()
}
