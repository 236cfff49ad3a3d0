//! A load generator: a fixed number of GETs over one kept connection, nothing parsed but the length.

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
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::with_capacity(256 * 1024, stream.try_clone()?);
    let mut brought = Brought::default();
    let mut scratch = vec![0; 256 * 1024];
    for path in paths.iter().cycle().take(count) {
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: application/json\r\n\r\n").as_bytes())?;
        let (status, length) = head(&mut reader)?;
        brought.ok += usize::from(status == 200);
        brought.bytes += match length {
            Some(length) => drain(&mut reader, length, &mut scratch)?,
            None => chunks(&mut reader, &mut scratch)?,
        };
    }
    Ok(brought)
}

/// Reads the status line and headers; `None` = a chunked body.
fn head(reader: &mut impl BufRead) -> io::Result<(u16, Option<u64>)> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status =
        line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| io::Error::other(format!("no status line: {line:?}")))?;
    let mut length = None;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            return Ok((status, length));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
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
