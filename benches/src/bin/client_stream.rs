//! Streaming a collection: the client's stream beside a hand-written loop of reqwest and serde over the same pages of the same server.
//!
//! `cargo run --release -p smie-bench --bin client_stream [N] [--data DIR] [--json]`: 100,000 pupils of a kilobyte unless told otherwise. Each reader is a process of its
//! own, so that its CPU time and its memory are its own.

use std::process::Command;

use serde::Deserialize;
use smie_bench::arguments::Arguments;
use smie_bench::cpu;
use smie_bench::model::{ELEV, PATH, api, pupil};
use smie_bench::report::Report;
use smie_bench::server::{Result, Server, was_server};
use smie_client::{Client, Hovedklasse, Identifikator, Link};
use smie_server::Edit;
use smie_server::store::TenantName;

/// A pupil as a generated client has it.
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "utdanning/elev")]
pub struct Elev {
    /// What the pupil is known by.
    pub system_id: Option<Identifikator>,
    /// Another name.
    pub elevnummer: Option<Identifikator>,
    /// Text that makes a kilobyte.
    pub beskrivelse: Option<String>,
    /// Where the pupil goes.
    pub skole: Option<Link<Elev>>,
}

/// A pupil as one writes it by hand.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Plain {
    system_id: Option<Id>,
    elevnummer: Option<Id>,
    beskrivelse: Option<String>,
    #[serde(rename = "_links")]
    links: Links,
}

#[derive(Debug, Deserialize)]
struct Id {
    identifikatorverdi: String,
}

#[derive(Debug, Deserialize)]
struct Links {
    #[serde(default)]
    skole: Vec<Href>,
    #[serde(default)]
    next: Vec<Href>,
}

#[derive(Debug, Deserialize)]
struct Href {
    href: String,
}

#[derive(Debug, Deserialize)]
struct Page {
    #[serde(rename = "_embedded")]
    embedded: Embedded,
    #[serde(rename = "_links")]
    links: Links,
}

#[derive(Debug, Deserialize)]
struct Embedded {
    #[serde(rename = "_entries")]
    entries: Vec<Plain>,
}

/// The arguments by which the bench knows that it is to read.
const READERS: [&str; 2] = ["stream", "by-hand"];

fn main() -> Result<()> {
    if was_server()? {
        return Ok(());
    }
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let [reader, base] = given.as_slice()
        && READERS.contains(&reader.as_str())
    {
        return read(reader, base);
    }
    let arguments = Arguments::read()?;
    let count = arguments.count.unwrap_or(100_000);
    let folder = arguments.folder("client_stream")?;
    fill(&folder, count)?;
    let server = Server::of_model(&folder)?;
    let mut report = Report::new("client_stream");
    for reader in READERS {
        let told = Command::new(std::env::current_exe()?).arg(reader).arg(format!("http://{}", server.address)).output()?;
        let told = String::from_utf8(told.stdout)?;
        let numbers: Vec<f64> = told.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
        let [read, letters, cpu, peak] = numbers.as_slice() else { return Err(format!("{reader} ended early: {told}").into()) };
        if *read as usize != count {
            return Err(format!("{reader} read {read} of {count} pupils").into());
        }
        let rate = read / cpu.max(0.01);
        report.row(
            reader,
            &[("entities per CPU second", rate), ("CPU seconds", *cpu), ("peak MiB", peak / 1_048_576.0), ("letters", *letters)],
        );
    }
    report.print(arguments.json);
    drop(server);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Reads everything, and tells how much that was and what it cost.
fn read(reader: &str, base: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (count, letters) = runtime.block_on(async { if reader == READERS[0] { stream(base).await } else { by_hand(base).await } })?;
    let id = std::process::id();
    println!("{count} {letters} {} {}", cpu::seconds(id).ok_or("no CPU time")?, cpu::peak(id).ok_or("no memory")?);
    Ok(())
}

async fn stream(base: &str) -> Result<(u64, usize)> {
    let mut pupils = Client::new(base)?.collection::<Elev>(PATH).stream();
    let (mut count, mut letters) = (0, 0);
    while let Some(pupil) = pupils.next().await {
        let pupil = pupil?;
        letters += pupil.system_id.map_or(0, |id| id.value().len()) + pupil.elevnummer.map_or(0, |id| id.value().len());
        letters += pupil.beskrivelse.map_or(0, |text| text.len()) + pupil.skole.map_or(0, |link| link.href().len());
        count += 1;
    }
    Ok((count, letters))
}

async fn by_hand(base: &str) -> Result<(u64, usize)> {
    let http = reqwest::Client::new();
    let mut url = Some(format!("{base}{PATH}?size=1000&offset=0"));
    let (mut count, mut letters) = (0, 0);
    while let Some(next) = url {
        let page: Page = http.get(&next).header("accept", "application/json").send().await?.error_for_status()?.json().await?;
        for pupil in page.embedded.entries {
            letters +=
                pupil.system_id.map_or(0, |id| id.identifikatorverdi.len()) + pupil.elevnummer.map_or(0, |id| id.identifikatorverdi.len());
            letters += pupil.beskrivelse.map_or(0, |text| text.len()) + pupil.links.skole.first().map_or(0, |link| link.href.len());
            count += 1;
        }
        url = page.links.next.into_iter().next().map(|link| link.href);
    }
    Ok((count, letters))
}

fn fill(folder: &std::path::Path, count: usize) -> Result<()> {
    let api = api(folder)?;
    for first in (0..count).step_by(1000) {
        let texts: Vec<String> = (first..count.min(first + 1000))
            .map(|i| {
                let mut text = String::new();
                pupil(&i.to_string(), i, 0, &mut text);
                text
            })
            .collect();
        let edits: Vec<_> = texts.iter().map(|text| Edit::Put { collection: ELEV, json: text.as_bytes() }).collect();
        api.edit(&TenantName::default(), &edits)?;
    }
    Ok(())
}
