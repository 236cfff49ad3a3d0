//! Plain HTTP, without any of our own client code.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Client, Method};
use tokio::runtime::Runtime;

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body as text.
    pub body: String,
}

impl Answer {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// It is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// GET.
#[must_use]
#[track_caller]
pub fn get(url: &str) -> Answer {
    get_with(url, &[])
}

/// GET with headers.
#[must_use]
#[track_caller]
pub fn get_with(url: &str, headers: &[(&str, &str)]) -> Answer {
    send("GET", url, headers)
}

/// PUT or POST of JSON.
#[must_use]
#[track_caller]
pub fn send_json(method: &str, url: &str, json: &str) -> Answer {
    write(method, url, &[("content-type", "application/json")], json)
}

/// A request with a body.
///
/// # Panics
/// As [`send`].
#[must_use]
#[track_caller]
pub fn write(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    exchange(method, url, headers, Some(body.to_owned()))
}

/// Any request without a body.
///
/// # Panics
/// The server does not answer within 30 seconds, or not in UTF-8.
#[must_use]
#[track_caller]
pub fn send(method: &str, url: &str, headers: &[(&str, &str)]) -> Answer {
    exchange(method, url, headers, None)
}

#[track_caller]
fn exchange(method: &str, url: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
    static RUNTIME: OnceLock<(Runtime, Client)> = OnceLock::new();
    let (runtime, client) = RUNTIME.get_or_init(|| {
        let client = Client::builder().timeout(Duration::from_secs(30)).no_proxy().build().expect("a client can be made");
        (Runtime::new().expect("a runtime can be made"), client)
    });
    let mut request = client.request(method.parse::<Method>().expect("a method"), url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.body(body);
    }
    runtime.block_on(async {
        let response = request.send().await.unwrap_or_else(|error| panic!("{url}: {error}"));
        let status = response.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let body = response.text().await.expect("the body arrives whole");
        Answer { status, headers, body }
    })
}
