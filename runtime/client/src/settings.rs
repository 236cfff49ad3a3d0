//! Settings of a client. Each has a default that is right for most programs.

use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::client::{Client, Inner};
use crate::exchange::{Cache, Cookies, Retry, TokenSource};
use crate::manners::Manners;
use crate::{Error, address};

/// Settings of a [`Client`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    base: String,
    user_agent: String,
    connect_timeout: Duration,
    read_timeout: Duration,
    timeout: Option<Duration>,
    max_body: usize,
    cache: usize,
    retry: Retry,
    repeats_posts: bool,
    cookies: bool,
    patience: Duration,
    headers: Vec<(String, String)>,
    tokens: Option<Arc<dyn TokenSource>>,
    token: Option<Arc<str>>,
    manners: &'static Manners,
    #[cfg(feature = "tls")]
    tls: Tls,
}

#[cfg(feature = "tls")]
#[derive(Clone, Debug, Default)]
struct Tls {
    identity: Option<Vec<u8>>,
    roots: Vec<Vec<u8>>,
}

impl ClientBuilder {
    pub(crate) fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            user_agent: concat!("smie-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            timeout: None,
            max_body: 256 * 1024 * 1024,
            cache: 16 * 1024 * 1024,
            retry: Retry::default(),
            repeats_posts: false,
            cookies: false,
            patience: Duration::from_secs(120),
            headers: Vec::new(),
            tokens: None,
            token: None,
            manners: Manners::FINT,
            #[cfg(feature = "tls")]
            tls: Tls::default(),
        }
    }

    /// Names the program that asks, in `User-Agent`.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// A header of every request, such as `x-org-id`; one that cannot be a header is told by [`build`](Self::build).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long making a connection may take. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the server may stay silent. Default: 30 s.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How long a request may take as a whole. Default: no limit, because a large collection takes its time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The largest answer to accept, in bytes after decompression. Default: 256 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Bytes of answers that are kept to be used again as the server allows; 0 = none. Default: 16 MiB.
    pub fn cache(mut self, bytes: usize) -> Self {
        self.cache = bytes;
        self
    }

    /// How often and how soon a failed call is made again. Only calls that may be made twice are.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Whether a POST whose answer was lost is sent again. Every POST carries an `Idempotency-Key`; this says that the server heeds it, as
    /// generated servers do. Default: no.
    pub fn repeats_posts(mut self, heeds_keys: bool) -> Self {
        self.repeats_posts = heeds_keys;
        self
    }

    /// Whether session cookies are kept and given back. Default: no.
    pub fn cookies(mut self, keep: bool) -> Self {
        self.cookies = keep;
        self
    }

    /// How long a deferred write may take until its outcome is known. Default: 2 minutes.
    pub fn write_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Where tokens come from, such as [`ClientCredentials`](crate::ClientCredentials). They are sent to the base's host only.
    pub fn tokens(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Some(Arc::new(source));
        self
    }

    /// One token for every request. [`Client::with_token`] gives single requests another, such as the end user's.
    pub fn token(mut self, token: &str) -> Self {
        self.token = Some(token.into());
        self
    }

    /// How the API pages, filters and answers; generated clients set it.
    pub fn manners(mut self, manners: &'static Manners) -> Self {
        self.manners = manners;
        self
    }

    /// Proves who the client is: certificate and key in PEM.
    #[cfg(feature = "tls")]
    pub fn client_certificate(mut self, pem: &[u8]) -> Self {
        self.tls.identity = Some(pem.to_vec());
        self
    }

    /// Trusts this authority too: its certificate in PEM.
    #[cfg(feature = "tls")]
    pub fn root_certificate(mut self, pem: &[u8]) -> Self {
        self.tls.roots.push(pem.to_vec());
        self
    }

    /// The client.
    ///
    /// # Errors
    /// The base address is none, a header cannot be one, or the HTTP client cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = address::base(&self.base)?;
        if cfg!(not(feature = "tls")) && base.scheme() == "https" {
            return Err(Error::Base { base: self.base, reason: "https wants the feature `tls` of smie-client".to_owned() });
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = name.parse::<HeaderName>().map_err(|error| Error::Setup(Arc::new(error)))?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|error| Error::Setup(Arc::new(error)))?);
        }
        let http = self.http()?;
        let inner = Inner {
            http,
            base,
            headers,
            max_body: self.max_body,
            retry: self.retry,
            repeats_posts: self.repeats_posts,
            patience: self.patience,
            cache: (self.cache > 0).then(|| Cache::new(self.cache)),
            cookies: self.cookies.then(Cookies::default),
            tokens: self.tokens,
        };
        Ok(Client { inner: Arc::new(inner), token: self.token, trace: None, manners: self.manners })
    }

    fn http(&self) -> Result<reqwest::Client, Error> {
        let mut http =
            reqwest::Client::builder().user_agent(&self.user_agent).connect_timeout(self.connect_timeout).read_timeout(self.read_timeout);
        if let Some(timeout) = self.timeout {
            http = http.timeout(timeout);
        }
        #[cfg(feature = "tls")]
        {
            let setup = |error| Error::Setup(Arc::new(error));
            if let Some(pem) = &self.tls.identity {
                http = http.identity(reqwest::Identity::from_pem(pem).map_err(setup)?);
            }
            for pem in &self.tls.roots {
                http = http.add_root_certificate(reqwest::Certificate::from_pem(pem).map_err(setup)?);
            }
        }
        http.build().map_err(|error| Error::Setup(Arc::new(error)))
    }
}
