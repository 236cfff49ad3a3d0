//! A client certificate in a real handshake: `openssl s_server` demands one and checks it, and the client checks the server's.
//!
//! Apart from the other tests because it needs the feature `tls`: `cargo test -p smie-client --features tls --test client_certificate`.
#![cfg(feature = "tls")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde::Deserialize;
use smie_client::{Client, ClientBuilder, Collection, Error, Retry};
use tempfile::TempDir;

#[derive(Debug, Deserialize)]
struct Student {
    navn: String,
}

fn openssl(folder: &Path, line: &str) {
    let ended = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().expect("openssl is there");
    assert!(ended.status.success(), "openssl {line}\n{}", String::from_utf8_lossy(&ended.stderr));
}

/// An authority of this name, and a certificate that it signed, each with its key in a file of its own.
fn certified(folder: &Path, authority: &str, name: &str) {
    let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
    if !folder.join(format!("{authority}.pem")).exists() {
        openssl(folder, &format!("{new} -subj /CN={authority} -keyout {authority}.key -out {authority}.pem"));
    }
    let of = format!(
        "-CA {authority}.pem -CAkey {authority}.key -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=IP:127.0.0.1"
    );
    openssl(folder, &format!("{new} -subj /CN={name} {of} -keyout {name}.key -out {name}.pem"));
}

/// A server that answers nobody without a certificate of its authority.
struct Server {
    process: Child,
    base: String,
    folder: TempDir,
}

impl Server {
    /// `None` when there is no openssl, and that may be.
    fn start() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            assert!(std::env::var_os("SMIE_REQUIRE_ALL").is_none(), "no openssl, and SMIE_REQUIRE_ALL forbids skipping");
            eprintln!("skipped: `apt install openssl` brings a server that demands certificates");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        certified(folder.path(), "authority", "server");
        certified(folder.path(), "authority", "client");
        certified(folder.path(), "stranger", "guest");
        let resource = folder.path().join("studenter/id");
        fs::create_dir_all(&resource).expect("a folder");
        let body = r#"{"navn":"Åse Ødegård"}"#;
        let answer = format!("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        fs::write(resource.join("1"), answer).expect("written");
        let arguments =
            "s_server -accept 127.0.0.1:0 -HTTP -cert server.pem -key server.key -CAfile authority.pem -Verify 1 -verify_return_error";
        let mut server = Command::new("openssl");
        server.args(arguments.split(' ')).current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = server.spawn().expect("openssl is there");
        let mut lines = BufReader::new(process.stdout.take().expect("piped"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(lines.read_line(&mut line).expect("text") > 0, "the server ended before it listened");
            if let Some((_, address)) = line.split_once("ACCEPT ") {
                break address.trim().to_owned();
            }
        };
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Some(Self { process, base: format!("https://{address}"), folder })
    }

    fn pem(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).expect("a PEM file")
    }

    /// Certificate and key in one, as they are given to a client.
    fn identity(&self, name: &str) -> Vec<u8> {
        [self.pem(&format!("{name}.pem")), self.pem(&format!("{name}.key"))].concat()
    }

    fn settings(&self) -> ClientBuilder {
        Client::builder(&self.base).root_certificate(&self.pem("authority.pem")).retry(Retry::NEVER)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn student(settings: ClientBuilder) -> Result<String, Error> {
    let students: Collection<Student> = settings.build()?.collection("/studenter");
    students.by("id", "1").await.map(|student| student.value.navn)
}

#[tokio::test]
async fn the_server_answers_who_shows_its_authoritys_certificate_and_nobody_else() {
    let Some(server) = Server::start() else { return };
    let known = server.settings().client_certificate(&server.identity("client"));
    assert_eq!(student(known.clone()).await.expect("an answer"), "Åse Ødegård");
    for (who, settings) in
        [("nobody", server.settings()), ("somebody of another authority", server.settings().client_certificate(&server.identity("guest")))]
    {
        let refused = student(settings).await;
        assert!(matches!(refused, Err(Error::Transport { .. })), "{who}: {refused:?}");
    }
    // And the client answers no server that its authorities do not know.
    let careful = Client::builder(&server.base).client_certificate(&server.identity("client")).retry(Retry::NEVER);
    let unknown = student(careful).await;
    assert!(matches!(unknown, Err(Error::Transport { .. })), "{unknown:?}");
    assert_eq!(student(known).await.expect("an answer"), "Åse Ødegård", "the refused did the server no harm");
}

#[tokio::test]
async fn what_is_no_certificate_is_told_before_anything_is_asked() {
    let wrong = Client::builder("https://127.0.0.1:1").client_certificate("ikkje eit sertifikat".as_bytes()).build();
    assert!(matches!(wrong, Err(Error::Setup(_))), "{wrong:?}");
}
