//! The figures of a year.

use smie_server::action::Context;
use smie_server::{Asked, Date, Effects, Identifikator, Refused, Verdict};

use super::Handlers;
use crate::generated::examenshantering::Examensbevis;
use crate::generated::resultat::{Resultat, Resultattillstand};
use crate::generated::studentuppgifter::Student;
use crate::generated::studiedeltagande::Studiedeltagande;
use crate::generated::uppfoljning::*;

impl ArsredovisningHandlers for Handlers {
    fn skapa_arsredovisning(&self, input: ArsredovisningSkapaArsredovisning, effects: &mut Effects<'_>) -> Result<Arsredovisning, Refused> {
        let year = input.ar;
        let in_year = |date: Date| date.civil().year().to_string() == year;
        let semesters = [format!("VT{year}"), format!("HT{year}")];
        let context: &Context<'_> = effects;
        let registered = |one: &Studiedeltagande| one.terminer.iter().any(|semester| semesters.contains(semester));
        let signed = |one: &Resultat| one.tillstand == Resultattillstand::Signerat && in_year(one.examinationsdatum);
        Ok(Arsredovisning {
            skapad: context.now(),
            studenter: count(context.all::<Student>()),
            registreringar: count(context.all().filter(registered)),
            resultat: count(context.all().filter(signed)),
            examina: count(context.all::<Examensbevis>().filter(|one| in_year(one.utfardat))),
            ar: Identifikator::new(year),
        })
    }

    fn ar_inte_slut(&self, _: Option<&Arsredovisning>, asked: &Asked<'_>) -> Verdict {
        let year = asked.input::<ArsredovisningSkapaArsredovisning>().and_then(|input| input.ar.parse::<i16>().ok());
        Verdict::blocked_if(year.is_some_and(|year| asked.now().date().civil().year() <= year))
    }

    fn redovisning_finns(&self, _: Option<&Arsredovisning>, asked: &Asked<'_>) -> Verdict {
        let input = asked.input::<ArsredovisningSkapaArsredovisning>();
        Verdict::blocked_if(input.is_some_and(|input| asked.get::<Arsredovisning>("ar", &input.ar).is_some()))
    }
}

fn count<T>(found: impl Iterator<Item = T>) -> i64 {
    i64::try_from(found.count()).unwrap_or(i64::MAX)
}
