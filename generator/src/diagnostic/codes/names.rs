//! Codes of names (E02xx).

use super::codes;

codes! {
    UNKNOWN_NAME = "E0201", "a type or class must exist",
"Every type of an attribute, every target of a relation and every parent is a name, and a name must mean something: otherwise
there is nothing to generate. A name is looked up in its own package first, then in the packages under `uses:`; any other class
is written with its package, `package/Class`.

Breaks the rule:

    attributes: {navn: strng}          # the primitive is `string`
    relations:  {elev: Elv}            # the class is `Elev`

Mended:

    attributes: {navn: string}
    relations:  {elev: utdanning/elev/Elev}

The primitives are string, boolean, int, long, float, double, decimal, date, datetime, duration, uri, uuid and binary.";

    AMBIGUOUS_NAME = "E0202", "a name must mean one thing",
"A package may use several others, and two of them may have a class of the same name. Which one is meant then depends on nothing that
a reader can see, so the name is refused and every candidate is listed. A class of the package itself always comes first and is never
ambiguous.

Breaks the rule, when both packages have a class `Rolle`:

    uses: [arkiv/kodeverk, administrasjon/fullmakt]
    relations: {rolle: Rolle}

Mended by saying which:

    relations: {rolle: administrasjon/fullmakt/Rolle}";

    DUPLICATE_CLASS = "E0203", "a package has each name once",
"Classes and enums of a package share one space of names, since either can be the type of an attribute; impediments have their own.
With two of one name, a relation to it could mean either, and one would overwrite the other in generated code.

Breaks the rule:

    enums:   {Status: {aktiv: {nb: Aktiv}}}
    classes: {Status: {is: kodeverk}}

Mended by renaming one, or moving it to another package: the same name in two packages is fine.";

    DUPLICATE_MEMBER = "E0204", "a class has each member once, inherited ones included",
"A class has its own members and those of every ancestor. Two attributes of one name would be one member of the JSON object, two relations
one entry of `_links`; and what a class inherits cannot be given another type or multiplicity further down, because code written
for the parent would no longer hold.

Breaks the rule:

    Lønn:     {is: abstrakt, attributes: {beskrivelse: string}}
    Fastlønn: {is: hovedklasse, extends: Lønn, attributes: {beskrivelse: string?}}

Mended by leaving the second one out, or giving it a name of its own. The other end of a relation (`a: T <-> b`) is a
member of `T` too.";

    SHARED_NAME = "E0205", "members of different kinds do not share a name",
"An attribute and a relation of one name would be told apart in JSON (`x` and `_links.x`), but not in filters, in generated types or in
XML. A relation and an action of one name would both be `_links.x`.

Breaks the rule:

    attributes: {skole: string}
    relations:  {skole: Skole}

Mended:

    attributes: {skolenavn: string}
    relations:  {skole: Skole}";

    UNKNOWN_PACKAGE = "E0206", "a used package must exist",
"`uses:` lists packages whose classes may be named without a prefix. Each entry is the `package:` line of another file in the model's
folder; that line counts, not the file's name.

Breaks the rule, when the file says `package: administrasjon/kodeverk`:

    uses: [administrasjon/kodeverker]

Mended:

    uses: [administrasjon/kodeverk]";

    LANGUAGE_WORD = "E0207", "a class cannot have the name of a primitive",
"Where a type is expected, the words of the language come first: `string`, `date` and the other primitives, and `Referanse`. A class with
such a name could never be used. `Identifikator` is the exception: a model may declare it, as FINT does, and the
language's identity is meant all the same.

Breaks the rule:

    classes: {date: {is: datatype, attributes: {verdi: string}}}

Mended:

    classes: {Dato: {is: datatype, attributes: {verdi: string}}}";
}
