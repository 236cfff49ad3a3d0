//! Actions: what is done, or why it cannot be.

use bank_client::Api;
use bank_client::bank::{KontoActions, KontoImpediment, KontoUttag};
use smie_client::{Acted, Decimal, Error};

/// Takes money from an account; the outcome in words.
///
/// # Errors
/// Whatever keeps the outcome away.
pub async fn withdraw(api: &Api, number: &str, amount: &str) -> Result<String, Error> {
    let account = api.bank().konto().by_kontonummer(number).await?;
    Ok(match account.uttag(&KontoUttag { belopp: amount.into() }).await? {
        Acted::Done(account) => format!("{} left", account.balans.as_ref().map_or("nothing", Decimal::as_str)),
        Acted::Impeded(reasons) if reasons.iter().any(|reason| reason.code == KontoImpediment::TackningSaknas) => "not enough".to_owned(),
        Acted::Impeded(reasons) => reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Acted::Rejected(why) => why.reason,
    })
}
