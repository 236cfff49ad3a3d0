//! What a derived type costs the compiler: our derives beside serde's, CPU milliseconds a type of `cargo check`.
//!
//! `cargo run -p smie-bench --bin derive_cost [TYPES]` writes crates of the same structs under `target/derive-cost`, one without derives, and checks
//! each a few times. What the structs themselves cost is taken away. Ours makes a table, strict reading and writing and `_links`; serde's makes
//! reading and writing, once of one flat struct, once with the links in a struct of their own, as they stand on the wire. Ours once more with an action, its
//! input and an impediment a type, which serde has nothing beside.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use smie_bench::cpu;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The better of so many runs: the machine is shared.
const ROUNDS: usize = 3;

/// A crate of structs: its name, and how it derives.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Smie,
    Flat,
    Linked,
    Acting,
}

const KINDS: [(Kind, &str); 5] = [
    (Kind::Plain, "no derive"),
    (Kind::Smie, "smie"),
    (Kind::Flat, "serde, flat"),
    (Kind::Linked, "serde, `_links`"),
    (Kind::Acting, "smie, actions"),
];

fn main() -> Result<()> {
    let types = env::args().nth(1).map_or(Ok(200), |count| count.parse::<usize>())?.clamp(10, 2_000);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no repository")?;
    let folder = root.join("target/derive-cost");
    write(root, &folder, types)?;
    let mut costs = [f64::MAX; KINDS.len()];
    // The first round also compiles what all crates depend on, and is not counted.
    for round in 0..=ROUNDS {
        for (at, cost) in costs.iter_mut().enumerate() {
            let spent = check(root, &folder, at)?;
            if round > 0 {
                *cost = cost.min(spent);
            }
        }
    }
    let plain = costs[0];
    let each = |cost: f64| (cost - plain) * 1e3 / types as f64;
    println!("{types} types of 8 attributes and 2 relations, CPU time of `cargo check`, the best of {ROUNDS}");
    println!("{:<18} {:>10} {:>14} {:>14}", "derive", "seconds", "ms a type", "beside serde");
    for ((_, name), cost) in KINDS.iter().zip(costs) {
        let beside = if *name == "no derive" { String::new() } else { format!("{:.2}", each(cost) / each(costs[2])) };
        println!("{name:<18} {cost:>10.2} {:>14.2} {beside:>14}", each(cost));
    }
    Ok(())
}

/// Checks one crate anew and tells what it cost.
fn check(root: &Path, folder: &Path, at: usize) -> Result<f64> {
    let file = folder.join(format!("c{at}/src/lib.rs"));
    let text = fs::read_to_string(&file)?;
    fs::write(&file, text)?;
    let before = cpu::children().ok_or("no /proc")?;
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--quiet", "--offline", "-p", &format!("c{at}")])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", root.join("target/generated"))
        .env("CARGO_INCREMENTAL", "0")
        .status()?;
    if !status.success() {
        return Err(format!("the crate c{at} does not compile").into());
    }
    Ok(cpu::children().ok_or("no /proc")? - before)
}

fn write(root: &Path, folder: &Path, types: usize) -> Result<()> {
    fs::create_dir_all(folder)?;
    let members: Vec<String> = (0..KINDS.len()).map(|at| format!("\"c{at}\"")).collect();
    fs::write(folder.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))?;
    // The versions of the repository, so that nothing is looked up.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    for (at, (kind, _)) in KINDS.into_iter().enumerate() {
        let source = folder.join(format!("c{at}/src"));
        fs::create_dir_all(&source)?;
        let (wire, server) = (root.join("runtime/wire"), root.join("runtime/server"));
        let server = if let Kind::Acting = kind { format!("smie-server = {{ path = {server:?} }}\n") } else { String::new() };
        let manifest = format!(
            "[package]\nname = \"c{at}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{server}smie-wire = {{ path = {wire:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n"
        );
        fs::write(folder.join(format!("c{at}/Cargo.toml")), manifest)?;
        fs::write(source.join("lib.rs"), module(kind, types)?)?;
    }
    Ok(())
}

/// The structs: each refers to the next as a value and as a target.
fn module(kind: Kind, types: usize) -> Result<String> {
    let mut text = String::from("#![allow(dead_code, unused_imports)]\nuse smie_wire::value::{Date, DateTime, Identifikator, Link};\n");
    for at in 0..types {
        let serde = "#[derive(serde::Serialize, serde::Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n";
        let (derive, id) = match kind {
            Kind::Plain => (String::new(), ""),
            Kind::Smie => ("#[derive(smie_wire::macros::WireHovedklasse)]\n#[smie(package = \"a/b\")]\n".to_owned(), "#[identifikator] "),
            Kind::Flat | Kind::Linked => (serde.to_owned(), ""),
            Kind::Acting => (acting(at), "#[identifikator] "),
        };
        let next = (at + 1) % types;
        let relations = format!("    pub eier: Link<Klasse{next}>,\n    pub deler: Vec<Link<Klasse{next}>>,\n");
        writeln!(
            text,
            "{derive}pub struct Klasse{at} {{\n    {id}pub system_id: Identifikator,\n    pub navn: String,\n    pub beskrivelse: Option<String>,\n    pub antall: i64,\n    pub aktiv: bool,\n    pub dato: Option<Date>,\n    pub endret: DateTime,\n    pub koder: Vec<String>,"
        )?;
        if let Kind::Linked = kind {
            writeln!(
                text,
                "    #[serde(rename = \"_links\")]\n    pub links: Links{at},\n}}\n{derive}pub struct Links{at} {{\n{relations}}}"
            )?;
        } else {
            writeln!(text, "{relations}}}")?;
        }
    }
    Ok(text)
}

/// An action with its input and an impediment, and the derive that knows of them.
fn acting(at: usize) -> String {
    format!(
        "#[derive(smie_server::Datatype)]\n#[smie(package = \"a/b\")]\npub struct Inndata{at} {{ pub grunn: String }}\n\
         #[smie_server::actions(Klasse{at})]\npub trait Handlinger{at} {{\n    #[action(impediments(\"opptatt\"))]\n    fn steng(&self, one: &mut Klasse{at}, \
         input: Inndata{at}, effects: &mut smie_server::Effects<'_>) -> Result<(), smie_server::Refused>;\n    #[impediment]\n    fn opptatt(&self, one: \
         &Klasse{at}, asked: &smie_server::Asked<'_>) -> smie_server::Verdict;\n}}\n\
         #[derive(smie_server::Hovedklasse)]\n#[smie(package = \"a/b\", actions = Handlinger{at})]\n"
    )
}
