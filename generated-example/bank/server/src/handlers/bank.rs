//! What the actions of `bank` do. This file is yours.

use smie_server::{Asked, Effects, Identifikator, Refused, Verdict};

use super::Handlers;
use super::money::Money;
use crate::generated::bank::*;

impl KontoHandlers for Handlers {
    fn oppna(&self, input: KontoOppna, _: &mut Effects<'_>) -> Result<Konto, Refused> {
        Ok(Konto { kontonummer: Identifikator::new(input.kontonummer), balans: Money::NOTHING.into(), tillstand: Kontotillstand::Oppet })
    }

    fn insattning(&self, account: &mut Konto, input: KontoInsattning, _: &mut Effects<'_>) -> Result<(), Refused> {
        account.balans = (balance(account)? + amount(&input.belopp)?)?.into();
        Ok(())
    }

    fn uttag(&self, account: &mut Konto, input: KontoUttag, _: &mut Effects<'_>) -> Result<(), Refused> {
        account.balans = (balance(account)? - amount(&input.belopp)?)?.into();
        Ok(())
    }

    /// Both accounts change in one transaction, so no krona is in both or in none.
    fn overforing(&self, account: &mut Konto, input: KontoOverforing, effects: &mut Effects<'_>) -> Result<(), Refused> {
        let Some(mut other) = effects.get::<Konto>("kontonummer", &input.till_konto) else {
            return Err(Refused::conflict("Kontot som skulle få pengarna finns inte längre."));
        };
        let amount = amount(&input.belopp)?;
        account.balans = (balance(account)? - amount)?.into();
        other.balans = (balance(&other)? + amount)?.into();
        effects.replace(&other)
    }

    fn avsluta(&self, _: &mut Konto, _: &mut Effects<'_>) -> Result<(), Refused> {
        Ok(())
    }

    fn overtrasserat(&self, account: &Konto, _: &Asked<'_>) -> Verdict {
        Verdict::blocked_if(balance(account).is_ok_and(|balance| balance < Money::NOTHING))
    }

    /// Before an amount is named, an empty account covers none.
    fn tackning_saknas(&self, account: &Konto, asked: &Asked<'_>) -> Verdict {
        let Ok(balance) = balance(account) else { return Verdict::blocked() };
        let wanted = asked.input::<KontoUttag>().map(|input| input.belopp);
        Verdict::blocked_if(match wanted {
            Some(wanted) => Money::read(&wanted).is_some_and(|wanted| wanted > balance),
            None => balance == Money::NOTHING,
        })
    }

    fn okant_konto(&self, account: &Konto, asked: &Asked<'_>) -> Verdict {
        let Some(input) = asked.input::<KontoOverforing>() else { return Verdict::free() };
        let other = asked.get::<Konto>("kontonummer", &input.till_konto);
        let fits = |other: &Konto| other.tillstand == Kontotillstand::Oppet && other.kontonummer != account.kontonummer;
        Verdict::blocked_if(!other.as_ref().is_some_and(fits))
    }

    fn pengar_kvar(&self, account: &Konto, _: &Asked<'_>) -> Verdict {
        Verdict::blocked_if(balance(account).is_ok_and(|balance| balance > Money::NOTHING))
    }
}

fn balance(account: &Konto) -> Result<Money, Refused> {
    Money::read(&account.balans).ok_or_else(|| Refused::failed(format!("`{}` is no balance", account.balans)))
}

fn amount(belopp: &smie_server::Decimal) -> Result<Money, Refused> {
    Money::read(belopp).ok_or_else(|| Refused::invalid("/belopp", "Ett belopp har högst två decimaler."))
}
