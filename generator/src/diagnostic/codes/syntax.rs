//! Codes of YAML text: what is wrong (E01xx) or doubtful (W11xx) before any name is looked up.

use super::codes;

codes! {
UNREADABLE = "E0101", "a file that cannot be read as text", "\
A model is text in UTF-8, so that `ø` and `å` are the same letters on every machine. This file could not be opened, is
larger than any package a person writes, or has bytes that are not UTF-8. The latter are mostly files saved as
windows-1252 (one byte for `ø`: 0xf8) or UTF-16 by an editor or an export.

Nothing of the file is used; the rest of the model is read, so findings about names that this file declares follow.

Mend it by saving the file as UTF-8:

    iconv -f WINDOWS-1252 -t UTF-8 personal.yaml > ny.yaml && mv ny.yaml personal.yaml

A byte order mark at the start and Windows line ends are accepted.";

MALFORMED = "E0102", "text that is not YAML", "\
The text breaks a rule of YAML itself, so that what stands behind this place cannot be told. What was read before it is
used and checked; nothing of this file is reported as missing.

The usual causes, each with what mends it:

    docs: Merk: gjelder fra 2026        # a text with `: ` needs quotes
    docs: 'Merk: gjelder fra 2026'

    attributes: {navn: string           # a bracket was not closed
    attributes: {navn: string}

    \\tnavn: string                      # a tab cannot indent
      navn: string";

UNKNOWN_KEY = "E0103", "a key that the model language does not have", "\
Each mapping of the model language has a fixed set of keys. A key outside it is a spelling mistake, or stands one level too
high or too deep. It is refused rather than skipped, as a skipped `writeable: true` would silently make an attribute
read-only.

    attributes:
      jobbtittel: {type: 'string?', writeable: true}     # E0103: did you mean `writable`?
      jobbtittel: {type: 'string?', writable: true}

The finding lists the keys that are known at its place.";

WRONG_TYPE = "E0104", "a value of the wrong YAML type", "\
A text stands where a mapping is expected, a number where text is expected, nothing where something is expected, and so
on. Numbers and booleans are not taken as text silently, because other YAML readers change them: `4.10` becomes 4.1 and
`0123` becomes 83.

    since: 4.10              # E0104: a number
    since: '4.10'

    uses: felles             # E0104: a list is expected
    uses: [felles]

    writable: yes            # E0104: text in YAML 1.2
    writable: true

Names of classes, members and codes are taken as they are written, whatever YAML would make of them.";

DUPLICATE_KEY = "E0105", "one key twice in one mapping", "\
The same key stands twice in one mapping. Some YAML readers take the first, others the last, so neither can be meant safely.
Keys are compared in Unicode's composed form (NFC): an `å` of one character and an `a` with a ring behind it are one letter.

    classes:
      Elev: {is: hovedklasse}
      Elev: {is: datatype}         # E0105, with both places

Remove one of them, or give it a name of its own. The first is used for the rest of the checks.";

BAD_VERSION = "E0106", "a version that has not three parts", "\
A model's version is `MAJOR.MINOR.PATCH` (Semantic Versioning 2.0): clients decide by it whether a change can break them.
With two parts it would also be a number to YAML, so that 4.10 and 4.1 are the same.

    version: 4.10            # E0106
    version: 4.10.0

Pre-release and build parts may follow: `5.0.0-rc.1`.";

LANGUAGE_NO = "E0107", "a language key that YAML reads as a truth value", "\
In YAML 1.1, which many tools still read, an unquoted `no` is the truth value false (the Norway problem); `on`, `y` and
others likewise. A text under such a key is lost without a word. `no` is also not precise: Norwegian documentation
is written in one of two written forms, each with a code of its own.

    docs: {no: Ansatte, en: Employees}       # E0107
    docs: {nb: Ansatte, en: Employees}       # bokmål; nynorsk is nn";

BAD_MULTIPLICITY = "E0108", "a multiplicity that cannot be read", "\
How many values a member has stands behind the name of its type: `T` is exactly one, `T?` none or one, `T*` any number,
`T+` one or more, `T 1..5` and `T 2..*` other bounds. The lower bound is not above the upper, and at least one value must be
possible.

    navn: string 0..n          # E0108: the upper bound is neither a number nor `*`
    navn: string*
    navn: string[0..1]         # E0108: UML's notation
    navn: string?

The other end of a relation has the same notation, after `<->` and in the long form:

    elev: Elev <-> elevforhold*
    elev: {to: Elev, inverse: elevforhold*}
    elev: {to: Elev, inverse: {name: elevforhold*, docs: Elevens forhold}}

In the long form of `inverse:` words may stand in place of the mark, but not beside it: `many: true` is `*`, with `mandatory:
true` it is `+`; `mandatory: false` alone is `?`; a bare name is exactly one, here as everywhere.";

BAD_EXPRESSION = "E0109", "a type expression that cannot be read", "\
A type expression is the name of a primitive, of an enum or of a class (with its package before a `/` where needed) and a
multiplicity. It has no blanks inside the name and no notation of other languages; above all no `[]`, which in a flow
mapping would even end the YAML.

    navn: string[]              # E0109
    navn: string*

    navn: List<string>          # E0109
    navn: string*

A relation is `T` or, with the other end's name, `T <-> b*`. Only the short form of a relation has `<->`.

    person: Person -> elev      # E0109
    person: Person <-> elev?";

UNKNOWN_WORD = "E0110", "a word outside a closed list", "\
`is:`, `gdpr:`, `allow:`, `method:`, `on:`, `status:` and `subject:` take one of a few words each; the finding lists them.
The words are lower case, except the methods of HTTP, which are written as in HTTP.

    is: hovedclass              # E0110: did you mean `hovedklasse`?
    is: hovedklasse

    allow: [read, write]        # E0110: create, replace, update and delete are told apart
    allow: [read, create, replace]";

MISSING_KEY = "E0111", "a required key is missing", "\
Some keys cannot be left out, because no default would be right: `model:` and `version:` of model.yaml, `package:` of a
package, `is:` of a class, `type:` or `to:` of a long form, `name:` of a long inverse.

    classes:
      Elev:                      # E0111: class `Elev` has no `is:`
        attributes: {systemId: Identifikator}

    classes:
      Elev:
        is: hovedklasse
        attributes: {systemId: Identifikator}

A package without `package:` is read under the name of its file, so that other findings stay to the point.";

BAD_LANGUAGE = "E0112", "a key that is no language code", "\
Documentation is a string, or a mapping from language to string. Languages are codes of BCP 47: two or three lower-case
letters, with subtags where needed (`nb`, `nn`, `sv`, `en`, `sv-FI`).

    docs: {norsk: Ansatte}       # E0112
    docs: {nb: Ansatte}

Often the code is fine and a comma or colon of the text made a new key of its end; then quote the text:

    docs: {nb: Ansatte, se: også Lønn}         # E0104 or E0112, or worse, nothing
    docs: {nb: 'Ansatte, se: også Lønn'}";

BEYOND = "E0113", "a part of YAML that the model language does not have", "\
Anchors (`&`), aliases (`*`), tags (`!`) and several documents in one file are left out of the model language: a reader of a
model should see what a class has at the place where it is written, and `smie fmt` could not keep them.

    Elev: &felles {is: hovedklasse}     # E0113
    Lærer: *felles                      # E0113

Share members through an abstract class and `extends:` instead. If the sign belongs to a text, quote the text.";

PACKAGE_TWICE = "E0114", "one package in two files", "\
Two files have the same `package:` line. A package is one file, so that the order of its classes is plain and each class has
one place to look for. Often one of the two was copied and its `package:` line forgotten.

    # utdanning/elev.yaml
    package: utdanning/elev
    # utdanning/elev2.yaml
    package: utdanning/elev          # E0114

Rename one of them, or move its classes into the other.";

BAD_NAME = "E0115", "a model's name that is not kebab-case", "\
The name of a model names what is made of it: the crates NAME-server and NAME-client, their modules, files and folders. It is
words of lower-case letters from a to z and digits, joined by single hyphens, and begins with a letter.

    model: Min modell       # E0115
    model: lærling          # E0115
    model: min-modell
    model: larling

`smie` itself is taken: smie-server and smie-client are the crates that generated ones are built on. The title under `info:`
is for people and may have any letters.";

PROSE_COMMA = "W1101", "prose with a comma in a flow mapping", "\
In a flow mapping `{…}` a comma ends the value. What follows it is then a key of its own, without a value:

    docs: {nb: Ansatte, vikarer og oppdragstakere}

YAML reads two keys there, `nb` and `vikarer og oppdragstakere`. smie takes the second as the rest of the text, as it must be
meant, and warns, because other readers of the file do not. Quote the text:

    docs: {nb: 'Ansatte, vikarer og oppdragstakere'}";

FILE_NAME = "W1102", "a file whose name differs from its package", "\
The `package:` line decides which package a file holds; its name is for people. They are expected to agree, with folders or
with dots:

    administrasjon/personal.yaml      package: administrasjon/personal
    administrasjon.personal.yaml      package: administrasjon/personal

A difference is mostly a copied file or a package that was renamed in one place only. Rename the file or the package.";

CODE_AS_NUMBER = "W1103", "a code that YAML 1.1 readers take for a number or a truth value", "\
Codes of enums and impediments are often short, and YAML 1.1 has many spellings of numbers and truth values: `010` is 8,
`1_000` is 1000, `12:30` is 750, `NO` and `off` are false. smie takes codes as written, but other tools that read the file
see another code, or none.

    enums:
      Landkode: {NO: {nb: Norge}, SE: {nb: Sverige}}        # W1103: `NO`
      Landkode: {'NO': {nb: Norge}, SE: {nb: Sverige}}

Quotes mend it; they do not change the code.";

YML_IGNORED = "W1104", "a file ending in `.yml` in a model's folder", "\
The files of a model end in `.yaml`. This one ends in `.yml` and was not read, so its classes are missing from the model.

    administrasjon/personal.yml       # W1104: not read
    administrasjon/personal.yaml

Rename it if it belongs there; move it out of the folder, or into a hidden one, if it does not.";
}
