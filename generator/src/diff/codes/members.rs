//! Codes of attributes and identifiers (D02xx, D03xx).

use super::changes;

changes! {
    ATTRIBUTE_REMOVED = "D0201", "attribute-removed", Information, "an attribute is gone",
        "Readers find nothing where they found a value, and what writers send is ignored. An attribute that a parent declared is reported for each concrete class, for \
that is where its users meet it.

    Fag: {attributes: {periode: Periode*}}  →  without `periode`

Mark it `deprecated: {since:, use:}` in one major version and remove it in the next; the removal is then reported as expected.";
    ATTRIBUTE_ADDED = "D0202", "attribute-added", Additive, "an optional attribute is new",
        "Documents may hold a member that was not there. Readers ignore what they do not know (the rule of the tolerant reader), writers need not send it.

    gyldighetsperiode: Periode?

It asks for a minor version.";
    ATTRIBUTE_ADDED_MANDATORY = "D0203", "attribute-added-mandatory", Additive, "a mandatory attribute is new",
        "Whoever creates or replaces such resources today does not send it, and is refused from now on; a data source that cannot tell it stops delivering. Readers only \
get more.

    prosent: long

Add it as optional (`long?`) now, ask all writers to send it, and make it mandatory in the next major version.";
    ATTRIBUTE_TYPE = "D0204", "attribute-type", Information, "an attribute has another type",
        "Code that reads or writes the old type fails on the new one. Where every old value is a value of the new type too, only readers are concerned, and the \
other way round only writers; where only a name changed and the JSON is the same, nobody is.

    prosent: string  →  prosent: long

Add a second attribute with the new type, deprecate the first, and remove it in the next major version.";
    ATTRIBUTE_SHAPE = "D0205", "attribute-shape", Information, "an attribute became a list, or ceased to be one",
        "An attribute with at most one value is that value in JSON; one that may have several is an array, also when it holds one. No code reads both by accident.

    adresse: Adresse  →  adresse: Adresse*          {…} → [{…}]

Add a list beside the single value and deprecate the latter.";
    ATTRIBUTE_REQUIRED = "D0206", "attribute-required", Information, "an optional attribute became mandatory",
        "Writers that left it out are refused. Readers are better off than before.

    navn: string?  →  navn: string

Announce it, look in the data for resources without it, and raise the major version.";
    ATTRIBUTE_OPTIONAL = "D0207", "attribute-optional", Information, "a mandatory attribute became optional",
        "Readers were promised that it is always there; code that relied on it fails at the first resource without it. Writers may go on as before.

    navn: string  →  navn: string?

It is breaking though it looks like a relief: what is promised to readers can be given, never taken.";
    ATTRIBUTE_LIMITS = "D0208", "attribute-limits", Information, "a list has other limits",
        "The list is a list still, but may hold more or fewer values. Fewer allowed, or more demanded: writers are refused. More allowed, or fewer promised: \
readers may meet what they did not expect.

    telefon: string 1..3  →  telefon: string 1..5";
    ATTRIBUTE_WIRE = "D0209", "attribute-wire", Information, "an attribute has another name on the wire",
        "In the model it is the same attribute, in JSON it is another member: for its users the old one is gone and a new one came. `wire:` or the profile's folding decides.

    navn: {type: string, wire: name}

Let wire names be. If one must change, add the new member beside the old one first.";
    ATTRIBUTE_RESPELLED = "D0210", "attribute-respelled", Information, "an attribute is spelled otherwise, the wire is the same",
        "The model's name changed in letters that the wire does not show. Documents are what they were; generated types have the new spelling.

    nokkelord  →  nøkkelord

Build generated clients anew when it suits; nothing must be deployed together.";
    ATTRIBUTE_WRITABLE = "D0211", "attribute-writable", Information, "an attribute became writable or read-only",
        "Writable attributes may be changed by clients; a change of any other is refused. Becoming writable harms nobody. Becoming read-only concerns those who change \
it, if anybody does, hence dangerous for writers; when the class thereby loses create and replace, that is reported as well.

    jobbtittel: {type: string?, writable: true}  →  jobbtittel: string?";
    ATTRIBUTE_PATTERN = "D0212", "attribute-pattern", Information, "the text of an attribute must match something else",
        "A pattern binds writers: what does not match is refused. Whether one pattern allows all that another does cannot be told from the two, so that any new \
pattern is taken as breaking for writers; dropping one only means that readers may meet other texts.

    postnummer: {type: string, pattern: '[0-9]{4}'}

If the new pattern allows all that the old one did, accept the change: `--accept D0212:Adresse.postnummer`.";
    ATTRIBUTE_RANGE = "D0213", "attribute-range", Information, "the least or greatest value is another",
        "A narrower range refuses values that were right; a wider one lets readers meet values that could not be.

    prosent: {type: int, min: 0, max: 100}  →  max: 50

Narrow it in a major version, after looking for values outside the new range in what is stored.";
    MEMBER_GDPR = "D0214", "member-gdpr", Information, "a member's data protection mark changed",
        "The wire is the same; what may be logged, put into feeds and kept is not. A member marked sensitive disappears from URLs, logs and feeds.

    fodselsnummer: {type: Identifikator, gdpr: national_id}

Look at the register of processing and at who may read it.";
    IDENTIFIER_REMOVED = "D0301", "identifier-removed", Information, "an identifier is gone",
        "Every identifier is a route, and a `self` link. Hrefs through this one point to nothing, stored links of other systems among them.

    kildesystemId: Identifikator?  →  without it

Deprecate it first; those who link through it need time to find the other one.";
    IDENTIFIER_ADDED = "D0302", "identifier-added", Additive, "an identifier is new",
        "A resource may be found by one more identity and has one more `self` link. An optional one harms nobody; a mandatory one is a mandatory attribute, which writers \
do not send today.

    feidenavn: Identifikator?";
    IDENTIFIER_CANONICAL = "D0303", "identifier-canonical", Information, "another identifier is the canonical one",
        "The canonical identifier is where actions hang, and in profiles with one route a class, the route itself: then every address of the class changes.

    systemId: {type: Identifikator, primary: true}  →  ansattnummer: {type: Identifikator, primary: true}

Keep `primary: true` where it was. Without it the rule is: mandatory before optional, read-only before writable, then the order of the model, so that a change of those \
can move it too.";
    ROUTE_REMOVED = "D0304", "route-removed", Information, "an identifier has no route any more",
        "The identifier is still an attribute, but the resource cannot be addressed by it: it was marked sensitive, or is no longer canonical in a profile with one route a class.

    fodselsnummer: {type: Identifikator, sensitive: true}

Hrefs by this identifier answer 404. Tell which identifier to use.";
    ROUTE_ADDED = "D0305", "route-added", Additive, "an identifier has a route that it had not",
        "The resource can be addressed by an identifier that was only an attribute before. Nobody has to; but see to it that it is not one that should stay out of URLs.

    fodselsnummer: {type: Identifikator, sensitive: true}  →  without `sensitive`";
}
