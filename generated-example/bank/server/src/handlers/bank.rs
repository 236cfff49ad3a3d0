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

#[cfg(test)]
mod tests {
    use smie_server::Api;
    use smie_server::test_kit::TestKit;

    use super::*;
    use crate::generated;

    fn kit(balance: &str) -> TestKit {
        let kit = TestKit::new(generated::handle(Api::builder().model(&generated::MODEL), Handlers)).expect("an API");
        kit.given(&Konto { kontonummer: Identifikator::new("12345"), balans: balance.into(), tillstand: Kontotillstand::Oppet })
            .expect("an account");
        kit
    }

    /// What can be done with the account.
    fn allowed(kit: &TestKit) -> Vec<String> {
        let offered = kit.offers::<Konto>("kontonummer", "12345").expect("an account");
        offered.into_iter().filter(|offered| offered.is_allowed).map(|offered| offered.action).collect()
    }

    #[test]
    fn an_overdrawn_account_takes_deposits_and_nothing_else() {
        assert_eq!(allowed(&kit("-0.01")), ["insättning"]);
        assert_eq!(allowed(&kit("0.00")), ["insättning", "avsluta"]);
        assert_eq!(allowed(&kit("0.01")), ["insättning", "uttag", "överföring"]);
    }

    #[test]
    fn a_deposit_is_added_to_the_ore() {
        let kit = kit("-25.00");
        kit.when::<Konto>("kontonummer", "12345", "insättning", &KontoInsattning { belopp: "25.05".into() }).expect("a deposit");
        assert_eq!(kit.get::<Konto>("kontonummer", "12345").map(|account| account.balans), Some("0.05".into()));
    }
}
