//! Durable commits of one row each, by 1, 8 and 64 writers at once, beside the rate at which the same disk can sync a file.
//!
//! `cargo run --release -p smie-bench --bin commits [--seconds S] [--data DIR] [--json]`: five seconds a measurement unless told otherwise.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use smie_bench::arguments::Arguments;
use smie_bench::model::{ELEV, api, pupil};
use smie_bench::report::Report;
use smie_bench::server::Result;
use smie_server::store::TenantName;
use smie_server::{Api, Edit};

fn main() -> Result<()> {
    let arguments = Arguments::read()?;
    let time = Duration::from_secs_f64(arguments.seconds.unwrap_or(5.0));
    let folder = arguments.folder("commits")?;
    let mut report = Report::new("commits");
    let fsyncs = syncs(&folder, time)?;
    report.row("a file: 4 KiB written and synced", &[("fsyncs/s", fsyncs)]);
    let api = api(&folder.join("data"))?;
    for writers in [1, 8, 64] {
        let (commits, groups, seconds) = write(&api, writers, time)?;
        let (rate, groups_rate) = (commits as f64 / seconds, groups as f64 / seconds);
        report.row(
            format!("{writers} writers"),
            &[
                ("commits/s", rate),
                ("fsyncs/s", groups_rate),
                ("commits per fsync", commits as f64 / groups.max(1) as f64),
                ("commits per fsync of the disk", rate / fsyncs),
            ],
        );
    }
    report.print(arguments.json);
    drop(api);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// How often a second the disk makes 4 KiB durable.
fn syncs(folder: &Path, time: Duration) -> Result<f64> {
    let mut file = File::create(folder.join("synced"))?;
    let block = [7; 4096];
    let (began, mut count) = (Instant::now(), 0);
    while began.elapsed() < time {
        file.write_all(&block)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}

/// Commits, store commits and seconds. All transactions of a store commit share a stamp.
fn write(api: &Api, writers: usize, time: Duration) -> Result<(usize, usize, f64)> {
    let began = Instant::now();
    let one = |writer: usize| -> std::result::Result<Vec<u64>, String> {
        let (mut stamps, mut text) = (Vec::new(), String::new());
        for i in 0.. {
            if began.elapsed() >= time {
                break;
            }
            text.clear();
            pupil(&format!("{writers}-{writer}-{i}"), i, 0, &mut text);
            let edit = Edit::Put { collection: ELEV, json: text.as_bytes() };
            stamps.push(api.edit(&TenantName::default(), &[edit]).map_err(|e| e.to_string())?.at.stamp.0);
        }
        Ok(stamps)
    };
    let stamps = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..writers).map(|writer| scope.spawn(move || one(writer))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a writer panicked".to_owned())?)
            .collect::<std::result::Result<Vec<_>, _>>()
    })?
    .concat();
    let seconds = began.elapsed().as_secs_f64();
    let groups: HashSet<u64> = stamps.iter().copied().collect();
    Ok((stamps.len(), groups.len(), seconds))
}
