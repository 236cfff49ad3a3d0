//! Kill -9 in a loop: a child process writes with many threads, this one kills it at any moment, opens what is left and checks it.
//!
//! Each writer moves its own group of entities from one generation to the next, in one batch that puts three, creates one and deletes one; after
//! each acknowledgement it says so through a pipe. Whatever the moment of the kill, the group must be whole, of the last generation that was
//! acknowledged or of the one that was under way, the log without gap, and
//! the feed the log told over again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use smie_server::store::{LogRow, Seq, SqliteStore, Store, Stored, TenantName};
use smie_server::table::{AboutTable, FORMAT, ModelTable, PackageTable};
use smie_server::validate::Validator;
use smie_server::{Api, Described, Edit, Hovedklasse, Identifikator};

const KILLS: u32 = 200;
/// The loop ends here even when the machine is too slow for all kills; it must have done a good part of them.
const TIME: Duration = Duration::from_secs(90);
const WRITERS: usize = 8;
const TENANTS: [&str; 2] = ["", "fylke.no"];
const MEMBER: &str = "prove.medlem";
const FEED: &str = "prove";
const PAGE: u64 = 7;
const FOLDER: &str = "SMIE_CRASH_FOLDER";

/// One of a group.
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "prove")]
pub struct Medlem {
    /// Name in the group.
    #[identifikator]
    pub system_id: Identifikator,
    /// Generation of the group.
    pub generasjon: i64,
}

static MODEL: ModelTable = ModelTable {
    format: FORMAT,
    name: "prove",
    version: "1.0.0",
    profile: "fint",
    profile_version: None,
    languages: &["nb"],
    about: AboutTable::EMPTY,
    overrides: &[],
    packages: &[PackageTable {
        path: "prove",
        docs: "",
        common: false,
        read_scope: None,
        write_scope: None,
        feed_page_size: Some(PAGE as u32),
        classes: &[<Medlem as Described>::table],
        enums: &[],
        impediments: &[],
    }],
};

fn tenant(name: &str) -> TenantName {
    TenantName::new(name).unwrap_or_default()
}

/// The child: writes until it is killed. As a test of its own it does nothing.
#[test]
fn writing_child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let api = Api::builder().model(&MODEL).data(folder).build().expect("what a kill leaves behind opens");
    let pipe = Mutex::new(std::io::stdout());
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (api, pipe) = (&api, &pipe);
            scope.spawn(move || write(api, folder, writer, pipe));
        }
    });
}

fn write(api: &Api, folder: &Path, writer: usize, pipe: &Mutex<std::io::Stdout>) {
    let tenant = tenant(TENANTS[writer % TENANTS.len()]);
    let started = folder.join("generations").join(writer.to_string());
    let mut generation: i64 = std::fs::read_to_string(started).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    loop {
        let before = generation;
        generation += 1;
        let member = |name: String| format!(r#"{{"systemId":{{"identifikatorverdi":"{name}"}},"generasjon":{generation}}}"#);
        let names = [format!("{writer}-0"), format!("{writer}-1"), format!("{writer}-2"), format!("{writer}-t-{generation}")];
        let texts = names.map(member);
        let mut edits: Vec<_> = texts.iter().map(|text| Edit::Put { collection: MEMBER, json: text.as_bytes() }).collect();
        let old = format!("{writer}-t-{before}");
        if before > 0 {
            edits.push(Edit::Delete { collection: MEMBER, identifier: "systemid", value: &old });
        }
        let done = api.edit(&tenant, &edits).expect("the store works");
        let mut pipe = pipe.lock().expect("no writer panics");
        writeln!(pipe, "\nack {writer} {generation} {} end", done.at.seq.0).and_then(|()| pipe.flush()).expect("the parent listens");
    }
}

/// The last generation and transaction that each writer was told of.
type Told = BTreeMap<usize, (i64, u64)>;

/// What one line of a child says. One that the kill cut short says nothing.
fn acknowledged(line: &str) -> Option<(usize, (i64, u64))> {
    match line.split(' ').collect::<Vec<_>>().as_slice() {
        ["ack", writer, generation, seq, "end"] => Some((writer.parse().ok()?, (generation.parse().ok()?, seq.parse().ok()?))),
        _ => None,
    }
}

/// Runs a child for a while and kills it.
fn run_and_kill(folder: &Path, life: Duration, told: &mut Told) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "writing_child", "--nocapture", "--test-threads", "1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let reader = std::thread::spawn(move || lines.map_while(Result::ok).filter_map(|line| acknowledged(&line)).collect::<Vec<_>>());
    std::thread::sleep(life);
    assert!(child.try_wait().expect("its state").is_none(), "the child ended by itself");
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    for (writer, now) in reader.join().expect("the reader ends") {
        let before = told.insert(writer, now).unwrap_or_default();
        assert!(now.0 == before.0 + 1 && now.1 > before.1, "writer {writer} was told of {now:?} after {before:?}");
    }
}

/// Checks what is there against what was told, and notes for the next child where each writer stands.
fn check(folder: &Path, told: &mut Told) {
    let schema = Api::builder().model(&MODEL).compile().expect("the model compiles");
    for report in SqliteStore::check(folder, &schema).expect("the files can be read") {
        assert!(report.wrong.is_empty(), "{report}");
    }
    let validator = Validator::new(&schema).expect("no patterns");
    let store = SqliteStore::open(folder, &schema, &validator).expect("it opens");
    for (number, name) in TENANTS.iter().enumerate() {
        check_tenant(&store, &tenant(name), (number..WRITERS).step_by(TENANTS.len()), told);
    }
    let generations = folder.join("generations");
    std::fs::create_dir_all(&generations).expect("a folder");
    for (writer, (generation, _)) in told {
        std::fs::write(generations.join(writer.to_string()), generation.to_string()).expect("a file");
    }
}

fn check_tenant(store: &SqliteStore, tenant: &TenantName, writers: impl Iterator<Item = usize>, told: &mut Told) {
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    let mut note = |stored| {
        let Stored::Entity { entity, .. } = stored else { return };
        let name = entity.identifiers()[0].as_deref().expect("a name").to_owned();
        let text = std::str::from_utf8(entity.member(1).expect("a generation")).expect("text");
        found.insert(name, text.rsplit(':').next().and_then(|n| n.parse().ok()).expect("a number"));
    };
    let last = store.scan(tenant, &mut note).expect("it can be read");
    let mut expected = 0;
    for writer in writers {
        let (acknowledged, seq) = told.get(&writer).copied().unwrap_or_default();
        let generation = found.get(&format!("{writer}-0")).copied().unwrap_or(0);
        assert!((acknowledged..=acknowledged + 1).contains(&generation), "writer {writer}: told of {acknowledged}, {generation} is there");
        assert!(last.seq >= Seq(seq), "writer {writer} was told of {seq}, the log ends at {last:?}");
        if generation > 0 {
            expected += 4;
            for name in ["1".to_owned(), "2".to_owned(), format!("t-{generation}")] {
                assert_eq!(found.get(&format!("{writer}-{name}")), Some(&generation), "writer {writer}: half a transaction");
            }
        }
        told.insert(writer, (generation, seq));
    }
    assert_eq!(found.len(), expected, "what was deleted is gone: {found:?}");
    let rows = store.log(tenant, Seq(0), usize::MAX >> 1).expect("it can be read");
    let mut seqs: Vec<_> = rows.iter().map(|row| row.seq.0).collect();
    seqs.dedup();
    assert!(seqs.iter().copied().eq(1..=last.seq.0), "the sequence has a gap");
    check_feed(store, tenant, &rows);
}

/// Each write is one event, in the same order; the newest are looked at, the others forgotten, so that a check does not grow from kill to kill.
fn check_feed(store: &SqliteStore, tenant: &TenantName, rows: &[LogRow]) {
    let heads = store.heads(tenant).expect("they can be read");
    let Some((_, head)) = heads.first() else { return assert!(rows.is_empty(), "nothing is told") };
    assert_eq!(head.last, rows.len() as u64, "the feed does not tell all that the log tells");
    let events = store.events(tenant, FEED, 1, usize::MAX >> 1).expect("they can be read");
    let skipped = rows.len() - events.len();
    assert!((skipped as u64 + 1..).zip(&events).all(|(number, event)| event.number == number), "the feed has a gap");
    assert!(events.iter().map(|event| event.seq).eq(rows[skipped..].iter().map(|row| row.seq)), "the feed tells it in another order");
    assert_eq!((head.first - 1) % PAGE, 0, "a page that is not full was closed");
    assert!(head.last + 1 - head.first < PAGE, "a full page is open");
    if head.page > 10 {
        store.purge(tenant, FEED, head.page - 10).expect("old pages are forgotten");
    }
}

#[test]
fn whenever_it_is_killed_no_acknowledged_write_is_lost_and_no_half_one_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let began = Instant::now();
    let mut told = Told::new();
    let mut kills = 0;
    // Not random on purpose: a multiplier that visits every length of life, the same on every machine.
    let mut life = 17;
    while kills < KILLS && began.elapsed() < TIME {
        life = (life * 37 + 11) % 180;
        run_and_kill(folder.path(), Duration::from_millis(20 + life), &mut told);
        check(folder.path(), &mut told);
        kills += 1;
    }
    let generations: i64 = told.values().map(|(generation, _)| generation).sum();
    eprintln!("{kills} kills in {:.1} s, {generations} transactions", began.elapsed().as_secs_f64());
    assert!(kills >= KILLS / 2, "only {kills} kills in {TIME:?}");
    assert!(generations > i64::from(kills), "the children hardly wrote: {generations} transactions");
}
