//! Reading: a stream, a filter, and relations by name.

use fs_client::Api;
use fs_client::studier_emner::{Emne, PameldingRelations};
use smie_client::Error;

/// The names of the courses that count enough, without ever holding all of them.
///
/// # Errors
/// Whatever keeps an answer away.
pub async fn large_courses(api: &Api, points: &str) -> Result<Vec<String>, Error> {
    let mut courses = api.studier_emner().emne().filter(Emne::STUDIEPOENG.ge(points)).stream();
    let mut names = Vec::new();
    while let Some(course) = courses.next().await {
        names.extend(course?.navn);
    }
    Ok(names)
}

/// Who takes what: an enrolment, and what its links lead to.
///
/// # Errors
/// Whatever keeps an answer away.
pub async fn enrolment(api: &Api, id: &str) -> Result<(Option<String>, Option<String>), Error> {
    let enrolment = api.studier_emner().pamelding().by_system_id(id).await?;
    let (student, course) = (enrolment.student().await?, enrolment.emne().await?);
    Ok((student.into_value().navn, course.into_value().navn))
}
