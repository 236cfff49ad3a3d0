//! Reading a feed: closed pages and 304s per CPU second of the server, and the address that reads from a number on.
//!
//! `cargo run --release -p smie-bench --bin feed_read [REQUESTS] [--data DIR] [--json]`: 20,000 requests a measurement unless told otherwise.

use smie_bench::arguments::Arguments;
use smie_bench::load::Connection;
use smie_bench::model::{ELEV, FEED, api, pupil};
use smie_bench::report::Report;
use smie_bench::server::{Result, Server, was_server};
use smie_server::Edit;
use smie_server::store::TenantName;

/// The path and header lines of a request, by its number.
type Request<'r> = dyn Fn(usize) -> (String, String) + 'r;

const PAGES: usize = 50;
const PAGE: usize = 100;

fn main() -> Result<()> {
    if was_server()? {
        return Ok(());
    }
    let arguments = Arguments::read()?;
    let requests = arguments.count.unwrap_or(20_000);
    let folder = arguments.folder("feed_read")?;
    fill(&folder)?;
    let server = Server::of_model(&folder)?;
    let mut connection = Connection::open(&server.address)?;
    let page = |number: usize| format!("{FEED}/{}", number % PAGES + 1);
    let mut tags = Vec::new();
    for number in 0..PAGES {
        let answer = connection.get(&page(number), "")?;
        let tag = answer.etag.filter(|_| answer.status == 200).ok_or_else(|| format!("page {}: {}", number + 1, answer.status))?;
        tags.push(format!("If-None-Match: {tag}\r\n"));
    }
    let mut report = Report::new("feed_read");
    let measured: [(&str, u16, &Request<'_>); 4] = [
        ("closed page of 100 entries", 200, &|i| (page(i), String::new())),
        ("closed page that the reader has (304)", 304, &|i| (page(i), tags[i % PAGES].clone())),
        ("recent", 200, &|_| (format!("{FEED}/recent"), String::new())),
        ("100 events from a number on, as CloudEvents", 200, &|i| {
            (format!("{FEED}?after={}", i % PAGES * PAGE), "Accept: application/cloudevents-batch+json\r\n".to_owned())
        }),
    ];
    for (what, status, request) in measured {
        let cpu = server.cpu()?;
        let mut bytes = 0;
        for i in 0..requests {
            let (path, headers) = request(i);
            let (found, length) = connection.pass(&path, &headers)?;
            if found != status {
                return Err(format!("{path}: status {found}, expected {status}").into());
            }
            bytes += length;
        }
        let cpu = (server.cpu()? - cpu).max(0.01);
        let per = |value: f64| value / requests as f64;
        report.row(what, &[("per CPU second", requests as f64 / cpu), ("CPU µs", per(cpu * 1e6)), ("bytes", per(bytes as f64))]);
    }
    report.print(arguments.json);
    drop(server);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Writes as many events as the pages hold, and half a page.
fn fill(folder: &std::path::Path) -> Result<()> {
    let api = api(folder)?;
    let texts: Vec<String> = (0..PAGES * PAGE + PAGE / 2)
        .map(|i| {
            let mut text = String::new();
            pupil(&i.to_string(), i, 0, &mut text);
            text
        })
        .collect();
    for texts in texts.chunks(250) {
        let edits: Vec<_> = texts.iter().map(|text| Edit::Put { collection: ELEV, json: text.as_bytes() }).collect();
        api.edit(&TenantName::default(), &edits)?;
    }
    Ok(())
}
