//! Documentation of a model → HTML. The Markdown is what `emit` tidies for Rust's documentation, so both show the same text; here its few block
//! forms become elements.

use smie_wire::model::Docs;

use super::html::Html;
use crate::emit::docs_lines;

/// Documentation in every language that is written, side by side, each marked with its language.
pub(super) fn docs(out: &mut Html, docs: &Docs) {
    match docs.0.as_slice() {
        [] => {}
        [(language, text)] => {
            out.el("div", &[("class", "docs"), ("lang", language)], |out| blocks(out, text));
        }
        several => {
            out.el("div", &[("class", "docs langs")], |out| {
                for (language, text) in several {
                    out.el("div", &[], |out| {
                        out.leaf("span", &[("class", "tongue")], language);
                        out.el("div", &[("lang", language)], |out| blocks(out, text));
                    });
                }
            });
        }
    }
}

/// Documentation on one line, in the first of these languages that is written.
pub(super) fn brief(out: &mut Html, docs: &Docs, languages: &[String]) {
    let found = languages.iter().find_map(|language| Some((language.as_str(), docs.get(language)?)));
    let found = found.or_else(|| docs.0.first().map(|(language, text)| (language.as_str(), text.as_str())));
    if let Some((language, text)) = found {
        let lines = docs_lines(text);
        let first: Vec<&str> = lines.iter().map(String::as_str).take_while(|line| !line.is_empty()).collect();
        out.el("span", &[("lang", language)], |out| inline(out, &first.join(" ")));
    }
}

fn blocks(out: &mut Html, text: &str) {
    let lines = docs_lines(text);
    for block in lines.split(String::is_empty).filter(|block| !block.is_empty()) {
        self::block(out, block);
    }
}

fn block(out: &mut Html, lines: &[String]) {
    let first = lines[0].as_str();
    let is_item = |line: &str| {
        line.starts_with("- ") || line.split_once(['.', ')']).is_some_and(|(n, _)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if first.starts_with("```") {
        let code: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.starts_with("```")).collect();
        out.leaf("pre", &[], &code.join("\n"));
    } else if first.starts_with('|') {
        out.leaf("pre", &[], &lines.join("\n"));
    } else if first.starts_with('#') {
        out.el("p", &[("class", "heading")], |out| inline(out, first.trim_start_matches('#').trim()));
    } else if is_item(first) {
        out.el(if first.starts_with('-') { "ul" } else { "ol" }, &[], |out| {
            let mut items: Vec<String> = Vec::new();
            for line in lines {
                match items.last_mut() {
                    Some(item) if !is_item(line) => {
                        item.push(' ');
                        item.push_str(line.trim());
                    }
                    _ => items.push(line.split_once(' ').map_or("", |(_, text)| text).to_owned()),
                }
            }
            for item in &items {
                out.el("li", &[], |out| inline(out, item));
            }
        });
    } else {
        out.el("p", &[], |out| inline(out, &lines.join(" ")));
    }
}

/// Running text: code spans, `<https://…>`, `[text](address)`, `**strong**` or `__strong__`, and backslashes that protect a sign.
fn inline(out: &mut Html, text: &str) {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => rest[1..].chars().next().map(|sign| {
                plain.push(sign);
                1 + sign.len_utf8()
            }),
            '`' => span(rest).map(|(code, taken)| {
                flush(out, &mut plain);
                out.leaf("code", &[], code);
                taken
            }),
            '<' => rest[1..].split_once('>').filter(|(address, _)| is_address(address)).map(|(address, _)| {
                flush(out, &mut plain);
                out.link(address, address);
                address.len() + 2
            }),
            '[' => link(rest).map(|(label, address, taken)| {
                flush(out, &mut plain);
                out.el("a", &[("href", address)], |out| inline(out, label));
                taken
            }),
            '*' | '_' => strong(rest).map(|(label, taken)| {
                flush(out, &mut plain);
                out.el("strong", &[], |out| inline(out, label));
                taken
            }),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            plain.push(c);
            c.len_utf8()
        });
        rest = &rest[taken..];
    }
    flush(out, &mut plain);
}

fn flush(out: &mut Html, plain: &mut String) {
    if !plain.is_empty() {
        out.text(plain);
        plain.clear();
    }
}

fn span(rest: &str) -> Option<(&str, usize)> {
    let run = rest.bytes().take_while(|&b| b == b'`').count();
    let end = rest[run..].find(&rest[..run])?;
    Some((rest[run..run + end].trim(), end + 2 * run))
}

fn link(rest: &str) -> Option<(&str, &str, usize)> {
    let (label, after) = rest[1..].split_once("](")?;
    let (address, _) = after.split_once(')')?;
    let taken = label.len() + address.len() + 4;
    (is_address(address) && !label.contains('[')).then_some((label, address, taken))
}

fn strong(rest: &str) -> Option<(&str, usize)> {
    let sign = rest.get(..2).filter(|sign| matches!(*sign, "**" | "__"))?;
    let (label, _) = rest[2..].split_once(sign)?;
    (!label.is_empty()).then_some((label, label.len() + 4))
}

/// Only the web and mail: no address of a model runs a script.
fn is_address(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = Html::new();
        docs(&mut out, &Docs::one("nb", text));
        out.document().replace("<!doctype html>\n<div class=\"docs\" lang=\"nb\">", "").replace("</div>\n", "")
    }

    #[test]
    fn blocks_become_elements_and_signs_stay_signs() {
        assert_eq!(shown("Én\n\n* to\n* tre <x>"), "<p>Én</p><ul><li>to</li><li>tre &lt;x&gt;</li></ul>");
        assert_eq!(
            shown("[0..1] `kode` **fet** http://a.no/x."),
            "<p>[0..1] <code>kode</code> <strong>fet</strong> <a href=\"http://a.no/x\">http://a.no/x</a>.</p>"
        );
    }

    #[test]
    fn no_address_runs_a_script() {
        assert_eq!(shown("[x](javascript:alert) <script>a</script>"), "<p>x &lt;script&gt;a&lt;/script&gt;</p>");
    }

    #[test]
    fn languages_stand_side_by_side_and_say_which_they_are() {
        let mut out = Html::new();
        docs(&mut out, &Docs(vec![("nb".to_owned(), "Elev".to_owned()), ("en".to_owned(), "Pupil".to_owned())]));
        let text = out.document();
        assert!(text.contains("<div lang=\"nb\"><p>Elev</p></div>") && text.contains("<div lang=\"en\"><p>Pupil</p></div>"), "{text}");
    }
}
