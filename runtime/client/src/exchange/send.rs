//! From a call to an answer: cache, retries, tokens, limits.
//!
//! Not generic, so that a typed call costs the compiler no more than its decoding. Dropping the future at any moment leaves nothing half done here.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LOCATION, CONTENT_TYPE, COOKIE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, LOCATION};
use http::{Method, StatusCode};
use reqwest::Response;
use tracing::Instrument;

use super::cache::{Key, Known};
use super::call::{Answer, Call};
use super::trace::Trace;
use crate::client::Client;
use crate::{Error, decode};

/// Room that is made for a body on the server's word alone.
const AT_ONCE: usize = 8 * 1024 * 1024;

impl Client {
    /// Asks, as often as it takes and is allowed.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, Error> {
        let span = tracing::debug_span!("request", method = %call.method, path = call.url.path());
        self.answered(call).instrument(span).await
    }

    async fn answered(&self, mut call: Call) -> Result<Answer, Error> {
        if !call.cached || self.inner.cache.is_none() {
            let answer = self.repeated(&call).await?;
            self.forget(&call, &answer.headers);
            return finished(&call, answer);
        }
        let Some(cache) = &self.inner.cache else { return finished(&call, self.repeated(&call).await?) };
        let key = Key::new(&call, self.token.as_deref());
        let known = match cache.get(&key) {
            Known::Fresh(answer) => {
                tracing::trace!("answered from the cache");
                return Ok(answer);
            }
            Known::Stale(answer) => Some(answer),
            Known::Nothing => None,
        };
        if let Some(etag) = known.as_ref().and_then(|answer| answer.headers.get(ETAG)) {
            call.headers.insert(IF_NONE_MATCH, etag.clone());
        }
        let answer = self.repeated(&call).await?;
        match known {
            Some(known) if answer.status == StatusCode::NOT_MODIFIED => {
                cache.renew(&key, &answer.headers, &answer.caching());
                Ok(known)
            }
            _ => {
                let answer = finished(&call, answer)?;
                cache.keep(key, &answer);
                Ok(answer)
            }
        }
    }

    /// A write makes what is known of its address old, and of the resource that the server says it changed (RFC 9111, 4.4), as an action does.
    fn forget(&self, call: &Call, said: &HeaderMap) {
        if let Some(cache) = self.inner.cache.as_ref().filter(|_| call.method != Method::GET && call.method != Method::HEAD) {
            cache.forget(call.url.as_str());
            let named = [LOCATION, CONTENT_LOCATION].into_iter().filter_map(|name| call.url.join(said.get(name)?.to_str().ok()?).ok());
            for url in named.filter(|url| url.origin() == call.url.origin()) {
                cache.forget(url.as_str());
            }
        }
    }

    async fn repeated(&self, call: &Call) -> Result<Answer, Error> {
        let retry = &self.inner.retry;
        let mut refused: Option<String> = None;
        let mut made = 0;
        loop {
            made += 1;
            let token = self.bearer(call, refused.as_deref()).await?;
            let wait = match self.once(call, token.as_deref()).await {
                Ok(answer) => {
                    // A token may have been withdrawn before its time; once, another one is asked for.
                    if answer.status == StatusCode::UNAUTHORIZED && refused.is_none() && self.renews() && token.is_some() {
                        refused = token;
                        continue;
                    }
                    match retry.after_answer(call, made, answer.status, &answer.headers) {
                        Some(wait) => wait,
                        None => return Ok(answer),
                    }
                }
                Err(Broken::Refused(error)) => return Err(error),
                Err(Broken::Off(error)) => match retry.after_break(call, made, &error) {
                    Some(wait) => wait,
                    None => return Err(transport(call.url.as_str(), error)),
                },
            };
            tracing::debug!(made, wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), "asking again");
            tokio::time::sleep(wait).await;
        }
    }

    /// True when another token can be asked for.
    fn renews(&self) -> bool {
        self.token.is_none() && self.inner.tokens.is_some()
    }

    async fn bearer(&self, call: &Call, refused: Option<&str>) -> Result<Option<String>, Error> {
        if let Some(token) = &self.token {
            return Ok(Some(token.to_string()));
        }
        // A token is for the API that it was given for, and for nobody to whom a link may lead.
        let Some(source) = self.inner.tokens.as_ref().filter(|_| self.is_ours(&call.url)) else { return Ok(None) };
        source.token(refused).await.map(Some).map_err(|source| Error::Token { source: Arc::from(source) })
    }

    async fn once(&self, call: &Call, token: Option<&str>) -> Result<Answer, Broken> {
        let response = self.request(call, token).send().await.map_err(Broken::Off)?;
        let (status, headers) = (response.status(), response.headers().clone());
        if let Some(cookies) = &self.inner.cookies {
            cookies.take(&call.url, &headers);
        }
        let url = call.url.to_string();
        let empty = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::ACCEPTED);
        if status.is_success() && !empty && !call.any_status && !call.expect.admits(decode::content_type(&headers)) {
            let found = decode::content_type(&headers).map(str::to_owned);
            return Err(Broken::Refused(Error::ContentType { url, expected: call.expect.word(), found }));
        }
        let body = match self.body(&url, response).await {
            // A refusal is told also when its explanation is lost.
            Err(_) if !status.is_success() => Bytes::new(),
            body => body?,
        };
        Ok(Answer { url, status, headers, body })
    }

    fn request(&self, call: &Call, token: Option<&str>) -> reqwest::RequestBuilder {
        let mut headers: HeaderMap = self.inner.headers.clone();
        headers.insert(ACCEPT, HeaderValue::from_static(call.expect.accept()));
        headers.extend(call.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        let trace = self.trace.as_deref().map_or_else(Trace::new, Clone::clone).request();
        let own = [("traceparent", Some(trace)), (COOKIE.as_str(), self.inner.cookies.as_ref().and_then(|jar| jar.give(&call.url)))];
        for (name, value) in own {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                headers.insert(name, value);
            }
        }
        if let Some(mut value) = token.filter(|_| self.is_ours(&call.url)).and_then(|t| HeaderValue::from_str(&format!("Bearer {t}")).ok())
        {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let mut request = self.inner.http.request(call.method.clone(), call.url.clone());
        if let Some(body) = &call.body {
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
            request = request.body(body.clone());
        }
        request.headers(headers)
    }

    /// Reads a body piece by piece, so that a too large one is never held; the limit counts decompressed bytes.
    async fn body(&self, url: &str, mut response: Response) -> Result<Bytes, Broken> {
        let limit = self.inner.max_body;
        let too_large = || Broken::Refused(Error::TooLarge { url: url.to_owned(), limit });
        let announced = usize::try_from(response.content_length().unwrap_or(0)).map_err(|_| too_large())?;
        if announced > limit {
            return Err(too_large());
        }
        let mut body = BytesMut::with_capacity(announced.min(AT_ONCE));
        while let Some(piece) = response.chunk().await.map_err(Broken::Off)? {
            if body.len() + piece.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }
}

/// Why there is no answer.
enum Broken {
    /// The connection could not be made or broke.
    Off(reqwest::Error),
    /// The answer is not one that is taken.
    Refused(Error),
}

/// An answer that is one, or the error that a refusal is.
fn finished(call: &Call, answer: Answer) -> Result<Answer, Error> {
    if answer.status.is_success() || call.any_status { Ok(answer) } else { Err(refusal(&answer)) }
}

/// The error that a refusal is.
pub(crate) fn refusal(answer: &Answer) -> Error {
    let (url, problem) = (answer.url.clone(), decode::problem(&answer.headers, &answer.body));
    match answer.status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Error::NotFound { url, gone: answer.status == StatusCode::GONE, problem },
        status => Error::Status { url, status, retry_after: super::retry::told(&answer.headers), problem },
    }
}

fn transport(url: &str, error: reqwest::Error) -> Error {
    let url = url.to_owned();
    // The address stands in our own message already.
    let (timeout, source) = (error.is_timeout(), Arc::new(error.without_url()));
    if timeout { Error::Timeout { url, source } } else { Error::Transport { url, source } }
}
