//! Stores that outlive their model: data of one FINT release opened with the next, and with the one before.

#![cfg(feature = "serve")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use smie::sample::{self, Options};
use smie_server::store::{Migration, Run, SqliteStore, Store, Stored, TenantName};
use smie_server::validate::Validator;
use smie_server::{Api, Builder};
use smie_wire::schema::Schema;

/// The schema of a published release; `None` when the releases are not here.
fn release(version: &str) -> Option<Arc<Schema>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../shared/fint/FINT-informasjonsmodell-v{version}.xml"));
    if !path.exists() {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "`{}` is missing", path.display());
        eprintln!("skipped: `{}` is not here", path.display());
        return None;
    }
    let compiled = smie::pipeline::compile(&path).expect("it can be read");
    Some(Arc::new(compiled.schema.expect("a published release is a right model")))
}

fn api(schema: &Arc<Schema>) -> Builder {
    Api::builder().schema(schema.clone())
}

/// A store with sample data of a release.
fn store(schema: &Arc<Schema>, folder: &Path) -> PathBuf {
    let sample = folder.join("sample");
    std::fs::create_dir(&sample).expect("a folder");
    let options = Options { count: 20, seed: 7, single: Vec::new() };
    sample::write(schema, &options, |name| File::create(sample.join(name))).expect("sample data");
    let data = folder.join("data");
    let report = api(schema).data(&data).build().expect("a new store").load(&sample);
    assert!(report.is_clean(), "{report}");
    data
}

/// Each entity's place, stamp and identifiers, by the stem of its collection's file.
fn contents(schema: &Arc<Schema>, data: &Path) -> Vec<String> {
    let validator = Validator::new(schema).expect("patterns");
    let store = SqliteStore::open(data, schema, &validator).expect("it opens");
    let mut found = Vec::new();
    let mut note = |stored| {
        if let Stored::Entity { id, at, entity } = stored {
            let names: Vec<_> = entity.identifiers().iter().flatten().collect();
            found.push(format!("{} {} {at:?} {names:?}", schema.collection(id.collection).file, id.row));
        }
    };
    store.scan(&TenantName::default(), &mut note).expect("it can be read");
    found.sort_unstable();
    found
}

fn only(migrations: Vec<Migration>) -> Migration {
    assert_eq!(migrations.len(), 1, "{migrations:?}");
    migrations.into_iter().next().expect("one")
}

#[test]
fn data_of_one_release_opens_with_the_next_or_says_what_it_would_lose() {
    for (before, after, opens) in [("4.0.0", "4.1.0", true), ("3.21.10", "4.0.0", false), ("4.1.0", "4.0.0", false)] {
        let (Some(old), Some(new)) = (release(before), release(after)) else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let data = store(&old, folder.path());
        let kept = contents(&old, &data);
        let dry = only(api(&new).migrate(&data, Run::Dry).expect("it can be compared"));
        println!("{before} to {after}: {} differences, {} kept, {} rewritten", dry.differences.len(), dry.kept, dry.rewritten);
        dry.noted.iter().for_each(|line| println!("  kept: {line}"));
        dry.lost.iter().for_each(|line| println!("  lost: {line}"));
        assert!(!dry.differences.is_empty());
        assert_eq!(dry.lost.is_empty(), opens, "{dry}");
        assert_eq!(contents(&old, &data), kept, "a dry run changes nothing");
        if opens {
            assert_eq!(only(api(&new).migrate(&data, Run::Apply).expect("it migrates")), dry);
            assert!(api(&new).migrate(&data, Run::Dry).expect("it can be compared").is_empty(), "once is enough");
            assert_eq!(contents(&new, &data), kept, "nothing becomes new");
            let wrong: Vec<_> = api(&new).check_store(&data).expect("files").into_iter().flat_map(|report| report.wrong).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        } else {
            let refused = api(&new).data(&data).build().expect_err("it would lose data").to_string();
            assert!(refused.contains("would lose") && refused.contains(&dry.lost[0]), "{refused}");
            assert_eq!(contents(&old, &data), kept, "what is refused stays as it is");
        }
    }
}
