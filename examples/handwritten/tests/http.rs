//! The example over HTTP: types written by hand are served, linked and followed as generated ones are.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rom::{Bruk, Bygning, Rom, RomHandlers, Stenging, Tilstand, Vaktmester};
use smie_server::test_kit::TestKit;
use smie_server::{Api, Identifikator, Link, NonEmpty};
use smie_tests::{Server, get, repository, smie};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

fn start(program: &str, data: &Path) -> Server {
    Server::start(Command::new(program).args(["serve", "--listen", "127.0.0.1:0", "--memory", "--load"]).arg(data))
}

fn rooms() -> Server {
    start(env!("CARGO_BIN_EXE_rom-server"), &Path::new(FOLDER).join("data"))
}

#[test]
fn a_class_written_by_hand_is_served_by_each_of_its_identities() {
    let server = rooms();
    let page = get(&server.url("/utdanning/rom/rom")).json();
    assert_eq!(page["total_items"], 2);
    let room = get(&server.url("/utdanning/rom/rom/romnummer/101")).json();
    assert_eq!(room["plasser"]["hoyst"], 32);
    assert_eq!(room, get(&server.url("/utdanning/rom/rom/systemid/R-1")).json());
    assert_eq!(get(&server.url("/utdanning/rom/bruk")).status, 404);
}

#[test]
fn both_ends_of_its_relations_are_links() {
    let server = rooms();
    let building = get(&server.url("/utdanning/rom/bygning/bygningsnummer/300123")).json();
    let links = building["_links"]["rom"].as_array().expect("an end that no struct has");
    assert_eq!(links.len(), 2);
    let room = get(links[1]["href"].as_str().expect("an address")).json();
    assert_eq!(room["romnummer"]["identifikatorverdi"], "102");
    assert_eq!(room["_links"]["dorFra"].as_array().map(Vec::len), Some(1));
    assert_eq!(building["_links"]["tegninger"][0]["href"], "https://arkiv.example.no/tegning/300123");
}

#[test]
fn an_action_written_by_hand_is_offered_until_something_stands_in_its_way() {
    let server = rooms();
    let room = get(&server.url("/utdanning/rom/rom/systemid/R-1")).json();
    assert_eq!(room["_actions"]["steng"]["allowed"], true);
    assert_eq!(room["_actions"]["apne"]["impediments"][0]["code"], "fel_tillstand");
    let kit = TestKit::new(Api::builder().name("rom").class::<Bygning>().class::<Rom>().handlers::<dyn RomHandlers>(Arc::new(Vaktmester)));
    let kit = kit.expect("an API");
    let rom = |key: &str| Rom {
        system_id: Identifikator::new(key),
        romnummer: None,
        tilstand: Tilstand::Aapent,
        bruk: NonEmpty::new(Bruk::Undervisning),
        plasser: None,
        bygning: Link::to("bygningsnummer/1"),
        dor_til: vec![Link::to(format!("systemid/{}", if key == "å/1" { "2" } else { "%C3%A5%2F1" }))],
    };
    kit.given(&rom("å/1")).expect("fits").given(&rom("2")).expect("fits");
    let why = |grunn: &str| Stenging { grunn: grunn.to_owned() };
    assert!(kit.when::<Rom>("systemid", "å/1", "steng", &why(" ")).is_err());
    let closed = kit.when::<Rom>("systemid", "å/1", "steng", &why("Vannlekkasje")).expect("nothing is in the way");
    assert_eq!(kit.resource::<Rom>(&closed).map(|rom| rom.tilstand), Some(Tilstand::Stengt));
    assert_eq!(kit.get::<Rom>("systemid", "2").map(|rom| rom.dor_til.len()), Some(0));
    let last = kit.offers::<Rom>("systemid", "2").expect("it is there");
    assert_eq!(last[0].impediments[0].code, "eneste_rom");
}

#[test]
fn data_that_the_types_do_not_allow_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong =
        r#"{"systemId":{"identifikatorverdi":"R-1"},"tilstand":"apent","bruk":["sløyd"],"plasser":{"sitteplasser":-1},"_links":{}}"#;
    fs::write(folder.path().join("utdanning-rom.rom.ndjson"), wrong).expect("a file");
    let ended = Command::new(env!("CARGO_BIN_EXE_rom-server"))
        .args(["serve", "--listen", "127.0.0.1:0", "--memory", "--load"])
        .arg(folder.path())
        .output()
        .expect("the server runs");
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    for part in ["sløyd", "sitteplasser", "bygning"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn a_class_beside_a_generated_model_is_linked_with_its_classes_both_ways() {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(repository().join("generated-example/fint/sample")).expect("sample data").flatten() {
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
    }
    let workshop =
        r#"{"systemId":{"identifikatorverdi":"V-1"},"_links":{"skole":[{"href":"/utdanning/utdanningsprogram/skole/systemid/SK-1"}]}}"#;
    fs::write(folder.path().join("utdanning-verksted.verksted.ndjson"), workshop).expect("a file");
    let server = start(env!("CARGO_BIN_EXE_rom-beside-fint"), folder.path());
    let school = get(&server.url("/utdanning/utdanningsprogram/skole/systemid/SK-1")).json();
    let back = school["_links"]["verksted"][0]["href"].as_str().expect("an end that the generated struct does not know");
    let workshop = get(back).json();
    let there = workshop["_links"]["skole"][0]["href"].as_str().expect("a link");
    assert_eq!(get(there).json(), school);
}

#[test]
fn the_model_of_the_types_becomes_a_folder_that_gives_the_same_routes() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("modell");
    let out = out.to_str().expect("UTF-8");
    smie(Path::new(FOLDER), ["show", "--from-rust", ".", "--bin", "rom-server", "--out", out]).ok();
    let package = fs::read_to_string(format!("{out}/utdanning/rom.yaml")).expect("the package");
    assert_eq!(package, fs::read_to_string(format!("{FOLDER}/modell/utdanning/rom.yaml")).expect("the committed one"));
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(|line| line.split_whitespace().last().unwrap_or_default().to_owned()).collect();
        lines.sort();
        lines
    };
    let own = Command::new(env!("CARGO_BIN_EXE_rom-server")).arg("routes").output().expect("the server runs");
    let routes = smie(Path::new(FOLDER), ["routes", out]).ok();
    assert_eq!(lines(&routes), lines(&String::from_utf8(own.stdout).expect("UTF-8")));
}
