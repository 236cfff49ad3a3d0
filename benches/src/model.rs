//! What the benches of the log serve: pupils of about a kilobyte, each of one of a thousand schools, in a package with a feed.

use std::path::Path;

use smie_server::table::{AboutTable, Described, FORMAT};
use smie_server::{Api, BuildError, Hovedklasse, Identifikator, Link, ModelTable, PackageTable};

/// A school.
#[derive(Hovedklasse)]
#[smie(package = "utdanning/elev")]
pub struct Skole {
    /// What it is known by.
    #[identifikator]
    pub system_id: Identifikator,
}

/// A pupil.
#[derive(Hovedklasse)]
#[smie(package = "utdanning/elev")]
pub struct Elev {
    /// What the pupil is known by.
    #[identifikator]
    pub system_id: Identifikator,
    /// Another name.
    #[identifikator]
    pub elevnummer: Option<Identifikator>,
    /// Text that makes a kilobyte.
    pub beskrivelse: String,
    /// Where the pupil goes.
    #[relation(to = Skole, inverse = "elev", many)]
    pub skole: Option<Link<Skole>>,
}

static MODEL: ModelTable = ModelTable {
    format: FORMAT,
    name: "maling",
    version: "1.0.0",
    profile: "fint",
    profile_version: None,
    languages: &["nb"],
    about: AboutTable::EMPTY,
    // As the largest collections are served: a school shows how many pupils it has, and pages of them.
    overrides: &[("links.kept_max", "100")],
    packages: &[PackageTable {
        path: "utdanning/elev",
        docs: "Elever.",
        feed_page_size: Some(100),
        classes: &[<Skole as Described>::table, <Elev as Described>::table],
        ..PackageTable::EMPTY
    }],
};

/// The collection of pupils, by the stem of its data file.
pub const ELEV: &str = "utdanning-elev.elev";

/// Where pupils are served.
pub const PATH: &str = "/utdanning/elev/elev";

/// Where the feed is.
pub const FEED: &str = "/utdanning/elev/feed";

/// The API over the data in a folder.
///
/// # Errors
/// The folder cannot be used.
pub fn api(folder: &Path) -> Result<Api, BuildError> {
    Api::builder().model(&MODEL).data(folder).build()
}

/// Appends a pupil as JSON; `version` changes what the pupil is like.
pub fn pupil(id: &str, school: usize, version: usize, out: &mut String) {
    use std::fmt::Write as _;
    let start = out.len();
    let _ = write!(
        out,
        r#"{{"systemId":{{"identifikatorverdi":"{id}"}},"elevnummer":{{"identifikatorverdi":"N-{id}"}},"beskrivelse":"utgåve {version}: "#
    );
    // The rest of the kilobyte, with letters that take two bytes among them.
    while out.len() - start < 900 {
        out.push_str("blåbærsyltetøy er godt på brødskive, ");
    }
    let _ = write!(out, r#"","_links":{{"skole":[{{"href":"systemid/S{}"}}]}}}}"#, school % 1000);
}
