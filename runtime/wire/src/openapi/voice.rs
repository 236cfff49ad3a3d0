//! The prose of documents in the model's own language: Norwegian, Swedish, or else English.
//!
//! A description that a domain's people can read is worth more than one in the language of the tool. `{}` stands for what a phrase is about.

/// A phrase in English, Norwegian and Swedish.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase(pub(super) [&'static str; 3]);

/// Which of the three languages is spoken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice(usize);

impl Voice {
    /// The language of a model; English when it has none of ours.
    pub(super) fn of(languages: &[String]) -> Self {
        Self(match languages.first().map(String::as_str) {
            Some("nb" | "nn" | "no") => 1,
            Some("sv") => 2,
            _ => 0,
        })
    }

    /// The phrase about nothing in particular.
    pub(super) fn say(self, phrase: Phrase) -> &'static str {
        phrase.0[self.0]
    }

    /// The phrase about something.
    pub(super) fn about(self, phrase: Phrase, what: &str) -> String {
        self.say(phrase).replace("{}", what)
    }
}

macro_rules! phrases {
    ($($name:ident: $en:literal, $nb:literal, $sv:literal;)*) => {
        $(pub(super) const $name: Phrase = Phrase([$en, $nb, $sv]);)*
    };
}

phrases! {
    // Summaries and descriptions of operations.
    START: "Start page", "Startside", "Startpunkt";
    START_LONG: "Where navigation begins: links to everything that is served.", "Her begynner navigasjonen: lenker til alt som tilbys.", "Här börjar navigeringen: länkar till allt som erbjuds.";
    PACKAGE: "Contents of {}", "Innholdet i {}", "Innehållet i {}";
    PACKAGE_LONG: "The collections of the package, with their addresses.", "Samlingene i pakken, med adresser.", "Paketets samlingar, med adresser.";
    HEALTH: "Health of {}", "Helsen til {}", "Hälsan hos {}";
    HEALTH_LONG: "Whether the data of the package can be served.", "Om pakkens data kan leveres.", "Om paketets data kan levereras.";
    CACHE_STATUS: "State of the collections of {}", "Tilstanden til samlingene i {}", "Tillståndet hos samlingarna i {}";
    CACHE_STATUS_LONG: "Size and latest change of every collection of the package.", "Størrelse og siste endring for hver samling i pakken.", "Storlek och senaste ändring för varje samling i paketet.";
    LIST: "List {}", "List {}", "Lista {}";
    LIST_LONG: "A page of the collection, in order of creation. Links: self, and prev and next where there are such pages; page links keep all other parameters. A page beyond the last is empty.", "En side av samlingen, i rekkefølgen ressursene ble opprettet. Lenker: self, og prev og next der slike sider finnes; sidelenkene beholder alle andre parametre. En side etter den siste er tom.", "En sida av samlingen, i den ordning resurserna skapades. Länkar: self, samt prev och next där sådana sidor finns; sidlänkarna behåller alla andra parametrar. En sida efter den sista är tom.";
    GET: "Get {}", "Hent {}", "Hämta {}";
    GET_LONG: "One resource by `{}`. Its links: self, and the relations of its class.", "Én ressurs ved `{}`. Lenkene: self, og relasjonene til klassen.", "En resurs via `{}`. Länkarna: self, och klassens relationer.";
    CREATE: "Create {}", "Opprett {}", "Skapa {}";
    CREATE_LONG: "Creates a resource. With an `Idempotency-Key` the same request can be repeated without a second effect.", "Oppretter en ressurs. Med en `Idempotency-Key` kan samme forespørsel gjentas uten ny virkning.", "Skapar en resurs. Med en `Idempotency-Key` kan samma begäran upprepas utan ny verkan.";
    REPLACE: "Replace {}", "Erstatt {}", "Ersätt {}";
    REPLACE_LONG: "Replaces the whole resource. `If-Match` ties the change to the state that the client knows.", "Erstatter hele ressursen. `If-Match` knytter endringen til tilstanden som klienten kjenner.", "Ersätter hela resursen. `If-Match` knyter ändringen till det tillstånd som klienten känner.";
    UPDATE: "Change {}", "Endre {}", "Ändra {}";
    UPDATE_LONG: "Changes a part of the resource, by a merge patch (RFC 7396).", "Endrer en del av ressursen, med en merge patch (RFC 7396).", "Ändrar en del av resursen, med en merge patch (RFC 7396).";
    DELETE: "Delete {}", "Slett {}", "Ta bort {}";
    DELETE_LONG: "Removes the resource.", "Fjerner ressursen.", "Tar bort resursen.";
    LAST_UPDATED: "Latest change of {}", "Siste endring av {}", "Senaste ändring av {}";
    LAST_UPDATED_LONG: "When the collection last changed, in milliseconds since 1970.", "Når samlingen sist ble endret, i millisekunder siden 1970.", "När samlingen senast ändrades, i millisekunder sedan 1970.";
    CACHE_SIZE: "Number of {}", "Antall {}", "Antal {}";
    CACHE_SIZE_LONG: "How many resources the collection has.", "Hvor mange ressurser samlingen har.", "Hur många resurser samlingen har.";
    STATUS: "Status of a write of {}", "Status for skriving av {}", "Status för skrivning av {}";
    STATUS_LONG: "What became of a write that was accepted.", "Hva det ble av en skriving som ble tatt imot.", "Vad det blev av en skrivning som togs emot.";
    SYNC: "Bring {} up to date", "Bring {} à jour", "Uppdatera {} i sin helhet";
    SYNC_LONG: "For the data provider: a resource a line, committed as one change.", "For dataleverandøren: en ressurs på hver linje, lagret som én endring.", "För dataleverantören: en resurs per rad, sparad som en ändring.";
    QUERY: "Search {}", "Søk i {}", "Sök bland {}";
    QUERY_LONG: "The collection under a filter in the body. POST, because a filter may be longer than a URL can be; nothing is changed.", "Samlingen med et filter i kroppen. POST, fordi et filter kan være lengre enn en URL; ingenting endres.", "Samlingen med ett filter i meddelandet. POST, eftersom ett filter kan vara längre än en URL; inget ändras.";
    LINKS: "Links from {}", "Lenker fra {}", "Länkar från {}";
    LINKS_LONG: "Pages of the links of one relation, where there are too many for the resource itself.", "Sider med lenkene til én relasjon, der det er for mange for selve ressursen.", "Sidor med länkarna i en relation, där de är för många för själva resursen.";
    FEED: "Events of {}", "Hendelser i {}", "Händelser i {}";
    FEED_LONG: "The package's events in the order in which they happened, a page at a time; closed pages never change.", "Pakkens hendelser i den rekkefølgen de skjedde, side for side; lukkede sider endres aldri.", "Paketets händelser i den ordning de skedde, sida för sida; stängda sidor ändras aldrig.";
    EVENT: "One event of {}", "Én hendelse i {}", "En händelse i {}";
    OTHER: "Read {}", "Les {}", "Läs {}";
    INVOKE: "Invoke {}", "Utfør {}", "Utför {}";
    INVOKE_LONG: "A state transition. Its link is in the representation only while it is possible; otherwise the answer is 409 with what stands in the way.", "En tilstandsovergang. Lenken finnes i representasjonen bare når den er mulig; ellers er svaret 409 med det som hindrer den.", "En tillståndsövergång. Länken finns i representationen bara när den är möjlig; annars blir svaret 409 med det som hindrar den.";

    API_INFO: "Facts about the API", "Fakta om API-et", "Fakta om API:et";
    API_INFO_LONG: "Name, version, status and documentation of the API.", "Navn, versjon, status og dokumentasjon for API-et.", "Namn, version, status och dokumentation för API:et.";

    // Parameters.
    P_SIZE: "Entries a page; 0 or less: as many as the server gives at once", "Antall på en side; 0 eller mindre: så mange som tjeneren gir på én gang", "Antal per sida; 0 eller mindre: så många som servern ger på en gång";
    P_OFFSET: "Entries to pass over", "Antall som hoppes over", "Antal som hoppas över";
    P_PAGE: "Number of the page, from 1", "Sidens nummer, fra 1", "Sidans nummer, från 1";
    P_LIMIT: "Entries a page", "Antall på en side", "Antal per sida";
    P_CURSOR: "Where to go on, from a link of the server; wins over the position", "Hvor det fortsetter, fra en av tjenerens lenker; går foran posisjonen", "Var det fortsätter, från en av serverns länkar; går före positionen";
    P_SINCE: "Only what was changed later than this", "Bare det som er endret etter dette", "Endast det som ändrats efter detta";
    P_FILTER: "A filter: attributes, `eq ne gt ge lt le`, `contains startswith endswith`, `and or not`", "Et filter: attributter, `eq ne gt ge lt le`, `contains startswith endswith`, `and or not`", "Ett filter: attribut, `eq ne gt ge lt le`, `contains startswith endswith`, `and or not`";
    P_DELETED: "Whether what was deleted is shown too", "Om det som er slettet også vises", "Om det som tagits bort också visas";
    P_SORT: "Attributes to sort by, `-` before one for descending order", "Attributter å sortere etter, `-` foran for synkende", "Attribut att sortera efter, `-` framför för fallande";
    P_FIELDS: "Attributes to show, separated by commas", "Attributter som vises, med komma mellom", "Attribut som visas, med komma emellan";
    P_ATTRIBUTE: "Only those with this `{}`", "Bare de med denne `{}`", "Endast de med detta `{}`";
    P_ACTIONS: "Whether the entries show what can be done with each", "Om oppføringene viser hva som kan gjøres med hver", "Om posterna visar vad som kan göras med var och en";
    P_VALIDATE: "Only say what would become of it; nothing is stored", "Si bare hva det ville bli til; ingenting lagres", "Säg bara vad det skulle bli; inget sparas";
    P_ID: "Identifier `{}`", "Identifikator `{}`", "Identifierare `{}`";
    P_STATUS_ID: "Id of the accepted write, from `Location`", "Id for skrivingen, fra `Location`", "Skrivningens id, från `Location`";
    P_IF_NONE_MATCH: "ETag that the client has; the same gives 304", "ETag som klienten har; den samme gir 304", "ETag som klienten har; samma ger 304";
    P_IF_MATCH: "ETag that the change builds on", "ETag som endringen bygger på", "ETag som ändringen bygger på";
    P_KEY: "A key of the client's own; repeating the request with it has one effect", "Klientens egen nøkkel; gjentas forespørselen med den, har den én virkning", "Klientens egen nyckel; upprepas begäran med den har den en verkan";
    P_TRACE: "W3C Trace Context; a value that is none begins a new trace", "W3C Trace Context; en ugyldig verdi begynner et nytt spor", "W3C Trace Context; ett ogiltigt värde börjar ett nytt spår";
    P_AFTER: "Number of the event to go on after, 0 for all", "Nummeret på hendelsen det fortsetter etter, 0 for alle", "Numret på händelsen att fortsätta efter, 0 för alla";
    P_PREFER: "`wait=15` waits so many seconds for events to come", "`wait=15` venter så mange sekunder på at hendelser kommer", "`wait=15` väntar så många sekunder på att händelser kommer";
    P_FEED_PAGE: "Number of the page, from 1", "Sidens nummer, fra 1", "Sidans nummer, från 1";
    P_EVENT_ID: "Id of the event", "Hendelsens id", "Händelsens id";
    P_MODE: "`full` when this is all there is, `delta` when it is what changed", "`full` når dette er alt som finnes, `delta` når det er det som er endret", "`full` när detta är allt som finns, `delta` när det är det som ändrats";
    P_EXPECT: "Number of lines that are sent", "Antall linjer som sendes", "Antal rader som skickas";
    P_FORCE: "Delete even when it is more than one in ten", "Slett også når det er mer enn én av ti", "Ta bort även när det är mer än en av tio";
    P_PARTIAL: "Take what is right even when some lines are wrong", "Ta det som er riktig selv om noen linjer er feil", "Ta det som är rätt även om några rader är fel";

    // Responses.
    R_OK: "The document", "Dokumentet", "Dokumentet";
    R_RESOURCE: "The resource", "Ressursen", "Resursen";
    R_PAGE: "A page of the collection; empty beyond the last", "En side av samlingen; tom etter den siste", "En sida av samlingen; tom efter den sista";
    R_CREATED: "It was created", "Den ble opprettet", "Den skapades";
    R_DONE: "The resource as it is now", "Ressursen slik den er nå", "Resursen som den är nu";
    R_ACCEPTED: "Accepted; `Location` leads to what becomes of it", "Tatt imot; `Location` leder til hva det blir av den", "Mottagen; `Location` leder till vad det blir av den";
    R_PENDING: "Not known yet", "Ikke kjent ennå", "Inte känt ännu";
    R_DELETED: "It is gone", "Den er borte", "Den är borta";
    R_SYNCED: "What was brought in", "Hva som ble tatt inn", "Vad som togs in";
    R_FEED: "The events", "Hendelsene", "Händelserna";
    R_304: "The client has it already", "Klienten har den allerede", "Klienten har den redan";
    R_400: "The request is wrong; the body says what", "Forespørselen er feil; kroppen sier hva", "Begäran är fel; meddelandet säger vad";
    R_401: "The client must say who it is", "Klienten må si hvem den er", "Klienten måste säga vem den är";
    R_403: "The client may not do this", "Klienten har ikke lov til dette", "Klienten får inte göra detta";
    R_404: "There is nothing here", "Det er ingenting her", "Det finns inget här";
    R_406: "No representation that the client accepts", "Ingen representasjon som klienten godtar", "Ingen representation som klienten godtar";
    R_408: "The body did not come in time", "Kroppen kom ikke i tide", "Meddelandet kom inte i tid";
    R_409: "It cannot be done with what is there", "Det lar seg ikke gjøre med det som finnes", "Det går inte att göra med det som finns";
    R_410: "It is not here any more", "Den er ikke her lenger", "Den finns inte här längre";
    R_412: "The resource is not in the state that the client requires", "Ressursen er ikke i tilstanden som klienten krever", "Resursen är inte i det tillstånd som klienten kräver";
    R_413: "The body is too large", "Kroppen er for stor", "Meddelandet är för stort";
    R_414: "The URL is too long", "URL-en er for lang", "URL:en är för lång";
    R_415: "The body is in a form that is not read here", "Kroppen er i en form som ikke leses her", "Meddelandet är i en form som inte läses här";
    R_422: "The idempotency key belongs to another request", "Idempotensnøkkelen hører til en annen forespørsel", "Idempotensnyckeln hör till en annan begäran";
    R_428: "The request must say which state it changes, by `If-Match`", "Forespørselen må si hvilken tilstand den endrer, med `If-Match`", "Begäran måste säga vilket tillstånd den ändrar, med `If-Match`";
    R_431: "The headers are too large", "Hodene er for store", "Huvudena är för stora";
    R_503: "The server is busy; try again shortly", "Tjeneren er opptatt; prøv igjen om litt", "Servern är upptagen; försök igen om en stund";
    R_DEFAULT: "Any other problem", "Ethvert annet problem", "Alla andra problem";

    // Headers.
    H_ETAG: "Version of this representation", "Versjonen av denne representasjonen", "Version av denna representation";
    H_LOCATION: "Absolute address of what was made", "Absolutt adresse til det som ble laget", "Absolut adress till det som skapades";
    H_ALLOW: "Methods that the address takes", "Metoder som adressen tar", "Metoder som adressen tar";
    H_RETRY: "Seconds to wait", "Sekunder å vente", "Sekunder att vänta";

    // Shared schemas.
    S_PROBLEM: "What went wrong (RFC 9457)", "Hva som gikk galt (RFC 9457)", "Vad som gick fel (RFC 9457)";
    S_VIOLATION: "One thing that is wrong with the body", "Én ting som er feil med kroppen", "En sak som är fel med meddelandet";
    S_IMPEDIMENT: "A reason why an action cannot be done now", "En grunn til at en handling ikke kan utføres nå", "Ett skäl till att en åtgärd inte kan utföras nu";
    S_LINK: "A link", "En lenke", "En länk";
    S_LINKS: "A link a relation; a list of links for relations that may have many", "En lenke for hver relasjon; en liste av lenker der det kan være mange", "En länk per relation; en lista av länkar där de kan vara många";
    S_TOMBSTONE: "What is left of a deleted resource", "Det som er igjen av en slettet ressurs", "Det som är kvar av en borttagen resurs";
    S_WRITE: "{} as it is written", "{} slik den skrives", "{} så som den skrivs";
    S_PATCH: "A change of a part of {}", "Endring av en del av {}", "Ändring av en del av {}";
    S_PAGE: "A page of {}", "En side med {}", "En sida med {}";
    S_HAL: "{} in HAL", "{} i HAL", "{} i HAL";

    // Security.
    SEC: "Access token of the organisation's authorisation server", "Tilgangstoken fra organisasjonens autorisasjonstjener", "Åtkomsttoken från organisationens auktorisationsserver";
    SCOPE: "Access to {}", "Tilgang til {}", "Åtkomst till {}";
    EXAMPLE: "example", "eksempel", "exempel";
}
