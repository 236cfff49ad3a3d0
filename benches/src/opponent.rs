//! The opponent: a server for pupils as a careful user would write it by hand, with axum, typed structs, `serde_json` and absolute hrefs
//! formatted per request. It holds the same data as smie and answers with the same members.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Segment, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};

/// An identity.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Identifikator {
    identifikatorverdi: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    gyldighetsperiode: Option<Periode>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Periode {
    start: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    slutt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beskrivelse: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Kontaktinformasjon {
    #[serde(skip_serializing_if = "Option::is_none")]
    epostadresse: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobiltelefonnummer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nettsted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telefonnummer: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Adresse {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    adresselinje: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postnummer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    poststed: Option<String>,
    #[serde(rename = "_links", default, skip_serializing_if = "BTreeMap::is_empty")]
    links: BTreeMap<String, Vec<Link>>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Link {
    href: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Elev {
    #[serde(skip_serializing_if = "Option::is_none")]
    brukernavn: Option<Identifikator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elevnummer: Option<Identifikator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feidenavn: Option<Identifikator>,
    system_id: Identifikator,
    #[serde(skip_serializing_if = "Option::is_none")]
    gjest: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hybeladresse: Option<Adresse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kontaktinformasjon: Option<Kontaktinformasjon>,
    #[serde(rename = "_links", default)]
    links: BTreeMap<String, Vec<Link>>,
}

/// What goes out for one pupil: the struct with its hrefs made absolute.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Resource<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    brukernavn: &'a Option<Identifikator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elevnummer: &'a Option<Identifikator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feidenavn: &'a Option<Identifikator>,
    system_id: &'a Identifikator,
    #[serde(skip_serializing_if = "Option::is_none")]
    gjest: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hybeladresse: Option<Adresse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kontaktinformasjon: &'a Option<Kontaktinformasjon>,
    #[serde(rename = "_links")]
    links: BTreeMap<&'a str, Vec<Link>>,
}

#[derive(Serialize)]
struct Embedded<'a> {
    _entries: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Page<'a> {
    _embedded: Embedded<'a>,
    _links: BTreeMap<&'a str, Vec<Link>>,
    total_items: usize,
    size: usize,
    offset: usize,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    size: usize,
    #[serde(default)]
    offset: usize,
}

/// Pupils in the order of the file, and where each `systemId` stands.
#[derive(Debug)]
struct Pupils {
    all: Vec<Elev>,
    by_id: HashMap<String, usize>,
}

/// Reads pupils from NDJSON and makes the service.
///
/// # Errors
/// The file cannot be read, or a line is no pupil.
pub fn router(ndjson: &Path) -> io::Result<Router> {
    let mut all = Vec::new();
    for line in BufReader::new(File::open(ndjson)?).lines() {
        all.push(serde_json::from_str::<Elev>(&line?)?);
    }
    let by_id = all.iter().enumerate().map(|(at, elev)| (elev.system_id.identifikatorverdi.clone(), at)).collect();
    Ok(Router::new()
        .route("/utdanning/elev/elev", get(page))
        .route("/utdanning/elev/elev/systemid/{id}", get(one))
        .with_state(Arc::new(Pupils { all, by_id })))
}

fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}

fn absolute(links: &[Link], base: &str) -> Vec<Link> {
    links.iter().map(|link| Link { href: format!("{base}{}", link.href) }).collect()
}

fn resource<'a>(elev: &'a Elev, base: &str) -> Resource<'a> {
    let mut links: BTreeMap<&str, Vec<Link>> = elev.links.iter().map(|(rel, links)| (rel.as_str(), absolute(links, base))).collect();
    let ids = [("brukernavn", &elev.brukernavn), ("elevnummer", &elev.elevnummer), ("feidenavn", &elev.feidenavn)];
    let mut selves: Vec<Link> = ids
        .iter()
        .filter_map(|(name, id)| {
            let value = &id.as_ref()?.identifikatorverdi;
            Some(Link { href: format!("{base}/utdanning/elev/elev/{name}/{}", value.replace('@', "%40")) })
        })
        .collect();
    selves.push(Link { href: format!("{base}/utdanning/elev/elev/systemid/{}", elev.system_id.identifikatorverdi) });
    links.insert("self", selves);
    let hybeladresse = elev.hybeladresse.clone().map(|mut adresse| {
        adresse.links = adresse.links.iter().map(|(rel, links)| (rel.clone(), absolute(links, base))).collect();
        adresse
    });
    Resource {
        brukernavn: &elev.brukernavn,
        elevnummer: &elev.elevnummer,
        feidenavn: &elev.feidenavn,
        system_id: &elev.system_id,
        gjest: elev.gjest,
        hybeladresse,
        kontaktinformasjon: &elev.kontaktinformasjon,
        links,
    }
}

fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn one(State(pupils): State<Arc<Pupils>>, Segment(id): Segment<String>, headers: HeaderMap) -> Response {
    match pupils.by_id.get(&id) {
        Some(&at) => json(&resource(&pupils.all[at], &base(&headers))),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn page(State(pupils): State<Arc<Pupils>>, Query(paging): Query<Paging>, headers: HeaderMap) -> Response {
    let base = base(&headers);
    let total = pupils.all.len();
    let size = if paging.size == 0 { total } else { paging.size };
    let start = paging.offset.min(total);
    let entries: Vec<_> = pupils.all[start..(start + size).min(total)].iter().map(|elev| resource(elev, &base)).collect();
    let at = |offset: usize| vec![Link { href: format!("{base}/utdanning/elev/elev?size={size}&offset={offset}") }];
    let mut links = BTreeMap::from([("self", at(start))]);
    if start > 0 {
        links.insert("prev", at(start.saturating_sub(size)));
    }
    if start + size < total {
        links.insert("next", at(start + size));
    }
    json(&Page { size: entries.len(), _embedded: Embedded { _entries: entries }, _links: links, total_items: total, offset: start })
}
