//! A client: requests over one kept connection, nothing parsed but status, length and tag.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What a run of requests brought.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brought {
    /// Answers with status 200.
    pub ok: usize,
    /// Bytes of all bodies.
    pub bytes: u64,
}

/// Sends `count` GETs, cycling through `paths`, to a server on loopback.
///
/// # Errors
/// The connection fails, or an answer is not HTTP/1.1.
pub fn run(address: &str, paths: &[String], count: usize) -> io::Result<Brought> {
    let mut connection = Connection::open(address)?;
    let mut brought = Brought::default();
    for path in paths.iter().cycle().take(count) {
        let (status, bytes) = connection.pass(path, "Accept: application/json\r\n")?;
        brought.ok += usize::from(status == 200);
        brought.bytes += bytes;
    }
    Ok(brought)
}

/// A connection that is kept from request to request.
#[derive(Debug)]
pub struct Connection {
    address: String,
    stream: TcpStream,
    reader: BufReader<TcpStream>,
    scratch: Vec<u8>,
}

/// An answer with its body.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The entity tag, if it has one.
    pub etag: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

#[derive(Debug, Default)]
struct Head {
    status: u16,
    /// `None` = a chunked body.
    length: Option<u64>,
    etag: Option<String>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens.
    pub fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(600)))?;
        let reader = BufReader::with_capacity(256 * 1024, stream.try_clone()?);
        Ok(Self { address: address.to_owned(), stream, reader, scratch: vec![0; 256 * 1024] })
    }

    fn ask(&mut self, path: &str, headers: &str) -> io::Result<Head> {
        self.stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address).as_bytes())?;
        head(&mut self.reader)
    }

    /// GET whose body is only counted: status and bytes. `headers` are lines, each with its end.
    ///
    /// # Errors
    /// The connection fails, or the answer is not HTTP/1.1.
    pub fn pass(&mut self, path: &str, headers: &str) -> io::Result<(u16, u64)> {
        let head = self.ask(path, headers)?;
        let bytes = match head.length {
            _ if head.status == 304 => 0,
            Some(length) => drain(&mut self.reader, length, &mut self.scratch)?,
            None => chunks(&mut self.reader, &mut self.scratch)?,
        };
        Ok((head.status, bytes))
    }

    /// GET of an answer that says its length.
    ///
    /// # Errors
    /// The connection fails, or the answer does not say its length.
    pub fn get(&mut self, path: &str, headers: &str) -> io::Result<Answer> {
        let head = self.ask(path, headers)?;
        self.answer(head)
    }

    /// POST of a body of any length, written a piece at a time.
    ///
    /// # Errors
    /// The connection fails, or the answer does not say its length.
    pub fn post(&mut self, path: &str, form: &str, pieces: impl Iterator<Item = Vec<u8>>) -> io::Result<Answer> {
        let address = &self.address;
        let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {form}\r\nTransfer-Encoding: chunked\r\n\r\n");
        self.stream.write_all(head.as_bytes())?;
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            self.stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes())?;
            self.stream.write_all(&piece)?;
            self.stream.write_all(b"\r\n")?;
        }
        self.stream.write_all(b"0\r\n\r\n")?;
        let head = self::head(&mut self.reader)?;
        self.answer(head)
    }

    fn answer(&mut self, head: Head) -> io::Result<Answer> {
        let length = match head.length {
            None if head.status == 304 => 0,
            length => length.ok_or_else(|| io::Error::other("the answer does not say its length"))?,
        };
        let mut body = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.reader.read_exact(&mut body)?;
        Ok(Answer { status: head.status, etag: head.etag, body })
    }
}

/// Reads the status line and headers.
fn head(reader: &mut impl BufRead) -> io::Result<Head> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status =
        line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| io::Error::other(format!("no status line: {line:?}")))?;
    let mut head = Head { status, ..Head::default() };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            return Ok(head);
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => head.length = value.trim().parse().ok(),
            Some((name, value)) if name.eq_ignore_ascii_case("etag") => head.etag = Some(value.trim().to_owned()),
            _ => {}
        }
    }
}

fn drain(reader: &mut impl Read, length: u64, scratch: &mut [u8]) -> io::Result<u64> {
    let mut left = length;
    while left > 0 {
        let want = scratch.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        reader.read_exact(&mut scratch[..want])?;
        left -= want as u64;
    }
    Ok(length)
}

fn chunks(reader: &mut impl BufRead, scratch: &mut [u8]) -> io::Result<u64> {
    let mut total = 0;
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        drain(reader, length, scratch)?;
        line.clear();
        reader.read_line(&mut line)?;
        if length == 0 {
            return Ok(total);
        }
        total += length;
    }
}
