//! A gate in front of a server: it lets requests through and remembers them, and can be slow or shut.
//!
//! It passes the request's Host on, so that the server's links lead through the gate again. One request a connection keeps it short.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A request that came by, and the status of its answer.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The request line and the headers, as they came.
    pub head: String,
    /// Status code of the answer.
    pub status: u16,
}

impl Seen {
    /// The first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(':')).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

#[derive(Debug, Default)]
struct Mood {
    delay: AtomicU64,
    shut: AtomicBool,
    ended: AtomicBool,
    seen: Mutex<Vec<Seen>>,
    behind: Mutex<String>,
}

/// A gate. It stops with the test.
#[derive(Debug)]
pub struct Gate {
    /// Its address, without a trailing slash.
    pub base: String,
    address: SocketAddr,
    mood: Arc<Mood>,
}

impl Gate {
    /// A gate in front of the server at this address, such as `http://127.0.0.1:8080`.
    ///
    /// # Panics
    /// No port is free.
    #[must_use]
    pub fn before(server: &str) -> Self {
        let gate = Self::to_nowhere();
        gate.lead_to(server);
        gate
    }

    /// A gate that is shut until it [leads somewhere](Self::lead_to): for servers that must know each other's address before they start.
    ///
    /// # Panics
    /// No port is free.
    #[must_use]
    pub fn to_nowhere() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("an address");
        let mood = Arc::new(Mood::default());
        let shared = Arc::clone(&mood);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                let mood = Arc::clone(&shared);
                // What breaks off here breaks off for the client too, which is what a test of a broken connection wants.
                std::thread::spawn(move || drop(pass(stream, &mood)));
            }
        });
        Self { base: format!("http://{address}"), address, mood }
    }

    /// Puts the gate in front of this server.
    pub fn lead_to(&self, server: &str) {
        server.trim_start_matches("http://").clone_into(&mut self.mood.behind.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Lets every later request wait this long before it is passed on.
    pub fn delay(&self, delay: Duration) {
        self.mood.delay.store(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// Breaks every later connection off, until [`open`](Self::open).
    pub fn shut(&self) {
        self.mood.shut.store(true, Ordering::SeqCst);
    }

    /// Lets requests through again, at once.
    pub fn open(&self) {
        self.mood.shut.store(false, Ordering::SeqCst);
        self.delay(Duration::ZERO);
    }

    /// Takes what was seen since the last time.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.mood.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.mood.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

fn pass(mut client: TcpStream, mood: &Mood) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(60)))?;
    let (head, mut body) = head(&mut client)?;
    let length = head.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0);
    while body.len() < length {
        let mut piece = [0; 8192];
        let read = client.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        body.extend_from_slice(&piece[..read]);
    }
    std::thread::sleep(Duration::from_millis(mood.delay.load(Ordering::SeqCst)));
    let behind = mood.behind.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if behind.is_empty() || mood.shut.load(Ordering::SeqCst) {
        return client.shutdown(Shutdown::Both);
    }
    let mut server = TcpStream::connect(behind)?;
    server.set_read_timeout(Some(Duration::from_secs(60)))?;
    let kept = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let asked = kept.fold(String::new(), |all, line| all + line + "\r\n") + "Connection: close\r\n\r\n";
    server.write_all(asked.as_bytes())?;
    server.write_all(&body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    let status = std::str::from_utf8(answer.get(9..12).unwrap_or_default()).ok().and_then(|code| code.parse().ok()).unwrap_or(0);
    mood.seen.lock().unwrap_or_else(PoisonError::into_inner).push(Seen { head, status });
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Both)
}

/// The request line and headers without the empty line, and what came behind them.
fn head(client: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let body = read.split_off(end + 4);
            read.truncate(end);
            return Ok((String::from_utf8_lossy(&read).into_owned(), body));
        }
        let mut piece = [0; 8192];
        let count = client.read(&mut piece)?;
        if count == 0 || read.len() > 1 << 20 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        read.extend_from_slice(&piece[..count]);
    }
}
