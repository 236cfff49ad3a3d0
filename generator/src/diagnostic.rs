//! Findings: what is wrong with a model, where, and what would be right.
//!
//! Codes and their explanations stand in one table each group ([`codes`]); rendering is apart from finding ([`render`]).

pub mod codes;
pub mod render;

use crate::source::{FileId, Span};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The model is refused.
    Error,
    /// The model is read; somebody should look.
    Warning,
}

impl Severity {
    /// The word in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of finding: one row of the table of codes.
#[derive(Debug)]
pub struct Code {
    /// Stable code: `E` or `W` and four digits. `E01xx` syntax, `E02xx` names, `E03xx` structure, `E04xx` profile, `E05xx` XMI and LinkML; warnings likewise.
    pub id: &'static str,
    /// One line that says the rule.
    pub title: &'static str,
    /// The long text of `smie explain`: why the rule is there, an example that breaks it, and how it is mended.
    pub explanation: &'static str,
}

impl Code {
    /// From the code's letter.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A further place that explains a finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which rule.
    pub code: &'static Code,
    /// Where.
    pub span: Span,
    /// What was found, lower case, names in backticks.
    pub message: String,
    /// A word at the place itself.
    pub label: Option<String>,
    /// Further places.
    pub related: Vec<Label>,
    /// `package/Class`.
    pub class: Option<String>,
    /// Attribute, relation, action or event.
    pub member: Option<String>,
    /// Element or connector id, in XMI.
    pub id: Option<String>,
    /// What would be right.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), label: None, related: Vec::new(), class: None, member: None, id: None, help: None }
    }

    /// Adds the word at the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Names the class, as `package/Class`.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = Some(class.into());
        self
    }

    /// Names the member.
    #[must_use]
    pub fn member(mut self, member: impl Into<String>) -> Self {
        self.member = Some(member.into());
        self
    }

    /// Names the XMI element or connector.
    #[must_use]
    pub fn id(mut self, id: Option<&str>) -> Self {
        self.id = id.map(str::to_owned);
        self
    }

    /// Says what would be right.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// All findings of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// True when any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|d| d.code.severity() == Severity::Error)
    }

    /// The findings in order of file, place and code, each once.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let key = |d: &Diagnostic| -> (FileId, u32, &'static str, String) { (d.span.file, d.span.start, d.code.id, d.message.clone()) };
        let mut all: Vec<_> = self.found.iter().collect();
        all.sort_by_key(|d| key(d));
        all.dedup_by_key(|d| key(d));
        all
    }

    /// Forgets the findings of a kind.
    pub fn forget(&mut self, code: &Code) {
        self.found.retain(|d| d.code != code);
    }

    /// The findings in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Numbers of errors and warnings, duplicates not counted.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let sorted = self.sorted();
        let errors = sorted.iter().filter(|d| d.code.severity() == Severity::Error).count();
        (errors, sorted.len() - errors)
    }
}

/// The candidate nearest to what was written, when near enough to be meant.
#[must_use]
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    let limit = if length <= 4 { 1 } else { 2 + length / 8 };
    let lower = written.to_lowercase();
    candidates
        .into_iter()
        // Each letter more or less is a step of its own. Lower case may be longer by a mark, which is left to the exact measure.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit + 2 && *candidate != written)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}
