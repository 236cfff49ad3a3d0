//! The generated client against the generated server, over HTTP, with the sample data of this folder.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use fint_client::{Api, Error, Optional};

/// A server on a free port, stopped when the test ends.
struct Server(Child, String);

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_fint-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--memory", "--load", concat!(env!("CARGO_MANIFEST_DIR"), "/../sample")])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(process.stderr.take().expect("stderr is piped"));
        let mut server = Self(process, String::new());
        let mut line = String::new();
        while lines.read_line(&mut line).expect("the server speaks UTF-8") > 0 {
            if let Some((_, address)) = line.split_once("listening on ") {
                address.trim().clone_into(&mut server.1);
                // What it says later is read too, so that it never waits for a reader.
                std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
                return server;
            }
            line.clear();
        }
        panic!("the server ended before it listened");
    }

    fn api(&self) -> Api {
        Api::new(&self.1).expect("the address is a URL")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_resource_is_found_by_each_of_its_identifiers() {
    let server = Server::start();
    let elever = server.api().utdanning_elev().elev();
    for elev in elever.list().await.expect("a list") {
        let id = elev.system_id.clone().expect("every pupil has one").identifikatorverdi;
        assert_eq!(*elever.by_system_id(&id).await.expect("by systemId"), elev);
        if let Some(feide) = &elev.feidenavn {
            assert!(feide.identifikatorverdi.contains('@'));
            assert_eq!(*elever.by_feidenavn(&feide.identifikatorverdi).await.expect("by feidenavn"), elev);
        }
    }
}

#[tokio::test]
async fn an_identifier_with_a_slash_is_one_segment() {
    let server = Server::start();
    let fravar = server.api().administrasjon_personal().fravar();
    let all = fravar.list().await.expect("a list");
    let id = all.iter().find_map(|f| Some(f.kildesystem_id.clone()?.identifikatorverdi)).expect("one with a case number");
    assert!(id.contains('/'), "{id}");
    let found = fravar.by_kildesystem_id(&id).await.expect("by kildesystemId");
    assert_eq!(found.kildesystem_id.as_ref().map(|i| i.identifikatorverdi.as_str()), Some(id.as_str()));
}

#[tokio::test]
async fn links_are_followed_by_type_and_both_ends_agree() {
    let server = Server::start();
    let api = server.api();
    for forhold in api.administrasjon_personal().arbeidsforhold().list().await.expect("a list") {
        let ansatt = api.follow(forhold.personalressurs.as_ref().expect("mandatory")).await.expect("the employee");
        let back = api.follow_all(&ansatt.arbeidsforhold).await;
        let ids: Vec<_> = back.into_iter().map(|f| f.expect("an employment").system_id.clone()).collect();
        assert!(ids.contains(&forhold.system_id));
        let person = api.follow(ansatt.person.as_ref().expect("mandatory")).await.expect("the person");
        assert!(person.navn.is_some());
    }
}

#[tokio::test]
async fn pages_and_counters_agree() {
    let server = Server::start();
    let skoler = server.api().utdanning_utdanningsprogram().skole();
    let first = skoler.page(2, 0).await.expect("a page");
    assert_eq!((first.total_items, first.size, first.offset), (3, 2, 0));
    let second = skoler.next(&first).await.expect("the next page").expect("there is one");
    assert_eq!((second.size, second.offset), (1, 2));
    assert!(skoler.next(&second).await.expect("no further page").is_none());
    assert_eq!(skoler.size().await.expect("the counter"), 3);
    let changed = skoler.last_updated().await.expect("the stamp");
    assert!(skoler.updated_since(changed).await.expect("a list").is_empty());
    assert_eq!(skoler.updated_since(changed - 1).await.expect("a list").len(), 3);
}

#[tokio::test]
async fn what_is_not_there_is_an_answer_and_not_a_crash() {
    let server = Server::start();
    let personer = server.api().utdanning_elev().person();
    let missing = personer.by_fodselsnummer("finnes ikke/æøå%").await;
    assert!(matches!(&missing, Err(Error::NotFound { .. })), "{missing:?}");
    assert!(missing.optional().expect("no other error").is_none());
}
