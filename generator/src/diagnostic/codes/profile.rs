//! Codes of a wire profile's own rules (E04xx).

use super::codes;

codes! {
    LETTER = "E0401", "every letter has a place in the profile's folding",
"Names keep their letters in the model and become ASCII on the wire, by a table that the profile has: æ -> a, ø -> o, å -> a under
`fint`, ä, ö, é and ü too under the others. A letter outside the table would be guessed at, and two servers might guess differently.

Breaks the rule under `profile: fint`:

    Łódź: {is: hovedklasse}

Mended by another name, by a wire name of its own (`wire: Lodz`), or by a profile whose table has the letter.";

    PACKAGE_PATH = "E0402", "two packages have two paths",
"A package's path is folded and lower-cased on the wire. Two packages with one path would serve each other's classes.

Breaks the rule:

    package: utdanning/ås       package: utdanning/as

Mended by renaming one of them.";

    CLASS_PATH = "E0403", "two classes have two paths",
"A class's path is its folded, lower-cased name under its package. Two classes with one path would be one collection, and in generated code one
would overwrite the other.

Breaks the rule in one package, since both are `/bat`, and both are `/fagkode`:

    Båt, Bat            FagKode, Fagkode

Mended by renaming one of them, or with `wire:` on one.";

    MEMBER_WIRE = "E0404", "two members have two wire names",
"A member's name is folded on the wire. Two members with one wire name, compared without regard to case, would be one member of the JSON
object; an attribute and a relation would be confused in filters and in generated types.

Breaks the rule:

    attributes: {år: int, ar: int}

Mended by renaming one of them, or with `wire:` on one.";

    RESERVED_CLASS = "E0405", "some path words belong to the server",
"Beside its classes a package serves a few paths of its own: `admin` for health, `feed` for events, and further ones by profile. A class with such a
path would hide them, or be hidden.

Breaks the rule:

    Feed: {is: hovedklasse}

Mended by another name, or with `wire:` on the class.";

    RESERVED_IDENTIFIER = "E0406", "some identifier names belong to the server",
"`/elev/cache/size`, `/elev/last-updated` and `/elev/status/{id}` are paths of the collection itself. An identifier of such a name would have its
route at the same place.

Breaks the rule:

    attributes: {status: Identifikator}

Mended by another name, such as `statuskode`. An ordinary attribute may be called so.";

    NAME = "E0407", "a name is letters and digits",
"On the wire and in generated code a name is `[A-Za-z][A-Za-z0-9_]*` after folding: it begins with a letter, and has letters, digits and
underscores. Anything else would have to be escaped in every path and every program.

Breaks the rule:

    1klasse: {is: hovedklasse}
    attributes: {e-post: string}

Mended:

    Førsteklasse: {is: hovedklasse}
    attributes: {epost: string}";

    SETTING = "E0408", "profiles and settings exist",
"`profile:` is one of fint, ladok and rest-se, and `overrides:` changes single settings of it. A key that no profile has, or a value
that the setting does not take, would silently leave the default in force.

Breaks the rule:

    profile: finnt
    overrides: {paging.maks: 1000}

Mended:

    profile: fint
    overrides: {paging.max: 1000}";

    ENUM_WIRE = "E0409", "two values of an enum have two codes on the wire",
"A value's code is folded on the wire with its case kept. Two values with one code could not be told apart by anyone who reads them.

Breaks the rule:

    enums: {Farge: {blå: {nb: Blå}, bla: {nb: Bla}}}

Mended by another name for one of them.";

    RESERVED_RELATION = "E0410", "some links belong to the server",
"In `_links` the server writes a resource's own address as `self`. A relation of that name would stand in its place.

Breaks the rule:

    relations: {self: Person}

Mended by another name, or with `wire:` on the relation.";

    NO_COLLECTION = "E0411", "RES.06: a class has a plural name",
"The Swedish REST profile has plural path segments (`/kurser`, rule RES.06), and a plural cannot be derived in Norwegian or
Swedish. Under a profile with plural paths every hovedklasse says it.

Breaks the rule:

    Kurs: {is: hovedklasse, attributes: {kursId: Identifikator}}

Mended:

    Kurs: {is: hovedklasse, collection: kurser, attributes: {kursId: Identifikator}}

A rule that is knowingly not met is listed with its reason: `exceptions: {RES.06: Etablerade namn}` in model.yaml.";

    NO_INFO = "E0412", "DOK.03: the API describes itself",
"The Swedish REST profile wants an API to say what it is, on what terms, and who answers questions (rule DOK.03). The generated
documents take that from `info:` in model.yaml, with title, contact, license and terms.

Breaks the rule: `profile: rest-se` without `info:`. Mended:

    info:
      title: {sv: Utbildning, en: Education}
      status: active
      contact: {name: Förvaltning, email: post@exempel.se, url: 'https://exempel.se'}
      license: {name: CC0-1.0, url: 'https://creativecommons.org/publicdomain/zero/1.0/'}
      terms: https://exempel.se/villkor";

    NO_LANGUAGES = "E0413", "DOK.06: documentation in Swedish and English",
"The Swedish REST profile wants documentation in Swedish and English (rule DOK.06), so a model under it has both languages.

Breaks the rule:

    languages: [sv]

Mended:

    languages: [sv, en]";

    ONLY_NATIONAL_ID = "E0414", "RES.02: a national identity number is not the only identifier",
"Addresses are logged, bookmarked and passed on; rule RES.02 keeps personal data out of them. A class that has only an identifier
marked `gdpr: national_id` could be addressed by nothing else.

Breaks the rule:

    Student: {is: hovedklasse, attributes: {personnummer: {type: Identifikator, gdpr: national_id}}}

Mended by an identifier that says nothing about the person, such as a UUID:

    attributes:
      studentId:    {type: Identifikator, primary: true}
      personnummer: {type: Identifikator, gdpr: national_id}";

    STATUS_VERSION = "E0415", "VER.11, VER.12: version and status agree",
"In the Swedish REST profile an API in alpha or beta has major version 0 (rule VER.11), and the first active one has 1 (rule VER.12), so that
a consumer can see from the address whether it may still change.

Breaks the rule:

    version: 1.0.0
    info: {status: beta}

Mended by `version: 0.9.0`, or by `status: active`.";

    NO_ROUTE = "E0416", "a served class can be addressed",
"An identifier marked `sensitive: true` stays out of URLs, logs and feeds, so it has no route. A hovedklasse whose identifiers are all sensitive
would have resources that nobody can address.

Breaks the rule:

    Person: {is: hovedklasse, attributes: {fødselsnummer: {type: Identifikator, sensitive: true}}}

Mended by an identifier that says nothing about the person:

    attributes:
      systemId:      Identifikator
      fødselsnummer: {type: Identifikator, sensitive: true}";

    ACTION_WIRE = "E0417", "an action has a name of its own on the wire",
"An allowed action stands in `_links` beside the relations and has a path under its resource, where resources nested in it have theirs. Two actions,
or an action and a relation or nested class, that fold to one name could not be told apart there.

Breaks the rule:

    relations: {kurstillfälle: Kurstillfälle}
    actions:   {kurstillfalle: {from: ej_påbörjat}}

Mended by another name for one of them.";

    RESERVED_ACTION = "E0418", "some names and paths belong to the server",
"`self` is a resource's link to itself, and beside a collection's resources the server has paths of its own, such as `status` and `cache`. An action
cannot stand in their place.

Breaks the rule:

    actions: {status: {on: collection}}

Mended by a name that says what is done: `actions: {begär_status: {on: collection}}`.";

    IMPEDIMENT_WIRE = "E0419", "an impediment has a code of its own on the wire",
"A client decides by an impediment's code what to do next. Two impediments of a class's actions that fold to one code could not be told apart, and
`fel_tillstand` is the server's own code for a state that the action does not start from.

Breaks the rule:

    impediments: {för_sent: {sv: Tiden är ute}, for_sent: {sv: För sent på dagen}}
    actions:     {registrering: {impediments: [för_sent, for_sent]}}

Mended by another name for one of them.";
}
