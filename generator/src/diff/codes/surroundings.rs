//! Codes of enums, access, life cycle, documentation and profile (D05xx, D08xx, D09xx, D10xx).

use super::changes;

changes! {
    ENUM_REMOVED = "D0501", "enum-removed", Information, "an enum is gone",
        "No attribute can have it for a type any more; those that had are reported with their new type, which is where it concerns anybody.

    enums: {Studietillstånd: …}  →  without it

Look at the changes of type in the same report.";
    ENUM_ADDED = "D0502", "enum-added", Additive, "an enum is new",
        "A further list of values. It concerns nobody before an attribute has it for its type.

    enums: {Utbildningsform: {distans: Distans, campus: Campus}}

Give each value a text in every language of the model: it is what people are shown.";
    ENUM_VALUE_REMOVED = "D0503", "enum-value-removed", Information, "a value of an enum is gone",
        "Writers that send it are refused. Readers will not meet it again, except in data that nobody cleaned.

    Studietillstånd: {pågående, avbrott}  →  Studietillstånd: {pågående}

Stop writing it first, change what is stored, then remove it.";
    ENUM_VALUE_ADDED = "D0504", "enum-value-added", Additive, "an enum has a further value",
        "A reader with a closed list of cases meets one that it does not have. Tolerant readers treat an unknown value as such, and generated clients do; others crash. Hence \
dangerous.

    Studietillstånd: {pågående}  →  Studietillstånd: {pågående, vilande}";
    ENUM_VALUE_WIRE = "D0505", "enum-value-wire", Information, "a value of an enum has another code on the wire",
        "The code in JSON is another, so that for its users one value is gone and another came.

    ej_påbörjat  →  under a profile with another folding

Fix the old code before the folding changes: both are decided by the profile's table, so a value whose code must stay is better renamed to what it is on the wire.";
    ENUM_VALUE_RESPELLED = "D0506", "enum-value-respelled", Information, "a value of an enum is spelled otherwise, the wire is the same",
        "The model's spelling changed in letters that the wire does not show. Documents are what they were; generated types have the new spelling.

    ej_paborjat  →  ej_påbörjat

Build generated clients anew when it suits; nothing must be deployed together.";
    SCOPE_REQUIRED = "D0801", "scope-required", Information, "access needs a scope that it did not need",
        "A client whose token lacks the scope is refused, or no longer sees the member. Tokens are given out by others, and that takes time.

    scopes: {read: fint.personal.les}  →  scopes: {read: fint.personal.lonn.les}

Let the authorisation server grant both scopes before the model asks for the new one.";
    SCOPE_DROPPED = "D0802", "scope-dropped", Information, "access needs a scope no more",
        "Whoever could read or write still can, and more can than before. See to it that this is meant.

    scope: fint.personal.sensitiv  →  without `scope:`

When the scope was a protection, look for another one before the change goes out.";
    DEPRECATED = "D0901", "deprecated", Information, "something is on its way out",
        "It works as before. Its users are told what to use in its place, and that a later major version will be without it; then its removal is reported as expected.

    basisgruppe: {to: Basisgruppe*, deprecated: {since: 3.20.0, use: klasse}}

A deprecation asks for a minor version, so that its users see it.";
    UNDEPRECATED = "D0902", "undeprecated", Information, "something is no longer on its way out",
        "The announcement is taken back. Nobody has to do anything; those who moved away need not come back.

    periode: {type: Periode*, deprecated: true}  →  periode: Periode*

If somebody has moved already, tell them that both ways stay.";
    DOCS = "D0903", "docs-changed", Documentation, "documentation changed",
        "Only texts for people are others; the wire is the same. Texts can still change a meaning: whoever reads the list should ask whether a value means \
what it meant.

    docs: Tilsettingsforhold  →  docs: Ansettelsesforhold";
    IMPEDIMENT_REMOVED = "D0904", "impediment-removed", Information, "an impediment is gone",
        "No action can have it any more. Actions that had it are reported as impeded by less.

    impediments: {utanför_registreringsperiod: …}  →  without it

Clients that show impediments by their text need nothing; those with a list of codes may drop one.";
    IMPEDIMENT_ADDED = "D0905", "impediment-added", Additive, "an impediment is new",
        "A further code with its texts. It concerns nobody before an action has it.

    impediments: {ej_behörig: {sv: Studenten är inte behörig}}

Write its text in every language: clients that do not know the code show it to people.";
    LANGUAGE_REMOVED = "D0906", "language-removed", Information, "texts in one language are gone",
        "Documentation and the texts of impediments are no longer there in that language; those who asked for it get another.

    languages: [sv, en]  →  languages: [sv]

Keep the language until its readers have been told, also when nobody writes new texts in it.";
    LANGUAGE_ADDED = "D0907", "language-added", Additive, "texts in a further language",
        "Documentation and the texts of impediments may be had in one language more. The first language, that of plain texts, is the default as before.

    languages: [nb]  →  languages: [nb, en]

Texts that lack the new language are shown in the first one.";
    MODEL_NAME = "D1001", "model-name", Information, "the model has another name",
        "Generated crates have other names and the XML media type another word. Paths and JSON are as before.

    model: fint  →  model: fint-informasjonsmodell

Change the name in the dependencies of whoever uses the generated crates, and keep the old crate for a while if they are published.";
    PROFILE = "D1002", "profile-setting", Information, "a convention of the wire is another",
        "A setting of the profile, by `profile:` or `overrides:`, holds for the whole API. Some concern every document (the form of links, the case of members), some \
only defaults. What follows for single paths and members is reported there too.

    overrides: {paging.max: 1000}

Change conventions in a major version, all at once.";
}
