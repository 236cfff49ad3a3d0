//! Whose name, documentation or advice is read: what every finding about it must tell.

use smie_wire::model::Scalar;

use super::elements::Word;
use super::{decode, text};
use crate::diagnostic::codes::input;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::syntax::{Deprecation, Docs, Text};

/// A class or a member of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'o> {
    /// `package/Class`.
    pub(super) class: &'o str,
    pub(super) member: Option<&'o str>,
    /// Id of the element or connector.
    pub(super) id: Option<&'o str>,
}

impl Owner<'_> {
    /// A finding about it.
    pub(super) fn finding(&self, code: &'static Code, span: Span, message: String) -> Diagnostic {
        let mut finding = Diagnostic::new(code, span, message).class(self.class).id(self.id);
        finding.member = self.member.map(str::to_owned);
        finding
    }

    /// Its name.
    pub(super) fn name(&self, word: Word<'_>, diagnostics: &mut Diagnostics) -> Text {
        if let Some(repaired) = decode::mojibake(word.text) {
            let message = format!("the name `{}` was decoded with the wrong encoding", word.text);
            diagnostics.push(self.finding(&input::MOJIBAKE_NAME, word.span, message).help(format!("it should probably be `{repaired}`")));
        }
        Spanned::new(text::name(word.text), word.span)
    }

    /// Its documentation.
    pub(super) fn docs(&self, word: Option<Word<'_>>, diagnostics: &mut Diagnostics) -> Docs {
        let Some(word) = word else { return Docs::default() };
        let written = text::documentation(word.text);
        if decode::mojibake(&written).is_some() {
            let message = "the documentation was decoded with the wrong encoding".to_owned();
            diagnostics.push(self.finding(&input::MOJIBAKE_DOCS, word.span, message).help("write its letters anew in the modelling tool"));
        }
        if written.is_empty() { Docs::default() } else { Docs { texts: vec![(None, Spanned::new(written, word.span))] } }
    }

    /// Its `DEPRECATED` tag.
    pub(super) fn deprecation(&self, advice: Word<'_>, diagnostics: &mut Diagnostics) -> Deprecation {
        let docs = self.docs(Some(advice), diagnostics);
        if docs.texts.is_empty() {
            let message = "the tag `DEPRECATED` has no advice".to_owned();
            diagnostics.push(
                self.finding(&input::NO_ADVICE, advice.span, message).help("say in the tag's value what to use instead, or since when"),
            );
        }
        Deprecation { span: advice.span, docs, ..Deprecation::default() }
    }

    /// Its initial value: a sentence of the documentation, for the wire has no defaults.
    pub(super) fn default_value(&self, default: Word<'_>, ty: &Text, docs: &mut Docs, diagnostics: &mut Diagnostics) {
        let value = default.text.trim();
        if !fits(value, &ty.value) {
            let message = format!("the default `{value}` is no value of type `{}`", ty.value.trim_start_matches('/'));
            diagnostics.push(self.finding(&input::DEFAULT, default.span, message));
        }
        let sentence = format!("Standardverdi: `{value}`.");
        match docs.texts.first_mut() {
            Some((_, written)) => written.value = format!("{}\n\n{sentence}", written.value),
            None => docs.texts.push((None, Spanned::new(sentence, default.span))),
        }
    }
}

/// True when text can be a value of the type; only types whose values are plain are judged.
fn fits(value: &str, ty: &str) -> bool {
    match Scalar::from_word(ty) {
        Some(Scalar::Boolean) => matches!(value, "true" | "false"),
        Some(Scalar::Int) => value.parse::<i32>().is_ok(),
        Some(Scalar::Long) => value.parse::<i64>().is_ok(),
        Some(Scalar::Float | Scalar::Double | Scalar::Decimal) => value.parse::<f64>().is_ok_and(f64::is_finite),
        Some(_) => true,
        None => false,
    }
}
