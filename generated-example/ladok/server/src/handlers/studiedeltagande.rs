//! Who takes part in what: registering, declining, interrupting, and what stands in the way.

use smie_server::action::Context;
use smie_server::{Asked, DateTime, Effects, Link, Refused, Verdict};

use super::Handlers;
use super::studentuppgifter::address;
use crate::generated::studiedeltagande::*;
use crate::generated::utbildningsinformation::{Kurs, Kurstillfalle, Tillfallesstatus};

impl StudiedeltagandeHandlers for Handlers {
    fn registrering(
        &self,
        one: &mut Studiedeltagande,
        input: StudiedeltagandeRegistrering,
        effects: &mut Effects<'_>,
    ) -> Result<(), Refused> {
        let time = input.tidpunkt.unwrap_or_else(|| effects.now());
        if time > effects.now() {
            return Err(Refused::invalid("/Tidpunkt", "Tidpunkten har inte varit än."));
        }
        one.terminer = vec![semester(time)];
        Ok(())
    }

    fn fortsattningsregistrering(
        &self,
        one: &mut Studiedeltagande,
        input: StudiedeltagandeFortsattningsregistrering,
        _: &mut Effects<'_>,
    ) -> Result<(), Refused> {
        if one.terminer.contains(&input.termin) {
            return Err(Refused::conflict(format!("Studenten är redan registrerad för {}.", input.termin)));
        }
        one.terminer.push(input.termin);
        Ok(())
    }

    fn omregistrering(
        &self,
        one: &mut Studiedeltagande,
        input: StudiedeltagandeOmregistrering,
        effects: &mut Effects<'_>,
    ) -> Result<(), Refused> {
        one.kurstillfalle = Link::to(address("/utbildningsinformation/kurstillfalle/id/", &input.kurstillfalle_id));
        one.terminer.push(semester(effects.now()));
        Ok(())
    }

    fn aterbud(&self, _: &mut Studiedeltagande, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    fn avbrott(&self, _: &mut Studiedeltagande, _: StudiedeltagandeAvbrott, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    /// Registering is possible in the period, declining only until the instance's last time for that.
    fn utanfor_registreringsperiod(&self, one: &Studiedeltagande, asked: &Asked<'_>) -> Verdict {
        let Some(instance) = asked.follow(&one.kurstillfalle) else { return Verdict::blocked() };
        let period = &instance.registreringsperiod;
        let end = match (asked.action(), instance.sista_aterbud) {
            ("återbud", Some(last)) => last,
            _ => period.till,
        };
        match asked.now() {
            now if now < period.fran => Verdict::blocked().until(period.fran),
            now if now >= end => Verdict::blocked().from(end),
            _ => Verdict::free().until(end),
        }
    }

    fn kurstillfalle_installt(&self, one: &Studiedeltagande, asked: &Asked<'_>) -> Verdict {
        let instance = asked.follow(&one.kurstillfalle);
        Verdict::blocked_if(instance.is_none_or(|instance| instance.status == Tillfallesstatus::Installd))
    }

    /// Every course that is required before this one must be completed, as far as the result service has told.
    fn saknar_behorighet(&self, one: &Studiedeltagande, asked: &Asked<'_>) -> Verdict {
        let Some(course) = course(asked, one) else { return Verdict::blocked() };
        let required = course.forkunskaper.iter().filter_map(|link| asked.follow(link));
        let missing = required.filter(|required| result(asked, one, required).is_none_or(|known| known.betyg == "U"));
        Verdict::blocked_if(missing.count() > 0)
    }

    fn befintligt_resultat(&self, one: &Studiedeltagande, asked: &Asked<'_>) -> Verdict {
        let known = course(asked, one).and_then(|course| result(asked, one, &course));
        Verdict::blocked_if(known.is_some_and(|known| known.betyg != "U"))
    }

    fn kurstillfalle_av_annan_kurs(&self, one: &Studiedeltagande, asked: &Asked<'_>) -> Verdict {
        let Some(input) = asked.input::<StudiedeltagandeOmregistrering>() else { return Verdict::free() };
        let of = |instance: &Kurstillfalle| asked.follow(&instance.kurs).map(|course| course.id);
        let new = asked.get::<Kurstillfalle>("id", &input.kurstillfalle_id).as_ref().and_then(of);
        let old = asked.follow(&one.kurstillfalle).as_ref().and_then(of);
        Verdict::blocked_if(new.is_none() || new != old)
    }
}

fn course(context: &Context<'_>, one: &Studiedeltagande) -> Option<Kurs> {
    context.follow(&context.follow(&one.kurstillfalle)?.kurs)
}

/// What the result service has told of the student and a course.
fn result(context: &Context<'_>, one: &Studiedeltagande, course: &Kurs) -> Option<Avklarad> {
    let student = context.follow(&one.student)?;
    context.get::<Avklarad>("id", &format!("{}:{}", student.id.value(), course.kurskod.value()))
}

/// The semester of a time: spring until the end of June.
fn semester(time: DateTime) -> String {
    let date = time.date().civil();
    format!("{}{}", if date.month() <= 6 { "VT" } else { "HT" }, date.year())
}
