//! JSON merge patch (RFC 7396) over text.
//!
//! Our own, where a crate would do it over parsed values: what a patch leaves alone must stay as it is, to the last digit of a decimal, and a parsed number is
//! a binary fraction. The walk copies what it does not change and is as deep as the cursor allows.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::validate::{Cursor, Kind, Syntax};

/// Members of an object, in order, and where each name stands.
#[derive(Default)]
struct Members<'a> {
    list: Vec<(Cow<'a, str>, Member<'a>)>,
    places: HashMap<Cow<'a, str>, usize>,
}

/// A member as it stands in the text.
#[derive(Clone, Copy)]
struct Member<'a> {
    /// The name with its quotes, as written.
    quoted: &'a str,
    value: &'a str,
}

/// The target with the patch in it.
///
/// # Errors
/// One of them is not JSON; for the patch, with the place.
pub(super) fn merge(target: &str, patch: &str) -> Result<String, Syntax> {
    // Once as a whole, so that depth and tail are judged; the steps below look at pieces.
    let mut cursor = Cursor::new(patch);
    cursor.skip()?;
    cursor.end()?;
    let mut out = String::with_capacity(target.len() + patch.len());
    apply(Some(target), patch, &mut out)?;
    Ok(out)
}

fn apply(target: Option<&str>, patch: &str, out: &mut String) -> Result<(), Syntax> {
    let Some(changes) = members(patch)? else {
        out.push_str(patch.trim());
        return Ok(());
    };
    let old = target.map(members).transpose()?.flatten().unwrap_or_default();
    out.push('{');
    let start = out.len();
    for (name, member) in &old.list {
        match changes.places.get(name).map(|at| changes.list[*at].1) {
            None => push(member.quoted, start, out).push_str(member.value),
            Some(change) if change.value == "null" => {}
            Some(change) => apply(Some(member.value), change.value, push(change.quoted, start, out))?,
        }
    }
    for (name, change) in &changes.list {
        if change.value != "null" && !old.places.contains_key(name) {
            apply(None, change.value, push(change.quoted, start, out))?;
        }
    }
    out.push('}');
    Ok(())
}

fn push<'o>(quoted: &str, start: usize, out: &'o mut String) -> &'o mut String {
    if out.len() > start {
        out.push(',');
    }
    out.push_str(quoted);
    out.push(':');
    out
}

/// The members of an object; of those with one name the last. `None` = it is no object.
fn members(text: &str) -> Result<Option<Members<'_>>, Syntax> {
    let mut cursor = Cursor::new(text);
    if cursor.peek()? != Kind::Object {
        return Ok(None);
    }
    cursor.open()?;
    let mut found = Members::default();
    while let Some(name) = cursor.member(found.list.is_empty())? {
        // The raw text lies between its quotes in the same text.
        let from = name.raw.as_ptr() as usize - text.as_ptr() as usize;
        let quoted = &text[from - 1..from + name.raw.len() + 1];
        cursor.peek()?;
        let start = cursor.at();
        cursor.skip()?;
        let member = Member { quoted, value: cursor.since(start) };
        let name = name.decode();
        match found.places.get(&name) {
            Some(&before) => found.list[before].1 = member,
            None => {
                found.places.insert(name.clone(), found.list.len());
                found.list.push((name, member));
            }
        }
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_of_the_standard_come_out_as_it_says() {
        for (target, patch, result) in [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, "{}"),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
            (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
            (r#"{"a":"foo"}"#, "null", "null"),
            (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
            ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
            ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ] {
            assert_eq!(merge(target, patch).unwrap(), result, "{target} {patch}");
        }
    }

    #[test]
    fn what_is_left_alone_stays_to_the_last_digit() {
        let target = r#"{"belop":123456789.123456789012345678901,"æ\u00e6":[1.10]}"#;
        assert_eq!(merge(target, " { \"x\" : 0.10 } ").unwrap(), target.replace('}', r#","x":0.10}"#));
        assert_eq!(merge(target, r#"{"\u00e6æ":null,"belop":2,"belop":3}"#).unwrap(), r#"{"belop":3}"#);
    }

    #[test]
    fn a_patch_that_is_not_json_or_too_deep_is_refused() {
        for patch in ["", "{", "{} x", "{\"a\":}", &format!("{}1{}", "[".repeat(65), "]".repeat(65))] {
            assert!(merge("{}", patch).is_err(), "{patch}");
        }
    }
}
