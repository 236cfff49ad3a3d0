//! Codes of structure (E03xx).

use super::codes;

codes! {
    NO_IDENTIFIER = "E0301", "a hovedklasse has an Identifikator",
"A hovedklasse is served: each of its resources has an address, and the address is made of an identity. A class without any attribute of
type `Identifikator`, own or inherited, has no address.

Breaks the rule:

    Elev: {is: hovedklasse, attributes: {navn: string}}

Mended by an identity, own or from an abstract parent:

    Elev: {is: hovedklasse, attributes: {systemId: Identifikator, navn: string}}

or, if it is only a value inside other classes, by `is: datatype`.";

    PARENT_NOT_ABSTRACT = "E0302", "a parent is abstract",
"`extends` hands members down; it says nothing about identity. If a served class were a parent, each resource of the child
would be a resource of the parent too, and it would be open in which collection it lives.

Breaks the rule:

    Person:  {is: hovedklasse, attributes: {fodselsnummer: Identifikator}}
    Elev:    {is: hovedklasse, extends: Person}

Mended by an abstract class for what both have, or by a relation:

    Elev:    {is: hovedklasse, attributes: {elevnummer: Identifikator}, relations: {person: Person}}";

    TWO_PARENTS = "E0303", "a class has at most one parent",
"Members come down one line, so that their order and their origin are never in doubt. A kodeverk has its parent already: the model's
`Begrep`.

Breaks the rule:

    Fraværstype: {is: kodeverk, extends: Enhet}       # extends Begrep and Enhet

Mended by one parent that extends the other, or by moving the shared members to a datatype that both hold.";

    INHERITANCE_CYCLE = "E0304", "inheritance does not go in a circle",
"A class has the members of its ancestors. If it were its own ancestor, it would have them without end.

Breaks the rule:

    Gruppe:       {is: abstrakt, extends: Klasse}
    Klasse:       {is: abstrakt, extends: Gruppe}

Mended by taking `extends` away from the class that is the more general one.";

    RELATION_TARGET = "E0305", "a relation points to something with an address",
"A relation is a link, and a link leads to a resource: a hovedklasse, an abstract class (any of its served descendants), a class of stereotype
`referanse`, or `Referanse` for any address outside the model. A datatype, an enum or a primitive has no address.

Breaks the rule, when Periode is a datatype:

    relations: {periode: Periode}

Mended:

    attributes: {periode: Periode}";

    NO_SERVED_TARGET = "E0306", "a mandatory relation can be fulfilled",
"A relation to an abstract class can point to any served class that extends it. When there is none, no link can ever be given; a relation that
must be present can then never be fulfilled, and no resource of the class could be written.

Breaks the rule, when no hovedklasse extends Aktør:

    relations: {eier: Aktør}

Mended by a hovedklasse that extends it, by another target, or by making the relation optional: `Aktør?`.";

    BOUNDS = "E0307", "a multiplicity is possible, and for relations one of four",
"The smallest number of values cannot be above the greatest, and the greatest is at least one. A relation has one of 1, 0..1, 0..* and
1..*: links come and go with their targets, so a number in between could not be kept.

Breaks the rule:

    attributes: {telefon: string 3..1}
    relations:  {kontaktlærer: Undervisningsforhold 2..3}

Mended:

    attributes: {telefon: string 1..3}
    relations:  {kontaktlærer: Undervisningsforhold+}";

    IDENTIFIER_LIST = "E0308", "an identifier has one value",
"Each identifier is a route: `/elev/elevnummer/123` leads to one resource, and the resource's own link is made of the one value. A list of
identities under one name would give a resource any number of addresses under one route.

Breaks the rule:

    attributes: {elevnummer: Identifikator*}

Mended by `Identifikator` or `Identifikator?`, one attribute for each kind of number.";

    REFERENCE_IDENTITY = "E0309", "a referanse has no identity here",
"A class of stereotype `referanse` stands for something outside the model. Its addresses belong to somebody else and are kept as
they are; an identity declared here would promise a route that does not exist.

Breaks the rule:

    Grepreferanse: {is: referanse, attributes: {kode: Identifikator}}

Mended by leaving the attribute out, or by `is: hovedklasse` if the thing is served here after all.";

    STATE = "E0310", "a state is an attribute with one value of an enum",
"Actions move a resource `from` one state `to` another, and the server itself checks the first and writes the second. For that it must know
which attribute is the state and which values there are: `state:` names an attribute, own or inherited, whose type is an enum
and which holds at most one value.

Breaks the rule:

    Søknad:
      is: hovedklasse
      attributes: {id: Identifikator, tilstand: string}
      state: tilstand

Mended:

    enums: {Tilstand: {mottatt: {nb: Mottatt}, innvilget: {nb: Innvilget}}}
    attributes: {id: Identifikator, tilstand: Tilstand}";

    STATE_VALUE = "E0311", "from and to name values of the state's enum",
"An action that starts from a state which does not exist could never be invoked; one that leads there would write a value that no reader
knows.

Breaks the rule, when the enum has mottatt and innvilget:

    actions: {innvilgelse: {from: motatt, to: innvilget}}

Mended:

    actions: {innvilgelse: {from: mottatt, to: innvilget}}";

    UNKNOWN_MEMBER = "E0312", "actions and events name what exists",
"An event carries attributes and relations of its class, and inputs of the actions that emit it; an action names impediments of a package and
events of its class. A name that nobody has would be an empty place in every entry, or a condition that nobody checks.

Breaks the rule:

    attributes: {id: Identifikator}
    events:     {opprettet_sak: [id, saksnummer]}

Mended:

    events:     {opprettet_sak: [id]}";

    WITHIN_CYCLE = "E0313", "nesting does not go in a circle",
"A class that lies `within` another has its path under the other's: `/kurser/{id}/tillfallen`. In a circle the path would never begin.

Breaks the rule:

    Kurs:        {is: hovedklasse, within: Kurstillfälle}
    Kurstillfälle: {is: hovedklasse, within: Kurs}

Mended by taking `within` away from the class that stands on its own.";

    WITHIN_TARGET = "E0314", "nesting is between hovedklasser",
"The path of a nested resource begins with the address of its parent, so the parent must have one: it is a hovedklasse. The nested class has
resources, so it is one too.

Breaks the rule:

    Kurstillfälle: {is: hovedklasse, within: Periode}     # Periode is a datatype

Mended by naming the hovedklasse whose identity leads the path.";

    INVERSE = "E0315", "a pair of relations is declared once",
"`a: T <-> b*` declares both ends: the link that this class stores and the one that the server maintains on T. Declaring the other end
again, with `<->` or as a relation of its own, leaves open which side stores the link; with another multiplicity the two contradict
each other. A pair needs an address on both sides, so neither end can be a datatype or lie outside the model.

Breaks the rule:

    Elevforhold: {relations: {elev: Elev <-> elevforhold*}}
    Elev:        {relations: {elevforhold: Elevforhold?}}

Mended by keeping the declaration on the storing (to-one) end only:

    Elevforhold: {relations: {elev: Elev <-> elevforhold*}}";

    ABSTRACT_HOVEDKLASSE = "E0316", "a hovedklasse is not abstract",
"A hovedklasse is served and an abstract class is not; a class that is marked as both can only be one of them, and which was meant
decides whether it has a collection.

Breaks the rule, in UML: stereotype `hovedklasse` on a class whose isAbstract is true.

Mended by removing one of the marks: the stereotype when other classes extend it, isAbstract when it has resources of its own.";

    NO_BEGREP = "E0317", "a kodeverk needs the class Begrep",
"A kodeverk is a hovedklasse that extends the model's abstract class `Begrep`, from which it has its identity, its code and its name. A model
with a kodeverk therefore declares `Begrep`.

Breaks the rule: `is: kodeverk` in a model without it. Mended by declaring it, in any package:

    Begrep:
      is: abstrakt
      attributes:
        systemId: Identifikator
        kode: string
        navn: string
        gyldighetsperiode: Periode?";

    PRIMARY = "E0318", "one identifier is primary",
"`primary: true` marks the canonical identifier, the one that links use. It can stand on an attribute of type `Identifikator` only, and once
in a class, inherited attributes included. Without it, the server chooses: mandatory before optional, fixed before writable, impersonal
before personal, then the order of the model.

Breaks the rule:

    attributes:
      systemId:   {type: Identifikator, primary: true}
      elevnummer: {type: Identifikator, primary: true}

Mended by leaving one of the marks out.";

    VALUE_TYPE = "E0319", "an attribute holds a value",
"An attribute's type is a primitive, `Identifikator`, an enum, a datatype, or a hovedklasse kept as a nested resource. A reference is an address
outside the model: a link, not a value.

Breaks the rule:

    attributes: {lovhjemmel: Referanse}

Mended by a relation, or by the plain text of an address:

    relations:  {lovhjemmel: Referanse}
    attributes: {lovhjemmel: uri}";

    ENDLESS_VALUE = "E0320", "a value does not contain itself",
"When a class must contain a value of another, and that one must contain a value of the first, no value can ever be written down: it would have
no end. Optional members and lists are fine, since they can be empty.

Breaks the rule:

    Adresse:  {is: datatype, attributes: {sted: Sted}}
    Sted:     {is: datatype, attributes: {adresse: Adresse}}

Mended by making one of them optional: `adresse: Adresse?`.";

    MISPLACED = "E0321", "a setting stands where it has an effect",
"`state`, `actions`, `events`, `allow`, `within` and `collection` are about resources. A datatype is a value inside a resource and a
reference lies outside the model, so there they would be read and never do anything.

Breaks the rule:

    Periode: {is: datatype, allow: [read, create]}

Mended by moving the setting to the hovedklasse that holds the value.";

    LIMIT = "E0322", "pattern, min and max fit the type",
"`pattern` is for text, and is a regular expression that the whole text must match, in the syntax of Rust's `regex`: no lookaround and no
backreferences, so that no text takes long to match. `min` and `max` are limits of a number, of a date (2024-08-01), of a point in time
(2024-08-01T00:00:00Z, with its offset), or of the length of a text in characters; a limit is itself a value that the type can have, and the
least is not above the greatest. Booleans, durations, UUIDs, enums and classes have no limits. A limit that can never be met would refuse
every write.

Breaks the rule:

    prosent: {type: long, min: 10000, max: 0}
    aktiv:   {type: boolean, pattern: 'ja|nei'}
    kode:    {type: string, pattern: '[A-Z'}
    født:    {type: date, min: '1900'}

Mended:

    prosent: {type: long, min: 0, max: 10000}
    aktiv:   boolean
    kode:    {type: string, pattern: '[A-Z]+'}
    født:    {type: date, min: 1900-01-01}";

    EMPTY_ENUM = "E0323", "an enum has values",
"An attribute whose type is an enum holds one of its codes. Of an enum without codes there is no value: nothing could ever be written, and
generated code would have a type that cannot be made.

Breaks the rule:

    enums: {Status: {}}

Mended:

    enums: {Status: {aktiv: {nb: Aktiv}, avsluttet: {nb: Avsluttet}}}";
}
