//! Degrees that have been awarded.

use smie_server::{Asked, Effects, Identifikator, Refused, Verdict};

use super::Handlers;
use crate::generated::examenshantering::*;

impl ExamensbevisHandlers for Handlers {
    fn dokumentera_examensbevis(
        &self,
        input: ExamensbevisDokumenteraExamensbevis,
        effects: &mut Effects<'_>,
    ) -> Result<Examensbevis, Refused> {
        if input.utfardat > effects.now().date() {
            return Err(Refused::invalid("/Utfardat", "Dagen har inte varit än."));
        }
        Ok(Examensbevis {
            id: Identifikator::new(key(&input)),
            student_id: input.student_id,
            examen: input.examen,
            benamning: input.benamning,
            utfardat: input.utfardat,
        })
    }

    fn redan_utfardat(&self, _: Option<&Examensbevis>, asked: &Asked<'_>) -> Verdict {
        let input = asked.input::<ExamensbevisDokumenteraExamensbevis>();
        Verdict::blocked_if(input.is_some_and(|input| asked.get::<Examensbevis>("id", &key(&input)).is_some()))
    }
}

/// One certificate of each degree and student.
fn key(input: &ExamensbevisDokumenteraExamensbevis) -> String {
    format!("{}:{}", input.student_id, input.examen)
}
