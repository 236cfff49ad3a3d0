//! The answer at once: 201 with the resource, 200, 204.

use std::sync::Arc;

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Response, StatusCode};

use super::idempotency::Remembered;
use super::job::Job;
use super::outcome::Outcome;
use super::{Writer, apart, locate, set_location};
use crate::http::answer;
use crate::http::body::Body;
use crate::http::problem::Problem;
use crate::http::render::Renderer;
use crate::index::{EntityId, preview};

impl Writer {
    /// Does the write and answers with what came of it.
    pub(super) async fn direct(&self, job: Job, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        let job = Arc::new(job);
        let running = job.clone();
        let (before, outcome) = apart(move || {
            let before = running.before()?;
            let outcome = if before.is_some() { None } else { Some(running.run()?) };
            Ok::<_, Problem>((before, outcome))
        })
        .await??;
        match (before, outcome) {
            (Some(before), _) => self.created_before(&job, &before, renderer),
            (None, Some(Outcome::Repeated(record))) => {
                let key = job.key.as_ref().ok_or(Problem::Failed)?;
                self.created_before(&job, &key.recall(&record)?, renderer)
            }
            (None, Some(outcome)) => self.told(&job, &outcome, renderer),
            (None, None) => Err(Problem::Failed),
        }
    }

    fn told(&self, job: &Job, outcome: &Outcome, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        if let Some(problem) = outcome.problem() {
            return Err(problem);
        }
        match outcome {
            Outcome::Created(id) => self.created(job, *id, renderer),
            Outcome::Updated(id) => {
                let tenant = job.snapshot()?;
                let resource = tenant.get(*id).ok_or(Problem::NotFound("The resource was deleted meanwhile."))?;
                Ok(answer::whole(resource, &renderer.over(&tenant)))
            }
            Outcome::Valid(entity) => {
                let resource = preview(self.schema(), &*job.snapshot()?, entity.clone());
                Ok(answer::whole(&resource, renderer))
            }
            _ => Ok(no_content(StatusCode::NO_CONTENT)),
        }
    }

    fn created(&self, job: &Job, id: EntityId, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        let tenant = job.snapshot()?;
        let resource = tenant.get(id).ok_or(Problem::NotFound("The resource was deleted meanwhile."))?;
        let mut response = answer::whole(resource, &renderer.over(&tenant));
        *response.status_mut() = StatusCode::CREATED;
        locate(&mut response, self.schema(), resource.entity(), renderer.base());
        Ok(response)
    }

    /// The answer to a request that was answered before.
    fn created_before(&self, job: &Job, before: &Remembered, renderer: &Renderer) -> Result<Response<Body>, Problem> {
        if let Some(id) = before.find(self.schema(), &*job.snapshot()?, job.collection) {
            return self.created(job, id, renderer);
        }
        // It was created then, and has been deleted since.
        let mut response = no_content(StatusCode::CREATED);
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        set_location(&mut response, renderer.base(), &before.path(self.schema(), job.collection));
        Ok(response)
    }
}

fn no_content(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
