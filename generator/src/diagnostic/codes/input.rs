//! Codes of what XMI and LinkML files get wrong as files (E05xx, W15xx).
//!
//! What can be said of a model whatever its form (names, structure, profile) has its codes elsewhere and is found in these files too.

use super::codes;

codes! {
    MALFORMED = "E0501", "the file is not well-formed XML",
        "An XMI file is XML; where it breaks off or two tags cross, nothing after that place can be trusted, so nothing is read.

The usual cause is a file that was cut off on its way, or merged by a version control system:

    <<<<<<< HEAD
    <packagedElement xmi:type=\"uml:Class\" …

Export the model anew, or take the file again from where it came. The finding names the line and the byte at which reading stopped.";
    ENCODING = "E0502", "bytes that the declared encoding does not have",
        "The first line of the file names its encoding, and smie follows it: windows-1252 (the one Enterprise Architect writes) or UTF-8. \
A byte that the encoding leaves undefined, 0x81 in windows-1252 for instance, is refused and not replaced, for it would stand in a name \
and so in an address of the API.

    <?xml version=\"1.0\" encoding=\"windows-1252\"?>   … while the text is UTF-8

Export the model anew in one of the two encodings, or correct the first line when the text is right and the declaration wrong.";
    MOJIBAKE_NAME = "E0503", "a name that was decoded with the wrong encoding",
        "UTF-8 that was read as windows-1252 turns each Nordic letter into two others: `Fravær` becomes `FravÃ¦r`. It is well-formed, so no tool \
complains, and the wrong name would become a path and a member of the API.

    <element xmi:type=\"uml:Class\" name=\"FravÃ¦r\">

Correct the name in the modelling tool, or, when every name of the file is so, its encoding: the text is UTF-8 and the first line says \
windows-1252.";
    SECTION = "E0504", "a half or a section of the file is missing",
        "Enterprise Architect writes the model twice: `uml:Model` as the standard has it, and `xmi:Extension` with `elements` and `connectors`. Neither \
is complete: the first knows exact types, the second stereotypes, documentation and roles. Both are read.

An export from another tool, or one without extensions, lacks the second half. Export from Enterprise Architect as XMI 2.1 with \
\"Export Extensions\" (in EA: Publish, Model Exchange, XMI 2.1), and keep all of the file.";
    DANGLING = "E0505", "an id that leads nowhere",
        "Classes, packages, types and the ends of connectors are named by id. An id that stands at no element of the file means that something \
was deleted or lies outside the exported package; what refers to it cannot be read.

    <target xmi:idref=\"EAID_5A74\">   … and no element with that id

Export the package that holds the missing element as well, or remove the connector or attribute that points to it. The same is said of a \
package that lies inside itself.";
    DUPLICATE_ID = "E0506", "an id given twice",
        "Every element and connector has an id of its own. When two share one, a reference to it may mean either, and the second would silently take \
the place of the first.

It happens when files are merged by hand or a package is copied with its ids. Import both into the modelling tool with \"strip GUIDs\" for one of \
them, and export anew.";
    NO_MULTIPLICITY = "E0507", "a relation without multiplicity",
        "How many links a relation has decides what a client may rely on: `1` is always there, `0..*` may be empty. An end that has a role is a relation, and \
without multiplicity nobody knows which.

    <role name=\"elev\"/><type aggregation=\"none\"/>

Set the multiplicity of that end: `1`, `0..1`, `0..*` or `1..*`. An end without a role is no relation and needs none.";
    MULTIPLICITY = "E0508", "a multiplicity that no relation can have",
        "Relations are `1`, `0..1`, `0..*` or `1..*`. Other spellings are common (`*`, `n`, `1..`, `1..1`) but tools disagree on what they mean, so they are not \
guessed; other numbers, such as `2..5`, cannot be kept by a server that maintains both ends.

    <type multiplicity=\"*\"/>      write 0..*
    <type multiplicity=\"1..n\"/>   write 1..*";
    ATTRIBUTE_BOUNDS = "E0509", "attribute bounds that are no numbers",
        "The bounds of an attribute are a lower and an upper number, or `*` for no upper limit (`-1` in `uml:Model`). Text, an upper bound of 0 or below the \
lower one leaves it open whether a value is required.

    <bounds lower=\"1\" upper=\"0\"/>
    <bounds lower=\"en\" upper=\"1\"/>

Correct the multiplicity of the attribute in the modelling tool.";
    AMBIGUOUS_TYPE = "E0510", "a type name that several classes have",
        "The extension names an attribute's type by its short name. Two packages can have a class of that name, and then `uml:Model` must say by id which one is \
meant; here it does not, and the attribute's own package has none of that name.

    <properties type=\"Klasse\"/>   arkiv/noark/Klasse or utdanning/elev/Klasse

Choose the type from the model in the modelling tool, instead of typing its name. In LinkML, add the right schema to `imports` and leave out the other.";
    NO_NAME = "E0511", "a part of the model without a name",
        "Classes and attributes become types, paths and members; without a name they can become nothing. The same is said of an element that lacks its id or \
its kind, for it cannot be referred to.

    <element xmi:idref=\"EAID_1\" xmi:type=\"uml:Class\" scope=\"public\">

Name it in the modelling tool, or delete it.";
    NO_TYPE = "E0512", "an attribute without a type",
        "An attribute's type decides how its values are written and checked. Neither half of the file gives one here.

    <properties collection=\"false\" static=\"0\"/>

Choose a type: a primitive (`string`, `boolean`, `int`, `long`, `float`, `double`, `date`, `dateTime`) or a class of the model. In LinkML, give the slot a `range`.";
    LINKML_SYNTAX = "E0521", "a LinkML file that cannot be read",
        "A LinkML schema is YAML: one mapping with `id`, `name`, `imports` and `classes`. Text that is no YAML, a key given twice or a list where a \
mapping belongs leaves the file's meaning open.

    classes:
      Fravær:
      attributes:        # should be indented below Fravær
        prosent: {range: integer}

Correct the file at the place shown.";
    LINKML_NAME = "E0522", "a LinkML file without a name",
        "The `name:` of a schema is the path of its package: `administrasjon.komplekse-datatyper` is `administrasjon/kompleksedatatyper`. Without it \
the classes have no address.

    id: https://example.org/administrasjon/personal
    # name: administrasjon.personal is missing

Add the line; its parts are joined by dots.";
    LINKML_INVERSE = "E0523", "an inverse that is not one",
        "A slot with `inverse: b` says that the range has a slot `b` that points back. When that slot is missing or points to another class, the two sides \
contradict each other and no server can maintain them.

    Elev:        attributes: {person: {range: Person, inverse: elev}}
    Person:      attributes: {elev: {range: Elevforhold, inverse: person}}

Correct one of the slots, or remove `inverse`.";
    LINKML_IMPORT = "E0524", "an import that is not there",
        "`imports:` names the schemas whose classes a file uses, by their `name:`. A name that no file of the folder has leaves its classes unknown.

    imports: [felles.komplekse-datatype]     # felles.komplekse-datatyper

Correct the name, or add the file to the folder. Imports with a prefix, such as `linkml:types`, are LinkML's own and are not looked for.";

    NO_VERSION = "W1501", "the files tell no version",
        "Neither XMI nor LinkML has a place for the model's version, so it is taken from the name of the file or folder: `model-v4.1.0.xml`, `linkml-v4.0.30`. \
Without it 0.1.0 is taken, which is seldom right.

Rename the file or folder, or set `version:` in `model.yaml` after the import.";
    LOST_INVERSE = "W1502", "two roles, but not Bi-Directional",
        "An association with a role at both ends looks like one relation seen from two sides. Only the direction `Bi-Directional` says that it is one: then a \
server keeps the two sides equal. With any other direction it is read as two relations that know nothing of each other.

    <properties ea_type=\"Association\" direction=\"Source -&gt; Destination\"/>

Set the direction to `Bi-Directional`, or remove the role that is not meant.";
    ONE_ROLE = "W1503", "Bi-Directional, but not two roles",
        "The direction says that both classes see the relation, but a class sees a relation only by its role, and a role is missing. The association is read \
as a relation in one direction, or as none when it names no role at all.

Name both roles, or change the direction so that it points to the one that is named.";
    NO_ROLE = "W1504", "an association without roles",
        "A relation gets its name from the role at the far end. An association that names none is a line in a diagram: it is ignored, as in all FINT tools.

    <source …><role visibility=\"Public\"/></source>
    <target …><role visibility=\"Public\"/></target>

Name the role at the end that is linked to, or delete the association.";
    UNKNOWN_STEREOTYPE = "W1505", "an unknown stereotype",
        "A class is `hovedklasse`, `abstrakt`, `datatype`, `kodeverk` or `referanse`, an attribute at most `writable`. Another word is not followed; the \
kind of the class is then derived: abstract when it is marked so, a hovedklasse when it or an ancestor has an `Identifikator`, else a datatype.

    <properties stereotype=\"hovedklase\" …/>

Correct the spelling, or remove a stereotype that a drawing tool left behind.";
    HALVES = "W1506", "the two halves of the file disagree",
        "`uml:Model` and `xmi:Extension` are written by one tool at one moment and say the same. A difference comes from an edit or a merge of the text, and one \
of the two is old. The extension was followed, except for the type of an attribute, which the model names by id.

Export the model anew from the modelling tool.";
    DEFAULT = "W1507", "a default value that its type does not have",
        "An attribute's initial value is kept as a sentence of its documentation: the wire has no defaults, absent means absent. One that is no value of the \
attribute's type shows that value or type is wrong.

    <initial body=\"ukjent\"/> … <properties type=\"boolean\"/>";
    NO_ADVICE = "W1508", "deprecated without advice",
        "A deprecation is read by somebody who uses the thing and must go elsewhere. Say where to, or at least since when and why.

    <tag name=\"DEPRECATED\" value=\"\"/>                               what now?
    <tag name=\"DEPRECATED\" value=\"Bruk Elevvurdering.sluttfagvurdering.\"/>";
    DERIVED_HOVEDKLASSE = "W1509", "a hovedklasse by derivation only",
        "The class has no stereotype, but it or an ancestor has an attribute of type `Identifikator`, so it is served as a hovedklasse. That is the rule of the \
FINT tools; a class that gets routes should say so itself.

Give it the stereotype `hovedklasse`, or `datatype` when it is a value that happens to carry an identity.";
    MOJIBAKE_DOCS = "W1510", "documentation that was decoded with the wrong encoding",
        "The text has pairs such as `Ã¥` that come from UTF-8 read as windows-1252. It reaches people as it stands: in the API's documentation, in the comments of \
generated code.

Write the letters anew in the modelling tool; pasting from a web page or a PDF is where they come from.";
    KIND = "W1511", "an element of a kind that is not read",
        "Classes and packages are read. Enumerations, data types and interfaces of UML have no counterpart that could be told without doubt: FINT models a list \
of codes as a hovedklasse that extends `Begrep`, and a value as a class without identity.

Make the element a class, or, when it is an enumeration, write it under `enums:` after the import.";
    LINKML_INTEGER = "W1521", "LinkML's integer has no size",
        "LinkML has one `integer`, where a model that is also written in UML has `int` (32 bits) and `long` (64 bits). It is read as `long`, which holds both; \
generated code has i64 where the UML gives i32.

Nothing need be done. To keep the difference, import the UML instead, or change the types in the written YAML. The finding stands once, with the number of slots.";
    LINKML_RELATION = "W1522", "an inverse from one side alone",
        "The slot is named as the inverse of another one, which does not name it back. It is not known whether a pair is meant, so both are read as relations in one \
direction.

    Elev:   attributes: {person: {range: Person}}
    Person: attributes: {elev: {range: Elev, inverse: person}}

Write `inverse` on both slots.";
    LINKML_UNKNOWN = "W1523", "a LinkML key that is not read",
        "LinkML has far more words than this language: rules, slots of their own, enums with meanings, units. What is not read is named here, so that nothing is \
lost without notice.

    attributes:
      prosent: {range: integer, minimum_value: 0}

Carry what matters into the written YAML.";
    LINKML_PRIMARY = "W1524", "a relation pair that is marked primary on both sides or on none",
        "The annotation `primaryRelation` marks the side that a pair is drawn from, and it decides which side stores the links of a pair of equals (one to one, \
or many to many). Here it does not tell, and the side that comes first in the files is taken.

Mark one side, and one alone. A relation from a class to itself is marked on both sides and is not reported.";
    LINKML_HOLES = "W1525", "what LinkML does not tell",
        "Some of what UML says has no place in LinkML, and it is not guessed:

- An attribute whose type is a hovedklasse (kept inside its owner) looks like a relation, since the range decides. In FINT this is \
`Elevforhold.anmerkninger`. The finding counts the slots that may be meant so: one-way, with many values.
- Associations without direction are left out when FINT writes its LinkML; the two relations of `Leverandør` to Person and Virksomhet are missing.

Where UML of the same version exists, import that. The finding stands once.";
}
