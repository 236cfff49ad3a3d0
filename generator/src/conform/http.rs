//! Asking a server: one request at a time, so many a second, so many in all.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Why nothing could be asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// The machinery could not be started.
    #[error("cannot make requests: {0}")]
    Start(String),
    /// The server does not answer.
    #[error("`{url}` does not answer: {reason}")]
    Silent {
        /// What was asked.
        url: String,
        /// Why there is no answer.
        reason: String,
    },
}

/// An answer, read whole.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The media type without parameters.
    pub(super) fn mime(&self) -> &str {
        self.header("content-type").and_then(|value| value.split(';').next()).unwrap_or_default().trim()
    }

    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }
}

/// Bytes of a body that are read; more is cut off, and is then no JSON.
const MOST: usize = 64 * 1024 * 1024;

/// A client that keeps to bounds.
pub(super) struct Http {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
    pause: Duration,
    left: usize,
    until: Instant,
    headers: Vec<(String, String)>,
}

impl Http {
    pub(super) fn new(requests: usize, rate: u32, time: Duration, headers: &[(String, String)]) -> Result<Self, HttpError> {
        let start = |error: &dyn std::fmt::Display| HttpError::Start(error.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| start(&error))?;
        let policy = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).redirect(policy).build().map_err(|error| start(&error))?;
        let pause = Duration::from_secs(1) / rate.max(1);
        Ok(Self { runtime, client, pause, left: requests, until: Instant::now() + time, headers: headers.to_vec() })
    }

    /// True when nothing more is asked.
    pub(super) fn is_done(&self) -> bool {
        self.left == 0 || Instant::now() >= self.until
    }

    pub(super) fn get(&mut self, url: &str) -> Result<Answer, HttpError> {
        self.ask("GET", url, &[])
    }

    /// Sends a request without a body.
    pub(super) fn ask(&mut self, method: &str, url: &str, headers: &[(&str, &str)]) -> Result<Answer, HttpError> {
        self.left = self.left.saturating_sub(1);
        std::thread::sleep(self.pause);
        let silent = |error: &dyn std::fmt::Display| HttpError::Silent { url: url.to_owned(), reason: error.to_string() };
        let method = method.parse::<reqwest::Method>().map_err(|error| silent(&error))?;
        let mut request = self.client.request(method, url);
        for (name, value) in self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(headers.iter().copied()) {
            request = request.header(name, value);
        }
        self.runtime.block_on(async {
            let mut response = request.send().await.map_err(|error| silent(&error))?;
            let status = response.status().as_u16();
            let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| silent(&error))? {
                body.extend_from_slice(&chunk);
                if body.len() > MOST {
                    break;
                }
            }
            Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
        })
    }
}
