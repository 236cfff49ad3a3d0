//! The inside of a line of Markdown: what rustdoc would take for a link, a tag or code is kept when whole and escaped when not.

use std::fmt::Write;

/// Rebuilds running text. Code spans and links to the web stay; links to other places become their text.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let boundary = !out.ends_with(|c: char| c.is_alphanumeric());
        let taken = match c {
            '`' => code(rest, &mut out),
            '[' => link(rest, &mut out),
            '!' if rest[1..].starts_with('[') => 1,
            '<' => angle(rest, &mut out),
            'h' if boundary => address(rest, &mut out),
            ']' => escaped(']', &mut out),
            '\\' => backslash(rest, &mut out),
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// A word at the start of a line, so escaped that it begins no block.
pub(super) fn at_start(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match word[digits..].chars().next() {
        Some('#' | '>' | '=' | '|' | '~') if digits == 0 => format!("\\{word}"),
        Some('-' | '+' | '*') if digits == 0 && word.chars().all(|c| matches!(c, '-' | '+' | '*')) => format!("\\{word}"),
        Some('.' | ')') if digits > 0 && word.len() == digits + 1 => format!("{}\\{}", &word[..digits], &word[digits..]),
        _ => word.to_owned(),
    }
}

fn escaped(c: char, out: &mut String) -> usize {
    out.push('\\');
    out.push(c);
    c.len_utf8()
}

fn backslash(rest: &str, out: &mut String) -> usize {
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => {
            out.push_str(&rest[..2]);
            2
        }
        _ => escaped('\\', out),
    }
}

/// A code span, when a run of as many backticks closes it.
fn code(rest: &str, out: &mut String) -> usize {
    let run = rest.bytes().take_while(|&b| b == b'`').count();
    let mut from = run;
    while let Some(at) = rest[from..].find('`') {
        let start = from + at;
        let length = rest[start..].bytes().take_while(|&b| b == b'`').count();
        from = start + length;
        if length == run {
            out.push_str(&rest[..from]);
            return from;
        }
    }
    for _ in 0..run {
        out.push_str("\\`");
    }
    run
}

/// `[text](address)`: a link when the address is on the web, else its text.
fn link(rest: &str, out: &mut String) -> usize {
    let parts = rest[1..].split_once(']').and_then(|(text, after)| {
        let (address, _) = after.strip_prefix('(')?.split_once(')')?;
        (!text.contains('[') && !address.contains(char::is_whitespace)).then_some((text, address))
    });
    let Some((text, address)) = parts else { return escaped('[', out) };
    if is_web(address) || address.starts_with("mailto:") {
        // An address as the text of a link would be a link in a link.
        let _ = if is_web(text) { write!(out, "<{address}>") } else { write!(out, "[{}]({address})", tidy(text)) };
    } else {
        out.push_str(&tidy(text));
    }
    text.len() + address.len() + 4
}

/// `<https://…>` as it stands, `<b>` and its like not at all, `<br>` as a space; any other `<` is a sign.
fn angle(rest: &str, out: &mut String) -> usize {
    match rest[1..].split_once('>') {
        Some((address, _)) if is_web(address) && !address.contains(char::is_whitespace) => {
            let length = address.len() + 2;
            out.push_str(&rest[..length]);
            length
        }
        Some((tag, _)) if is_tag(tag) => {
            out.push_str(if tag.starts_with("br") { " " } else { "" });
            tag.len() + 2
        }
        _ => escaped('<', out),
    }
}

/// A bare address, in angle brackets; the full stop after it stays outside.
fn address(rest: &str, out: &mut String) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '\\')).unwrap_or(rest.len());
    let mut url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '»', '”', '*', '_']);
    if url.ends_with(')') && !url.contains('(') {
        url = url.trim_end_matches([')', '.', ',', ';']);
    }
    if is_web(url) {
        let _ = write!(out, "<{url}>");
        url.len()
    } else {
        out.push('h');
        1
    }
}

/// Tags of HTML that dress text; Markdown has its own.
fn is_tag(tag: &str) -> bool {
    const TAGS: [&str; 15] = ["b", "br", "code", "div", "em", "i", "li", "ol", "p", "span", "strong", "sub", "sup", "u", "ul"];
    let name = tag.trim_matches('/').split([' ', '/']).next().unwrap_or_default();
    !tag.contains('<') && TAGS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| address.strip_prefix(scheme).is_some_and(|host| !host.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{at_start, tidy};

    #[test]
    fn bare_addresses_are_bracketed_without_their_full_stop() {
        assert_eq!(tidy("Se https://data.udir.no/kl06/. Og (http://a.no/b)."), "Se <https://data.udir.no/kl06/>. Og (<http://a.no/b>).");
        assert_eq!(tidy("<https://a.no>, https://a.no/x_(y)"), "<https://a.no>, <https://a.no/x_(y)>");
        assert_eq!(tidy("hhttp://a har https://"), "hhttp://a har https://");
    }

    #[test]
    fn links_into_a_modelling_tool_become_their_text() {
        assert_eq!(tidy("En [Fastlønn](Class:Fastlønn) for ![bilde](x.png)."), "En Fastlønn for bilde.");
        assert_eq!(tidy("[NAV](https://nav.no) og [post](mailto:a@b.no)"), "[NAV](https://nav.no) og [post](mailto:a@b.no)");
        assert_eq!(tidy("[https://nav.no](https://nav.no/x)"), "<https://nav.no/x>");
    }

    #[test]
    fn brackets_and_angles_are_signs_and_tags_are_left_out() {
        assert_eq!(tidy("felt [0..1] <b>fet</b><br/>a < b <Klasse>"), "felt \\[0..1\\] fet a \\< b \\<Klasse>");
        assert_eq!(tidy("[[x]](y z"), "\\[\\[x\\]\\](y z");
    }

    #[test]
    fn backticks_are_kept_in_pairs_only() {
        assert_eq!(tidy("`systemId` og `løs"), "`systemId` og \\`løs");
        assert_eq!(tidy("``a ` b`` `[x]`"), "``a ` b`` `[x]`");
    }

    #[test]
    fn backslashes_stay_what_they_were() {
        assert_eq!(tidy(r"\[x\] C:\tmp \"), r"\[x\] C:\\tmp \\");
    }

    #[test]
    fn the_start_of_a_line_begins_no_block() {
        assert_eq!(at_start("-"), "\\-");
        assert_eq!(at_start("-5"), "-5");
        assert_eq!(at_start("**fet**"), "**fet**");
        assert_eq!(at_start("12."), "12\\.");
        assert_eq!(at_start("12.5"), "12.5");
    }
}
