//! Writing: what must be given is asked for by type, and what became of it has to be looked at.

use fint_client::Api;
use fint_client::utdanning_elev::{Elev, NewElev};
use smie_client::{Error, Identifikator, Written};

/// Registers a pupil; the outcome in words.
///
/// # Errors
/// Whatever keeps the outcome away.
pub async fn register(api: &Api, given: NewElev, username: &str) -> Result<String, Error> {
    let mut elev = Elev::new(given);
    elev.brukernavn = Some(Identifikator::new(username));
    Ok(match api.utdanning_elev().elev().create(&elev).await? {
        Written::Created(elev) => format!("created {}", elev.href()),
        Written::Rejected(why) => format!("rejected: {}", why.reason),
        Written::Conflict { .. } => "somebody else has it".to_owned(),
        other => format!("{other:?}"),
    })
}
