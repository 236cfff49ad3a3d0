//! How it went: lists of results from draft to signature, and what is told of each student then.

use smie_server::{Asked, Effects, Identifikator, Link, Refused, Verdict};

use super::studentuppgifter::address;
use super::{Handlers, new_key};
use crate::generated::resultat::*;

impl ResultatlistaHandlers for Handlers {
    fn skapa_resultatlista(&self, input: ResultatlistaSkapaResultatlista, effects: &mut Effects<'_>) -> Result<Resultatlista, Refused> {
        Ok(Resultatlista {
            id: Identifikator::new(new_key()),
            kurstillfalle_id: input.kurstillfalle_id,
            kurskod: input.kurskod,
            skapad: effects.now(),
            tillstand: Listtillstand::Utkast,
            examinator: None,
            resultat: Vec::new(),
        })
    }

    fn dokumentera(&self, list: &mut Resultatlista, input: ResultatlistaDokumentera, effects: &mut Effects<'_>) -> Result<(), Refused> {
        let known = effects.get::<Deltagare>("id", &input.deltagare_id);
        let known = known.ok_or_else(|| Refused::conflict("Resultattjänsten känner inte till deltagandet."))?;
        effects.create(&Resultat {
            id: known.id,
            student_id: known.student_id,
            kurskod: list.kurskod.clone(),
            betyg: input.betyg,
            examinationsdatum: input.examinationsdatum,
            tillstand: Resultattillstand::Utkast,
            resultatlista: Link::to(address("/resultat/resultatlista/id/", list.id.value())),
        })
    }

    fn klarmarkera(&self, _: &mut Resultatlista, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    /// All results of the list hold from now on, and each is told.
    fn signera(&self, list: &mut Resultatlista, input: ResultatlistaSignera, effects: &mut Effects<'_>) -> Result<(), Refused> {
        list.examinator = Some(input.examinator);
        for link in &list.resultat {
            let Some(mut result) = effects.follow(link) else { continue };
            result.tillstand = Resultattillstand::Signerat;
            effects.replace_and_emit(&result, "resultat_på_kurs")?;
        }
        Ok(())
    }

    fn okand_deltagare(&self, _: &Resultatlista, asked: &Asked<'_>) -> Verdict {
        let Some(input) = asked.input::<ResultatlistaDokumentera>() else { return Verdict::free() };
        Verdict::blocked_if(asked.get::<Deltagare>("id", &input.deltagare_id).is_none_or(|known| !known.aktiv))
    }

    fn annat_kurstillfalle(&self, list: &Resultatlista, asked: &Asked<'_>) -> Verdict {
        let known = asked.input::<ResultatlistaDokumentera>().and_then(|input| asked.get::<Deltagare>("id", &input.deltagare_id));
        Verdict::blocked_if(known.is_some_and(|known| known.kurstillfalle_id != list.kurstillfalle_id))
    }

    fn befintligt_resultat(&self, _: &Resultatlista, asked: &Asked<'_>) -> Verdict {
        let result = asked.input::<ResultatlistaDokumentera>().and_then(|input| asked.get::<Resultat>("id", &input.deltagare_id));
        Verdict::blocked_if(result.is_some())
    }

    fn inga_resultat(&self, list: &Resultatlista, _: &Asked<'_>) -> Verdict {
        Verdict::blocked_if(list.resultat.is_empty())
    }
}

impl ResultatHandlers for Handlers {
    fn ratta(&self, result: &mut Resultat, input: ResultatRatta, _: &mut Effects<'_>) -> Result<(), Refused> {
        result.betyg = input.betyg;
        Ok(())
    }
}
