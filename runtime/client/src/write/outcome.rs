//! What became of a write.

use http::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use smie_wire::value::Problem;

use crate::exchange::{Answer, refusal};
use crate::{Client, Error, Resource, decode};

/// What became of a write. What the server would not have is no error: a program has to look at it.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "the write may have been rejected"]
#[non_exhaustive]
pub enum Written<T> {
    /// It was kept, and is there as a resource.
    Created(Resource<T>),
    /// It was kept in the place of what was there.
    Replaced(Resource<T>),
    /// It was kept, and the server said no more.
    Accepted,
    /// It would be kept; so far it was only looked at.
    Valid(T),
    /// The resource is no more.
    Deleted,
    /// It is not what the model or the server allows.
    Rejected(Rejection),
    /// Something else is in its way: another resource with the same identifier, or a version that was not the one that was read.
    Conflict {
        /// What is there now, when the server shows it.
        current: Option<Box<Resource<T>>>,
        /// Why, in words.
        reason: String,
    },
    /// The resource is no more, or nobody knows any longer what became of the write.
    Gone,
}

/// Why the server would not have it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Rejection {
    /// In words.
    pub reason: String,
    /// Everything that is wrong, each with its place.
    pub violations: Vec<Violation>,
    /// The server's explanation, when it is a problem.
    pub problem: Option<Box<Problem>>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where: a JSON pointer or a member's name.
    pub pointer: String,
    /// What.
    pub message: String,
}

/// What FINT's servers say of a write that came to nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    message: Option<String>,
    problems: Vec<Wrong>,
    violations: Vec<Wrong>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrong {
    #[serde(alias = "pointer")]
    field: Option<String>,
    #[serde(alias = "detail", alias = "problem")]
    message: Option<String>,
}

impl<T> Written<T> {
    /// The resource, when it was kept.
    pub fn resource(self) -> Option<Resource<T>> {
        match self {
            Self::Created(resource) | Self::Replaced(resource) => Some(resource),
            _ => None,
        }
    }

    /// True when the server has done what was asked.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Created(_) | Self::Replaced(_) | Self::Accepted | Self::Valid(_) | Self::Deleted)
    }
}

impl<T: DeserializeOwned> Written<T> {
    /// Reads an answer to a write of this method, or the status that it led to.
    pub(super) async fn read(client: &Client, answer: Answer, method: &Method) -> Result<Self, Error> {
        match answer.status {
            StatusCode::NO_CONTENT if *method == Method::DELETE => Ok(Self::Deleted),
            StatusCode::NO_CONTENT => Ok(Self::Accepted),
            StatusCode::OK if *method == Method::DELETE => Ok(Self::Deleted),
            StatusCode::OK if *method == Method::POST => decode::json(&answer.url, &answer.body).map(Self::Valid),
            StatusCode::OK | StatusCode::CREATED => {
                let kept = match kept(client, &answer).await? {
                    Some(kept) => kept,
                    None => return Ok(Self::Accepted),
                };
                Ok(if *method == Method::POST { Self::Created(kept) } else { Self::Replaced(kept) })
            }
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Ok(Self::Rejected(rejection(&answer))),
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => {
                let reason = rejection(&answer).reason;
                let shown = client.read(&answer).ok().filter(|_| decode::problem_type(&answer.headers).is_none() && reason.is_empty());
                Ok(Self::Conflict { current: shown.map(Box::new), reason })
            }
            StatusCode::GONE => Ok(Self::Gone),
            status if status.is_success() => Ok(Self::Accepted),
            _ => Err(refusal(&answer)),
        }
    }
}

/// The resource that was kept: in the answer, or where the answer says.
async fn kept<T: DeserializeOwned>(client: &Client, answer: &Answer) -> Result<Option<Resource<T>>, Error> {
    if !answer.body.is_empty() {
        let mut kept: Resource<T> = client.read(answer)?;
        if let Some(location) = answer.location() {
            location.clone_into(&mut kept.url);
        }
        return Ok(Some(kept));
    }
    match answer.location() {
        Some(location) => client.get(location).await.map(Some),
        None => Ok(None),
    }
}

/// Why a server would not have what it was sent.
pub(crate) fn rejection(answer: &Answer) -> Rejection {
    let told: Told = decode::json(&answer.url, &answer.body).unwrap_or_default();
    let problem = decode::problem(&answer.headers, &answer.body).filter(|problem| problem.title.is_some() || problem.detail.is_some());
    let said = problem.as_ref().and_then(|problem| problem.detail.clone().or_else(|| problem.title.clone()));
    let wrong = told.problems.into_iter().chain(told.violations);
    let violations = wrong.map(|wrong| Violation { pointer: wrong.field.unwrap_or_default(), message: wrong.message.unwrap_or_default() });
    Rejection { reason: told.message.or(said).unwrap_or_default(), violations: violations.collect(), problem }
}
