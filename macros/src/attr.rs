//! Reading attributes: `#[smie(…)]`, `#[identifikator(…)]`, `#[relation(…)]`, `#[referanse]` and `///`.
//!
//! Which word may stand where, and with what, is the table [`WORDS`]; reading is generic over it. An attribute is read to its end whatever is
//! wrong in it, so that the first mistake does not hide the next.

use std::fmt;

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, Token};

use crate::context::Context;
use crate::names::did_you_mean;

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `#[smie(…)]` on a struct that is a class.
    Class,
    /// `#[smie(…)]` on an enum.
    Enum,
    /// `#[smie(…)]` on a variant.
    Variant,
    /// `#[smie(…)]` on a field that is an attribute.
    Attribute,
    /// `#[smie(…)]` on a field that is a relation.
    Relation,
    /// `#[identifikator(…)]`.
    Identifikator,
    /// `#[relation(…)]`.
    End,
    /// `#[referanse]`.
    Referanse,
    /// `deprecated(…)` in `#[smie(…)]`.
    Deprecated,
    /// `#[event(…)]` on a struct.
    Event,
    /// `#[action(…)]` on a method of a trait of handlers.
    Action,
    /// `#[impediment(…)]` on a method of a trait of handlers.
    Impediment,
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Class => "a class",
            Self::Enum => "an enum",
            Self::Variant => "a value of an enum",
            Self::Attribute => "an attribute",
            Self::Relation => "a relation",
            Self::Identifikator => "`#[identifikator(…)]`",
            Self::End => "`#[relation(…)]`",
            Self::Referanse => "`#[referanse]`",
            Self::Deprecated => "`deprecated(…)`",
            Self::Event => "`#[event(…)]`",
            Self::Action => "`#[action(…)]`",
            Self::Impediment => "`#[impediment(…)]`",
        })
    }
}

/// What follows a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Nothing.
    Flag,
    /// `= "text"`.
    Text,
    /// `("text", …)`.
    Texts,
    /// `(sv = "text", …)`: a text a language.
    Languages,
    /// `= Type`.
    Type,
    /// `= word`, one of these.
    Word(&'static [&'static str]),
    /// `(word, …)`, of these.
    Words(&'static [&'static str]),
    /// `(name, …)`, any names.
    Names,
    /// Nothing, or `(…)` with words of that place.
    Nested(Place),
}

const GDPR: &[&str] = &["personal", "special", "national_id"];
const OPERATIONS: &[&str] = &["read", "create", "replace", "update", "delete"];
const TYPE: &[Place] = &[Place::Class];
const NAMED: &[Place] =
    &[Place::Class, Place::Enum, Place::Variant, Place::Attribute, Place::Relation, Place::Event, Place::Action, Place::Impediment];
const ACTION: &[Place] = &[Place::Action];
const METHODS: &[&str] = &["put", "post", "patch", "delete"];
const TARGETS: &[&str] = &["resource", "collection"];
const MEMBER: &[Place] = &[Place::Attribute, Place::Relation];
const ATTRIBUTE: &[Place] = &[Place::Attribute];
const MODELLED: &[Place] = &[Place::Class, Place::Attribute, Place::Relation];
const END: &[Place] = &[Place::End];

/// Every word: what follows it, and where it may stand.
const WORDS: &[(&str, Form, &[Place])] = &[
    ("package", Form::Text, &[Place::Class, Place::Enum, Place::Impediment]),
    ("name", Form::Text, NAMED),
    ("extends", Form::Type, TYPE),
    ("subject", Form::Flag, TYPE),
    ("collection", Form::Text, TYPE),
    ("within", Form::Type, TYPE),
    ("allow", Form::Words(OPERATIONS), TYPE),
    ("state", Form::Text, TYPE),
    ("new", Form::Names, TYPE),
    ("actions", Form::Type, TYPE),
    ("since", Form::Text, &[Place::Class, Place::Attribute, Place::Relation, Place::Deprecated]),
    ("deprecated", Form::Nested(Place::Deprecated), MODELLED),
    ("date", Form::Text, &[Place::Deprecated]),
    ("sunset", Form::Text, &[Place::Deprecated]),
    ("use", Form::Text, &[Place::Deprecated]),
    ("docs", Form::Text, &[Place::Deprecated, Place::Event]),
    ("wire", Form::Text, MODELLED),
    ("scope", Form::Text, &[Place::Class, Place::Attribute, Place::Relation, Place::Action]),
    ("writable", Form::Flag, MEMBER),
    ("sensitive", Form::Flag, MEMBER),
    ("gdpr", Form::Word(GDPR), MEMBER),
    ("bounds", Form::Text, ATTRIBUTE),
    ("pattern", Form::Text, ATTRIBUTE),
    ("min", Form::Text, ATTRIBUTE),
    ("max", Form::Text, ATTRIBUTE),
    ("primary", Form::Flag, &[Place::Identifikator]),
    ("to", Form::Type, END),
    ("to", Form::Text, ACTION),
    ("inverse", Form::Text, END),
    ("one", Form::Flag, END),
    ("many", Form::Flag, END),
    ("some", Form::Flag, END),
    ("maintained", Form::Flag, END),
    ("carries", Form::Texts, &[Place::Event]),
    ("on", Form::Word(TARGETS), ACTION),
    ("from", Form::Texts, ACTION),
    ("impediments", Form::Texts, ACTION),
    ("emits", Form::Texts, ACTION),
    ("method", Form::Word(METHODS), ACTION),
    ("text", Form::Languages, &[Place::Impediment]),
];

/// What was given for a word.
#[derive(Debug)]
enum Given {
    Flag,
    Text(LitStr),
    Texts(Vec<LitStr>),
    Languages(Vec<(String, LitStr)>),
    Type(Path),
    Words(Vec<Ident>),
    Nested(Args),
}

/// The words of a place.
#[derive(Debug)]
pub(crate) struct Args {
    given: Vec<(String, Span, Given)>,
}

impl Args {
    /// Reads all `#[name(…)]` among these attributes as words of a place; `None` when there is none.
    pub(crate) fn read(context: &Context, attributes: &[Attribute], name: &str, place: Place) -> Option<Self> {
        let mut args = None;
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
            let args = args.get_or_insert_with(|| Self { given: Vec::new() });
            match &attribute.meta {
                Meta::Path(_) => {}
                Meta::List(_) => {
                    if let Err(error) = attribute.parse_nested_meta(|meta| args.word(context, &meta, place)) {
                        context.push(error);
                    }
                }
                Meta::NameValue(meta) => context.error(meta, format_args!("expected `#[{name}(…)]`")),
            }
        }
        args
    }

    /// The type's own name for `Self`, because a static inside a function has no `Self`.
    pub(crate) fn without_self(mut self, owner: &Ident) -> Self {
        for (.., given) in &mut self.given {
            if let Given::Type(path) = given
                && path.is_ident("Self")
            {
                *path = Path::from(owner.clone());
            }
        }
        self
    }

    /// No words.
    pub(crate) fn none() -> Self {
        Self { given: Vec::new() }
    }

    fn word(&mut self, context: &Context, meta: &ParseNestedMeta<'_>, place: Place) -> syn::Result<()> {
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        let mut rows = WORDS.iter().filter(|(known, ..)| *known == word).peekable();
        if rows.peek().is_none() {
            context.error(&meta.path, unknown(&meta.path, place));
            return skip(meta);
        }
        let places: Vec<Place> = rows.clone().flat_map(|(.., places)| *places).copied().collect();
        let Some((_, form, _)) = rows.find(|(.., places)| places.contains(&place)) else {
            context.error(&meta.path, misplaced(&word, place, &places));
            return skip(meta);
        };
        let given = read(context, meta, &word, *form)?;
        if self.given.iter().any(|(known, ..)| *known == word) {
            context.error(&meta.path, format_args!("`{word}` is given twice"));
        } else if let Some(given) = given {
            let span = meta.path.get_ident().map_or_else(Span::call_site, Ident::span);
            self.given.push((word, span, given));
        }
        Ok(())
    }

    fn get(&self, word: &str) -> Option<&Given> {
        debug_assert!(WORDS.iter().any(|(known, ..)| *known == word), "`{word}` is not in the table");
        self.given.iter().find(|(known, ..)| known == word).map(|(.., given)| given)
    }

    /// The place of a word in the source.
    pub(crate) fn span(&self, word: &str) -> Option<Span> {
        self.given.iter().find(|(known, ..)| known == word).map(|(_, span, _)| *span)
    }

    /// The place of the attribute, when it is there and says anything.
    pub(crate) fn any_span(&self) -> Option<Span> {
        self.given.first().map(|(_, span, _)| *span)
    }

    /// True when the word is there.
    pub(crate) fn flag(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// The text given for a word.
    pub(crate) fn text(&self, word: &str) -> Option<&LitStr> {
        match self.get(word) {
            Some(Given::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The texts given for a word; none when it is not there.
    pub(crate) fn texts(&self, word: &str) -> &[LitStr] {
        match self.get(word) {
            Some(Given::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// The texts given for a word, each with its language; none when it is not there.
    pub(crate) fn languages(&self, word: &str) -> &[(String, LitStr)] {
        match self.get(word) {
            Some(Given::Languages(texts)) => texts,
            _ => &[],
        }
    }

    /// The type given for a word.
    pub(crate) fn ty(&self, word: &str) -> Option<&Path> {
        match self.get(word) {
            Some(Given::Type(path)) => Some(path),
            _ => None,
        }
    }

    /// The words given for a word.
    pub(crate) fn words(&self, word: &str) -> Option<&[Ident]> {
        match self.get(word) {
            Some(Given::Words(words)) => Some(words),
            _ => None,
        }
    }

    /// The words given inside a word.
    pub(crate) fn nested(&self, word: &str) -> Option<&Self> {
        match self.get(word) {
            Some(Given::Nested(args)) => Some(args),
            _ => None,
        }
    }
}

fn unknown(path: &Path, place: Place) -> String {
    let word = path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
    let legal = || WORDS.iter().filter(|(.., places)| places.contains(&place)).map(|(word, ..)| *word);
    let hint = did_you_mean(&word, legal());
    if legal().next().is_none() {
        format!("{place} takes no words")
    } else if hint.is_empty() {
        let legal = legal().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        format!("unknown word `{word}`; {place} takes {legal}")
    } else {
        format!("unknown word `{word}` for {place}{hint}")
    }
}

fn misplaced(word: &str, place: Place, places: &[Place]) -> String {
    let places = places.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    format!("`{word}` belongs to {places}, not to {place}")
}

/// Steps over what follows a word that is not understood.
fn skip(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in meta.input);
        content.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

/// Reads what follows a word; `None` when that was wrong and is reported.
fn read(context: &Context, meta: &ParseNestedMeta<'_>, word: &str, form: Form) -> syn::Result<Option<Given>> {
    match form {
        Form::Flag if meta.input.is_empty() || meta.input.peek(Token![,]) => Ok(Some(Given::Flag)),
        Form::Flag => refuse(context, meta, format_args!("`{word}` takes nothing")),
        Form::Text => match value(meta)? {
            Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Ok(Some(Given::Text(text))),
            other => expected(context, meta, other.as_ref(), format_args!("expected a text, as in `{word} = \"…\"`")),
        },
        Form::Texts if meta.input.peek(syn::token::Paren) => {
            let content;
            syn::parenthesized!(content in meta.input);
            let texts = content.parse_terminated(<LitStr as syn::parse::Parse>::parse, Token![,])?;
            Ok(Some(Given::Texts(texts.into_iter().collect())))
        }
        Form::Texts => refuse(context, meta, format_args!("expected texts, as in `{word}(\"…\")`")),
        Form::Languages if meta.input.peek(syn::token::Paren) => {
            let mut texts = Vec::new();
            meta.parse_nested_meta(|inner| {
                let language = inner.path.get_ident().map(ToString::to_string).unwrap_or_default();
                texts.push((language, inner.value()?.parse()?));
                Ok(())
            })?;
            Ok(Some(Given::Languages(texts)))
        }
        Form::Languages => refuse(context, meta, format_args!("expected a text a language, as in `{word}(sv = \"…\")`")),
        Form::Type => match value(meta)? {
            Some(Expr::Path(expr)) if expr.qself.is_none() => Ok(Some(Given::Type(expr.path))),
            other => expected(context, meta, other.as_ref(), format_args!("expected a type, as in `{word} = Name`")),
        },
        Form::Word(words) => match value(meta)? {
            Some(Expr::Path(expr)) => {
                let found = known(context, &expr.path, words);
                Ok(found.map(|ident| Given::Words(vec![ident])))
            }
            other => expected(context, meta, other.as_ref(), format_args!("expected one of {}", listed(words))),
        },
        Form::Words(words) => {
            if !meta.input.peek(syn::token::Paren) {
                return refuse(context, meta, format_args!("expected a list, as in `{word}({})`", words.join(", ")));
            }
            let mut given = Vec::new();
            meta.parse_nested_meta(|inner| {
                given.extend(known(context, &inner.path, words));
                skip(&inner)
            })?;
            Ok(Some(Given::Words(given)))
        }
        Form::Names => {
            if !meta.input.peek(syn::token::Paren) {
                return refuse(context, meta, format_args!("expected a list, as in `{word}(Name, field)`"));
            }
            let mut given = Vec::new();
            meta.parse_nested_meta(|inner| {
                match inner.path.get_ident() {
                    Some(ident) => given.push(ident.clone()),
                    None => context.error(&inner.path, format_args!("expected a name")),
                }
                skip(&inner)
            })?;
            Ok(Some(Given::Words(given)))
        }
        Form::Nested(place) => {
            let mut args = Args::none();
            if meta.input.peek(syn::token::Paren) {
                meta.parse_nested_meta(|inner| args.word(context, &inner, place))?;
            } else if meta.input.peek(Token![=]) {
                return refuse(context, meta, format_args!("expected `{word}` or `{word}(…)`"));
            }
            Ok(Some(Given::Nested(args)))
        }
    }
}

/// The expression after `=`; `None` when there is no `=`.
fn value(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<Expr>> {
    if meta.input.peek(Token![=]) { meta.value()?.parse().map(Some) } else { Ok(None) }
}

fn refuse(context: &Context, meta: &ParseNestedMeta<'_>, message: fmt::Arguments<'_>) -> syn::Result<Option<Given>> {
    context.error(&meta.path, message);
    skip(meta).map(|()| None)
}

fn expected(
    context: &Context,
    meta: &ParseNestedMeta<'_>,
    found: Option<&Expr>,
    message: fmt::Arguments<'_>,
) -> syn::Result<Option<Given>> {
    match found {
        Some(found) => context.error(found, message),
        None => return refuse(context, meta, message),
    }
    Ok(None)
}

fn known(context: &Context, path: &Path, words: &[&str]) -> Option<Ident> {
    let found = path.get_ident().filter(|ident| words.iter().any(|word| ident == word)).cloned();
    if found.is_none() {
        let word = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let hint = did_you_mean(&word, words.iter().copied());
        context.error(path, format_args!("unknown word; expected one of {}{hint}", listed(words)));
    }
    found
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The documentation: `///` lines, one leading space taken away, joined by line feeds.
pub(crate) fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    // A `/** … */` or `#[doc = "…"]` may hold several lines; each loses its own space.
    let lines: Vec<String> = lines.flat_map(|text| text.split('\n').map(unindent).collect::<Vec<_>>()).collect();
    lines.join("\n").trim_end().to_owned()
}

fn unindent(line: &str) -> String {
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}
