//! Text that a regular expression matches, for the part of the language that models use.
//!
//! Understood: literals, escapes (`\d \w \s`), classes with ranges, groups, alternatives, `? * + {n} {n,} {n,m}`, and anchors at the
//! ends. Anything else gives no text, and the caller falls back to what it would have written without a pattern.

use std::iter::Peekable;
use std::str::Chars;

/// Chooses a number below a limit that is not 0.
type Choose<'a> = dyn FnMut(u64) -> u64 + 'a;

/// A text that the pattern matches; which one, `choose` decides: it is given a limit that is not 0, and names a number below it. `None` = the pattern has
/// something that is not understood here.
pub fn matching_text(pattern: &str, choose: &mut Choose<'_>) -> Option<String> {
    let body = pattern.strip_prefix('^').unwrap_or(pattern);
    let body = if body.ends_with("\\$") { body } else { body.strip_suffix('$').unwrap_or(body) };
    let mut chars = body.chars().peekable();
    let node = alternatives(&mut chars, 0)?;
    if chars.next().is_some() {
        return None;
    }
    let mut text = String::new();
    node.write(choose, &mut text);
    Some(text)
}

enum Node {
    One(Vec<char>),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Node>, u64, u64),
}

impl Node {
    fn write(&self, choose: &mut Choose<'_>, text: &mut String) {
        let mut at = |length: usize| usize::try_from(choose(length.max(1) as u64)).unwrap_or_default();
        match self {
            Self::One(chars) => text.extend(chars.get(at(chars.len()))),
            Self::Sequence(nodes) => nodes.iter().for_each(|node| node.write(choose, text)),
            Self::Either(nodes) => {
                if let Some(node) = nodes.get(at(nodes.len())) {
                    node.write(choose, text);
                }
            }
            Self::Repeat(node, low, high) => {
                let times = low + choose(high - low + 1);
                (0..times).for_each(|_| node.write(choose, text));
            }
        }
    }
}

/// How deep groups may nest, and how often a repetition may repeat.
const DEEP: usize = 16;
const OFTEN: u64 = 64;

fn alternatives(chars: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Node> {
    if depth > DEEP {
        return None;
    }
    let mut branches = vec![sequence(chars, depth)?];
    while chars.next_if_eq(&'|').is_some() {
        branches.push(sequence(chars, depth)?);
    }
    if branches.len() == 1 { branches.pop() } else { Some(Node::Either(branches)) }
}

fn sequence(chars: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Node> {
    let mut nodes = Vec::new();
    while let Some(&next) = chars.peek() {
        if next == '|' || next == ')' {
            break;
        }
        let atom = atom(chars, depth)?;
        nodes.push(repeated(atom, chars)?);
    }
    Some(Node::Sequence(nodes))
}

fn atom(chars: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Node> {
    match chars.next()? {
        '(' => {
            if chars.next_if_eq(&'?').is_some() && chars.next() != Some(':') {
                return None;
            }
            let inner = alternatives(chars, depth + 1)?;
            chars.next_if_eq(&')').map(|_| inner)
        }
        '[' => class(chars),
        '\\' => escape(chars.next()?).map(Node::One),
        '.' => Some(Node::One(('a'..='z').collect())),
        '^' | '$' | '*' | '+' | '?' | '{' => None,
        literal => Some(Node::One(vec![literal])),
    }
}

fn escape(letter: char) -> Option<Vec<char>> {
    match letter {
        'd' => Some(('0'..='9').collect()),
        'w' => Some(('a'..='z').chain('0'..='9').collect()),
        's' => Some(vec![' ']),
        letter if letter.is_ascii_alphanumeric() => None,
        literal => Some(vec![literal]),
    }
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Node> {
    let mut members = Vec::new();
    loop {
        match chars.next()? {
            ']' if !members.is_empty() => return Some(Node::One(members)),
            '^' if members.is_empty() => return None,
            '[' => return None,
            '\\' => members.extend(escape(chars.next()?)?),
            '-' if !members.is_empty() && chars.peek() != Some(&']') => {
                let (low, high) = (*members.last()?, chars.next()?);
                members.extend((low..=high).skip(1));
            }
            literal => members.push(literal),
        }
    }
}

fn repeated(node: Node, chars: &mut Peekable<Chars<'_>>) -> Option<Node> {
    let (low, high) = match chars.peek() {
        Some('?') => (0, 1),
        Some('*') => (0, 3),
        Some('+') => (1, 3),
        Some('{') => {
            chars.next();
            let bounds: String = std::iter::from_fn(|| chars.next_if(|&c| c != '}')).collect();
            match bounds.split_once(',') {
                None => (bounds.parse().ok()?, bounds.parse().ok()?),
                Some((low, "")) => (low.parse().ok()?, low.parse::<u64>().ok()?.checked_add(2)?),
                Some((low, high)) => (low.parse().ok()?, high.parse().ok()?),
            }
        }
        _ => return Some(node),
    };
    chars.next()?;
    (low <= high && high <= OFTEN).then(|| Node::Repeat(Box::new(node), low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nth(pattern: &str, number: u64) -> Option<String> {
        let mut rest = number;
        matching_text(pattern, &mut |limit| {
            let digit = rest % limit;
            rest /= limit;
            digit
        })
    }

    #[test]
    fn texts_match_what_models_write() {
        for number in 0..50 {
            let text = nth(r"^[A-Z]{2}\d{2,4}(-[xyz])?$", number * 7919).expect("understood");
            let (head, digits) = text.split_at(2);
            assert!(head.bytes().all(|b| b.is_ascii_uppercase()), "{text}");
            assert!(digits.starts_with(|c: char| c.is_ascii_digit()), "{text}");
            assert!(["rød", "blå"].contains(&nth("(rød|blå)", number).expect("understood").as_str()));
        }
        assert_eq!(nth(r"a\.b\$", 0).as_deref(), Some("a.b$"));
        assert_eq!(nth("[a-]", 1).as_deref(), Some("-"));
    }

    #[test]
    fn what_is_not_understood_gives_nothing() {
        for pattern in ["(?=a)", "[^a]", r"\bord", "a{2", "(a", "a)", "[a", "*a", r"\p{L}", "a{99999}", "a{3,1}", "[[:alpha:]]"] {
            assert_eq!(nth(pattern, 0), None, "{pattern}");
        }
    }
}
