//! Codes of what is read but deserves a look (W1xxx).

use super::codes;

codes! {
    ABSTRACT_TARGET = "W1301", "a relation to an abstract class",
"An abstract class has no collection, so such a relation can point to any served class that extends it. That is legal, but a reader of the model
cannot see which, and a client needs a type that stands for all of them. When no served class extends the target, no link can ever be
given.

Deserves a look:

    relations: {eier: Aktør?}            # Person and Virksomhet extend Aktør

If one of them is meant, name it: `eier: Virksomhet?`.";

    NESTED_RESOURCE = "W1302", "an attribute whose type is a hovedklasse",
"A hovedklasse has a collection of its own. As the type of an attribute it is kept as a nested resource inside its owner, with its own `_links`, and
then the same thing may exist twice: nested here, and in its collection.

Deserves a look:

    attributes: {anmerkninger: Anmerkninger*}

Most often a relation is meant: `relations: {anmerkninger: Anmerkninger*}`; or the class is really a datatype.";

    UNUSUAL_BOUNDS = "W1303", "an attribute with unusual bounds",
"Readers and generators expect 1, 0..1, 0..* and 1..*. Other bounds are kept and checked when a resource is written, but most other tools
and OpenAPI clients will see a plain list.

Deserves a look:

    attributes: {telefon: string 1..3}

If the limit is not a rule of the domain, write `string+`.";

    MISSING_INVERSE = "W1304", "two one-way relations that look like one pair",
"When A points to B and B straight back to A, the two are often the ends of one relation. Declared apart, nobody keeps them in step: a writer must
set both, and one of them will be forgotten.

Deserves a look:

    Elev:        {relations: {elevforhold: Elevforhold*}}
    Elevforhold: {relations: {elev: Elev}}

As a pair, declared on the to-one end, the server maintains the other:

    Elevforhold: {relations: {elev: Elev <-> elevforhold*}}";

    OPTIONAL_IDENTIFIERS = "W1305", "a class whose identifiers are all optional",
"A resource's address is made of an identifier. When all of them are optional, a resource may come without any; such a one is refused when written,
since nobody could read it again.

Deserves a look:

    attributes: {systemId: Identifikator?, kildesystemId: Identifikator?}

If one of them is always there, make it mandatory: `systemId: Identifikator`.";

    PACKAGE_DEPTH = "W1306", "a package path with other than two parts",
"FINT's paths are domain and package, `/administrasjon/personal`: deployments, access policies and adapters of that world are keyed by exactly two
parts. A class deeper or shallower is served, but tools around the API may not find it.

Deserves a look under `profile: fint`:

    package: felles/kodeverk/iso

Other profiles have no such habit and do not warn.";

    COMMON_NOT_SERVED = "W1307", "a nested relation to a common class that the package does not serve",
"Hovedklasser of a common package are served inside every package whose own hovedklasser reach them. FINT does not count relations on nested datatypes, so a
link from within a datatype may lead to a collection that the package does not have.

Deserves a look: Fakturautsteder holds the datatype Fakturamottaker, which points to Person, and nothing else in the package does.

    Fakturamottaker: {is: datatype, relations: {person: Person?}}

A relation from a hovedklasse of the package to the common class, or the setting that counts nested relations too, mends it.";

    UNDOCUMENTED = "W1308", "a class or member without documentation",
"What is written here is what users see: in generated types, in the API's documentation and in the explorer. A name that is plain to its
author is seldom plain to the reader from the next county.

Deserves a look:

    Elev: {is: hovedklasse, attributes: {systemId: Identifikator}}

Mended:

    Elev:
      is: hovedklasse
      docs: Person som får opplæring
      attributes: {systemId: {type: Identifikator, docs: Elevens id i kildesystemet}}

The other end of a relation is explained where the pair is declared. Under `rest-se` these are rules DOK.12 and DOK.19.";

    UNUSED_IMPEDIMENT = "W1309", "an impediment that no action names",
"An impediment becomes a method of a handler when an action names it. One that no action names is never asked, so the text that explains it
to a user is never shown.

Deserves a look:

    impediments: {utanför_period: {sv: Perioden är inte öppen}}     # and no action with impediments: [utanför_period]

Name it in an action, or remove it.";

    UNUSED_ENUM = "W1310", "an enum that nothing uses",
"An enum becomes a type; one that no attribute and no input has is code that nobody can reach. Often it is left over from a rename.

Deserves a look:

    enums: {Tilstand: {aktiv: {nb: Aktiv}}}      # and no attribute of type Tilstand

Use it, or remove it.";

    UNUSED_EVENT = "W1311", "an event that no action emits",
"A declared event is told in the feed when an action that `emits` it is done. One that no action emits never happens, yet subscribers may
wait for it.

Deserves a look:

    events: {innvilget_søknad: [id]}             # and no action with emits: innvilget_søknad

Name it in an action, or remove it.";

    DEPRECATED_REQUIRED = "W1312", "a deprecated member that is still required",
"What is on its way out should not be demanded of those who write today: they would have to begin using what they are asked to leave.

Deserves a look:

    alder: {type: int, deprecated: {since: 4.0.0, use: fødselsdato}}

Mended by making it optional while it is deprecated: `type: int?`.";

    DEPRECATED_TARGET = "W1313", "a relation to a deprecated class",
"A relation that is not deprecated itself, to a class that is, leads users towards what they are asked to leave.

Deserves a look:

    Fag:  {is: hovedklasse, deprecated: {use: Emne}}
    Time: {relations: {fag: Fag}}

Deprecate the relation too, or point it to the successor.";

    ABSTRACT_VALUE = "W1314", "an attribute whose type is abstract",
"An abstract class holds what its descendants have in common. As the type of an attribute, only these common members are kept: which
descendant it is, and what that one adds, is lost.

Deserves a look, when Registrering is abstract and Arkivnotat extends it:

    attributes: {notat: Registrering*}

Name the datatype that is meant, or make it a relation.";

    PERSONAL_IN_FEED = "W1401", "personal data in an event feed",
"Entries of a feed are copied by every subscriber and are immutable once archived; a person's right to erasure then ends at somebody else's copy.
An event should carry keys, so that a subscriber who may read the rest fetches it.

Deserves a look, in a package with `feed: true`:

    attributes: {id: Identifikator, navn: {type: string, gdpr: personal}}
    events:     {endret_navn: [id, navn]}

Mended:

    events:     {endret_navn: [id]}";

    SPECIAL_WITHOUT_SCOPE = "W1402", "special-category data without a scope",
"Health, belief, union membership and the other special categories (GDPR article 9) need a purpose of their own. Without `scope:` on the
member or on its class, everyone who may read the package reads them.

Deserves a look:

    diagnose: {type: string?, gdpr: special}

Mended:

    diagnose: {type: string?, gdpr: special, scope: elev.helse.les}";

    PERSONAL_IN_URL = "W1403", "RES.02: a national identity number in a URL",
"Each identifier is a route, so its value stands in addresses, and addresses stand in logs, browser histories and referrer headers. Rule
RES.02 of the Swedish REST profile keeps national identity numbers and personal data out of them, and data protection authorities say the same.

Deserves a look:

    fødselsnummer: {type: Identifikator, gdpr: national_id}

Mended by keeping it out of URLs, beside an identity that says nothing about the person:

    systemId:      {type: Identifikator, primary: true}
    fødselsnummer: {type: Identifikator, gdpr: national_id, sensitive: true}";

    UNTRANSLATED = "W1404", "DOK.06: documentation in one language only",
"A profile that asks for documentation in certain languages, as the Swedish REST profile asks for Swedish and English (rule DOK.06), wants each
text in all of them. A plain string is in the model's first language.

Deserves a look:

    docs: Person som deltar i utbildning

Mended:

    docs: {sv: Person som deltar i utbildning, en: Person who takes part in education}";
}
