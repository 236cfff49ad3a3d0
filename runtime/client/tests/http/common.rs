//! A server of canned answers over plain TCP: what it was asked, byte for byte, and how many connections that took.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// An answer.
#[derive(Clone)]
pub(crate) struct Answer {
    head: String,
    body: Vec<u8>,
    delay: Duration,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let kind = if content_type.is_empty() { String::new() } else { format!("content-type: {content_type}\r\n") };
        Self { head: format!("HTTP/1.1 {status} X\r\n{kind}"), body: body.into(), delay: Duration::ZERO }
    }

    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json", body)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// What the server was asked.
#[derive(Default)]
pub(crate) struct Seen {
    /// Heads of requests, in order.
    pub(crate) requests: Vec<String>,
    /// Their bodies.
    pub(crate) bodies: Vec<String>,
    /// Connections opened.
    pub(crate) connections: usize,
    /// Most requests under way at once.
    pub(crate) most: usize,
    under_way: usize,
    looked: usize,
}

/// A running server; it dies with the test's runtime.
pub(crate) struct Server {
    pub(crate) base: String,
    pub(crate) seen: Arc<Mutex<Seen>>,
    answers: Answers,
}

/// Answers by path and query, or by `METHOD path`.
type Answers = Arc<Mutex<HashMap<String, Answer>>>;

impl Server {
    /// Serves these answers by path and query, `BASE` in bodies being the server's address.
    pub(crate) async fn start<const N: usize>(answers: [(&str, Answer); N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { base, seen: Arc::default(), answers: Arc::default() };
        answers.into_iter().for_each(|(path, answer)| server.set(path, answer));
        let (shared, answers) = (server.seen.clone(), server.answers.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(connection(stream, answers.clone(), shared.clone()));
            }
        });
        server
    }

    /// Gives another answer from now on.
    pub(crate) fn set(&self, path: &str, mut answer: Answer) {
        if let Ok(text) = std::str::from_utf8(&answer.body) {
            answer.body = text.replace("BASE", &self.base).into_bytes();
        }
        answer.head = answer.head.replace("BASE", &self.base);
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Takes its time over an answer from now on.
    pub(crate) fn slow(&self, path: &str, delay: Duration) {
        self.answers.lock().unwrap().get_mut(path).unwrap().delay = delay;
    }

    /// Has no answer any more.
    pub(crate) fn remove(&self, path: &str) {
        self.answers.lock().unwrap().remove(path);
    }

    /// The addresses that were asked since the last look.
    pub(crate) fn news(&self) -> Vec<String> {
        let paths = self.paths();
        let mut seen = self.seen.lock().unwrap();
        let from = std::mem::replace(&mut seen.looked, paths.len());
        paths[from..].to_vec()
    }

    /// The first lines of the requests, without method and version.
    pub(crate) fn paths(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.requests.iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect()
    }
}

async fn connection(mut stream: TcpStream, answers: Answers, seen: Arc<Mutex<Seen>>) {
    let mut head = Vec::new();
    while let Ok(byte) = stream.read_u8().await {
        head.push(byte);
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8(std::mem::take(&mut head)).unwrap();
        let path = text.split(' ').nth(1).unwrap().to_owned();
        let method = text.split(' ').next().unwrap().to_owned();
        let header = |name: &str| {
            let line = text.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")))?;
            Some(line[name.len() + 1..].trim().to_owned())
        };
        let mut sent = vec![0; header("content-length").map_or(0, |length| length.parse().unwrap())];
        stream.read_exact(&mut sent).await.unwrap();
        let known = header("if-none-match");
        {
            let mut seen = seen.lock().unwrap();
            seen.requests.push(text);
            seen.bodies.push(String::from_utf8(sent).unwrap());
            seen.under_way += 1;
            seen.most = seen.most.max(seen.under_way);
        }
        let missing = Answer::new(404, "application/problem+json", r#"{"title":"Not Found","status":404}"#);
        let found = {
            let answers = answers.lock().unwrap();
            answers.get(&format!("{method} {path}")).or_else(|| answers.get(&path)).cloned()
        };
        let Answer { mut head, mut body, delay } = found.unwrap_or(missing);
        if known.is_some_and(|known| head.contains(&format!("etag: {known}\r\n"))) {
            (head, body) = (head.replacen("200", "304", 1), Vec::new());
        }
        tokio::time::sleep(delay).await;
        seen.lock().unwrap().under_way -= 1;
        let head = format!("{head}content-length: {}\r\n\r\n", body.len());
        if stream.write_all(&[head.as_bytes(), &body].concat()).await.is_err() {
            return;
        }
    }
}
