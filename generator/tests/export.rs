//! A model written out by the runtime reads back to an equal model, whatever it came from.

use std::path::{Path, PathBuf};

use smie::model::Model;
use smie::pipeline::{self, Compiled};
use smie::source::write;

fn written(model: &Model) -> Vec<(PathBuf, String)> {
    model.files().into_iter().map(|file| (PathBuf::from(file.path), file.text)).collect()
}

fn read_back(texts: &[(PathBuf, String)]) -> Compiled {
    let compiled = pipeline::compile_texts(texts);
    assert!(!compiled.diagnostics.has_errors(), "{}", smie::diagnostic::render::human(&compiled.sources, &compiled.diagnostics));
    compiled
}

/// Through the runtime's plain form, and from there through the generator's canonical one.
fn survives(path: &Path) {
    let model = pipeline::compile(path).expect("the model is there").resolved.model;
    let texts = written(&model);
    let plain = read_back(&texts);
    assert_eq!(plain.resolved.model, model);
    assert_eq!(read_back(&write::files(&plain.tree)).resolved.model, model);
}

#[test]
fn the_small_fint_model_survives() {
    survives(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/fint")));
}

#[test]
fn the_published_fint_model_survives() {
    let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fint/FINT-informasjonsmodell-v4.1.0.xml"));
    if file.exists() {
        survives(file);
    } else {
        assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "the published model is absent, and SMIE_REQUIRE_ALL forbids skipping");
        eprintln!("skipped: the published model is not beside the repository");
    }
}

#[test]
fn the_whole_language_survives() {
    let package = r"
package: ''
docs: {sv: 'Ett: kolon', en: A colon}
scopes: {read: a.läs, write: a.skriv}
feed: {page_size: 20}
enums:
  Tillstånd: {docs: Läge, values: {ej_påbörjat: {sv: Ej påbörjat, en: Not begun}, 'no': {}}}
impediments:
  stängd: {sv: Stängd, en: Closed}
classes:
  Begrep: {is: abstrakt, attributes: {systemId: Identifikator}}
  Typ: {is: kodeverk, docs: En typ}
  Fil: {is: referanse}
";
    let other = r"
package: studie/deltagande
uses: ['']
common: false
feed: true
classes:
  Lös: {is: datatype, attributes: {tal: 'double 1..5', del: 'Lös?'}, relations: {typ: Typ, fil: 'Fil?', bilaga: 'Referanse*'}}
  Student:
    is: hovedklasse
    subject: self
    attributes:
      id: {type: Identifikator, primary: true, sensitive: false}
      nummer: {type: 'Identifikator?', gdpr: national_id, sensitive: true, pattern: '[0-9]{12}', min: 12, max: 12}
  Deltagande:
    is: hovedklasse
    docs: {sv: 'Rad ett

      rad två', en: '# no comment'}
    collection: deltaganden
    within: Student
    state: tillstånd
    allow: [read, update]
    since: 1.2.0
    deprecated: {since: 1.3.0, use: Annat, docs: {sv: För gammalt, en: Too old}}
    wire: Delt
    scope: a.delt
    attributes:
      id: Identifikator
      tillstånd: Tillstånd
      lös: {type: Lös+, deprecated: true, docs: 'ja: nej'}
    relations:
      student: {to: Student, writable: true, wire: stud, inverse: {name: 'deltagande*', since: 1.1.0, docs: {en: All of them}}}
      typ: Typ? <-> delar+
    actions:
      registrera:
        docs: {sv: Registrera}
        from: [ej_påbörjat, 'no']
        to: 'no'
        impediments: [stängd]
        input: {tidpunkt: 'datetime?'}
        method: POST
        scope: a.reg
        emits: registrerad
      skapa: {on: collection}
    events:
      registrerad: [id, student, tidpunkt]
";
    let header = "model: ladok\nversion: 1.3.0\nprofile: ladok\nlanguages: [sv, en]\nbase_url: https://x.se\n\
        info: {title: {sv: T, en: T}, status: active, released: 2026-01-02, contact: {email: a@x.se}, license: {name: MIT}, terms: https://x.se/v, sla: {support: kl. 8}, limitations: {sv: Inga}, deprecated: {date: 2026-01-31, use: 'https://x.se/v2'}}\n\
        overrides: {paging.max: 500}\nexceptions: {RES.06: Namn}\n";
    let texts = [("model.yaml", header), ("_.yaml", package), ("studie/deltagande.yaml", other)];
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in texts {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let compiled = pipeline::compile(folder.path()).unwrap();
    assert!(!compiled.diagnostics.has_errors(), "{}", smie::diagnostic::render::human(&compiled.sources, &compiled.diagnostics));
    survives(folder.path());
}
