//! Courses and their instances on their way from status 1 to status 4.

use smie_server::action::Context;
use smie_server::{Asked, Effects, Identifikator, Link, Refused, Verdict};

use super::studentuppgifter::address;
use super::{Handlers, new_key};
use crate::generated::studiedeltagande::Studietillstand;
use crate::generated::utbildningsinformation::*;

impl KursHandlers for Handlers {
    fn skapa_grund(&self, input: KursSkapaGrund, _: &mut Effects<'_>) -> Result<Kurs, Refused> {
        Ok(Kurs {
            id: Identifikator::new(new_key()),
            kurskod: Identifikator::new(input.kurskod),
            benamning: input.benamning,
            omfattning: input.omfattning,
            status: Kursstatus::Utkast,
            forkunskaper: Vec::new(),
            kurstillfallen: Vec::new(),
        })
    }

    fn uppdatera(&self, course: &mut Kurs, input: KursUppdatera, _: &mut Effects<'_>) -> Result<(), Refused> {
        if let Some(name) = input.benamning {
            course.benamning = name;
        }
        if let Some(credits) = input.omfattning {
            course.omfattning = credits;
        }
        Ok(())
    }

    fn lagg_ned(&self, _: &mut Kurs, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    fn kurskod_upptagen(&self, _: Option<&Kurs>, asked: &Asked<'_>) -> Verdict {
        let code = asked.input::<KursSkapaGrund>().map(|input| input.kurskod);
        Verdict::blocked_if(code.is_some_and(|code| asked.get::<Kurs>("kurskod", &code).is_some()))
    }

    fn kommande_kurstillfallen(&self, course: &Kurs, asked: &Asked<'_>) -> Verdict {
        let today = asked.now().date();
        let coming = instances(asked, course).filter(|one| one.status != Tillfallesstatus::Installd && one.slutdatum >= today);
        Verdict::blocked_if(coming.count() > 0)
    }
}

impl KurstillfalleHandlers for Handlers {
    fn skapa_grund(&self, input: KurstillfalleSkapaGrund, effects: &mut Effects<'_>) -> Result<Kurstillfalle, Refused> {
        let course = effects.get::<Kurs>("kurskod", &input.kurskod);
        let course = course.ok_or_else(|| Refused::conflict("Kursen finns inte längre."))?;
        if input.slutdatum < input.startdatum {
            return Err(Refused::invalid("/Slutdatum", "Sista dagen är före den första."));
        }
        Ok(Kurstillfalle {
            id: Identifikator::new(new_key()),
            startdatum: input.startdatum,
            slutdatum: input.slutdatum,
            registreringsperiod: input.registreringsperiod,
            sista_aterbud: input.sista_aterbud,
            platser: input.platser,
            status: Tillfallesstatus::Utkast,
            kurs: Link::to(address("/utbildningsinformation/kurs/id/", course.id.value())),
            studiedeltaganden: Vec::new(),
        })
    }

    fn uppdatera(&self, one: &mut Kurstillfalle, input: KurstillfalleUppdatera, _: &mut Effects<'_>) -> Result<(), Refused> {
        one.startdatum = input.startdatum.unwrap_or(one.startdatum);
        one.slutdatum = input.slutdatum.unwrap_or(one.slutdatum);
        if one.slutdatum < one.startdatum {
            return Err(Refused::invalid("/Slutdatum", "Sista dagen är före den första."));
        }
        if let Some(period) = input.registreringsperiod {
            one.registreringsperiod = period;
        }
        one.sista_aterbud = input.sista_aterbud.or(one.sista_aterbud);
        one.platser = input.platser.or(one.platser);
        Ok(())
    }

    fn faststall(&self, _: &mut Kurstillfalle, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    fn stall_in(&self, _: &mut Kurstillfalle, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    fn kurs_okand(&self, _: Option<&Kurstillfalle>, asked: &Asked<'_>) -> Verdict {
        let code = asked.input::<KurstillfalleSkapaGrund>().map(|input| input.kurskod);
        Verdict::blocked_if(code.is_some_and(|code| asked.get::<Kurs>("kurskod", &code).is_none()))
    }

    fn kurs_inte_faststalld(&self, one: &Kurstillfalle, asked: &Asked<'_>) -> Verdict {
        Verdict::blocked_if(asked.follow(&one.kurs).is_none_or(|course| course.status != Kursstatus::Faststalld))
    }

    fn har_registrerade(&self, one: &Kurstillfalle, asked: &Asked<'_>) -> Verdict {
        let mut participations = one.studiedeltaganden.iter().filter_map(|link| asked.follow(link));
        Verdict::blocked_if(participations.any(|one| one.tillstand == Studietillstand::Pagaende))
    }
}

fn instances<'a>(context: &'a Context<'_>, course: &'a Kurs) -> impl Iterator<Item = Kurstillfalle> + 'a {
    course.kurstillfallen.iter().filter_map(|link| context.follow(link))
}
