//! The base URL of an answer's links: what a trusted proxy says, else what is configured, else the request's own host.
//!
//! Whatever becomes a link is checked first: a host from a header that is not a host is ignored, never echoed. `Forwarded` (RFC 7239) is believed from trusted
//! peers only; where several proxies each added an element, the last that says anything of host or scheme is the one that our own peer vouches for.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use http::header::{FORWARDED, HOST};
use http::{HeaderMap, Uri};

/// What decides the base beside the request.
#[derive(Clone, Debug)]
pub(super) struct Bases {
    /// The configured public address, without a trailing slash.
    pub(super) configured: Option<String>,
    /// Peers beside loopback whose `Forwarded` is believed.
    pub(super) trusted: Vec<IpAddr>,
    /// Where the server listens, for requests without a host.
    pub(super) listening: SocketAddr,
}

#[derive(Default)]
struct Said<'a> {
    proto: Option<&'a str>,
    host: Option<Cow<'a, str>>,
    port: Option<u16>,
    prefix: Option<Cow<'a, str>>,
}

impl Bases {
    /// The base for a request, without a trailing slash.
    pub(super) fn of(&self, uri: &Uri, headers: &HeaderMap, peer: IpAddr) -> String {
        let peer = peer.to_canonical();
        let trusted = peer.is_loopback() || self.trusted.contains(&peer);
        let said = if trusted { forwarded(headers) } else { Said::default() };
        if said.host.is_none()
            && said.proto.is_none()
            && said.prefix.is_none()
            && let Some(configured) = &self.configured
        {
            return configured.clone();
        }
        let mut base = String::with_capacity(64);
        base.push_str(said.proto.unwrap_or("http"));
        base.push_str("://");
        match (said.host.as_deref(), requested(uri, headers)) {
            (Some(host), _) | (None, Some(host)) => base.push_str(host),
            (None, None) => base.push_str(&self.listening.to_string()),
        }
        if let (Some(port), Some(host)) = (said.port, said.host.as_deref())
            && !has_port(host)
            && port != default_port(said.proto)
        {
            base.push(':');
            base.push_str(&port.to_string());
        }
        base.push_str(said.prefix.as_deref().unwrap_or_default().trim_end_matches('/'));
        base
    }
}

/// The host that the request names itself.
fn requested<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let named = uri.authority().map(http::uri::Authority::as_str);
    named.or_else(|| headers.get(HOST)?.to_str().ok()).filter(|host| is_host(host))
}

/// The last element of `Forwarded` that says where the client went.
fn forwarded(headers: &HeaderMap) -> Said<'_> {
    let mut last = Said::default();
    for value in headers.get_all(FORWARDED).iter().filter_map(|v| v.to_str().ok()) {
        for element in split_unquoted(value, b',') {
            let said = said(element);
            if said.proto.is_some() || said.host.is_some() || said.prefix.is_some() {
                last = said;
            }
        }
    }
    last
}

fn said(element: &str) -> Said<'_> {
    let mut said = Said::default();
    for pair in split_unquoted(element, b';') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let value = unquote(value.trim());
        match name.trim().to_ascii_lowercase().as_str() {
            "proto" => said.proto = ["http", "https"].into_iter().find(|p| value.eq_ignore_ascii_case(p)),
            "host" => said.host = Some(value).filter(|v| is_host(v)),
            "port" => said.port = value.parse().ok().filter(|p| *p > 0),
            "prefix" => said.prefix = Some(value).filter(|v| is_prefix(v)),
            _ => {}
        }
    }
    said
}

fn default_port(proto: Option<&str>) -> u16 {
    if proto == Some("https") { 443 } else { 80 }
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(']').map_or(host, |(_, after)| after).contains(':')
}

/// A host name or address with an optional port, and nothing that could end a JSON string or a URL's authority.
fn is_host(text: &str) -> bool {
    let (name, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => return address.parse::<std::net::Ipv6Addr>().is_ok(),
        Some((address, port)) if address.parse::<std::net::Ipv6Addr>().is_ok() => match port.strip_prefix(':') {
            Some(port) => ("v6", Some(port)),
            None => return false,
        },
        Some(_) => return false,
        None => text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port))),
    };
    let labels = name.strip_suffix('.').unwrap_or(name).split('.');
    let label = |l: &str| !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    name.len() <= 253 && labels.into_iter().all(label) && port.is_none_or(|p| p.parse::<u16>().is_ok_and(|p| p > 0) && !p.starts_with('+'))
}

/// A path that may stand between host and our own paths.
fn is_prefix(text: &str) -> bool {
    text.starts_with('/')
        && text.len() <= 256
        && !text.contains("//")
        && !text.split('/').any(is_dot_segment)
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~' | b'%'))
}

/// A segment that a client takes out of a URL, with another one perhaps (RFC 3986, 5.2.4); encoded dots count as dots.
fn is_dot_segment(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// A configured base: `http(s)://host[:port][/prefix]`, returned without a trailing slash.
pub(crate) fn valid_base(text: &str) -> Option<String> {
    let (proto, rest) = text.split_once("://")?;
    let (host, prefix) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let fits = matches!(proto, "http" | "https") && is_host(host) && (prefix.is_empty() || is_prefix(prefix));
    fits.then(|| text.trim_end_matches('/').to_owned())
}

/// Splits outside quoted strings.
fn split_unquoted(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c: char| {
        if escaped {
            escaped = false;
        } else if quoted && c == '\\' {
            escaped = true;
        } else if c == '"' {
            quoted = !quoted;
        } else {
            return !quoted && c == char::from(separator);
        }
        false
    })
    .map(str::trim)
}

fn unquote(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(inner) if inner.contains('\\') => {
            let mut out = String::with_capacity(inner.len());
            let mut characters = inner.chars();
            while let Some(c) = characters.next() {
                out.extend(if c == '\\' { characters.next() } else { Some(c) });
            }
            Cow::Owned(out)
        }
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_from(peer: &str, headers: &[(&str, &str)], configured: Option<&str>) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        let bases = Bases { configured: configured.map(str::to_owned), trusted: Vec::new(), listening: "127.0.0.1:8080".parse().unwrap() };
        bases.of(&Uri::from_static("/x"), &map, peer.parse().unwrap())
    }

    fn base(headers: &[(&str, &str)]) -> String {
        base_from("127.0.0.1", headers, None)
    }

    #[test]
    fn a_trusted_proxy_says_where_the_client_went() {
        let host = ("host", "inside:8080");
        assert_eq!(base(&[host]), "http://inside:8080");
        assert_eq!(base(&[host, ("forwarded", "for=1.2.3.4;proto=https;host=api.example.no")]), "https://api.example.no");
        assert_eq!(
            base(&[host, ("forwarded", r#"host="api.example.no:8443"; proto="https"; prefix="/fint/""#)]),
            "https://api.example.no:8443/fint"
        );
        assert_eq!(base(&[host, ("forwarded", "Host=api.example.no;Port=8443;Proto=HTTPS")]), "https://api.example.no:8443");
        assert_eq!(base(&[host, ("forwarded", "host=api.example.no;port=443;proto=https")]), "https://api.example.no");
        assert_eq!(base(&[host, ("forwarded", "proto=https")]), "https://inside:8080");
        assert_eq!(base(&[host, ("forwarded", r#"host="[2001:db8::1]:80""#)]), "http://[2001:db8::1]:80");
        assert_eq!(base(&[host, ("forwarded", "host=spoofed.no"), ("forwarded", "for=x;host=real.no, for=\"a,b\"")]), "http://real.no");
        assert_eq!(base_from("::ffff:127.0.0.1", &[host, ("forwarded", "host=a.no")], None), "http://a.no");
    }

    #[test]
    fn what_is_no_host_is_never_echoed() {
        for bad in ["a\"b", "a b", "<x>", "a/b", "a@b", "", "a:0", "a:99999", "[::1", "[x]", "a..b", "a:80:80", "-\\-"] {
            let quoted = format!("host=\"{}\"", bad.replace('\\', "\\\\").replace('"', "\\\""));
            assert_eq!(base(&[("host", "inside"), ("forwarded", &quoted)]), "http://inside", "{bad}");
            assert_eq!(base(&[("host", bad)]), "http://127.0.0.1:8080", "{bad}");
        }
        assert_eq!(base(&[("host", "a"), ("forwarded", "proto=javascript;prefix=x")]), "http://a");
        assert_eq!(base(&[("host", "a"), ("forwarded", "prefix=//evil.no")]), "http://a");
        for dotted in ["/a/../b", "/..", "/./a", "/a/.", "/a/%2e%2E/b", "/.%2e"] {
            assert_eq!(base(&[("host", "a"), ("forwarded", &format!("prefix={dotted}"))]), "http://a", "{dotted}");
        }
        assert_eq!(base(&[("host", "a"), ("forwarded", "prefix=/v1.0/.well-known/a..b")]), "http://a/v1.0/.well-known/a..b");
    }

    #[test]
    fn a_stranger_is_not_believed_and_the_configured_address_comes_before_the_host() {
        let forwarded = ("forwarded", "host=spoofed.no");
        assert_eq!(base_from("10.0.0.1", &[("host", "a"), forwarded], None), "http://a");
        assert_eq!(base_from("10.0.0.1", &[("host", "a"), forwarded], Some("https://public.no/x")), "https://public.no/x");
        assert_eq!(base_from("127.0.0.1", &[forwarded], Some("https://public.no")), "http://spoofed.no");
        assert_eq!(valid_base("https://public.no/x/").as_deref(), Some("https://public.no/x"));
        assert_eq!(valid_base("ftp://public.no"), None);
        assert_eq!(valid_base("https://pub lic.no"), None);
    }
}
