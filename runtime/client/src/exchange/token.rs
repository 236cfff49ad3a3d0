//! Who asks: bearer tokens, and where they come from (RFC 6749, RFC 6750).

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tokio::sync::Mutex;

/// Why there is no token.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// A token to come.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<String, TokenError>> + Send + 'a>>;

/// Gives tokens.
pub trait TokenSource: fmt::Debug + Send + Sync {
    /// A token that is good now. `refused` is one that a server would not take, so it must not be given again.
    ///
    /// # Errors
    /// There is none to be had.
    fn token<'a>(&'a self, refused: Option<&'a str>) -> TokenFuture<'a>;
}

/// Tokens by the client credentials grant (RFC 6749 §4.4), renewed before they run out; many calls at once wait for one renewal.
pub struct ClientCredentials {
    http: reqwest::Client,
    url: String,
    form: Vec<(String, String)>,
    /// Id and secret, when they go into a header.
    basic: Option<(String, String)>,
    current: Mutex<Option<Current>>,
}

struct Current {
    token: String,
    until: Instant,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Option<u64>,
}

/// What is left as it is in a form.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// A token is renewed so long before it runs out.
const EARLY: Duration = Duration::from_secs(30);
/// How long a token is good of which nothing is said.
const UNSAID: u64 = 300;
/// How long the server that gives tokens may take.
const PATIENCE: Duration = Duration::from_secs(30);

impl ClientCredentials {
    /// Tokens from this address for this client, whose secret goes into a header as the standard has it.
    pub fn new(token_url: impl Into<String>, id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            http: reqwest::Client::new(),
            url: token_url.into(),
            form: vec![("grant_type".to_owned(), "client_credentials".to_owned())],
            basic: Some((id.into(), secret.into())),
            current: Mutex::new(None),
        }
    }

    /// Asks for these scopes, separated by blanks.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.parameter("scope", scope)
    }

    /// With a further parameter, such as `audience` or `resource`; one that is there already is replaced.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.form.retain(|(known, _)| *known != name);
        self.form.push((name, value.into()));
        self
    }

    /// Sends id and secret in the body, for servers that do not read the header.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        match self.basic.take() {
            Some((id, secret)) => self.parameter("client_id", id).parameter("client_secret", secret),
            None => self,
        }
    }

    async fn ask(&self) -> Result<Current, TokenError> {
        let encoded = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
        let form: Vec<String> = self.form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mut request = self
            .http
            .post(&self.url)
            .timeout(PATIENCE)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(form.join("&"));
        if let Some((id, secret)) = &self.basic {
            request = request.basic_auth(encoded(id), Some(encoded(secret)));
        }
        let asked = Instant::now();
        let response = request.send().await.map_err(reqwest::Error::without_url)?;
        let status = response.status();
        let body = response.bytes().await.map_err(reqwest::Error::without_url)?;
        if !status.is_success() {
            let reason: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
            let said =
                |name: &str| reason.get(name).and_then(serde_json::Value::as_str).map(|text| format!(": {text}")).unwrap_or_default();
            return Err(format!("{}: {status}{}{}", self.url, said("error"), said("error_description")).into());
        }
        let granted: Granted = serde_json::from_slice(&body).map_err(|_| format!("{}: the answer holds no token", self.url))?;
        let lasts = Duration::from_secs(granted.expires_in.unwrap_or(UNSAID));
        // A token that lasts less than the time of grace is used for half of it.
        let until = asked + lasts.saturating_sub(EARLY).max(lasts / 2);
        Ok(Current { token: granted.access_token, until })
    }
}

impl TokenSource for ClientCredentials {
    fn token<'a>(&'a self, refused: Option<&'a str>) -> TokenFuture<'a> {
        Box::pin(async move {
            let mut current = self.current.lock().await;
            if let Some(known) = current.as_ref()
                && Instant::now() < known.until
                && refused != Some(known.token.as_str())
            {
                return Ok(known.token.clone());
            }
            let granted = self.ask().await?;
            let token = granted.token.clone();
            *current = Some(granted);
            Ok(token)
        })
    }
}

/// Never shows the secret.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("ClientCredentials").field("url", &self.url).finish_non_exhaustive()
    }
}
