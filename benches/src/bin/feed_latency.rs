//! From an event's commit to a reader who waits for it: p50 and p99 with eight writers.
//!
//! `cargo run --release -p smie-bench --bin feed_latency [EVENTS] [--data DIR] [--json]`: 4,000 events unless told otherwise. Server, writers and reader are one
//! process with one clock; the reader is a client on a socket, with `Prefer: wait`. Each writer rests a moment between two commits, so that what is measured
//! is the way to the reader and not a queue of its own making.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use smie_bench::arguments::Arguments;
use smie_bench::load::Connection;
use smie_bench::model::{ELEV, FEED, api, pupil};
use smie_bench::report::{Report, percentile};
use smie_bench::server::Result;
use smie_server::store::TenantName;
use smie_server::{Api, Config, Edit};
use tokio::sync::oneshot;

const WRITERS: usize = 8;
const REST: Duration = Duration::from_millis(10);

fn main() -> Result<()> {
    let arguments = Arguments::read()?;
    let each = (arguments.count.unwrap_or(4_000) / WRITERS).max(1);
    let folder = arguments.folder("feed_latency")?;
    let api = api(&folder)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
    let server = runtime.block_on(api.bind(&config))?;
    let address = server.address().to_string();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = runtime.spawn(server.run(async {
        let _ = stopped.await;
    }));
    let (acknowledged, seen, requests) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read(&address, each * WRITERS).map_err(|e| e.to_string()));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn({
                    let api = &api;
                    move || write(api, writer, each)
                })
            })
            .collect();
        let mut acknowledged = HashMap::new();
        for writer in writers {
            acknowledged.extend(writer.join().map_err(|_| "a writer panicked")??);
        }
        let (seen, requests) = reader.join().map_err(|_| "the reader panicked")??;
        Ok::<_, Box<dyn std::error::Error>>((acknowledged, seen, requests))
    })?;
    let _ = stop.send(());
    runtime.block_on(running)?;
    // A reader can be told before the writer is: that is no time at all.
    let mut waits: Vec<f64> = seen
        .iter()
        .map(|(id, at)| {
            acknowledged.get(id).map(|told| at.saturating_duration_since(*told).as_secs_f64() * 1000.0).ok_or("who wrote this?")
        })
        .collect::<std::result::Result<_, _>>()?;
    waits.sort_by(f64::total_cmp);
    let mut report = Report::new("feed_latency");
    report.row(
        format!("{WRITERS} writers, one reader"),
        &[
            ("events", waits.len() as f64),
            ("requests of the reader", requests as f64),
            ("p50 ms", percentile(&waits, 0.5)),
            ("p99 ms", percentile(&waits, 0.99)),
            ("at most ms", percentile(&waits, 1.0)),
        ],
    );
    report.print(arguments.json);
    drop(api);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Commits pupils one by one; when each was acknowledged.
fn write(api: &Api, writer: usize, each: usize) -> std::result::Result<Vec<(String, Instant)>, String> {
    let mut acknowledged = Vec::with_capacity(each);
    let mut text = String::new();
    for i in 0..each {
        let id = format!("{writer}-{i}");
        text.clear();
        pupil(&id, i, 0, &mut text);
        api.edit(&TenantName::default(), &[Edit::Put { collection: ELEV, json: text.as_bytes() }]).map_err(|e| e.to_string())?;
        acknowledged.push((id, Instant::now()));
        std::thread::sleep(REST);
    }
    Ok(acknowledged)
}

/// Follows the feed until it has told so many events; when each was seen first, and how many requests it took.
fn read(address: &str, events: usize) -> Result<(HashMap<String, Instant>, usize)> {
    let mut connection = Connection::open(address)?;
    let (mut seen, mut after, mut requests) = (HashMap::new(), 0, 0);
    while seen.len() < events {
        let path = format!("{FEED}?after={after}&limit=1000");
        let answer = connection.get(&path, "Accept: application/cloudevents-batch+json\r\nPrefer: wait=15\r\n")?;
        let now = Instant::now();
        requests += 1;
        let batch: Vec<serde_json::Value> = serde_json::from_slice(&answer.body)?;
        if answer.status != 200 || batch.is_empty() {
            return Err(format!("status {}, {} events after {after}", answer.status, batch.len()).into());
        }
        for event in batch {
            let number: u64 = event["sequence"].as_str().unwrap_or_default().parse()?;
            if number != after + 1 {
                return Err(format!("event {number} after {after}").into());
            }
            after = number;
            seen.insert(event["data"]["systemId"].as_str().unwrap_or_default().to_owned(), now);
        }
    }
    Ok((seen, requests))
}
