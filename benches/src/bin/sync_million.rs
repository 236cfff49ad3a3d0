//! A county's first synchronisation, the second one that changes nothing, and a restart: seconds, and bytes per entity in memory and on disk.
//!
//! `cargo run --release -p smie-bench --bin sync_million [N] [--data DIR] [--json]`: a million pupils of about a kilobyte unless told otherwise, in a package
//! with a feed, sent over HTTP to a server that is a process of its own.

use std::path::Path;
use std::time::Instant;

use smie_bench::arguments::Arguments;
use smie_bench::load::Connection;
use smie_bench::model::{PATH, pupil};
use smie_bench::report::Report;
use smie_bench::server::{Result, Server, was_server};

fn main() -> Result<()> {
    if was_server()? {
        return Ok(());
    }
    let arguments = Arguments::read()?;
    let count = arguments.count.unwrap_or(1_000_000);
    let folder = arguments.folder("sync_million")?;
    let mut report = Report::new("sync_million");
    let server = Server::of_model(&folder)?;
    let empty = server.memory().0;
    let per = |bytes: u64| bytes as f64 / count as f64;
    for (what, version, changed) in
        [("first synchronisation", 0, count), ("the same again", 0, 0), ("one in a hundred changed", 1, count / 100)]
    {
        let cpu = server.cpu()?;
        let seconds = sync(&server, count, version, changed)?;
        let (now, peak) = server.memory();
        report.row(
            what,
            &[
                ("entities", count as f64),
                ("seconds", seconds),
                ("CPU seconds", server.cpu()? - cpu),
                ("entities/s", count as f64 / seconds),
                ("resident bytes per entity", per(now.saturating_sub(empty))),
                ("at most resident per entity", per(peak.saturating_sub(empty))),
                ("bytes on disk per entity", per(size(&folder)?)),
            ],
        );
    }
    drop(server);
    let server = Server::of_model(&folder)?;
    let now = server.memory().0;
    report.row(
        "restart",
        &[
            ("seconds to ready", server.ready),
            ("resident bytes per entity", per(now.saturating_sub(empty))),
            ("bytes on disk per entity", per(size(&folder)?)),
        ],
    );
    drop(server);
    report.print(arguments.json);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Sends everything, of which every hundredth has this version; seconds until it is durable and visible. Exactly `changed` must differ.
fn sync(server: &Server, count: usize, version: usize, changed: usize) -> Result<f64> {
    let began = Instant::now();
    let lines = (0..count).step_by(500).map(|first| {
        let mut text = String::with_capacity(600_000);
        for i in first..(first + 500).min(count) {
            pupil(&i.to_string(), i, if i % 100 == 0 && i / 100 < count / 100 { version } else { 0 }, &mut text);
            text.push('\n');
        }
        text.into_bytes()
    });
    let path = format!("{PATH}/$sync?mode=full&expect={count}");
    let answer = Connection::open(&server.address)?.post(&path, "application/x-ndjson", lines)?;
    let seconds = began.elapsed().as_secs_f64();
    let done: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let differs = done["created"].as_u64().unwrap_or(0) + done["updated"].as_u64().unwrap_or(0);
    if answer.status != 200 || differs != changed as u64 {
        return Err(format!("status {}, {changed} expected to differ: {done}", answer.status).into());
    }
    Ok(seconds)
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
