//! The page's HTML. Every text that came from elsewhere passes [`escape`].

use std::fmt::Write;

use smie_client::DateTime;

use crate::part::Part;
use crate::view::{Appointment, Course, Place, Work};

/// How far a section has come; the script asks again for what is `Later` or `Partly`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Here,
    Partly,
    Later,
    Gone,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Here => "her",
            Self::Partly => "delvis",
            Self::Later => "venter",
            Self::Gone => "borte",
        }
    }
}

/// The whole page.
pub(crate) fn page(student: &str, sections: &[String]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"nb\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Studentportal</title><link rel=\"stylesheet\" href=\"/portal.css\"><script src=\"/portal.js\" defer></script></head>\n\
         <body><header><h1>Studentportal</h1><p>Student {}</p></header>\n<main>\n{}\n</main></body></html>\n",
        escape(student),
        sections.join("\n"),
    )
}

/// A section of the page.
pub(crate) fn section(part: Part, state: State, body: &str) -> String {
    let (name, title) = (part.name(), part.title());
    let busy = if matches!(state, State::Later | State::Partly) { " aria-busy=\"true\"" } else { "" };
    format!("<section id=\"{name}\" data-tilstand=\"{}\"{busy}><h2>{title}</h2>{body}</section>", state.word())
}

/// A remark about how a part came to be.
pub(crate) fn note(text: &str) -> String {
    format!("<p class=\"merknad\" role=\"status\">{}</p>", escape(text))
}

/// Courses.
pub(crate) fn courses(courses: &[Course]) -> String {
    list(courses, "Ingen emner.", |course, to| {
        let passed = if course.passed { " <em>bestått</em>" } else { "" };
        write!(to, "<b>{}</b> {} ({} studiepoeng){passed}", escape(&course.code), escape(&course.name), escape(&course.credits))
    })
}

/// Codes of courses, when FS tells no more.
pub(crate) fn codes(codes: &[String]) -> String {
    list(codes, "Ingen emner.", |code, to| write!(to, "<b>{}</b>", escape(code)))
}

/// Hours or exams.
pub(crate) fn appointments(appointments: &[Appointment]) -> String {
    list(appointments, "Ingenting.", |one, to| {
        time(one.start, to)?;
        if one.end.is_some() {
            to.push('–');
            time(one.end, to)?;
        }
        write!(to, " <b>{}</b> {}", escape(&one.code), escape(&one.title))?;
        match &one.place {
            Place::Nowhere => {}
            Place::Code(code) => write!(to, ", rom {}", escape(code))?,
            Place::Room { code, name, floor, building } => {
                write!(to, ", {} ({})", escape(name), escape(code))?;
                if let Some(floor) = floor {
                    write!(to, ", {floor}. etasje")?;
                }
                if let Some(building) = building {
                    write!(to, ", {}", escape(building))?;
                }
            }
        }
        one.remark.iter().try_for_each(|remark| write!(to, ". {}", escape(remark)))
    })
}

/// Works to read.
pub(crate) fn works(works: &[Work]) -> String {
    list(works, "Ingenting å lese.", |work, to| {
        write!(to, "<b>{}</b> {}: ", escape(&work.code), escape(&work.author))?;
        // An address of another scheme, such as `javascript:`, must not become a link.
        match work.address.as_deref().filter(|address| address.starts_with("https://") || address.starts_with("http://")) {
            Some(address) => write!(to, "<a href=\"{}\">{}</a>", escape(address), escape(&work.title))?,
            None => write!(to, "<cite>{}</cite>", escape(&work.title))?,
        }
        if let Some(year) = work.year {
            write!(to, " ({year})")?;
        }
        if work.required { Ok(()) } else { write!(to, " <em>valgfri</em>") }
    })
}

fn list<T>(items: &[T], none: &str, write: impl Fn(&T, &mut String) -> std::fmt::Result) -> String {
    if items.is_empty() {
        return format!("<p>{none}</p>");
    }
    let mut html = "<ul>".to_owned();
    for item in items {
        html.push_str("<li>");
        // Writing to a string does not fail.
        _ = write(item, &mut html);
        html.push_str("</li>");
    }
    html + "</ul>"
}

/// A time in UTC, which the script turns into the reader's.
fn time(time: Option<DateTime>, to: &mut String) -> std::fmt::Result {
    let Some(time) = time else { return Ok(()) };
    let text = time.to_string();
    write!(to, "<time datetime=\"{text}\">{}</time>", text.replacen('T', " ", 1).trim_end_matches(":00Z"))
}

/// Text as HTML, in an element or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(title: &str, address: Option<&str>) -> Work {
        let text = str::to_owned;
        Work { code: text("NOR-2Å/1"), title: text(title), author: text("Ø"), year: None, address: address.map(text), required: true }
    }

    #[test]
    fn what_came_from_elsewhere_is_text_and_never_markup() {
        let html = works(&[work("<script>æ</script>", None), work("Øyet & ordet", Some("https://example.no/?a=\"b\""))]);
        assert!(html.contains("<cite>&lt;script&gt;æ&lt;/script&gt;</cite>"), "{html}");
        assert!(html.contains("<a href=\"https://example.no/?a=&quot;b&quot;\">Øyet &amp; ordet</a>"), "{html}");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert!(!works(&[work("Å", Some("javascript:alert(1)"))]).contains("<a "));
    }

    #[test]
    fn a_time_is_readable_without_the_script() {
        let mut html = String::new();
        time(Some("2026-11-23T08:15:00Z".parse().expect("a time")), &mut html).expect("a string takes all");
        assert_eq!(html, "<time datetime=\"2026-11-23T08:15:00Z\">2026-11-23 08:15</time>");
    }
}
