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

#[cfg(test)]
mod tests {
    use smie_server::test_kit::TestKit;
    use smie_server::{Api, Decimal, Identifikator};

    use super::*;
    use crate::generated;
    use crate::generated::studentuppgifter::Student;
    use crate::generated::utbildningsinformation::{Benamning, Kursstatus, Tidsperiod};

    fn time(text: &str) -> DateTime {
        text.parse().expect("a time")
    }

    /// A student who has been admitted to a course instance with a registration period in January 2012.
    fn kit(now: &str) -> TestKit {
        let kit = TestKit::new(generated::handle(Api::builder().model(&generated::MODEL), Handlers)).expect("an API");
        kit.at(time(now));
        kit.given(&Student {
            id: Identifikator::new("2345"),
            personnummer: None,
            fornamn: "Åsa".to_owned(),
            efternamn: "Öberg".to_owned(),
            epost: None,
            registrerad: time("2011-06-01T08:00:00Z"),
            studiedeltaganden: Vec::new(),
        })
        .expect("a student");
        kit.given(&Kurs {
            id: Identifikator::new("k/1 å"),
            kurskod: Identifikator::new("SV1001"),
            benamning: Benamning { svenska: "Å".to_owned(), engelska: None },
            omfattning: Decimal::from("7.5"),
            status: Kursstatus::Faststalld,
            forkunskaper: Vec::new(),
            kurstillfallen: Vec::new(),
        })
        .expect("a course");
        kit.given(&Kurstillfalle {
            id: Identifikator::new("3456"),
            startdatum: "2012-01-16".parse().expect("a date"),
            slutdatum: "2012-06-03".parse().expect("a date"),
            registreringsperiod: Tidsperiod { fran: time("2012-01-09T07:00:00Z"), till: time("2012-02-01T23:00:00Z") },
            sista_aterbud: Some(time("2012-01-16T23:00:00Z")),
            platser: None,
            status: Tillfallesstatus::Publicerad,
            kurs: Link::to(address("/utbildningsinformation/kurs/id/", "k/1 å")),
            studiedeltaganden: Vec::new(),
        })
        .expect("an instance");
        kit.given(&Studiedeltagande {
            id: Identifikator::new("1234"),
            skapad: time("2012-01-17T13:59:15Z"),
            tillstand: Studietillstand::EjPaborjat,
            terminer: Vec::new(),
            student: Link::to("/studentuppgifter/student/id/2345"),
            kurstillfalle: Link::to("/utbildningsinformation/kurstillfalle/id/3456"),
        })
        .expect("a participation");
        kit
    }

    /// Codes and times of what stands in the way of an action.
    fn in_the_way(kit: &TestKit, action: &str) -> Vec<(String, Option<DateTime>, Option<DateTime>)> {
        let offered = kit.offers::<Studiedeltagande>("id", "1234").expect("a participation");
        let offered = offered.into_iter().find(|offered| offered.action == action).expect("an action");
        offered.impediments.into_iter().map(|one| (one.code, one.from, one.until)).collect()
    }

    #[test]
    fn what_stands_in_the_way_is_told_with_its_time() {
        let code = || "utanfor_registreringsperiod".to_owned();
        let early = kit("2012-01-05T00:00:00Z");
        assert_eq!(in_the_way(&early, "registrering"), [(code(), None, Some(time("2012-01-09T07:00:00Z")))]);
        let then = kit("2012-01-17T14:00:00Z");
        assert_eq!(in_the_way(&then, "registrering"), []);
        assert_eq!(in_the_way(&then, "återbud"), [(code(), Some(time("2012-01-16T23:00:00Z")), None)]);
        let late = kit("2012-02-02T00:00:00Z");
        assert_eq!(in_the_way(&late, "registrering"), [(code(), Some(time("2012-02-01T23:00:00Z")), None)]);
    }

    #[test]
    fn a_registration_is_told_with_its_time_and_counts_for_its_semester() {
        let kit = kit("2012-01-17T14:00:00Z");
        let input = StudiedeltagandeRegistrering { tidpunkt: Some(time("2012-01-17T13:59:59Z")) };
        let happened = kit.when::<Studiedeltagande>("id", "1234", "registrering", &input).expect("a registration");
        let names: Vec<&str> = happened.events.iter().map(|event| event.name.as_str()).collect();
        assert_eq!(names, ["förstagångsregistrerad_på_kurstillfälle"]);
        let one = kit.resource::<Studiedeltagande>(&happened).expect("the participation");
        assert_eq!((one.tillstand, one.terminer), (Studietillstand::Pagaende, vec!["VT2012".to_owned()]));
        let early = StudiedeltagandeRegistrering { tidpunkt: Some(time("2012-01-18T00:00:00Z")) };
        assert!(kit.when::<Studiedeltagande>("id", "1234", "registrering", &early).is_err());
    }
}
