//! Classes as a generated client has them: read from what real servers really send, and followed by type.

use super::common::{Answer, Server};
use smie_client::{Client, Datatype, Date, Hovedklasse, Identifikator, Link};

/// A value inside a class.
#[derive(Clone, Debug, PartialEq, Datatype)]
#[smie(package = "felles")]
pub struct Adresse {
    /// Lines.
    pub adresselinje: Vec<String>,
    /// Country: a relation of a datatype.
    #[relation]
    pub land: Option<Link<Elev>>,
}

/// A class.
#[derive(Clone, Debug, PartialEq, Hovedklasse)]
#[smie(package = "utdanning/elev")]
pub struct Elev {
    /// Key.
    #[identifikator]
    pub system_id: Option<Identifikator>,
    /// Birthday.
    #[smie(name = "fødselsdato")]
    pub fodselsdato: Option<Date>,
    /// Where to write.
    pub adresse: Option<Adresse>,
    /// Friends.
    #[relation]
    pub venner: Vec<Link<Elev>>,
    /// Teacher.
    #[relation]
    pub laerer: Option<Link<Elev>>,
}

smie_client::collections! {
    Elever: Elev { by_system_id = "systemid" },
}

#[tokio::test]
async fn what_servers_prune_null_and_mix_is_read() {
    let server = Server::start([
        (
            "/utdanning/elev/elev/systemid/1",
            Answer::json(
                "\u{FEFF}{\"systemId\":{\"identifikatorverdi\":\"1\",\"gyldighetsperiode\":null},\"fodselsdato\":-459133200000,\
                 \"adresse\":{\"adresselinje\":[null,\"Storgata 1\"],\"_links\":{\"land\":{\"href\":\"BASE/utdanning/elev/elev/systemid/2\"}}},\
                 \"unknown\":{\"a\":[1]},\"_links\":{\"venner\":[{\"href\":\"BASE/utdanning/elev/elev/systemid/2\"},null,{\"href\":null}],\
                 \"laerer\":null,\"outdated\":[{\"href\":\"x\"}]}}",
            ),
        ),
        ("/utdanning/elev/elev/systemid/2", Answer::json(r#"{"_links":null}"#)),
    ])
    .await;
    let client = Client::new(&server.base).unwrap();
    let elev = Elever::from(client.collection("/utdanning/elev/elev")).by_system_id("1").await.unwrap();
    assert_eq!(elev.system_id.as_ref().map(Identifikator::value), Some("1"));
    assert_eq!(elev.fodselsdato, Date::new(1955, 6, 14));
    let adresse = elev.adresse.as_ref().unwrap();
    assert_eq!(adresse.adresselinje, ["Storgata 1"]);
    assert_eq!((elev.venner.len(), &elev.laerer), (1, &None));
    for found in client.follow_all(elev.venner.iter().chain(&adresse.land)).await {
        assert_eq!(found.unwrap().system_id, None);
    }
}
