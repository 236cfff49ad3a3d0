//! A student's participation in a course, as the tutorial would write it: a state, two actions on it, one of the collection, and what stands in their way.

use std::sync::Arc;

use smie_server::table::PackageTable;
use smie_server::{
    Api, Asked, Builder, Datatype, DateTime, Effects, Hovedklasse, Identifikator, Kodeverk, Link, Refused, Verdict, actions,
};

/// Hur långt studierna har kommit
#[derive(Clone, Copy, Debug, PartialEq, Eq, Kodeverk)]
#[smie(package = "studiedeltagande")]
pub(crate) enum Studietillstånd {
    /// Ej påbörjat
    #[smie(name = "ej_påbörjat")]
    EjPåbörjat,
    /// Pågående
    #[smie(name = "pågående")]
    Pågående,
    /// Återbud
    #[smie(name = "återbud")]
    Återbud,
}

/// En kurs som ges vid en viss tid
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "studiedeltagande", collection = "kurstillfällen", allow(read, create, replace, delete))]
pub(crate) struct Kurstillfälle {
    #[identifikator]
    pub(crate) id: Identifikator,
    /// Från och med då registreringen är öppen
    #[smie(writable)]
    pub(crate) öppnar: DateTime,
    /// Till och med då registreringen är öppen
    #[smie(writable)]
    pub(crate) stänger: DateTime,
    /// Lediga platser
    #[smie(writable)]
    pub(crate) platser: i32,
    #[relation(inverse = "kurstillfälle", one, maintained)]
    pub(crate) deltagande: Vec<Link<Studiedeltagande>>,
}

/// En students deltagande i ett kurstillfälle
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "studiedeltagande", collection = "studiedeltaganden", state = "tillstånd", actions = StudiedeltagandeHandlers, allow(read, create))]
#[event(name = "förstagångsregistrerad", docs = "Studenten har registrerats", carries("id", "kurstillfälle", "tidpunkt"))]
#[event(name = "återbud_lämnat", carries("id"))]
pub(crate) struct Studiedeltagande {
    #[identifikator]
    pub(crate) id: Identifikator,
    #[smie(name = "tillstånd")]
    pub(crate) tillstånd: Studietillstånd,
    pub(crate) anmärkning: Option<String>,
    #[relation(inverse = "deltagande", many)]
    #[smie(name = "kurstillfälle")]
    pub(crate) kurstillfälle: Link<Kurstillfälle>,
}

#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "studiedeltagande")]
pub(crate) struct Registrering {
    /// När studenten registrerade sig
    pub(crate) tidpunkt: Option<DateTime>,
    /// Vad som är värt att veta
    #[smie(max = "20", pattern = "[A-Za-zåäöÅÄÖ ]*")]
    pub(crate) anmärkning: String,
}

#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "studiedeltagande")]
pub(crate) struct Antagning {
    pub(crate) id: String,
    pub(crate) kurstillfälle: String,
}

/// Det som kan göras med ett studiedeltagande
#[actions(Studiedeltagande)]
pub(crate) trait StudiedeltagandeHandlers {
    /// Förstagångsregistrera studenten
    #[action(from("ej_påbörjat"), to = "pågående", impediments("utanför_registreringsperiod", "fullt"), emits("förstagångsregistrerad"))]
    fn registrering(&self, deltagande: &mut Studiedeltagande, input: Registrering, effects: &mut Effects<'_>) -> Result<(), Refused>;

    /// Ta emot återbud
    #[action(from("ej_påbörjat", "pågående"), to = "återbud", emits("återbud_lämnat"))]
    fn återbud(&self, _: &mut Studiedeltagande, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    /// Ta bort ett deltagande som aldrig blev av
    #[action(from("återbud"), method = delete)]
    fn gallring(&self, deltagande: &mut Studiedeltagande, effects: &mut Effects<'_>) -> Result<(), Refused>;

    /// Skapa ett deltagande för en antagen
    #[action(on = collection, impediments("fullt"))]
    fn antagning(&self, input: Antagning, effects: &mut Effects<'_>) -> Result<Studiedeltagande, Refused>;

    /// Registreringsperioden är inte öppen
    #[impediment(
        name = "utanför_registreringsperiod",
        text(sv = "Registreringsperioden är inte öppen", en = "Outside the registration period")
    )]
    fn utanför_registreringsperiod(&self, deltagande: &Studiedeltagande, asked: &Asked<'_>) -> Verdict;

    /// Alla platser är tagna
    #[impediment]
    fn fullt(&self, deltagande: Option<&Studiedeltagande>, asked: &Asked<'_>) -> Verdict;
}

/// What a server's owner writes.
pub(crate) struct Handlers;

impl StudiedeltagandeHandlers for Handlers {
    fn registrering(&self, deltagande: &mut Studiedeltagande, input: Registrering, effects: &mut Effects<'_>) -> Result<(), Refused> {
        match input.anmärkning.as_str() {
            "panik" => panic!("en hanterare som faller"),
            "vägra" => return Err(Refused::conflict("Studenten har redan läst kursen.")),
            "fel" => return Err(Refused::invalid("/anmarkning", "Det är fel.")),
            _ => {}
        }
        let mut tillfälle = effects.follow(&deltagande.kurstillfälle).ok_or_else(|| Refused::conflict("Kurstillfället finns inte."))?;
        tillfälle.platser -= 1;
        if input.anmärkning == "länka" {
            tillfälle.deltagande.push(Link::to("id/9"));
        }
        effects.replace(&tillfälle)?;
        deltagande.anmärkning = Some(input.anmärkning);
        Ok(())
    }

    fn gallring(&self, _: &mut Studiedeltagande, effects: &mut Effects<'_>) -> Result<(), Refused> {
        effects.delete_itself();
        Ok(())
    }

    fn antagning(&self, input: Antagning, effects: &mut Effects<'_>) -> Result<Studiedeltagande, Refused> {
        if effects.get::<Kurstillfälle>("id", &input.kurstillfälle).is_none() {
            return Err(Refused::invalid("/kurstillfalle", "Det finns inget sådant kurstillfälle."));
        }
        Ok(deltagande(&input.id, &input.kurstillfälle))
    }

    fn utanför_registreringsperiod(&self, deltagande: &Studiedeltagande, asked: &Asked<'_>) -> Verdict {
        let Some(tillfälle) = asked.follow(&deltagande.kurstillfälle) else { return Verdict::free() };
        match () {
            () if asked.now() < tillfälle.öppnar => Verdict::blocked().until(tillfälle.öppnar),
            () if asked.now() > tillfälle.stänger => Verdict::blocked().from(tillfälle.stänger),
            () => Verdict::free().until(tillfälle.stänger),
        }
    }

    fn fullt(&self, deltagande: Option<&Studiedeltagande>, asked: &Asked<'_>) -> Verdict {
        match deltagande.and_then(|deltagande| asked.follow(&deltagande.kurstillfälle)) {
            Some(tillfälle) if tillfälle.platser == 0 => Verdict::blocked(),
            Some(tillfälle) if tillfälle.platser == 1 => Verdict::warning(),
            _ => Verdict::free(),
        }
    }
}

/// A participation that has not begun.
pub(crate) fn deltagande(id: &str, kurstillfälle: &str) -> Studiedeltagande {
    Studiedeltagande {
        id: Identifikator::new(id),
        tillstånd: Studietillstånd::EjPåbörjat,
        anmärkning: None,
        kurstillfälle: Link::to(format!("id/{}", kurstillfälle.replace('/', "%2F").replace(' ', "%20").replace('ø', "%C3%B8"))),
    }
}

/// A course that is open in January 2012 and has so many places.
pub(crate) fn tillfälle(id: &str, platser: i32) -> Kurstillfälle {
    let time = |text: &str| text.parse().expect("a point in time");
    Kurstillfälle {
        id: Identifikator::new(id),
        öppnar: time("2012-01-01T00:00:00Z"),
        stänger: time("2012-01-31T00:00:00Z"),
        platser,
        deltagande: Vec::new(),
    }
}

/// The model, without handlers.
pub(crate) fn model(profile: &str) -> Builder {
    let package = PackageTable { path: "studiedeltagande", feed_page_size: Some(0), write_scope: Some("skriv"), ..PackageTable::EMPTY };
    let builder = Api::builder().name("ladok").profile(profile).languages(["sv", "en"]).package(package);
    let builder = if profile == "fint" { builder.setting("folding", "nordic") } else { builder };
    builder.class::<Studiedeltagande>().class::<Kurstillfälle>()
}

/// The model with its handlers.
pub(crate) fn api(profile: &str) -> Builder {
    model(profile).handlers::<dyn StudiedeltagandeHandlers>(Arc::new(Handlers))
}
