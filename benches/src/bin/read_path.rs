//! The read path: smie beside a hand-written axum server over the same pupils, CPU time per request.
//!
//! `cargo run --release -p smie-bench --bin read_path [PUPILS]` builds nothing but itself: it wants `target/release/smie` (built by
//! `cargo build --release`). Both servers run as processes of their own on free loopback ports and are stopped at the end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use smie_bench::server::{Result, Server};
use smie_bench::{load, opponent};

const PUPILS: &str = "utdanning-elev.elev.ndjson";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("opponent") => serve_opponent(Path::new(arguments.get(1).ok_or("which file?")?)),
        Some(count) => compare(count.parse()?),
        None => compare(100_000),
    }
}

/// The opponent's own process.
fn serve_opponent(file: &Path) -> Result<()> {
    let router = opponent::router(file)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        eprintln!("listening on http://{}", listener.local_addr()?);
        axum::serve(listener, router).await?;
        Ok(())
    })
}

/// CPU microseconds per request over `count` requests, and bytes of a body.
fn cost(server: &Server, paths: &[String], count: usize) -> Result<(f64, u64)> {
    load::run(&server.address, paths, count / 10 + 1)?;
    let before = server.cpu()?;
    let brought = load::run(&server.address, paths, count)?;
    let after = server.cpu()?;
    if brought.ok != count {
        return Err(format!("{} of {count} answers were 200", brought.ok).into());
    }
    Ok(((after - before) * 1e6 / count as f64, brought.bytes / count as u64))
}

fn compare(count: usize) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no repository")?;
    let smie = root.join("target/release/smie");
    let data = root.join("target/bench-data");
    let files = sample(&smie, root, &data, count)?;
    let pupils = files.join(PUPILS);
    let ids: Vec<String> = fs::read_to_string(&pupils)?.lines().step_by((count / 1000).max(1)).map(id).collect::<Result<_>>()?;

    let ours = Server::start(
        Command::new(&smie).args(["serve", "models/fint", "--listen", "127.0.0.1:0", "--load"]).arg(&files).current_dir(root),
    )?;
    let theirs = Server::start(Command::new(env::current_exe()?).arg("opponent").arg(&pupils))?;
    println!("{count} pupils and as many persons: smie ready after {:.2} s, {} MiB resident", ours.ready, ours.memory().0 >> 20);
    println!("{count} pupils: hand-written axum ready after {:.2} s, {} MiB resident", theirs.ready, theirs.memory().0 >> 20);
    println!("{:<16} {:>14} {:>14} {:>8}   bytes", "CPU µs/request", "smie", "axum by hand", "ratio");
    let by_id: Vec<String> = ids.iter().map(|id| format!("/utdanning/elev/elev/systemid/{id}")).collect();
    row("by id", &ours, &theirs, &by_id, 40_000)?;
    for (size, requests) in [(100, 8_000), (1_000, 1_500), (25_000.min(count), 60)] {
        let pages: Vec<String> =
            (0..(count / size).max(1)).map(|page| format!("/utdanning/elev/elev?size={size}&offset={}", page * size)).collect();
        row(&format!("page of {size}"), &ours, &theirs, &pages, requests)?;
    }
    Ok(())
}

fn row(name: &str, ours: &Server, theirs: &Server, paths: &[String], count: usize) -> Result<()> {
    // Twice and interleaved, the better of each: the machine is shared.
    let mut best = [f64::MAX; 2];
    let mut bytes = [0; 2];
    for _ in 0..2 {
        for (at, server) in [ours, theirs].into_iter().enumerate() {
            let (cost, size) = cost(server, paths, count)?;
            best[at] = best[at].min(cost);
            bytes[at] = size;
        }
    }
    println!("{name:<16} {:>14.1} {:>14.1} {:>8.2}   {} / {}", best[0], best[1], best[1] / best[0], bytes[0], bytes[1]);
    Ok(())
}

/// Sample data with `count` pupils, each a person of their own.
fn sample(smie: &Path, root: &Path, data: &Path, count: usize) -> Result<PathBuf> {
    let _ = fs::remove_dir_all(data);
    let many = |class: &str| format!("{class}={count}");
    let done = Command::new(smie)
        .args(["sample", "models/fint", "--count", "10", "--seed", "1", "--class", &many("utdanning/elev/elev"), "--out"])
        .arg(data)
        .current_dir(root)
        .status()?;
    if done.success() { Ok(data.to_owned()) } else { Err("no sample data".into()) }
}

fn id(line: &str) -> Result<String> {
    let pupil: serde_json::Value = serde_json::from_str(line)?;
    Ok(pupil["systemId"]["identifikatorverdi"].as_str().ok_or("no systemId")?.to_owned())
}
