//! From the sources' classes to what the page shows.
//!
//! Every question here goes to one source, so that one that is slow or down takes nothing with it; only rooms are asked for beside another source's
//! answer, and then their silence costs the name of the room and nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use fs_client::studier_emner::Pameldingsstatus;
use lms_client::vurdering_eksamen::Eksamensform;
use smie_client::{Error, Identifikator, Optional, Resource};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::sources::Sources;
use crate::view::{Appointment, Course, Place, Work};

/// What the student takes, from FS. A student who is unknown there takes nothing.
pub(crate) async fn courses(sources: &Sources, student: &str) -> Result<Vec<Course>, Error> {
    let Some(student) = sources.fs.studier_emner().student().by_studentnummer(student).await.optional()? else { return Ok(Vec::new()) };
    let enrolments = all(sources.fs.follow_all(&student.pamelding).await)?;
    let enrolments = enrolments.into_iter().filter(|enrolment| enrolment.status != Some(Pameldingsstatus::Trukket));
    let (statuses, links): (Vec<_>, Vec<_>) = enrolments.filter_map(|enrolment| Some((enrolment.status, enrolment.emne?))).unzip();
    let mut found = Vec::new();
    for (status, course) in statuses.into_iter().zip(sources.fs.follow_all(&links).await) {
        let course = course?.into_value();
        found.push(Course {
            code: value(course.emnekode.as_ref()),
            name: course.navn.unwrap_or_default(),
            credits: course.studiepoeng.map(String::from).unwrap_or_default(),
            passed: status == Some(Pameldingsstatus::Bestatt),
        });
    }
    Ok(found)
}

/// The hours of these courses, from the calendar.
pub(crate) async fn hours(sources: &Sources, codes: &[String]) -> Result<Vec<Appointment>, Error> {
    let api = &sources.kalender;
    let of_course = codes.iter().cloned().map(|code| {
        let api = api.clone();
        async move {
            let Some(plan) = api.undervisning_timeplan().emneplan().by_emnekode(&code).await.optional()? else { return Ok(Vec::new()) };
            let hours = all(api.follow_all(&plan.undervisningstime).await)?;
            let hours = hours.into_iter().map(|hour| Appointment {
                code: code.clone(),
                title: hour.tittel.unwrap_or_default(),
                start: hour.start,
                end: hour.slutt,
                remark: hour.larer,
                place: hour.romkode.map_or(Place::Nowhere, Place::Code),
            });
            Ok(hours.collect())
        }
    });
    together(of_course).await.map(by_time)
}

/// The exams of these courses, from the learning platform.
pub(crate) async fn exams(sources: &Sources, codes: &[String]) -> Result<Vec<Appointment>, Error> {
    let api = &sources.lms;
    let of_course = codes.iter().cloned().map(|code| {
        let api = api.clone();
        async move {
            let Some(room) = api.vurdering_eksamen().emnerom().by_emnekode(&code).await.optional()? else { return Ok(Vec::new()) };
            let exams = all(api.follow_all(&room.eksamen).await)?;
            let exams = exams.into_iter().map(|exam| Appointment {
                code: code.clone(),
                title: exam.form.map_or("Eksamen", form).to_owned(),
                start: exam.start,
                end: exam.slutt,
                remark: exam.hjelpemidler.map(|aids| format!("Hjelpemidler: {aids}")),
                place: exam.romkode.map_or(Place::Nowhere, Place::Code),
            });
            Ok(exams.collect())
        }
    });
    together(of_course).await.map(by_time)
}

/// What is to be read for these courses, from the reading lists.
pub(crate) async fn works(sources: &Sources, codes: &[String]) -> Result<Vec<Work>, Error> {
    let api = &sources.leselister;
    let of_course = codes.iter().cloned().map(|code| {
        let api = api.clone();
        async move {
            let Some(list) = api.pensum_leseliste().leseliste().by_emnekode(&code).await.optional()? else { return Ok(Vec::new()) };
            let works = all(api.follow_all(&list.pensumpost).await)?;
            let works = works.into_iter().map(|work| Work {
                code: code.clone(),
                title: work.tittel.unwrap_or_default(),
                author: work.forfatter.unwrap_or_default(),
                year: work.utgitt,
                address: work.lenke.map(|address| address.to_string()),
                required: work.obligatorisk.unwrap_or_default(),
            });
            Ok(works.collect())
        }
    });
    together(of_course).await
}

/// Puts names to the rooms of appointments, as far as the room booking tells them in time; what it told until then is kept.
/// `Err` says why some rooms have only their code.
pub(crate) async fn places(sources: &Sources, appointments: &mut [Appointment], patience: Duration) -> Result<(), Silence> {
    let mut rooms: BTreeMap<String, Option<Place>> = BTreeMap::new();
    for appointment in &*appointments {
        if let Place::Code(code) = &appointment.place {
            rooms.insert(code.clone(), None);
        }
    }
    let mut asked = JoinSet::new();
    for code in rooms.keys().cloned() {
        let sources = sources.clone();
        asked.spawn(async move { (place(&sources, &code).await, code) });
    }
    let mut silence = Ok(());
    let all = timeout(patience, async {
        while let Some(done) = asked.join_next().await {
            match done {
                Ok((Ok(place), code)) => _ = rooms.insert(code, place),
                Ok((Err(error), _)) => silence = Err(Silence::Error(error)),
                Err(_) => silence = Err(Silence::Slow),
            }
        }
    });
    if all.await.is_err() {
        silence = Err(Silence::Slow);
    }
    for appointment in appointments {
        if let Place::Code(code) = &appointment.place
            && let Some(Some(room)) = rooms.get(code)
        {
            appointment.place = room.clone();
        }
    }
    silence
}

/// Why a source said nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Silence {
    /// Not in time.
    #[error("no answer in time")]
    Slow,
    /// It failed, or could not be reached.
    #[error(transparent)]
    Error(#[from] Error),
}

/// A room and its building; `None` when the room booking does not know the room.
async fn place(sources: &Sources, code: &str) -> Result<Option<Place>, Error> {
    let Some(room) = sources.rombestilling.campus_rom().rom().by_romkode(code).await.optional()? else { return Ok(None) };
    let building = match &room.bygning {
        Some(link) => sources.rombestilling.follow(link).await.optional()?.and_then(|building| building.into_value().navn),
        None => None,
    };
    let room = room.into_value();
    Ok(Some(Place::Room { code: code.to_owned(), name: room.navn.unwrap_or_default(), floor: room.etasje, building }))
}

fn form(form: Eksamensform) -> &'static str {
    match form {
        Eksamensform::Skriftlig => "Skriftlig eksamen",
        Eksamensform::Muntlig => "Muntlig eksamen",
        Eksamensform::Hjemme => "Hjemmeeksamen",
    }
}

fn value(identifier: Option<&Identifikator>) -> String {
    identifier.map(|identifier| identifier.value().to_owned()).unwrap_or_default()
}

/// The values of all resources. One that is gone since its link was read is left out.
fn all<T>(resources: Vec<Result<Resource<T>, Error>>) -> Result<Vec<T>, Error> {
    resources
        .into_iter()
        .filter_map(|resource| resource.optional().transpose())
        .map(|resource| resource.map(Resource::into_value))
        .collect()
}

/// Runs the questions about each course at once, and puts the answers in the order of the courses.
async fn together<T: Send + 'static>(
    questions: impl Iterator<Item = impl Future<Output = Result<Vec<T>, Error>> + Send + 'static>,
) -> Result<Vec<T>, Error> {
    let mut asked = JoinSet::new();
    for (position, question) in questions.enumerate() {
        asked.spawn(async move { (position, question.await) });
    }
    let mut answers = asked.join_all().await;
    answers.sort_by_key(|(position, _)| *position);
    let mut found = Vec::new();
    for (_, answer) in answers {
        found.extend(answer?);
    }
    Ok(found)
}

fn by_time(mut appointments: Vec<Appointment>) -> Vec<Appointment> {
    appointments.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.code.cmp(&b.code)));
    appointments
}
