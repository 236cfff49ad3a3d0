//! The account of the Swedish profile's text on hypermedia: overdrawn, it offers nothing but a deposit.

use std::process::Command;
use std::sync::OnceLock;

use bank_client::Api;
use bank_client::bank::{
    Event, KontoActions, KontoCollectionActions, KontoImpediment, KontoInsattning, KontoOppna, KontoOverforing, KontoUttag, Kontotillstand,
};
use serde_json::Value;
use smie_client::feed::Start;
use smie_client::{Acted, Availability, Decimal, Identifikator};
use smie_tests::{Answer, Server, cargo, generated_target, get_with, repository, send_json, smie_binary};

const HAL: &[(&str, &str)] = &[("accept", "application/hal+json")];

/// A generated server with its handlers, and three accounts: one with money, one overdrawn, one empty.
fn bank() -> Server {
    static BUILT: OnceLock<()> = OnceLock::new();
    let home = repository().join("generated-example/bank");
    BUILT.get_or_init(|| drop(cargo(&home, ["build", "--locked", "--quiet", "--package", "bank-server"]).ok()));
    let program = generated_target().join("debug/bank-server");
    Server::start(Command::new(program).args(["serve", "--memory", "--listen", "127.0.0.1:0", "--load"]).arg(home.join("sample")))
}

/// What an account offers, by the relations of its links.
fn offers(server: &Server, account: &str) -> Vec<String> {
    let shown = get_with(&server.url(&format!("/bank/v1/konton/{account}")), HAL).json();
    let links = shown["_links"].as_object().expect("links");
    let actions = ["avsluta", "insattning", "overforing", "uttag"];
    actions.iter().filter(|action| links.contains_key(**action)).map(|action| (*action).to_owned()).collect()
}

fn balance(server: &Server, account: &str) -> Value {
    get_with(&server.url(&format!("/bank/v1/konton/{account}")), HAL).json()["balans"].clone()
}

fn act(server: &Server, account: &str, action: &str, input: &str) -> Answer {
    send_json("PUT", &server.url(&format!("/bank/v1/konton/{account}/{action}")), input)
}

fn codes(answer: &Answer) -> Vec<String> {
    let problem = answer.json();
    let impediments = problem["impediments"].as_array().expect("impediments");
    impediments.iter().map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn an_overdrawn_account_offers_only_a_deposit_until_it_is_covered() {
    let server = bank();
    assert_eq!(offers(&server, "12345"), ["insattning", "overforing", "uttag"]);
    assert_eq!(offers(&server, "54321"), ["insattning"]);
    let refused = act(&server, "54321", "uttag", r#"{"belopp":"1.00"}"#);
    assert_eq!((refused.status, codes(&refused).contains(&"overtrasserat".to_owned())), (409, true), "{}", refused.body);
    assert_eq!(act(&server, "54321", "insattning", r#"{"belopp":"25.00"}"#).json()["balans"], "0.00");
    assert_eq!(offers(&server, "54321"), ["avsluta", "insattning"], "an empty account can be closed");
    assert_eq!(act(&server, "54321", "insattning", r#"{"belopp":"0.05"}"#).json()["balans"], "0.05");
    assert_eq!(offers(&server, "54321"), ["insattning", "overforing", "uttag"]);
}

#[test]
fn nobody_takes_more_than_there_is() {
    let server = bank();
    let refused = act(&server, "12345", "uttag", r#"{"belopp":"100.01"}"#);
    assert_eq!((refused.status, codes(&refused)), (409, vec!["tackning_saknas".to_owned()]));
    assert_eq!(act(&server, "12345", "uttag", r#"{"belopp":"99.99"}"#).json()["balans"], "0.01");
    let wrong = act(&server, "12345", "insattning", r#"{"belopp":"0.001"}"#);
    assert_eq!(wrong.status, 400, "{}", wrong.body);
}

#[test]
fn a_transfer_changes_both_accounts_or_none() {
    let server = bank();
    let unknown = act(&server, "12345", "overforing", r#"{"belopp":"10.00","tillKonto":"99999"}"#);
    assert_eq!((unknown.status, codes(&unknown)), (409, vec!["okant_konto".to_owned()]));
    let done = act(&server, "12345", "overforing", r#"{"belopp":"40.50","tillKonto":"54321"}"#);
    assert_eq!((done.status, &done.json()["balans"]), (200, &Value::from("59.50")), "{}", done.body);
    assert_eq!(balance(&server, "54321"), "15.50");
    let itself = act(&server, "12345", "overforing", r#"{"belopp":"1.00","tillKonto":"12345"}"#);
    assert_eq!(itself.status, 409, "{}", itself.body);
    assert_eq!(balance(&server, "12345"), "59.50");
}

#[test]
fn of_many_withdrawals_at_once_only_those_that_are_covered_succeed() {
    let server = bank();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| act(&server, "12345", "uttag", r#"{"belopp":"30.00"}"#).status)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 3, "{statuses:?}");
    assert_eq!(balance(&server, "12345"), "10.00");
}

#[test]
fn an_account_is_opened_and_closed_and_its_feed_tells_it() {
    let server = bank();
    let opened = send_json("POST", &server.url("/bank/v1/konton/oppna"), r#"{"kontonummer":"77777"}"#);
    assert_eq!(opened.status, 201, "{}", opened.body);
    assert_eq!(opened.header("location"), Some(server.url("/bank/v1/konton/77777").as_str()));
    let again = send_json("POST", &server.url("/bank/v1/konton/oppna"), r#"{"kontonummer":"77777"}"#);
    assert_eq!(again.status, 409, "{}", again.body);
    assert_eq!(act(&server, "77777", "avsluta", "{}").json()["tillstand"], "avslutat");
    assert_eq!(offers(&server, "77777"), Vec::<String>::new());
    let repeated = act(&server, "77777", "avsluta", "{}");
    assert_eq!((repeated.status, codes(&repeated)), (409, vec!["fel_tillstand".to_owned()]));
    let feed = get_with(&server.url("/bank/v1/feed/recent"), &[]).body;
    let told = ["KontoOppnat", "KontoAvslutat"].map(|event| feed.matches(&format!(" term=\"{event}\"")).count());
    assert_eq!(told, [1, 1], "{feed}");
}

#[test]
fn without_handlers_an_impediment_is_simulated() {
    let home = repository();
    let server = Server::start(
        Command::new(smie_binary())
            .args(["serve", "models/bank", "--impede", "overtrasserat", "--listen", "127.0.0.1:0", "--load"])
            .arg(home.join("generated-example/bank/sample"))
            .current_dir(&home),
    );
    assert_eq!(offers(&server, "12345"), ["insattning"]);
    let refused = act(&server, "12345", "uttag", r#"{"belopp":"1.00"}"#);
    assert_eq!((refused.status, codes(&refused)), (409, vec!["overtrasserat".to_owned()]));
}

/// A typed client of the bank, as its generator wrote it.
fn typed(server: &Server) -> Api {
    Api::new(&server.base).expect("an address")
}

fn money(text: &str) -> Decimal {
    Decimal::from(text)
}

#[tokio::test]
async fn a_typed_client_does_what_is_offered_and_is_told_what_stands_in_the_way() {
    let server = bank();
    let accounts = typed(&server).bank().konto();
    let rich = accounts.by_kontonummer("12345").await.expect("an account");
    assert!(matches!(rich.can_uttag(), Availability::Allowed { .. }), "{:?}", rich.can_uttag());
    let Acted::Done(less) = rich.uttag(&KontoUttag { belopp: money("99.99") }).await.expect("an answer") else { panic!("it is covered") };
    assert_eq!(less.balans, Some(money("0.01")));
    assert_eq!(accounts.by_kontonummer("12345").await.expect("an account").balans, Some(money("0.01")), "the server knows it too");
    let Acted::Impeded(reasons) = less.uttag(&KontoUttag { belopp: money("1.00") }).await.expect("an answer") else {
        panic!("it is not covered any more")
    };
    assert_eq!(reasons.iter().map(|reason| &reason.code).collect::<Vec<_>>(), [&KontoImpediment::TackningSaknas]);
    assert_eq!(reasons[0].text["sv"], "Beloppet är större än vad som finns på kontot");
    let Acted::Rejected(why) = less.insattning(&KontoInsattning { belopp: money("0.001") }).await.expect("an answer") else {
        panic!("no such amount exists")
    };
    assert!(format!("{why:?}").contains("belopp"), "{why:?}");
    let poor = accounts.by_kontonummer("54321").await.expect("an account");
    let Availability::Impeded(told) = poor.can_uttag() else { panic!("{:?}", poor.can_uttag()) };
    assert!(told.iter().any(|reason| reason.code == KontoImpediment::Overtrasserat), "{told:?}");
    let to = KontoOverforing { belopp: money("0.01"), till_konto: "99999".to_owned() };
    let Acted::Impeded(told) = less.overforing(&to).await.expect("an answer") else { panic!("nobody has that account") };
    assert_eq!(told.iter().map(|reason| &reason.code).collect::<Vec<_>>(), [&KontoImpediment::OkantKonto]);
}

#[tokio::test]
async fn a_typed_client_opens_an_account_and_reads_the_event_of_it() {
    let server = bank();
    let bank = typed(&server).bank();
    let input = KontoOppna { kontonummer: "77777".to_owned() };
    let Acted::Done(opened) = bank.konto().oppna(&input).await.expect("an answer") else { panic!("the number is free") };
    assert_eq!(opened.href(), server.url("/bank/v1/konton/77777"));
    let again = bank.konto().oppna(&input).await.expect_err("no reason of the model, but the number is taken");
    assert_eq!(again.problem().and_then(|problem| problem.status), Some(409), "{again:?}");
    let Acted::Done(closed) = opened.avsluta().await.expect("an answer") else { panic!("it is empty") };
    assert_eq!(closed.tillstand, Some(Kontotillstand::Avslutat));
    let Acted::Impeded(reasons) = closed.avsluta().await.expect("an answer") else { panic!("it is closed") };
    assert_eq!(reasons[0].code, KontoImpediment::FelTillstand);
    let mut events = bank.feed().start(Start::First).read();
    let mut told = Vec::new();
    while let Some(delivery) = events.next().await.expect("events") {
        match delivery.event {
            Event::KontoOppnat(event) => told.push(("opened", event.kontonummer)),
            Event::KontoAvslutat(event) => told.push(("closed", event.kontonummer)),
            _ => {}
        }
    }
    assert_eq!(
        told.iter().map(|(what, number)| (*what, number.as_ref().map_or("", Identifikator::value))).collect::<Vec<_>>(),
        [("opened", "77777"), ("closed", "77777")]
    );
}
