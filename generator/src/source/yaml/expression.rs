//! Type expressions: `T`, `T?`, `T*`, `T+`, `T 1..5`, and relations `T <-> b*`.
//!
//! Text → name and bounds, each with its place inside the scalar. Whether the name means anything is decided later, by `resolve`.

use smie_wire::model::Bounds;

use super::node::Scalar;
use crate::diagnostic::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Span, Spanned, nfc};
use crate::syntax::{Inverse, Text, TypeExpr};

/// Characters that no name in an expression can have; some end a name, others belong to other languages' notations.
pub(crate) const FOREIGN: [char; 22] =
    ['?', '*', '+', '[', ']', '{', '}', '<', '>', '(', ')', ',', ':', ';', '#', '"', '\'', '|', '&', '!', '=', '\\'];

const NOTATION: &str =
    "write `T` for exactly one, `T?` for none or one, `T*` for any number, `T+` for one or more, `T 1..5` for other bounds";

/// A stretch of a scalar's text, with its place.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    /// Where it starts in the file, when the file has it letter by letter.
    start: Option<u32>,
    whole: Span,
}

impl<'a> Piece<'a> {
    fn part(self, from: usize, to: usize) -> Self {
        let text = &self.text[from..to];
        let blanks = text.len() - text.trim_start().len();
        let start = self.start.and_then(|start| u32::try_from(from + blanks).ok().map(|offset| start.saturating_add(offset)));
        Self { text: text.trim(), start, ..self }
    }

    fn span(self) -> Span {
        match (self.start, u32::try_from(self.text.len())) {
            (Some(start), Ok(length)) => Span { start, end: start.saturating_add(length), ..self.whole },
            _ => self.whole,
        }
    }
}

/// A type expression, with what is wrong with it reported.
pub(super) fn type_expression(scalar: &Scalar, span: Span, diagnostics: &mut Diagnostics) -> TypeExpr {
    let piece = Piece { text: &scalar.text, start: scalar.start, whole: span };
    if scalar.text.contains("<->") {
        let message = format!("`{}` has a `<->`, but no other end can stand here", scalar.text);
        diagnostics.push(
            Diagnostic::new(&codes::BAD_EXPRESSION, span, message)
                .help("only the short form of a relation has `<->`; the long form has `inverse:`"),
        );
    }
    let end = scalar.text.find("<->").unwrap_or(scalar.text.len());
    let (name, bounds) = expression(piece.part(0, end), diagnostics);
    TypeExpr { name, bounds }
}

/// The short form of a relation: `T` or `T <-> b*`.
pub(super) fn relation(scalar: &Scalar, span: Span, diagnostics: &mut Diagnostics) -> (TypeExpr, Option<Inverse>) {
    let piece = Piece { text: &scalar.text, start: scalar.start, whole: span };
    let Some(arrow) = scalar.text.find("<->") else {
        if let Some(wrong) = ["<=>", "->", "<-", "=>"].into_iter().find(|wrong| scalar.text.contains(wrong)) {
            let message = format!("`{wrong}` is no part of a relation");
            diagnostics
                .push(Diagnostic::new(&codes::BAD_EXPRESSION, span, message).help("write `T <-> b*`, or `T` alone for a one-way relation"));
            return (TypeExpr { name: Text::new(head(&scalar.text), span), bounds: None }, None);
        }
        return (type_expression(scalar, span, diagnostics), None);
    };
    let (name, bounds) = expression(piece.part(0, arrow), diagnostics);
    let (other, other_bounds) = expression(piece.part(arrow + 3, scalar.text.len()), diagnostics);
    (TypeExpr { name, bounds }, Some(Inverse { name: other, bounds: other_bounds, ..Inverse::default() }))
}

/// The name of an inverse with its multiplicity, as after `<->`; without a suffix the bounds are `None`, unreported.
pub(super) fn inverse_name(scalar: &Scalar, span: Span, diagnostics: &mut Diagnostics) -> (Text, Suffix) {
    let piece = Piece { text: &scalar.text, start: scalar.start, whole: span };
    let (name, suffix) = split(piece.part(0, scalar.text.len()), diagnostics);
    (checked(name, diagnostics), suffix)
}

/// What stands behind a name.
#[derive(Clone)]
pub(super) enum Suffix {
    /// Nothing: exactly one.
    Bare,
    /// A multiplicity.
    Bounds(Spanned<Bounds>),
    /// Something unreadable, already reported.
    Bad,
}

fn expression(piece: Piece<'_>, diagnostics: &mut Diagnostics) -> (Text, Option<Spanned<Bounds>>) {
    let (name, suffix) = split(piece, diagnostics);
    let bounds = match suffix {
        Suffix::Bare => Some(Spanned::new(Bounds::ONE, name.span())),
        Suffix::Bounds(bounds) => Some(bounds),
        Suffix::Bad => None,
    };
    (checked(name, diagnostics), bounds)
}

/// Parts the name from its multiplicity.
fn split<'a>(piece: Piece<'a>, diagnostics: &mut Diagnostics) -> (Piece<'a>, Suffix) {
    let text = piece.text;
    if let Some(name) = text.strip_suffix("[]") {
        diagnostics.push(c_style(name, piece.span()));
        return (piece.part(0, name.len()), Suffix::Bad);
    }
    let marks = [('?', Bounds::OPTIONAL), ('*', Bounds::MANY), ('+', Bounds::SOME)];
    for (mark, bounds) in marks {
        // The `*` of `T 2..*` is the upper bound, not a mark.
        let Some(name) = text.strip_suffix(mark).filter(|name| !name.ends_with("..")) else { continue };
        if name.ends_with(['?', '*', '+']) {
            diagnostics.push(bad_bounds(piece.span(), format!("`{text}` has more than one multiplicity")));
            return (piece.part(0, name.trim_end_matches(['?', '*', '+']).len()), Suffix::Bad);
        }
        return (piece.part(0, name.len()), Suffix::Bounds(Spanned::new(bounds, piece.part(name.len(), text.len()).span())));
    }
    let Some(blank) = text.rfind(char::is_whitespace) else { return unspaced(piece, diagnostics) };
    let (name, tail) = (piece.part(0, blank), piece.part(blank, text.len()));
    match bounds(tail.text) {
        Some(Ok(bounds)) => (name, Suffix::Bounds(Spanned::new(bounds, tail.span()))),
        Some(Err(reason)) => {
            diagnostics.push(bad_bounds(tail.span(), format!("`{}` is no multiplicity: {reason}", tail.text)));
            (name, Suffix::Bad)
        }
        None => (piece, Suffix::Bare),
    }
}

/// An expression of one word without a mark: a plain name, or another notation's multiplicity glued to it.
fn unspaced<'a>(piece: Piece<'a>, diagnostics: &mut Diagnostics) -> (Piece<'a>, Suffix) {
    let text = piece.text;
    let glued =
        text.find(['[', '{']).or_else(|| text.find("..").map(|dots| text[..dots].trim_end_matches(|c: char| c.is_ascii_digit()).len()));
    match glued {
        Some(at) if at > 0 => {
            diagnostics.push(bad_bounds(piece.part(at, text.len()).span(), format!("`{}` is no multiplicity here", &text[at..])));
            (piece.part(0, at), Suffix::Bad)
        }
        _ => (piece, Suffix::Bare),
    }
}

/// Reads `1..5` or `2..*`; `None` when the word is not meant as bounds at all.
fn bounds(word: &str) -> Option<Result<Bounds, &'static str>> {
    let inner = word.strip_prefix(['[', '{', '(']).unwrap_or(word);
    if !inner.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '*')) {
        return None;
    }
    if inner.len() != word.len() {
        return Some(Err("bounds have no brackets"));
    }
    let Some((low, high)) = word.split_once("..") else { return Some(Err("two numbers with `..` between them are expected")) };
    let Ok(lower) = low.parse::<u32>() else { return Some(Err("the lower bound is no number")) };
    let upper = match high {
        "*" => None,
        _ => match high.parse::<u32>() {
            Ok(upper) => Some(upper),
            Err(_) => return Some(Err("the upper bound is neither a number nor `*`")),
        },
    };
    Some(match upper {
        Some(0) => Err("at least one value must be possible"),
        Some(upper) if upper < lower => Err("the lower bound is above the upper"),
        _ => Ok(Bounds { lower, upper }),
    })
}

/// The name, reported when it cannot be one.
fn checked(name: Piece<'_>, diagnostics: &mut Diagnostics) -> Text {
    let span = name.span();
    if name.text.is_empty() {
        diagnostics.push(Diagnostic::new(&codes::BAD_EXPRESSION, span, "a name is missing here").help(NOTATION));
    } else if name.text.contains(char::is_whitespace) {
        let message = format!("`{}` is no type expression: a name has no blanks", name.text);
        diagnostics.push(Diagnostic::new(&codes::BAD_EXPRESSION, span, message).help(NOTATION));
    } else if let Some(wrong) = name.text.chars().find(|c| FOREIGN.contains(c)) {
        let message = format!("`{}` is no type expression: a name has no `{wrong}`", name.text);
        diagnostics.push(Diagnostic::new(&codes::BAD_EXPRESSION, span, message).help(NOTATION));
    }
    Text::new(nfc(name.text), span)
}

/// The finding for a C-style `[]`.
pub(super) fn c_style(name: &str, span: Span) -> Diagnostic {
    let help = format!("write `{name}*` for any number, `{name}+` for one or more");
    Diagnostic::new(&codes::BAD_EXPRESSION, span, format!("`{name}[]` is no type expression: there is no `[]` suffix")).help(help)
}

fn bad_bounds(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(&codes::BAD_MULTIPLICITY, span, message).help(NOTATION)
}

fn head(text: &str) -> String {
    nfc(text.split(|c: char| c.is_whitespace() || FOREIGN.contains(&c) || c == '-').next().unwrap_or_default())
}
