//! The rules of the Swedish REST API profile, version 1.2 with the tracing rules of 2.0: a row each, in our own words.
//!
//! A row says how binding a rule is and who carries it. What the document or a running server shows is checked by tools; the rest is the gateway's, the client's
//! or the organisation's, and the note says what smie does for it.

use crate::diagnostic::Severity;

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// SKALL.
    Must,
    /// SKALL INTE.
    MustNot,
    /// BÖR.
    Should,
    /// BÖR INTE.
    ShouldNot,
}

impl Level {
    /// The profile's own word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Must => "SKALL",
            Self::MustNot => "SKALL INTE",
            Self::Should => "BÖR",
            Self::ShouldNot => "BÖR INTE",
        }
    }

    /// How grave a breach is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Must | Self::MustNot => Severity::Error,
            Self::Should | Self::ShouldNot => Severity::Warning,
        }
    }
}

/// Who carries a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The OpenAPI document.
    Document,
    /// The running server.
    Server,
    /// Clients.
    Client,
    /// The gateway, certificates and the authorisation server.
    Operations,
    /// The organisation that offers the API.
    Organisation,
}

/// A rule of the profile.
#[derive(Debug)]
pub struct Rule {
    /// The profile's id.
    pub id: &'static str,
    /// How binding it is.
    pub level: Level,
    /// Who carries it.
    pub carrier: Carrier,
    /// What it asks, in one line.
    pub title: &'static str,
    /// What smie does for it.
    pub note: &'static str,
}

/// The rule with this id, in any case.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
}

macro_rules! rules {
    ($($id:literal $level:ident $carrier:ident $title:literal, $note:literal;)*) => {
        /// Every rule, by area and number.
        pub static ALL: &[Rule] = &[$(Rule { id: $id, level: Level::$level, carrier: Carrier::$carrier, title: $title, note: $note }),*];
    };
}

rules! {
    "DOK.01" Should Document "documentation and specification are public", "`externalDocs` from the contact address of `info:`";
    "DOK.02" Should Organisation "the API can be found in the national data portal", "register it there";
    "DOK.03" Must Document "the documentation says what the API is, its terms, versions and contact", "`info:` is mandatory in the model";
    "DOK.04" Must Server "the specification is the contract", "the server gives the document that was generated; `smie generate --check` finds drift";
    "DOK.05" Must Document "documentation has the version of the API", "`info.version` is the model's version";
    "DOK.06" Should Document "documentation is in Swedish and English", "the model's languages must be `sv` and `en`";
    "DOK.07" Should Document "there is an overall description", "written from the model's title, languages and limits";
    "DOK.08" Must Document "the service level is described", "`info.sla` of the model becomes `x-sla`";
    "DOK.09" Must Document "known problems and limits are described", "`info.limitations` of the model becomes `x-limitations`";
    "DOK.10" Must Server "the date of retirement is told when it is known", "`deprecated:` of the model becomes headers and marks in the document";
    "DOK.11" Must Document "purpose and behaviour are described", "the description is never empty";
    "DOK.12" Must Document "the documentation describes every resource and operation", "a class without documentation is a finding of `smie check`";
    "DOK.13" Must Document "the documentation lists every return and error code", "every status that the engine gives is listed";
    "DOK.15" Must Document "requests and replies have whole examples", "made from the model, so that they satisfy their schemas";
    "DOK.16" Must Document "the data model can be generated from the specification", "full schemas, and a name for every operation";
    "DOK.17" Should Document "the latest major version of OpenAPI is used", "3.1";
    "DOK.18" Should Document "the specification is JSON or YAML", "both";
    "DOK.19" Must Document "the specification describes every resource and operation", "each has a summary and a description";
    "DOK.20" Must Document "the specification lists every return and error code", "each with a description, and `default`";
    "DOK.21" Must Document "the specification says what authentication is required", "`security` at the top, and where an operation differs";
    "DOK.22" Must Organisation "each major version has its own specification", "the document is of one version; keep that of the older one where it runs";
    "DOK.23" Must Server "the specification stands below the root of the API", "`openapi.json` and `openapi.yaml` are served there";
    "DOK.24" Must Server "the specification is called `openapi.json` or `openapi.yaml`", "both are served";
    "DOT.01" Must Server "dates follow RFC 3339, any zone is taken and UTC is given", "one parser for what comes in, one form for what goes out";
    "DOT.02" Must Document "dates are stated as RFC 3339", "`format` and an example at every date";
    "DOT.03" Should Server "the time zone is stated", "always `Z`";
    "DOT.04" Should Document "the zone is stated as an offset from UTC", "always `Z`";
    "RES.01" Should Server "identifiers last and are unique", "an identifier changes only where the model marks it writable";
    "RES.02" ShouldNot Document "primary keys and personal data are no identifiers in addresses", "`sensitive: true` keeps an identifier out of paths and parameters";
    "RES.03" ShouldNot Organisation "numeric identifiers are not sequential", "the identifiers are the organisation's; a UUID is the safe choice";
    "RES.04" Must Server "an identifier of a nested resource is unique within its parent", "nested resources are kept by parent and identifier";
    "RES.05" Should Organisation "security, logical keys and UUIDs are weighed when identifiers are chosen", "`smie check` warns of national ids in addresses";
    "RES.06" Must Document "resources are plural nouns in lower case", "`collection:` is mandatory in the model";
    "UFN.01" Should Document "addresses are protocol, domain, API, version, resource, identifier", "one segment for the API, then `v` and the major version";
    "UFN.02" Must Document "HTTPS on port 443", "`base_url` of the model; TLS ends at the gateway";
    "UFN.03" MustNot Document "data is not sent in the query", "a query only narrows";
    "UFN.04" Should Document "parameters are called `fields`, `filter`, `sort` and `page`", "those names";
    "UFN.05" ShouldNot Server "addresses are not longer than 2048 characters", "longer ones are answered 414; a filter may go in a body instead";
    "UFN.07" Must Document "addresses have lower-case letters, digits, `-`, `.` and `~` only", "letters are folded, paths are lower case";
    "UFN.08" Must Document "words are separated by `-`", "kebab case";
    "UFN.09" MustNot Document "there is no blank and no `_` in a path", "parameters in paths are camelCase";
    "MOG.01" Must Document "the API is at level 2 of Richardson's model", "resources, methods and status codes";
    "MOG.02" Should Server "the API is at level 3 of Richardson's model", "links in every answer";
    "MOG.03" Must Document "POST in place of GET is explained", "the description of every search says why";
    "SAK.01" Must Document "HTTPS with TLS 1.2 or later", "`base_url` of the model; TLS ends at the gateway";
    "SAK.02" Must Operations "certificates with SHA-2 and keys of 2048 bits or more", "the gateway's";
    "SAK.03" Must Operations "public endpoints have certificates of a public authority", "the gateway's";
    "SAK.05" Should Server "methods that are not used are answered 405", "with `Allow`";
    "SAK.06" Must Server "every request is validated", "against the model, everything that is wrong in one answer";
    "SAK.08" Must Operations "restricted information needs authentication and authorisation", "the document tells scopes; without a configured issuer the server binds to loopback only";
    "SAK.09" MustNot Document "no Basic or Digest authentication", "bearer tokens only";
    "SAK.10" Must Document "tokens are sent as `Authorization: Bearer`", "`scheme: bearer` or OAuth 2";
    "SAK.11" Must Operations "refresh tokens are offered", "the authorisation server's";
    "SAK.12" ShouldNot Operations "access tokens do not last longer than five minutes", "the authorisation server's";
    "SAK.13" Should Operations "clients are identified in one way", "the authorisation server's";
    "SAK.14" Should Operations "there is a policy for the rotation of keys", "the authorisation server's";
    "SAK.15" MustNot Document "no API key in an address", "there are no API keys";
    "SAK.16" Must Document "API keys are sent in headers", "there are no API keys";
    "SAK.17" Should Server "CORS only when it is needed", "off until origins are configured";
    "SAK.18" Should Document "OAuth 2.0 or later", "setting `security.token_url`";
    "SAK.19" Should Organisation "the API abstracts from the source system", "the model is the API's, not the source's";
    "SAK.20" Should Organisation "reusable APIs have a layer between", "the model is the layer";
    "SAK.21" MustNot Organisation "tables of the inside are not exposed", "what is served is the model, whatever the store";
    "SAK.22" ShouldNot Server "internal identifiers are not exposed", "the engine's own ids are in no answer";
    "SAK.23" Should Server "hypermedia abstracts what can be done", "links of what is possible now";
    "SAK.24" MustNot Server "errors help no attacker", "fixed texts and a trace id";
    "SAK.25" Must Server "errors of the system are masked by HTTP statuses", "the cause is in the log alone";
    "SAK.26" MustNot Server "no stack traces", "fixed texts and a trace id";
    "SAK.27" Should Server "log levels can raise alarms", "structured logs, `SMIE_LOG`";
    "SAK.28" Should Server "parameters are validated", "an unknown or wrong one is answered 400";
    "SAK.29" Should Document "Content-Type is respected", "415, listed at every operation with a body";
    "SAK.30" Should Document "methods say what is done with the path", "one table of methods";
    "SAK.31" Should Server "size, form, headers and parameters are limited", "413, 414, 431 and 400";
    "SAK.32" Should Operations "TLS 1.2", "the gateway's";
    "SAK.35" Should Operations "an API key identifies a client", "there are no API keys";
    "SAK.36" Should Operations "OAuth identifies a client", "the authorisation server's";
    "SAK.37" Should Server "CORS between domains where it is necessary", "origins are listed in the configuration";
    "AME.01" Should Document "JSON", "`application/json` everywhere";
    "AME.02" Should Document "`application/json` when nothing is asked for", "the native form is JSON";
    "AME.04" Should Document "camelCase or snake_case", "camelCase; HAL's own names begin with `_`";
    "AME.05" Must Document "one casing throughout", "camelCase";
    "AME.06" Must Document "fields that hold lists have plural names", "`wire:` names one where the model's own is singular";
    "AME.07" Should Document "field names are letters and digits", "letters are folded to ASCII";
    "ARQ.01" Should Server "UTF-8", "nothing else is read or written";
    "ARQ.02" Must Server "the headers Authorization and Content-Type are supported", "a body in another form is answered 415";
    "ARQ.03" Should Server "the usual request headers are supported", "`Accept`, `If-None-Match`, `If-Match`";
    "ARQ.05" MustNot Document "headers carry no data", "headers are plain texts";
    "ARQ.06" Must Server "GET, PUT, DELETE, HEAD and OPTIONS are idempotent", "a repeated write changes nothing";
    "ARP.02" Should Server "the usual status codes", "one table of problems";
    "ARP.03" Should Server "201 has `Location`", "always";
    "ARP.04" Should Server "202 has `Location`", "always";
    "FEL.01" Must Server "errors are RFC 9457 problems", "all five members, always";
    "FEL.02" Must Document "errors are `application/problem+json`", "every error with a body";
    "CAC.01" Should Server "GET can be cached", "`ETag`, `Cache-Control` and `Vary`";
    "VER.01" Should Organisation "loose coupling", "links instead of addresses that clients build";
    "VER.02" Should Organisation "no incompatible changes", "`smie diff` says which changes are";
    "VER.03" Should Client "tolerant consumers", "the generated client passes over what it does not know";
    "VER.04" Must Document "semantic versioning", "the model's version has three parts";
    "VER.05" Should Document "`v` and the major version in the address", "from the model's version";
    "VER.06" Must Document "there is `api-info` below the root", "served below every root";
    "VER.07" Must Server "`api-info` tells name, version, date, documentation and status", "from `info:`";
    "VER.08" Should Server "consumers of an old version are told", "headers on every answer";
    "VER.09" Should Server "`Deprecation`, `Sunset` and links to what comes after", "from `deprecated:`; dates as the RFCs write them";
    "VER.10" Should Server "status is alpha, beta, active, deprecated, retired or decommissioned", "`info.status`";
    "VER.11" Must Document "alpha and beta have major version 0", "version and status are compared";
    "VER.12" Must Document "the first active version has major version 1", "version and status are compared";
    "VER.13" Must Organisation "a new minor version retires the one before", "the organisation's";
    "VER.14" Must Organisation "older major versions are phased out", "the organisation's";
    "VER.15" MustNot Organisation "nothing is deprecated before its successor is active", "the organisation's";
    "VER.16" Should Organisation "migration is documented", "`smie diff --format markdown` and `smie docs --since`";
    "VER.17" Should Organisation "external consumers get the time they need", "the organisation's";
    "VER.18" Must Organisation "deprecated versions stay long enough", "the organisation's";
    "VER.19" Should Organisation "what nobody uses is retired at once", "the organisation's";
    "WEB.01" Must Organisation "sensitive webhooks are protected", "there are no webhooks";
    "WEB.02" Should Server "events have unique ids", "the id of an entry of the feed";
    "WEB.03" Must Client "consumers of webhooks always answer", "there are no webhooks";
    "WEB.04" Must Server "events can be fetched by time or number, or are sent again", "the feed is read from any number on";
    "WEB.05" Must Organisation "there is a process for consumers that come and go", "there are no webhooks";
    "WEB.06" Should Organisation "the consumer's infrastructure is considered", "a feed asks nothing of it";
    "FNS.01" Must Document "parameters are named in one way", "camelCase";
    "FNS.02" Must Server "values are percent-encoded UTF-8", "read and written so";
    "FNS.03" Must Document "parameters begin with a letter", "no `$filter` in this profile";
    "FNS.05" Should Document "parameters are optional", "all but those of synchronisation";
    "FNS.06" Should Document "parameters need no encoding", "letters only";
    "FNS.07" Must Document "pages by `limit` and `page` or `offset`", "`page` and `limit`";
    "FNS.08" Must Document "`page` begins at 1", "the default";
    "FNS.09" Should Document "`limit` is 20 when it is not given", "the default";
    "FNS.10" Should Server "a page has `_meta` and `_links`", "always";
    "FNS.11" Should Server "a page has links to itself, the ends and its neighbours", "neighbours where there are any";
    "FNS.12" Must Server "links between pages keep all other parameters", "as they came";
    "FNS.13" Should Server "`_meta` counts", "`totalRecords`, `page`, `limit`, `count`";
    "FNS.14" Should Server "a page outside the range is empty", "200 and no entries";
    "SPA.02" Must Document "`traceparent` is accepted and passed on", "a parameter of every operation";
    "SPA.04" Should Document "`traceparent` is returned", "a header of every response";
    "SPA.07" MustNot Document "`x-request-id` does not replace it", "there is no such header";
    "HYP.01" Must Server "links, relation types and formats are documented", "titles of links, and a page for each relation in `smie docs`";
    "HYP.02" MustNot Server "GET changes nothing", "reading has no way to the commit";
    "HYP.03" Should Server "what can be done is among the links", "links follow from the state";
    "HYP.04" Should Server "links are related and valid", "every link leads somewhere";
    "HYP.05" Must Server "every answer has `self`", "always";
    "HYP.06" Should Server "existing standards are used", "HAL and Atom";
    "HYP.07" Should Server "addresses are absolute", "always";
    "HYP.08" Must Server "the gateway tells its address", "it is read from the gateway's header";
    "HYP.09" Must Server "the gateway tells it by `Forwarded`", "RFC 7239, from trusted peers";
    "HYP.10" Should Server "without a gateway the own address is used", "host, or the configured address";
    "HYP.11" Must Server "links are link description objects", "`href`, `rel`, `method`, `title`";
    "HYP.12" Must Server "a link has `href`", "always";
    "HYP.13" Must Server "`href` is a URL", "always";
    "HYP.14" Must Server "addresses have the host that was asked", "unless the gateway says otherwise";
    "HYP.15" Must Server "a link has `rel`", "equal to its key";
    "HYP.16" Must Server "`method` is the one to use", "always";
    "HYP.17" Must Server "`method` is always told", "GET too";
    "HYP.18" Must Server "relations have meaningful names", "the model's relations and actions";
    "HYP.19" Must Server "registered relation types are used where there are any", "self, first, prev, next, last, up, collection, edit, service-desc";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_151_belong_to_version_1_2() {
        let ids: std::collections::BTreeSet<_> = ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), ALL.len());
        assert_eq!(ALL.iter().filter(|rule| !rule.id.starts_with("SPA.")).count(), 151);
    }

    #[test]
    fn levels_are_as_many_as_the_profile_has_of_each() {
        // FEL.02 is SKALL for the media type and BÖR for the members; it counts by its graver half here, by the other in the profile's own 71 and 65.
        let count = |level| ALL.iter().filter(|rule| rule.level == level && !rule.id.starts_with("SPA.")).count();
        let found = [Level::Must, Level::MustNot, Level::Should, Level::ShouldNot].map(count);
        assert_eq!(found, [72, 10, 64, 5]);
    }
}
