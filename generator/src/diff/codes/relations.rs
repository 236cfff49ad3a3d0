//! Codes of relations (D04xx).

use super::changes;

changes! {
    RELATION_REMOVED = "D0401", "relation-removed", Information, "a relation is gone",
        "A client that follows the link does not find it; what writers send under its name is kept untouched or refused, but leads nowhere. Both ends of a pair are relations \
and are reported each.

    Elevforhold: {relations: {basisgruppe: Basisgruppe*}}  →  without it

Mark it deprecated in one major version and remove it in the next; the removal is then reported as expected.";
    RELATION_ADDED = "D0402", "relation-added", Additive, "an optional relation is new",
        "`_links` may hold a relation that was not there. Readers ignore links that they do not know, writers need not send it.

    klassemedlemskap: Klassemedlemskap*

It asks for a minor version.";
    RELATION_ADDED_MANDATORY = "D0403", "relation-added-mandatory", Additive, "a mandatory relation is new",
        "Whoever creates or replaces such resources today does not send the link, and is refused from now on. At an end that the server keeps nothing is refused, but readers \
are promised a link that existing data may not have.

    klasse: Klasse

Add it as optional (`Klasse?`), ask all writers to send it, and make it mandatory in the next major version.";
    RELATION_TARGET = "D0404", "relation-target", Information, "a relation points to another class",
        "The href leads to a resource of another class, with other members; a link that writers send is refused, or resolved against the wrong collection.

    leder: Personalressurs  →  leder: Person

Add a relation with a new name and deprecate the old one.";
    RELATION_SHAPE = "D0405", "relation-shape", Additive, "a relation may now have several links, or only one",
        "In the form of links that FINT uses (an object of arrays) the JSON is the same for one link and for many, so that more links break nobody; in HAL a relation with at \
most one link is an object and any other an array, so that every reader breaks. Fewer links than before are breaking for writers that send several. Each change shows what \
it is under each profile.

    skole: Skole?  →  skole: Skole*

Set `hal.links: always_array` early: then this change never breaks a reader of HAL.";
    RELATION_REQUIRED = "D0406", "relation-required", Information, "an optional relation became mandatory",
        "Writers that left the link out are refused. At an end that the server keeps nothing is refused; there it is a promise to readers.

    person: Person?  →  person: Person

Announce it, look in the data for resources without it, and raise the major version.";
    RELATION_OPTIONAL = "D0407", "relation-optional", Information, "a mandatory relation became optional",
        "Readers were promised a link; code that follows it without looking fails at the first resource without one. Writers may go on as before.

    person: Person  →  person: Person?

If the link may really be missing, add a second, optional relation in a minor version and take the first away in the next major one.";
    RELATION_LIMITS = "D0408", "relation-limits", Information, "a relation has other limits",
        "It may have several links before and after, but more or fewer of them. Fewer allowed, or more demanded: writers are refused.

    gruppe: Gruppe*  →  gruppe: Gruppe 0..5

Look in the data for resources with more links than the new limit allows.";
    RELATION_WIRE = "D0409", "relation-wire", Information, "a relation has another name on the wire",
        "In the model it is the same relation, in `_links` it has another name: those who follow the old one find nothing. `wire:` or the profile's folding decides.

    person: {to: Person, wire: individ}

Let wire names be. If one must change, add the relation under its new name beside the old one first.";
    RELATION_RESPELLED = "D0410", "relation-respelled", Information, "a relation is spelled otherwise, the wire is the same",
        "The model's name changed in letters that the wire does not show. Documents are what they were; generated types have the new spelling.

    arstrinn  →  årstrinn

Build generated clients anew when it suits; nothing must be deployed together.";
    INVERSE_SET = "D0411", "inverse-set", Information, "a relation got an inverse",
        "Two relations are now the ends of one pair: the server keeps the other end when one is written. Documents have the same form; links appear that had to be sent twice \
before.

    leverandør: Leverandør*  and  leverandørgruppe: Leverandørgruppe?   →  leverandørgruppe: Leverandørgruppe? <-> leverandør*";
    INVERSE_REMOVED = "D0412", "inverse-removed", Information, "a relation lost its inverse",
        "The server no longer keeps the other end. If the other end is gone, that is reported as a relation removed; if it is still there, its links must be sent from now on.

    mappe: Arkivdel? <-> mappe*  →  mappe: Arkivdel?";
    INVERSE_CHANGED = "D0413", "inverse-changed", Information, "a relation has another inverse",
        "The pair has another partner, or the partner another name. What that means to the partner's users is reported at the partner.

    elev: Elev <-> elevforhold*  →  elev: Elev <-> skoleforhold*

Nothing need be done here unless the partner's own change asks for it.";
    RELATION_SIDE = "D0414", "relation-side", Information, "the stored end of a pair is the other one",
        "One end of a pair is written by clients, the other is kept by the server. Readers see both before and after. Under FINT's conventions a body that carries the kept end asserts the \
pair, so that writers notice nothing; where writes are answered directly such a body is refused with 400. A mandatory link is checked on the stored end only.

    undervisningsforhold: Undervisningsforhold* <-> klasse*     declared in Klasse instead of in Undervisningsforhold

Tell writers which end to send.";
    RELATION_WRITABLE = "D0415", "relation-writable", Information, "a relation became writable or read-only",
        "Writable relations may be changed by clients. Becoming read-only concerns those who change it, if anybody does, hence dangerous for writers.

    kontaktlærer: {to: Undervisningsforhold?, writable: true}  →  kontaktlærer: Undervisningsforhold?";
}
