//! What the services learn from each other: each reads another's feed, and keeps the keys that it needs and nothing else.
//!
//! So a service answers whether the other is there or not, and catches up when it comes back. What is learnt and how far was read are written in one
//! transaction, and so every event has its effect once, whatever stops in between.

use std::sync::Arc;

use ladok_client::feed::{BoxError, Consumer, Delivery, Feed, FeedEvent, Parked, Position};
use ladok_client::{Api as Client, Link, resultat, studiedeltagande};
use serde_json::{Value, json};
use smie_server::store::TenantName;
use smie_server::{Api, Builder, Edit};

/// Adds the readers whose sources the environment names: `LADOK_STUDIEDELTAGANDE` for the result service, `LADOK_RESULTAT` for the service of
/// participations, each the base address of a server.
pub fn register(api: Builder) -> Builder {
    let api = match std::env::var("LADOK_STUDIEDELTAGANDE") {
        Ok(base) => api.beside(move |api| read(api, "resultat-studiedeltagande", base.clone(), participations, participation)),
        Err(_) => api,
    };
    match std::env::var("LADOK_RESULTAT") {
        Ok(base) => api.beside(move |api| read(api, "studiedeltagande-resultat", base.clone(), results, result)),
        Err(_) => api,
    }
}

fn participations(client: &Client) -> Feed<studiedeltagande::Event> {
    client.studiedeltagande().feed()
}

fn results(client: &Client) -> Feed<resultat::Event> {
    client.resultat().feed()
}

/// A resource to keep: its collection and its own content.
type Kept = (&'static str, Value);

/// What the result service keeps of a participation: whose it is, of which course instance, and whether it goes on.
fn participation(event: &studiedeltagande::Event) -> Option<Kept> {
    use studiedeltagande::Event;
    let kept = |id: &str, student: Option<&str>, instance: Option<&str>, goes_on: bool| {
        let keys = json!({"Id": id, "StudentId": key(student?)?, "KurstillfalleId": key(instance?)?, "Aktiv": goes_on});
        Some(("resultat.deltagare", keys))
    };
    match event {
        Event::ForstagangsregistreradPaKurstillfalle(e) => kept(e.id.as_ref()?.value(), href(&e.student), href(&e.kurstillfalle), true),
        Event::FortsattningsregistreradPaKurstillfalle(e) => kept(e.id.as_ref()?.value(), href(&e.student), href(&e.kurstillfalle), true),
        Event::OmregistreradPaKurstillfalle(e) => kept(e.id.as_ref()?.value(), href(&e.student), href(&e.kurstillfalle), true),
        Event::AvbrottPaKurstillfalle(e) => kept(e.id.as_ref()?.value(), href(&e.student), href(&e.kurstillfalle), false),
        _ => None,
    }
}

/// What the service of participations keeps of a result: that there is one, and the grade.
fn result(event: &resultat::Event) -> Option<Kept> {
    let resultat::Event::ResultatPaKurs(result) = event else { return None };
    let grade = match result.betyg? {
        resultat::Betyg::U => "U",
        resultat::Betyg::G => "G",
        resultat::Betyg::Vg => "VG",
    };
    let key = format!("{}:{}", result.student_id.as_deref()?, result.kurskod.as_deref()?);
    Some(("studiedeltagande.avklarad", json!({"Id": key, "Betyg": grade})))
}

fn href<T>(link: &Option<Link<T>>) -> Option<&str> {
    link.as_ref().map(Link::href)
}

/// The key that an address ends with.
fn key(address: &str) -> Option<String> {
    let segment = address.rsplit('/').next().filter(|segment| !segment.is_empty())?;
    percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(Into::into)
}

/// Reads a feed for as long as the server runs.
async fn read<E: FeedEvent + Send + Sync>(
    api: Api,
    name: &'static str,
    base: String,
    feed: fn(&Client) -> Feed<E>,
    learn: fn(&E) -> Option<Kept>,
) {
    let client = match Client::new(&base) {
        Ok(client) => client,
        Err(error) => return eprintln!("{name}: {error}"),
    };
    let feed = feed(&client).poll_every(std::time::Duration::from_millis(500));
    let Err(error) = feed.run(&mut Reader { api, name, learn, pending: None }).await;
    eprintln!("{name} has stopped: {error}");
}

struct Reader<E> {
    api: Api,
    name: &'static str,
    learn: fn(&E) -> Option<Kept>,
    /// The position after events from which nothing was learnt.
    pending: Option<Position>,
}

impl<E> Reader<E> {
    /// Writes what was learnt and how far was read in one transaction.
    async fn keep(&mut self, learnt: Option<Kept>, position: &Position) -> Result<(), BoxError> {
        let mark = json!({"Flode": self.name, "Position": serde_json::to_string(position)?});
        let (api, written) = (self.api.clone(), learnt.into_iter().chain([("lasmarken.lasmarke", mark)]));
        let written: Vec<(&str, Vec<u8>)> = written.map(|(collection, value)| (collection, value.to_string().into_bytes())).collect();
        // Waiting for the disk is not for the threads that answer requests.
        tokio::task::spawn_blocking(move || {
            let edits: Vec<Edit<'_>> = written.iter().map(|(collection, json)| Edit::Put { collection, json }).collect();
            api.edit(&TenantName::default(), &edits)
        })
        .await??;
        self.pending = None;
        Ok(())
    }
}

impl<E: Send + Sync> Consumer<E> for Reader<E> {
    async fn position(&mut self) -> Result<Option<Position>, BoxError> {
        let Some(mark) = self.api.own(&TenantName::default(), "lasmarken.lasmarke", "flode", self.name) else { return Ok(None) };
        let mark: Value = serde_json::from_slice(&mark)?;
        Ok(mark["Position"].as_str().map(serde_json::from_str).transpose()?)
    }

    async fn apply(&mut self, delivery: &Arc<Delivery<E>>) -> Result<(), BoxError> {
        match (self.learn)(&delivery.event) {
            None => {
                self.pending = Some(delivery.position.clone());
                Ok(())
            }
            learnt => self.keep(learnt, &delivery.position).await,
        }
    }

    async fn park(&mut self, parked: &Parked) -> Result<(), BoxError> {
        eprintln!("{}: {} has no effect here and is left out", self.name, parked.entry());
        self.keep(None, &parked.position).await
    }

    async fn settle(&mut self) -> Result<(), BoxError> {
        match self.pending.take() {
            Some(position) => self.keep(None, &position).await,
            None => Ok(()),
        }
    }
}
