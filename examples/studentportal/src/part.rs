//! The parts of the page, and how each comes to be: asked for within a patience, and honest about what did not come.

use std::time::Duration;

use smie_client::Error;
use tokio::time::timeout;

use crate::gather::{self, Silence};
use crate::html;
use crate::sources::Sources;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Courses,
    Hours,
    Exams,
    Reading,
}

/// The parts that are asked for by course.
pub(crate) const BY_COURSE: [Part; 3] = [Part::Hours, Part::Exams, Part::Reading];

impl Part {
    /// The name in addresses, and the id on the page.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Courses => "emner",
            Self::Hours => "timeplan",
            Self::Exams => "eksamener",
            Self::Reading => "pensum",
        }
    }

    /// The part with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Courses, Self::Hours, Self::Exams, Self::Reading].into_iter().find(|part| part.name() == name)
    }

    /// The heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Courses => "Emner",
            Self::Hours => "Timeplan",
            Self::Exams => "Eksamener",
            Self::Reading => "Pensum",
        }
    }

    /// Who answers for it, as the page says when there is no answer.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::Courses => "Studentsystemet",
            Self::Hours => "Kalenderen",
            Self::Exams => "Læringsplattformen",
            Self::Reading => "Pensumlistene",
        }
    }

    /// The section of a part that is asked for by course, as far as it came in time.
    pub(crate) async fn section(self, sources: &Sources, codes: &[String], patience: Duration) -> String {
        // Rooms get half of the time, so that a silent room booking cannot make an answer late that is there.
        let half = patience / 2;
        let appointments = match self {
            Self::Hours => timeout(half, gather::hours(sources, codes)).await,
            Self::Exams => timeout(half, gather::exams(sources, codes)).await,
            Self::Reading => {
                return match within(patience, gather::works(sources, codes)).await {
                    Ok(works) => html::section(self, html::State::Here, &html::works(&works)),
                    Err(silence) => silent(self, &silence),
                };
            }
            Self::Courses => return String::new(),
        };
        match appointments.map_err(|_| Silence::Slow).and_then(|answer| answer.map_err(Silence::from)) {
            Ok(mut appointments) => {
                let named = gather::places(sources, &mut appointments, half).await;
                let mut body = html::appointments(&appointments);
                if let Err(silence) = &named {
                    body.push_str(&html::note(&format!("Rombestillingen {}, så rom står med kode.", said(silence))));
                }
                let state = if matches!(named, Err(Silence::Slow)) { html::State::Partly } else { html::State::Here };
                html::section(self, state, &body)
            }
            Err(silence) => silent(self, &silence),
        }
    }
}

/// An answer, when it comes in time.
pub(crate) async fn within<T>(patience: Duration, answer: impl Future<Output = Result<T, Error>>) -> Result<T, Silence> {
    Ok(timeout(patience, answer).await.map_err(|_| Silence::Slow)??)
}

/// The section of a part whose source said nothing.
pub(crate) fn silent(part: Part, silence: &Silence) -> String {
    let state = if matches!(silence, Silence::Slow) { html::State::Later } else { html::State::Gone };
    html::section(part, state, &html::note(&format!("{} {}.", part.source(), said(silence))))
}

/// The end of a sentence about a source.
pub(crate) fn said(silence: &Silence) -> &'static str {
    let Silence::Error(error) = silence else { return "bruker lang tid" };
    match error {
        Error::Timeout { .. } => "svarte ikke i tide",
        Error::Transport { .. } => "svarer ikke",
        Error::Status { status, .. } if matches!(status.as_u16(), 401 | 403) => "gir deg ikke tilgang",
        Error::Status { .. } => "har en feil",
        _ => "ga et svar som ikke kan brukes",
    }
}
