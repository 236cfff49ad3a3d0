//! Codes of classes, their paths and what may be done with them (D01xx).

use super::changes;

changes! {
    CLASS_REMOVED = "D0101", "class-removed", Information, "a class is gone",
        "The class of this name is no longer in the model, so its collection, its routes and its generated types are gone. Members of a removed class \
are not listed one by one.

    Basisgruppe: {is: hovedklasse, …}     in the old model, nothing in the new

When a new class has much the same members, is linked from the same classes and has a name like the old one, it is named as the likely new name, also in another \
package. It is breaking all the same: the path is another. To be kind, keep the old class for one major version, `deprecated: {use: Klasse}`; its removal is then \
reported as expected.";
    CLASS_ADDED = "D0102", "class-added", Additive, "a class is new",
        "There is a class that was not there. Nobody who worked stops working: readers find a further collection, writers may use it. Its members are not listed one by one.

    Aktivitetsfravær: {is: hovedklasse, …}

It asks for a minor version. When it looks like the new name of a class that is gone, that name is told.";
    CLASS_RESPELLED = "D0103", "class-respelled", Information, "a class is spelled otherwise, its path is the same",
        "The name changed in letters that the wire does not show, so that paths and documents are what they were. Generated types, files and schemas have the new \
spelling, and so have tools that know classes by name.

    OTUngdom  →  OtUngdom         both /utdanning/ot/otungdom

A client that reads the wire alone notices nothing; one that is generated must be built anew. Hence dangerous, not breaking.";
    CLASS_STEREOTYPE = "D0104", "class-stereotype", Information, "a class became another kind of thing",
        "A hovedklasse has identity, routes and links; a datatype is a value inside others; an abstract class is served nowhere; a referanse lies outside the model. \
A class that goes from one to another has another form on the wire, or none.

    Adresse: {is: datatype}  →  Adresse: {is: hovedklasse}

Give the new thing a name of its own and deprecate the old one.";
    CLASS_PATH = "D0105", "class-path", Information, "a class has another path",
        "The class is the same and its address is not: every stored href, every bookmark and every client that builds URLs points to nothing. Causes are `collection:`, \
`within:`, a package made common, or a setting of the profile.

    collection: kurs  →  collection: kurser        /v1/kurs → /v1/kurser

Clients that follow links from the root survive; those with stored hrefs do not. Keep the old path for a while behind a redirect, or raise the major version.";
    COLLECTION_REMOVED = "D0106", "collection-removed", Information, "a class is no longer served in a package",
        "A common class is served inside every package that reaches it. Once no class of a package has a relation to it, that package serves no copy any more, \
and its path is gone although the class is still there.

    utdanning/elev/person     gone, because the last relation from that package to Person is

Keep one relation, or tell the users of that path which package they find the class in.";
    COLLECTION_ADDED = "D0107", "collection-added", Additive, "a class is served in a further package",
        "A package that did not reach a common class now does, so that it serves a copy of it with data, counters and links of its own. Nothing that was there changes.

    okonomi/faktura/person     new, because a class of that package got a relation to Person";
    OPERATION_REMOVED = "D0108", "operation-removed", Information, "a class allows less",
        "What was allowed on the class's routes is not any more: the server answers 405. It follows from `allow:`, and in profiles where a writable attribute adds \
create and replace, from the last writable attribute becoming read-only.

    allow: [read, create]  →  allow: [read]

Deprecate first and tell writers what to do in its place; then raise the major version.";
    OPERATION_ADDED = "D0109", "operation-added", Additive, "a class allows more",
        "Something that answered 405 is now possible. Nobody has to use it.

    allow: [read]  →  allow: [read, create]

Resources may now change where they did not; a reader that cached for ever should look at the change tracking.";
    CLASS_STATE = "D0110", "class-state", Information, "the state of a class is another attribute",
        "Actions move the attribute that `state:` names and are offered by its value. Another attribute means other conditions for every action of the class.

    state: tillstånd  →  state: status

Clients that follow the offered actions keep working; those that read the state themselves look at the wrong attribute.";
    CLASS_SUBJECT = "D0111", "class-subject", Information, "a class begins or ceases to be about one person",
        "`subject: self` says that each instance is about one natural person (GDPR). The wire is the same; registers, erasure and logging are not.

    Elev: {is: hovedklasse, subject: self}

Look at the register of processing, and at feeds that carry the class.";
}
