//! Work beside the server: it begins when the server listens, reaches the data, and ends with the server.

use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use smie_server::store::TenantName;
use smie_server::{Api, Config, Edit, Hovedklasse, Identifikator};
use tokio::sync::oneshot;

/// Noe som noen andre har fortalt om.
#[derive(Hovedklasse)]
#[smie(package = "rom")]
struct Rom {
    #[identifikator]
    kode: Identifikator,
}

/// Tells when it is dropped.
struct Ends(Sender<&'static str>);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.send("ended");
    }
}

#[test]
fn work_beside_the_server_edits_its_data_and_ends_with_it() {
    let (told, heard) = channel();
    let work = move |api: Api| {
        let told = told.clone();
        async move {
            let _ends = Ends(told.clone());
            let json = r#"{"kode":{"identifikatorverdi":"Ø 1"}}"#;
            let edited = tokio::task::spawn_blocking(move || {
                let tenant = TenantName::default();
                let edited = api.edit(&tenant, &[Edit::Put { collection: "rom.rom", json: json.as_bytes() }]);
                assert_eq!(api.own(&tenant, "rom.rom", "kode", "Ø 1").as_deref(), Some(json.as_bytes()));
                assert_eq!(api.own(&tenant, "rom.rom", "kode", "Ø 2"), None);
                assert_eq!(api.own(&tenant, "rom.hus", "kode", "Ø 1"), None);
                edited
            });
            let created = edited.await.expect("no panic").expect("a right edit").created;
            let _ = told.send(if created == 1 { "created" } else { "not created" });
            std::future::pending::<()>().await;
        }
    };
    let api = Api::builder().name("rom").version("1.0.0").profile("fint").class::<Rom>().beside(work).build().expect("an API");
    assert!(heard.try_recv().is_err(), "it does not begin before the server does");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let (stop, stopped) = oneshot::channel::<()>();
    let config = Config { listen: "127.0.0.1:0".parse().expect("an address"), ..Config::default() };
    let server = runtime.block_on(api.bind(&config)).expect("a port is free");
    let running = runtime.spawn(server.run(async move { drop(stopped.await) }));
    let patience = Duration::from_secs(20);
    assert_eq!(heard.recv_timeout(patience), Ok("created"));
    stop.send(()).expect("the server runs");
    runtime.block_on(running).expect("no panic");
    assert_eq!(heard.recv_timeout(patience), Ok("ended"));
}
