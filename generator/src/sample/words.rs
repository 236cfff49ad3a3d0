//! Words that sample data is made of.

/// Given names of women, then of men.
pub(super) const GIVEN: [&[&str]; 2] = [
    &["Anne", "Åse", "Ingrid", "Kari", "Solveig", "Bjørg", "Liv", "Gro", "Sigrid", "Ragnhild", "Mari", "Aud", "Turid", "Áile", "Nora", "Emma", "Fatima", "Øydis", "Ærlend-Marie", "Tuva"],
    &["Ola", "Bjørn", "Håkon", "Pål", "Øystein", "Lars", "Knut", "Jørgen", "Åsmund", "Sverre", "Espen", "Geir", "Nils Ánte", "Mohammed", "Tor", "Eirik", "Kåre", "Morten", "Gjermund", "Sindre"],
];

/// Family names.
pub(super) const FAMILY: &[&str] = &[
    "Hansen", "Ødegård", "Bakken", "Sæther", "Nygård", "Lie", "Øverland", "Aasen", "Bråten", "Hætta", "Moe", "Tveit", "Årdal", "Solberg", "Næss", "Haugen",
    "Kjærstad", "Myhre", "Fjeld", "Strøm", "Vågen", "Ruud", "Dahl", "Østby", "Lunde", "Sørensen", "Ahmed", "Kvåle",
];

/// Postal code and place.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("0150", "Oslo"), ("1601", "Fredrikstad"), ("2317", "Hamar"), ("2819", "Gjøvik"), ("3044", "Drammen"), ("3717", "Skien"), ("4611", "Kristiansand"),
    ("4878", "Grimstad"), ("5003", "Bergen"), ("6002", "Ålesund"), ("6856", "Sogndal"), ("7011", "Trondheim"), ("7800", "Namsos"), ("8006", "Bodø"),
    ("9008", "Tromsø"), ("9730", "Kárášjohka"), ("9845", "Tana"), ("1850", "Mysen"), ("3510", "Hønefoss"), ("8300", "Svolvær"),
];

/// Names of streets.
pub(super) const STREETS: &[&str] =
    &["Storgata", "Kirkegata", "Skoleveien", "Bjørkeveien", "Åsveien", "Strandgata", "Jernbanegata", "Øvre torggate", "Elveveien", "Furuholtet"];

/// Words of short texts.
pub(super) const PHRASES: &[&str] = &[
    "Gjelder fra skolestart", "Etter avtale", "Sendt på høring", "Godkjent av leder", "Følges opp i høst", "Oppdatert ved årsskiftet",
    "Ingen merknader", "Se også tidligere sak", "Foreløpig vurdering", "Til orientering", "Må avklares nærmere", "Overført fra tidligere system",
];

/// Titles of positions.
pub(super) const TITLES: &[&str] = &["Lektor", "Adjunkt", "Rådgiver", "Rektor", "Miljøarbeider", "Førstekonsulent", "Renholder", "IKT-lærling", "Vaktmester", "Økonomisjef"];

/// Titles of cases and documents.
pub(super) const CASES: &[&str] = &[
    "Søknad om tilskudd til fredet bygning", "Vedtak om skoleplass", "Referat fra møte", "Høring om båtrute", "Søknad om drosjeløyve",
    "Avtale om læreplass", "Klage på karakter", "Årsrapport", "Innkalling til møte", "Svar på henvendelse",
];

/// What things of these classes are called, by folded lower-case class name.
pub(super) const NAMED: &[(&str, &[&str])] = &[
    ("fag", &["Norsk hovedmål", "Matematikk R1", "Engelsk", "Kroppsøving", "Naturfag", "Samfunnskunnskap", "Historie", "Samisk som førstespråk", "Religion og etikk", "Fransk II"]),
    ("fravarstype", &["Egenmelding", "Sykemelding", "Permisjon", "Foreldrepermisjon", "Ferie", "Omsorg for sykt barn"]),
    ("kjonn", &["Kvinne", "Mann", "Ikke oppgitt"]),
    ("sprak", &["Bokmål", "Nynorsk", "Nordsamisk", "Lulesamisk", "Engelsk", "Kvensk"]),
    ("landkode", &["Norge", "Sverige", "Danmark", "Finland", "Island", "Færøyene"]),
    ("valuta", &["Norske kroner", "Svenske kroner", "Danske kroner", "Euro", "Islandske kroner"]),
    ("kommune", &["Ålesund", "Tromsø", "Bærum", "Gjøvik", "Bodø", "Sør-Varanger", "Karasjok", "Åmot"]),
    ("fylke", &["Innlandet", "Møre og Romsdal", "Nordland", "Trøndelag", "Vestland", "Østfold", "Finnmark", "Rogaland"]),
    ("utdanningsprogram", &["Studiespesialisering", "Bygg- og anleggsteknikk", "Helse- og oppvekstfag", "Naturbruk", "Musikk, dans og drama"]),
    ("programomrade", &["Realfag", "Språk, samfunnsfag og økonomi", "Barne- og ungdomsarbeiderfaget", "Tømrerfaget", "Fiske og fangst"]),
    ("arstrinn", &["Vg1", "Vg2", "Vg3"]),
    ("rolle", &["Rådgiver", "Saksbehandler", "Leder", "Fullmektig", "Attestant", "Anviser"]),
    ("stillingskode", TITLES),
    ("personalressurskategori", &["Fast ansatt", "Midlertidig ansatt", "Vikar", "Lærling", "Folkevalgt"]),
    ("termin", &["Høst", "Vår"]),
    ("skolear", &["2023/2024", "2024/2025", "2025/2026"]),
];
