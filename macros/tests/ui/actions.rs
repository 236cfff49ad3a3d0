use smie_server::{Asked, Effects, Hovedklasse, Identifikator, Refused, Verdict, actions};

#[derive(Hovedklasse)]
#[smie(package = "utdanning/rom", actions = RomHandlers, state = "tilstand")]
#[event(carries("system_id"))]
struct Rom {
    #[identifikator]
    system_id: Identifikator,
}

#[actions(Rom)]
trait RomHandlers {
    #[action(from = "åpent", impediments("opptat"))]
    fn steng(&self, rom: &mut Rom, effects: &mut Effects<'_>) -> Result<(), Refused>;

    #[action(name = "steng")]
    async fn igjen(&mut self, rom: &mut Rom, effects: &mut Effects<'_>) -> Result<(), Refused>;

    #[action(on = collection, impediments("opptatt"))]
    fn bygg(&self, rom: &mut Rom, navn: Rom, effects: &mut Effects<'_>) -> Result<Rom, Refused>;

    #[impediment]
    fn opptatt(&self, rom: &Rom, asked: &Asked<'_>) -> Verdict;

    fn umerket(&self);
}

#[actions]
trait Ingen {}

#[actions(Rom)]
struct Ikke;

fn main() {}
