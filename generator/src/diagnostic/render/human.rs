//! Source lines with marks, as compilers of our day show them.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::super::{Diagnostic, Diagnostics, Severity};
use crate::source::{SourceFile, Sources, Span};

/// Every finding as text for people, in order of file and place, coloured by escape codes.
#[must_use]
pub fn human(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for finding in diagnostics.sorted() {
        text.push_str(&renderer.render(&[group(sources, finding)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Group<'a> {
    let level = match finding.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(finding.message.as_str()).id(finding.code.id));
    let mut marks = vec![Mark { span: finding.span, kind: AnnotationKind::Primary, label: finding.label.as_deref() }];
    marks.extend(finding.related.iter().map(|label| Mark { span: label.span, kind: AnnotationKind::Context, label: Some(&label.text) }));
    group = match overlong(sources, finding.span) {
        Some(origin) => group.element(origin),
        None => snippets(sources, &marks).into_iter().fold(group, Group::element),
    };
    if let Some(owner) = owner(finding) {
        group = group.element(Level::NOTE.message(owner));
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// Bytes of the longest line that is shown; tools write XML without line breaks.
const LONGEST: usize = 2_000;

/// The place alone, when its line is too long to help a reader.
fn overlong(sources: &Sources, span: Span) -> Option<Origin<'_>> {
    let file = sources.get(span.file)?;
    let window = Window::around(file, span);
    let (line, column) = file.position(span.start);
    (window.bytes.len() > LONGEST).then(|| Origin::path(file.path.as_str()).line(line).char_column(column))
}

/// `in package/Class, member, EAID_…`: whose part this is, where the source line alone does not tell.
fn owner(finding: &Diagnostic) -> Option<String> {
    let class = finding.class.as_ref()?;
    let member = finding.member.as_ref().map(|member| format!(", member `{member}`")).unwrap_or_default();
    let id = finding.id.as_ref().map(|id| format!(", element {id}")).unwrap_or_default();
    Some(format!("in `{class}`{member}{id}"))
}

/// A place to show.
struct Mark<'a> {
    span: Span,
    kind: AnnotationKind,
    label: Option<&'a str>,
}

/// Neighbouring places of one file share a snippet; the others have one each, so that no file is copied for two lines of it.
fn snippets<'a>(sources: &'a Sources, marks: &[Mark<'a>]) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut windows: Vec<(Window<'a>, Vec<&Mark<'a>>)> = Vec::new();
    for mark in marks {
        let Some(file) = sources.get(mark.span.file) else { continue };
        let window = Window::around(file, mark.span);
        let near = windows.iter_mut().find(|(other, _)| std::ptr::eq(other.file, file) && other.is_near(&window));
        match near {
            Some((other, shared)) => {
                other.include(&window);
                shared.push(mark);
            }
            None => windows.push((window, vec![mark])),
        }
    }
    windows.into_iter().map(|(window, marks)| window.snippet(&marks)).collect()
}

/// How many lines apart two places may be to be shown together.
const NEAR: usize = 8;

/// Whole lines of a file.
struct Window<'a> {
    file: &'a SourceFile,
    bytes: Range<usize>,
    lines: Range<usize>,
}

impl<'a> Window<'a> {
    /// The line where the span begins.
    fn around(file: &'a SourceFile, span: Span) -> Self {
        let text = &file.text;
        let at = boundary(text, span.start as usize);
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        let line = file.position(span.start).0;
        Self { file, bytes: start..end, lines: line..line }
    }

    fn is_near(&self, other: &Self) -> bool {
        let gap = self.lines.start.max(other.lines.start).saturating_sub(self.lines.end.min(other.lines.end));
        gap <= NEAR
    }

    fn include(&mut self, other: &Self) {
        self.bytes = self.bytes.start.min(other.bytes.start)..self.bytes.end.max(other.bytes.end);
        self.lines = self.lines.start.min(other.lines.start)..self.lines.end.max(other.lines.end);
    }

    fn snippet(self, marks: &[&Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
        let text = &self.file.text[self.bytes.clone()];
        let annotations = marks.iter().map(|mark| mark.kind.span(self.local(text, mark.span)).label(mark.label));
        Snippet::source(text).line_start(self.lines.start).path(self.file.path.as_str()).annotations(annotations)
    }

    /// The span within the window's text, cut at the end of its first line: a mark over a whole file marks nothing.
    fn local(&self, text: &str, span: Span) -> Range<usize> {
        let start = boundary(text, (span.start as usize).saturating_sub(self.bytes.start));
        let end = boundary(text, (span.end as usize).saturating_sub(self.bytes.start)).max(start);
        let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |newline| start + newline);
        start..end.min(line_end).max(start)
    }
}

/// The last character boundary not after this offset.
fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
