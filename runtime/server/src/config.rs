//! Settings of a running server: defaults, a file, the environment, flags, in rising precedence, each remembering where it came from.
//!
//! One table has every setting with its words; the file, the environment and `config` all read it, so none can know a setting that another does not.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::HeaderName;

use crate::http::{valid_base, valid_origin};
use crate::simulate::Simulate;

/// Settings of a running server.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where to listen. Without authentication, loopback only.
    pub listen: SocketAddr,
    /// The base of links when no proxy says otherwise.
    pub public_base_url: Option<String>,
    /// Peers beside loopback whose `Forwarded` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where pages of browsers may come from that ask here; `*` = anywhere. None until configured.
    pub cors_origins: Vec<String>,
    /// The header that names the organisation; without it there is only the default one.
    pub tenant_header: Option<HeaderName>,
    /// Folder that data is kept in; `None` = data lives as long as the process.
    pub data: Option<PathBuf>,
    /// Data to load at start.
    pub load: Option<PathBuf>,
    /// How long feeds keep closed pages; `None` = for ever.
    pub feed_retention: Option<Duration>,
    /// Whether browsers get the explorer; `None` = on where only this machine can reach the server.
    pub explorer: Option<bool>,
    /// How long the log of changes is kept; `None` = for ever. Entities and feeds need none of it.
    pub log_retention: Option<Duration>,
    /// How long it is known what was deleted; `None` = for ever.
    pub tombstone_retention: Option<Duration>,
    /// What a client may ask for at most.
    pub limits: Limits,
    /// How slow the server is, and how often it fails, on purpose; for teams that build clients.
    pub simulate: Simulate,
}

/// What a client may ask for at most.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Bytes of path and query.
    pub url_length: usize,
    /// Bytes of a request's head.
    pub header_bytes: usize,
    /// Time to send the head.
    pub header_timeout: Duration,
    /// Bytes of a request's body; a synchronisation has no limit.
    pub body_bytes: usize,
    /// Time for a body to come, and for a route of the user's own to answer.
    pub request_timeout: Duration,
    /// Requests that run at once.
    pub concurrency: usize,
    /// Connections at once.
    pub connections: usize,
    /// Comparisons that a filter may make for one entity.
    pub filter_cost: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_base_url: None,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            tenant_header: None,
            data: Some(PathBuf::from("./data")),
            load: None,
            feed_retention: None,
            explorer: None,
            log_retention: Some(YEAR),
            tombstone_retention: Some(YEAR),
            limits: Limits::default(),
            simulate: Simulate::default(),
        }
    }
}

impl Config {
    /// True when browsers get the explorer: said, or by default where nobody but this machine comes, neither directly nor through a proxy.
    pub(crate) fn explores(&self) -> bool {
        let alone = self.listen.ip().to_canonical().is_loopback() && self.public_base_url.is_none() && self.trusted_proxies.is_empty();
        self.explorer.unwrap_or(alone)
    }

    /// An address to listen on as people write it: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, or the port alone.
    ///
    /// # Errors
    /// What is expected, when the text is none of these.
    pub fn listen_address(text: &str) -> Result<SocketAddr, &'static str> {
        let port = text.strip_prefix("localhost:").unwrap_or(text).parse();
        let address = port.map(|port| SocketAddr::from(([127, 0, 0, 1], port))).or_else(|_| text.parse());
        address.map_err(|_| "expected an address with a port, such as 127.0.0.1:8080 or localhost:8080, or a port")
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            url_length: 2048,
            header_bytes: 16 * 1024,
            header_timeout: Duration::from_secs(10),
            body_bytes: 10_000_000,
            request_timeout: Duration::from_secs(30),
            concurrency: 1024,
            connections: 4096,
            filter_cost: 100,
        }
    }
}

/// One setting.
struct Setting {
    key: &'static str,
    docs: &'static str,
    set: fn(&mut Config, &str) -> Result<(), &'static str>,
    get: fn(&Config) -> String,
}

fn count(value: &str) -> Result<usize, &'static str> {
    value.parse().ok().filter(|n| (1..=1_000_000).contains(n)).ok_or("expected a whole number from 1 to 1000000")
}

fn bytes(value: &str) -> Result<usize, &'static str> {
    value.parse().ok().filter(|n| (1..=1_000_000_000).contains(n)).ok_or("expected a whole number from 1 to 1000000000")
}

fn seconds(value: &str) -> Result<Duration, &'static str> {
    let within = value.parse().ok().filter(|s| (0.001..=86_400.0).contains(s));
    within.map(Duration::from_secs_f64).ok_or("expected seconds, from 0.001 to 86400")
}

const DAY: u64 = 86_400;
const YEAR: Duration = Duration::from_secs(365 * DAY);

/// Days, of which none means for ever.
fn days(value: &str) -> Result<Option<Duration>, &'static str> {
    let days = value.parse::<u32>().map_err(|_| "expected a whole number of days, 0 for ever")?;
    Ok((days > 0).then(|| Duration::from_secs(u64::from(days) * DAY)))
}

fn shown_days(kept: Option<Duration>) -> String {
    kept.map_or(0, |kept| kept.as_secs() / DAY).to_string()
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(String::new, T::to_string)
}

const SETTINGS: &[Setting] = &[
    Setting {
        key: "listen",
        docs: "address and port to listen on; loopback only, as there is no authentication",
        set: |c, v| Config::listen_address(v).map(|address| c.listen = address),
        get: |c| c.listen.to_string(),
    },
    Setting {
        key: "public_base_url",
        docs: "base of links when no proxy says otherwise",
        set: |c, v| valid_base(v).map(|b| c.public_base_url = Some(b)).ok_or("expected http(s)://host[:port][/prefix]"),
        get: |c| shown(c.public_base_url.as_ref()),
    },
    Setting {
        key: "trusted_proxies",
        docs: "addresses beside loopback whose Forwarded is believed, separated by commas",
        set: |c, v| {
            let parsed: Result<_, _> = v.split(',').map(str::trim).filter(|a| !a.is_empty()).map(str::parse).collect();
            parsed.map(|list| c.trusted_proxies = list).map_err(|_| "expected IP addresses separated by commas")
        },
        get: |c| c.trusted_proxies.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(","),
    },
    Setting {
        key: "cors_origins",
        docs: "origins whose pages may ask from a browser, separated by commas; * = any, empty = none",
        set: |c, v| {
            let origins: Vec<String> = v.split(',').map(str::trim).filter(|o| !o.is_empty()).map(str::to_owned).collect();
            if !origins.iter().all(|origin| valid_origin(origin)) {
                return Err("expected origins such as https://app.example.no, separated by commas, or *");
            }
            c.cors_origins = origins;
            Ok(())
        },
        get: |c| c.cors_origins.join(","),
    },
    Setting {
        key: "tenant_header",
        docs: "header that names the organisation, such as x-org-id",
        set: |c, v| v.parse().map(|name| c.tenant_header = Some(name)).map_err(|_| "expected the name of a header"),
        get: |c| shown(c.tenant_header.as_ref()),
    },
    Setting {
        key: "data",
        docs: "folder that data is kept in; empty = data lives as long as the process",
        set: |c, v| {
            c.data = (!v.is_empty()).then(|| PathBuf::from(v));
            Ok(())
        },
        get: |c| c.data.as_ref().map_or_else(String::new, |p| p.display().to_string()),
    },
    Setting {
        key: "load",
        docs: "file or folder of data to load at start",
        set: |c, v| {
            c.load = Some(PathBuf::from(v));
            Ok(())
        },
        get: |c| c.load.as_ref().map_or_else(String::new, |p| p.display().to_string()),
    },
    Setting {
        key: "feed_retention_days",
        docs: "days for which feeds keep closed pages; 0 keeps them for ever",
        set: |c, v| days(v).map(|kept| c.feed_retention = kept),
        get: |c| shown_days(c.feed_retention),
    },
    Setting {
        key: "log_retention_days",
        docs: "days for which the log of changes is kept, which nothing but auditing reads; 0 keeps it for ever",
        set: |c, v| days(v).map(|kept| c.log_retention = kept),
        get: |c| shown_days(c.log_retention),
    },
    Setting {
        key: "tombstone_retention_days",
        docs: "days for which it is known what was deleted (includeDeleted=true); 0 keeps it for ever",
        set: |c, v| days(v).map(|kept| c.tombstone_retention = kept),
        get: |c| shown_days(c.tombstone_retention),
    },
    Setting {
        key: "explorer",
        docs: "whether browsers get the explorer: on, off, or auto, which is on where only this machine can reach the server",
        set: |c, v| {
            let said = [("on", Some(true)), ("off", Some(false)), ("auto", None)].into_iter().find(|(word, _)| *word == v);
            said.map(|(_, explorer)| c.explorer = explorer).ok_or("expected on, off or auto")
        },
        get: |c| c.explorer.map_or("auto", |on| if on { "on" } else { "off" }).to_owned(),
    },
    Setting {
        key: "limit_url_length",
        docs: "bytes of path and query",
        set: |c, v| count(v).map(|n| c.limits.url_length = n),
        get: |c| c.limits.url_length.to_string(),
    },
    Setting {
        key: "limit_header_bytes",
        docs: "bytes of a request's head; far beyond (72 KiB, 100 headers) the answer has no body",
        set: |c, v| count(v).map(|n| c.limits.header_bytes = n),
        get: |c| c.limits.header_bytes.to_string(),
    },
    Setting {
        key: "limit_header_timeout",
        docs: "seconds to send the head of a request",
        set: |c, v| seconds(v).map(|s| c.limits.header_timeout = s),
        get: |c| c.limits.header_timeout.as_secs_f64().to_string(),
    },
    Setting {
        key: "limit_body_bytes",
        docs: "bytes of a request's body; a synchronisation has no limit",
        set: |c, v| bytes(v).map(|n| c.limits.body_bytes = n),
        get: |c| c.limits.body_bytes.to_string(),
    },
    Setting {
        key: "limit_request_timeout",
        docs: "seconds for a body to come, and for a route of your own to answer",
        set: |c, v| seconds(v).map(|s| c.limits.request_timeout = s),
        get: |c| c.limits.request_timeout.as_secs_f64().to_string(),
    },
    Setting {
        key: "limit_concurrency",
        docs: "requests that run at once; beyond it 503",
        set: |c, v| count(v).map(|n| c.limits.concurrency = n),
        get: |c| c.limits.concurrency.to_string(),
    },
    Setting {
        key: "limit_connections",
        docs: "connections at once; beyond it clients wait",
        set: |c, v| count(v).map(|n| c.limits.connections = n),
        get: |c| c.limits.connections.to_string(),
    },
    Setting {
        key: "limit_filter_cost",
        docs: "comparisons that a filter may make for one entity; any and all count for several",
        set: |c, v| count(v).map(|n| c.limits.filter_cost = n as u32),
        get: |c| c.limits.filter_cost.to_string(),
    },
    Setting {
        key: "simulate_latency",
        docs: "milliseconds that each answer waits, for teams that build clients: 200, or a range, 50-300",
        set: |c, v| {
            c.simulate.latency = if v.is_empty() { None } else { Some(v.parse()?) };
            Ok(())
        },
        get: |c| shown(c.simulate.latency.as_ref()),
    },
    Setting {
        key: "simulate_errors",
        docs: "percent of the requests that fail with 503, for teams that build clients",
        set: |c, v| v.parse().map(|failures| c.simulate.failures = failures),
        get: |c| c.simulate.failures.to_string(),
    },
];

/// The file that is read when it is there.
pub(crate) const FILE: &str = "smie.toml";

/// Where a setting's value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Default,
    File(PathBuf),
    Environment(String),
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => write!(f, "${name}"),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read `{}`: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A key that is no setting.
    #[error("{place}: there is no setting `{key}`{help}")]
    Unknown {
        /// File or environment.
        place: String,
        /// The key.
        key: String,
        /// What was probably meant.
        help: String,
    },
    /// A value that the setting does not take.
    #[error("{place}: `{value}` is no value of `{key}`: {reason}")]
    Value {
        /// File, environment or flag.
        place: String,
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
        /// What is expected.
        reason: &'static str,
    },
}

/// The settings in effect, with their sources.
#[derive(Debug)]
pub(crate) struct Effective {
    pub(crate) config: Config,
    sources: Vec<Source>,
}

impl Effective {
    /// Reads file and environment over the defaults.
    pub(crate) fn read(file: &Path, environment: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut effective = Self { config: Config::default(), sources: vec![Source::Default; SETTINGS.len()] };
        match std::fs::read_to_string(file) {
            Ok(text) => effective.file(file, &text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(ConfigError::File { path: file.to_owned(), reason: error.to_string() }),
        }
        for (name, value) in environment {
            let key = name.strip_prefix("SMIE_").map(str::to_lowercase);
            // Other tools of ours have variables of their own, so an unknown one is not ours to refuse.
            if let Some(at) = key.and_then(|key| SETTINGS.iter().position(|s| s.key == key)) {
                effective.set(at, &value, Source::Environment(name))?;
            }
        }
        Ok(effective)
    }

    fn file(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let table: toml::Table = toml::from_str(text).map_err(|e| ConfigError::File { path: path.to_owned(), reason: e.to_string() })?;
        for (key, value) in table {
            let at = SETTINGS.iter().position(|s| s.key == key).ok_or_else(|| {
                let help = crate::suggest::closest(&key, SETTINGS.iter().map(|s| s.key));
                ConfigError::Unknown {
                    place: path.display().to_string(),
                    key: key.clone(),
                    help: help.map_or_else(String::new, |h| format!("; did you mean `{h}`?")),
                }
            })?;
            let text = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let value = value.as_array().map_or_else(|| text(&value), |list| list.iter().map(text).collect::<Vec<_>>().join(","));
            self.set(at, &value, Source::File(path.to_owned()))?;
        }
        Ok(())
    }

    /// Sets a value that a flag gave.
    pub(crate) fn flag(&mut self, key: &str, value: &str) -> Result<(), ConfigError> {
        match SETTINGS.iter().position(|s| s.key == key) {
            Some(at) => self.set(at, value, Source::Flag(key.to_owned())),
            None => Ok(()),
        }
    }

    fn set(&mut self, at: usize, value: &str, source: Source) -> Result<(), ConfigError> {
        let Setting { key, set, .. } = &SETTINGS[at];
        set(&mut self.config, value).map_err(|reason| ConfigError::Value {
            place: source.to_string(),
            key,
            value: value.to_owned(),
            reason,
        })?;
        self.sources[at] = source;
        Ok(())
    }
}

impl fmt::Display for Effective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (setting, source) in SETTINGS.iter().zip(&self.sources) {
            let value = toml::Value::String((setting.get)(&self.config));
            writeln!(f, "# {}\n{} = {value}  # {source}", setting.docs, setting.key)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_environment_and_that_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        std::fs::write(&file, "listen = '127.0.0.1:1'\ntrusted_proxies = ['10.0.0.1', '10.0.0.2']\nlimit_concurrency = 7").unwrap();
        let environment = [("SMIE_LISTEN", "127.0.0.1:2"), ("SMIE_LIMIT_URL_LENGTH", "100"), ("SMIE_REQUIRE_ALL", "1"), ("PATH", "x")];
        let mut effective = Effective::read(&file, environment.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned()))).unwrap();
        effective.flag("limit_url_length", "200").unwrap();
        let Config { listen, trusted_proxies, limits, .. } = &effective.config;
        assert_eq!((listen.port(), trusted_proxies.len(), limits.concurrency, limits.url_length), (2, 2, 7, 200));
        let shown = effective.to_string();
        assert!(
            shown.contains("listen = \"127.0.0.1:2\"  # $SMIE_LISTEN")
                && shown.contains("limit_url_length = \"200\"  # --limit_url_length"),
            "{shown}"
        );
    }

    #[test]
    fn this_machine_may_be_called_localhost_or_left_out() {
        for (text, address) in [
            ("8080", Some("127.0.0.1:8080")),
            ("localhost:0", Some("127.0.0.1:0")),
            ("127.0.0.1:8080", Some("127.0.0.1:8080")),
            ("[::1]:80", Some("[::1]:80")),
            ("localhost", None),
            ("70000", None),
            ("example.no:80", None),
            ("", None),
        ] {
            assert_eq!(Config::listen_address(text).ok().map(|a| a.to_string()).as_deref(), address, "{text}");
        }
    }

    #[test]
    fn a_wrong_key_or_value_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let told = |text: &str| {
            std::fs::write(&file, text).unwrap();
            Effective::read(&file, std::iter::empty()).unwrap_err().to_string()
        };
        assert!(told("lisen = 'x'").ends_with("there is no setting `lisen`; did you mean `listen`?"));
        assert!(told("listen = 'x'").contains("`x` is no value of `listen`"));
        assert!(told("listen = ").contains("cannot read"));
    }
}
