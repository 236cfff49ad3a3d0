//! Handlers without HTTP.

use smie_server::action::Declined;
use smie_server::test_kit::TestKit;

use crate::model::{Antagning, Kurstillfälle, Registrering, Studiedeltagande, Studietillstånd, api, deltagande, tillfälle};

fn kit(profile: &str, time: &str) -> TestKit {
    let kit = TestKit::new(api(profile)).expect("an API");
    kit.at(time.parse().expect("a time")).given(&tillfälle("k", 1)).expect("fits").given(&deltagande("å/1", "k")).expect("fits");
    kit
}

fn note(text: &str) -> Registrering {
    Registrering { tidpunkt: None, anmärkning: text.to_owned() }
}

#[test]
fn an_action_is_tested_by_what_is_there_what_is_done_and_what_is_then() {
    for profile in ["fint", "ladok", "rest-se"] {
        let kit = kit(profile, "2012-01-17T12:00:00Z");
        let happened = kit.when::<Studiedeltagande>("id", "å/1", "registrering", &note("Åsa")).expect("allowed");
        assert_eq!(happened.events.len(), 1, "{profile}");
        assert_eq!(happened.events[0].name, "förstagångsregistrerad");
        assert!(happened.events[0].carries.to_string().contains("å/1"), "{profile}: {}", happened.events[0].carries);
        let after: Studiedeltagande = kit.resource(&happened).expect("still there");
        assert_eq!((after.tillstånd, after.anmärkning.as_deref()), (Studietillstånd::Pågående, Some("Åsa")));
        assert_eq!(kit.get::<Studiedeltagande>("id", "å/1"), Some(after));
    }
}

#[test]
fn what_stands_in_the_way_is_told_in_full() {
    let kit = kit("fint", "2011-12-31T12:00:00Z");
    let Err(Declined::Impeded(impediments)) = kit.when::<Studiedeltagande>("id", "å/1", "registrering", &note("x")) else {
        panic!("not impeded")
    };
    assert_eq!(
        (impediments[0].code.as_str(), impediments[0].text.get("en")),
        ("utanfor_registreringsperiod", Some("Outside the registration period"))
    );
    assert_eq!(impediments[0].until.map(|time| time.to_string()).as_deref(), Some("2012-01-01T00:00:00Z"));

    kit.at("2012-01-02T00:00:00Z".parse().expect("a time"));
    let offers = kit.offers::<Studiedeltagande>("id", "å/1").expect("there");
    let told: Vec<_> = offers.iter().map(|offer| (offer.action.as_str(), offer.is_allowed, offer.warnings.len())).collect();
    assert_eq!(told, [("registrering", true, 1), ("återbud", true, 0), ("gallring", false, 0)]);
    assert!(kit.offers_of_collection::<Studiedeltagande>().expect("served")[0].is_allowed);
}

#[test]
fn a_link_that_a_handler_adds_to_an_end_that_others_store_is_refused_and_nothing_is_changed() {
    let kit = kit("fint", "2012-01-17T12:00:00Z");
    assert_eq!(kit.get::<Kurstillfälle>("id", "k").expect("there").deltagande.len(), 1);
    let refused = kit.when::<Studiedeltagande>("id", "å/1", "registrering", &note("länka"));
    let told = refused.expect_err("it would be lost").to_string();
    assert!(told.contains("added id/9 to `deltagande` of `Kurstillfälle`"), "{told}");
    let course = kit.get::<Kurstillfälle>("id", "k").expect("there");
    assert_eq!((course.platser, course.deltagande.len()), (1, 1));
    assert_eq!(kit.get::<Studiedeltagande>("id", "å/1").expect("there").tillstånd, Studietillstånd::EjPåbörjat);
}

#[test]
fn what_would_be_told_a_client_is_told_a_test() {
    let kit = kit("ladok", "2012-01-17T12:00:00Z");
    let invalid = kit.when::<Studiedeltagande>("id", "å/1", "registrering", &note("alldeles för långt för detta"));
    assert!(matches!(&invalid, Err(Declined::Invalid(found)) if found[0].pointer == "/Anmarkning"), "{invalid:?}");
    assert!(matches!(kit.when::<Studiedeltagande>("id", "nej", "registrering", &note("x")), Err(Declined::Gone)));
    let refused = kit.when::<Studiedeltagande>("id", "å/1", "registrering", &note("vägra"));
    assert_eq!(refused.expect_err("refused").to_string(), "Studenten har redan läst kursen.");
    let input = Antagning { id: "ny".to_owned(), kurstillfälle: "k".to_owned() };
    let created = kit.when_on_collection::<Studiedeltagande>("antagning", &input).expect("allowed");
    assert_eq!(kit.resource::<Studiedeltagande>(&created).expect("created").id.identifikatorverdi, "ny");
}
