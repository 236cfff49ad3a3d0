//! The five sources, each through its generated client.

use std::time::Duration;

use smie_client::{Client, Error};

/// How long a source may take to answer before the portal gives it up. A page waits much less, see [`Patience`](crate::Patience).
const GIVE_UP: Duration = Duration::from_secs(20);

/// Where the sources are.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// Courses and enrolments.
    pub fs: String,
    /// Hours.
    pub kalender: String,
    /// Exams.
    pub lms: String,
    /// Rooms.
    pub rombestilling: String,
    /// Reading lists.
    pub leselister: String,
}

/// The five clients. Clones share connections and what was kept of earlier answers.
#[derive(Clone, Debug)]
pub struct Sources {
    pub(crate) fs: fs_client::Api,
    pub(crate) kalender: kalender_client::Api,
    pub(crate) lms: lms_client::Api,
    pub(crate) rombestilling: rombestilling_client::Api,
    pub(crate) leselister: leselister_client::Api,
}

impl Sources {
    /// Clients of the sources at these addresses.
    ///
    /// # Errors
    /// An address is none.
    pub fn new(addresses: &Addresses) -> Result<Self, Error> {
        let client = |address: &str| Client::builder(address).user_agent("studentportal").timeout(GIVE_UP).build();
        Ok(Self {
            fs: client(&addresses.fs)?.into(),
            kalender: client(&addresses.kalender)?.into(),
            lms: client(&addresses.lms)?.into(),
            rombestilling: client(&addresses.rombestilling)?.into(),
            leselister: client(&addresses.leselister)?.into(),
        })
    }

    /// The same sources, asked in the name of the user whose token this is. The sources judge the token; answers that are kept stay its user's.
    pub(crate) fn for_user(&self, token: Option<&str>) -> Self {
        let Some(token) = token else { return self.clone() };
        Self {
            fs: self.fs.with_token(token).into(),
            kalender: self.kalender.with_token(token).into(),
            lms: self.lms.with_token(token).into(),
            rombestilling: self.rombestilling.with_token(token).into(),
            leselister: self.leselister.with_token(token).into(),
        }
    }
}
