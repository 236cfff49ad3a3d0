//! JSON and XML with indents, members in the order in which they were sent. Parsing into a value would sort them.

/// The text with a line a member; text that is no JSON comes back as it is, or nearly so.
pub(super) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut chars = text.chars().peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                out.push(c);
                let mut escaped = false;
                for inner in chars.by_ref() {
                    out.push(inner);
                    if inner == '"' && !escaped {
                        break;
                    }
                    escaped = inner == '\\' && !escaped;
                }
            }
            '{' | '[' => {
                out.push(c);
                while chars.peek().is_some_and(char::is_ascii_whitespace) {
                    chars.next();
                }
                match chars.peek() {
                    Some('}' | ']') => out.extend(chars.next()),
                    _ => {
                        depth += 1;
                        line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// The text with a line an element; an element that holds text stays on one line, for there white space would be content.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut rest, mut depth) = (text.trim(), 0_usize);
    // The last thing written was the beginning of an element, or the text in one: what closes it follows on the same line.
    let mut open = false;
    while !rest.is_empty() {
        let end = if rest.starts_with('<') { tag(rest) } else { rest.find('<').unwrap_or(rest.len()) };
        let (part, after) = rest.split_at(end);
        rest = after;
        let closes = part.starts_with("</");
        let is_text = !part.starts_with('<');
        if is_text && part.trim().is_empty() {
            continue;
        }
        depth = depth.saturating_sub(usize::from(closes));
        if !(is_text || closes && open || out.is_empty()) {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
        out.push_str(part);
        let begins = !is_text && !closes && !part.ends_with("/>") && !part.starts_with("<?") && !part.starts_with("<!");
        depth += usize::from(begins);
        open = begins || is_text;
    }
    out
}

/// The length of the tag that a text begins with; a `>` in quotes does not end it.
fn tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    #[test]
    fn elements_stand_on_lines_and_texts_stay_as_they_are() {
        let text = "<?xml version=\"1.0\"?><a x=\"1>2\"><b>én  to</b><c/><d><e></e></d></a>";
        let pretty = "<?xml version=\"1.0\"?>\n<a x=\"1>2\">\n  <b>én  to</b>\n  <c/>\n  <d>\n    <e></e>\n  </d>\n</a>";
        assert_eq!(super::xml(text), pretty);
        assert_eq!(super::xml(pretty), pretty);
    }

    #[test]
    fn members_keep_their_order_and_texts_their_signs() {
        let text = r#"{"b":[1,{"a":"x,{\"y\\"}],"tom":[],"c":{ }}"#;
        let pretty = "{\n  \"b\": [\n    1,\n    {\n      \"a\": \"x,{\\\"y\\\\\"\n    }\n  ],\n  \"tom\": [],\n  \"c\": {}\n}";
        assert_eq!(super::json(text), pretty);
    }
}
