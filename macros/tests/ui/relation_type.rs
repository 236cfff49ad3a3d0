use smie_wire::macros::WireDatatype;
use smie_wire::value::Link;

#[derive(WireDatatype)]
#[smie(package = "felles")]
struct Verdi {
    #[relation(inverse = "verdi", many)]
    person: Vec<Person>,
    #[relation(many)]
    skole: Link<Person>,
    #[relation(inverse = "verdi", one, many)]
    annen: Link<Person>,
    fler: Vec<Option<Link<Person>>>,
}

struct Person;

fn main() {}
