//! Catching up with a feed: every event read in order by the client, by pages and by numbers; events per CPU second of the reader, and its memory.
//!
//! `cargo run --release -p smie-bench --bin feed_catch_up [N] [--data DIR] [--json]`: 100,000 events unless told otherwise. Each reader is a process of its own.

use std::process::Command;
use std::time::Instant;

use smie_bench::arguments::Arguments;
use smie_bench::cpu;
use smie_bench::model::{ELEV, FEED, api, pupil};
use smie_bench::report::Report;
use smie_bench::server::{Result, Server, was_server};
use smie_client::Client;
use smie_client::feed::{Feed, Start, Unknown};
use smie_server::Edit;
use smie_server::store::TenantName;

/// The arguments by which the bench knows that it is to read.
const READERS: [&str; 2] = ["pages", "numbers"];

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
    let folder = arguments.folder("feed_catch_up")?;
    fill(&folder, count)?;
    let server = Server::of_model(&folder)?;
    let mut report = Report::new("feed_catch_up");
    for reader in READERS {
        let before = server.cpu()?;
        let told = Command::new(std::env::current_exe()?).arg(reader).arg(format!("http://{}", server.address)).output()?;
        let told = String::from_utf8(told.stdout)?;
        let numbers: Vec<f64> = told.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
        let [read, cpu, peak, seconds] = numbers.as_slice() else { return Err(format!("{reader} ended early: {told}").into()) };
        if *read as usize != count {
            return Err(format!("{reader} read {read} of {count} events").into());
        }
        let values = [
            ("events per CPU second", read / cpu.max(0.01)),
            ("events per second", read / seconds.max(0.001)),
            ("peak MiB", peak / 1_048_576.0),
            ("CPU seconds of the server", server.cpu()? - before),
        ];
        report.row(format!("by {reader}"), &values);
    }
    report.print(arguments.json);
    drop(server);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Reads everything in order, and tells how much that was and what it cost.
fn read(reader: &str, base: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let began = Instant::now();
    let count = runtime.block_on(events(reader, base))?;
    let (id, seconds) = (std::process::id(), began.elapsed().as_secs_f64());
    println!("{count} {} {} {seconds}", cpu::seconds(id).ok_or("no CPU time")?, cpu::peak(id).ok_or("no memory")?);
    Ok(())
}

async fn events(reader: &str, base: &str) -> Result<u64> {
    let start = if reader == READERS[0] { Start::First } else { Start::AfterSequence(0) };
    let mut events = Feed::<Unknown>::new(Client::new(base)?, FEED).start(start).read();
    let mut count = 0;
    while let Some(delivery) = events.next().await? {
        count += 1;
        if delivery.position.sequence != Some(count) {
            return Err(format!("event {count} has the number {:?}", delivery.position.sequence).into());
        }
    }
    Ok(count)
}

fn fill(folder: &std::path::Path, count: usize) -> Result<()> {
    let api = api(folder)?;
    for first in (0..count).step_by(1000) {
        let texts: Vec<String> = (first..count.min(first + 1000))
            .map(|i| {
                let mut text = String::new();
                // A thousand pupils that change again and again: the feed is long, the collection is not.
                pupil(&(i % 1000).to_string(), i, i / 1000, &mut text);
                text
            })
            .collect();
        let edits: Vec<_> = texts.iter().map(|text| Edit::Put { collection: ELEV, json: text.as_bytes() }).collect();
        api.edit(&TenantName::default(), &edits)?;
    }
    Ok(())
}
