//! Who the students are: entering, correcting, admitting.

use smie_server::{Asked, Effects, Identifikator, Link, Refused, Verdict};

use super::{Handlers, new_key};
use crate::generated::studentuppgifter::*;
use crate::generated::studiedeltagande::{Studiedeltagande, Studietillstand};
use crate::generated::utbildningsinformation::{Kurstillfalle, Tillfallesstatus};

impl StudentHandlers for Handlers {
    fn registrera_student(&self, input: StudentRegistreraStudent, effects: &mut Effects<'_>) -> Result<Student, Refused> {
        Ok(Student {
            id: Identifikator::new(new_key()),
            personnummer: input.personnummer,
            fornamn: input.fornamn,
            efternamn: input.efternamn,
            epost: input.epost,
            registrerad: effects.now(),
            studiedeltaganden: Vec::new(),
        })
    }

    fn andra_studentuppgift(&self, student: &mut Student, input: StudentAndraStudentuppgift, _: &mut Effects<'_>) -> Result<(), Refused> {
        if let Some(name) = input.fornamn {
            student.fornamn = name;
        }
        if let Some(name) = input.efternamn {
            student.efternamn = name;
        }
        student.epost = input.epost.or(student.epost.take());
        Ok(())
    }

    fn anta(&self, student: &mut Student, input: StudentAnta, effects: &mut Effects<'_>) -> Result<(), Refused> {
        effects.create(&Studiedeltagande {
            id: Identifikator::new(participation(student.id.value(), &input.kurstillfalle_id)),
            skapad: effects.now(),
            tillstand: Studietillstand::EjPaborjat,
            terminer: Vec::new(),
            student: Link::to(address("/studentuppgifter/student/id/", student.id.value())),
            kurstillfalle: Link::to(address("/utbildningsinformation/kurstillfalle/id/", &input.kurstillfalle_id)),
        })
    }

    fn personnummer_upptaget(&self, _: Option<&Student>, asked: &Asked<'_>) -> Verdict {
        let number = asked.input::<StudentRegistreraStudent>().and_then(|input| input.personnummer);
        Verdict::blocked_if(number.is_some_and(|number| asked.all::<Student>().any(|other| other.personnummer.as_ref() == Some(&number))))
    }

    fn kurstillfalle_okant(&self, _: &Student, asked: &Asked<'_>) -> Verdict {
        let Some(input) = asked.input::<StudentAnta>() else { return Verdict::free() };
        let instance = asked.get::<Kurstillfalle>("id", &input.kurstillfalle_id);
        Verdict::blocked_if(instance.is_none_or(|instance| instance.status != Tillfallesstatus::Publicerad))
    }

    fn redan_antagen(&self, student: &Student, asked: &Asked<'_>) -> Verdict {
        let Some(input) = asked.input::<StudentAnta>() else { return Verdict::free() };
        let key = participation(student.id.value(), &input.kurstillfalle_id);
        Verdict::blocked_if(asked.get::<Studiedeltagande>("id", &key).is_some())
    }
}

/// The key of a student's participation in a course instance: natural, so that nobody is admitted twice.
fn participation(student: &str, instance: &str) -> String {
    format!("{student}:{instance}")
}

/// The address of a resource: its collection's path and its key as one segment.
pub(super) fn address(path: &str, key: &str) -> String {
    let mut address = path.to_owned();
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}
