//! Comments at every kind of place, and at random places of a real model.

use proptest::prelude::*;

use super::*;

const HEADER: &str = "model: test\nversion: 1.0.0\nprofile: fint\nlanguages: [nb, en]\n";

fn package(text: &str) -> String {
    let languages = [Text::new("nb".to_owned(), crate::source::Span::default())];
    let once = Kind::Package(&languages).format(text).expect("the text is formatted");
    let twice = Kind::Package(&languages).format(&once).expect("the result is formatted");
    assert_eq!(once, twice, "formatting again changes nothing");
    once
}

fn header(text: &str) -> String {
    Kind::Header.format(text).expect("the text is formatted")
}

#[test]
fn a_canonical_file_stays_as_it_is() {
    assert_eq!(header(HEADER), HEADER);
}

#[test]
fn keys_come_in_order_and_the_head_stays_on_top() {
    let text = "# yaml-language-server: $schema=./.smie/model.schema.json\n\n\n# Of version.\nversion: 1.0.0\nprofile: fint\nmodel: test   # the name\n";
    insta::assert_snapshot!(header(text));
}

#[test]
fn comments_stay_with_their_neighbours() {
    let text = r"--- # marker
# The head.

# Of the package.
package: a/b # path
# Of classes.
classes: # all of them

    # Of Elev,
    #   two lines.

    Elev: # a pupil
        is: hovedklasse # served
        docs: | # why
            First line # no comment
            second.
        # Above attributes.
        attributes:
            # --- identity
            systemId: Identifikator

            # --- the rest
            navn: {type: string?, # may be absent
                # own line in flow
                docs: 'a # b'} # behind the bracket
            'kull': {type: long, docs: Kull} # short
            # below attributes
        relations: { # opened
            skole: Skole, # one
            # below in flow
        } # closed
        # below Elev
    # below classes
# below all
";
    insta::assert_snapshot!(package(text));
}

#[test]
fn what_the_canonical_form_leaves_out_hands_its_comments_on() {
    let text = "package: a\ncommon: false # not yet\nclasses:\n  A:\n    is: abstrakt\n    extends: [B] # one\n    docs: {nb: Tekst} # docs\n    attributes:\n      a: {type: string, writable: false} # a\n      b:\n        # before type\n        type: string # type\n        # last of b\n    relations: {} # none\n    scope: x\n";
    insta::assert_snapshot!(package(text));
}

#[test]
fn older_readers_get_their_quotes() {
    let text = "package: a\nclasses:\n  A: {is: abstrakt, attributes: {a: {type: string?, docs: Ja, takk}, b: {type: string?, pattern: '[a-z]+'}}}\n";
    insta::assert_snapshot!(package(text));
}

#[test]
fn a_hash_in_a_text_is_no_comment() {
    let text =
        "package: a\ndocs: |\n  # one\n  two # three\n\nclasses:\n  A: {is: abstrakt, docs: \"x # y\"}\n  B: {is: abstrakt, docs: a#b}\n";
    assert!(package(text).contains("docs: |\n  # one\n  two # three\n"));
}

#[test]
fn a_text_with_errors_is_left_alone() {
    assert_eq!(Kind::Header.format("model: [test\n"), None);
    assert_eq!(Kind::Header.format("model: test\nvarsion: 1.0.0\n"), None);
}

/// A text, cut at random places by comments of their own line, behind a line, and inside flow collections.
fn sprinkled(text: &str, places: &[(u16, u8, u8)]) -> (String, usize) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (number, &(place, kind, indent)) in places.iter().enumerate() {
        let at = usize::from(place) % lines.len();
        let comment = format!("# c{number}.");
        let inner = lines[at].match_indices(", ").map(|(at, _)| at).find(|&i| lines[at][..i].matches('\'').count().is_multiple_of(2));
        match (kind % 4, inner) {
            (0, Some(comma)) if lines[at].contains(['{', '[']) && !lines[at].contains('#') => {
                let rest = lines[at].split_off(comma + 1);
                lines[at] += &format!(" {comment}\n{}{}", " ".repeat(30), rest.trim_start());
            }
            (1, _) if !lines[at].contains('#') && !lines[at].is_empty() => lines[at] += &format!(" {comment}"),
            (2, _) => lines.insert(at, format!("\n{}{comment}\n", " ".repeat(usize::from(indent % 12)))),
            _ => lines.insert(at, format!("{}{comment}", " ".repeat(usize::from(indent % 12)))),
        }
    }
    let text = lines.join("\n") + "\n";
    let count = text.matches("# c").count();
    (text, count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_comment_is_lost_wherever_it_stands(file in 0_usize..3, places in proptest::collection::vec(any::<(u16, u8, u8)>(), 0..40)) {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/fint");
        let name = ["administrasjon/personal.yaml", "utdanning/elev.yaml", "felles.yaml"][file];
        let text = std::fs::read_to_string(format!("{root}/{name}")).expect("the model is there");
        let (text, count) = sprinkled(&text, &places);
        let languages = [Text::new("nb".to_owned(), crate::source::Span::default())];
        let kind = Kind::Package(&languages);
        prop_assume!(kind.read(&text).is_some());
        let once = kind.format(&text).expect("the text is formatted");
        prop_assert_eq!(once.matches("# c").count(), count);
        let twice = kind.format(&once);
        prop_assert_eq!(twice.as_deref(), Some(once.as_str()));
    }
}
