//! Filters, built by type: a field knows its class and the type of its values, so what cannot be asked does not compile.
//!
//! ```text
//! Elev::GJEST.eq(false).and(Elev::KONTAKTINFORMASJON.then(Kontaktinformasjon::EPOSTADRESSE).ends_with("@skole.no"))
//! ```

use std::borrow::Cow;
use std::fmt::{self, Display, Write};
use std::marker::PhantomData;

use serde::Serialize;

/// A member of a class that can be asked for: `C` has it, directly or through values inside it; its values are of type `V`.
pub struct Field<C, V> {
    path: Cow<'static, str>,
    of: PhantomData<fn() -> (C, V)>,
}

/// A member of a class that holds many values.
pub struct Fields<C, V> {
    path: Cow<'static, str>,
    of: PhantomData<fn() -> (C, V)>,
}

/// What a field is compared with: anything that is written as the field's type is.
pub trait Literal<V> {
    /// The value as JSON has it.
    fn json(&self) -> serde_json::Value;
}

/// A value of the field's own type.
impl<V: Serialize> Literal<V> for V {
    fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

macro_rules! texts {
    ($($ty:ty),*) => {$(
        impl Literal<$ty> for &str {
            fn json(&self) -> serde_json::Value {
                (*self).into()
            }
        }
    )*};
}

texts!(String, crate::Identifikator, crate::Decimal, crate::Duration, crate::Uri, crate::Uuid);

#[expect(clippy::needless_pass_by_value, reason = "a filter reads as a sentence: `NAVN.eq(navn)`")]
impl<C, V> Field<C, V> {
    /// The field of this wire name; for derived code.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { path: Cow::Borrowed(name), of: PhantomData }
    }

    /// A field of the value in this field.
    #[must_use]
    pub fn then<W>(self, inner: Field<V, W>) -> Field<C, W> {
        Field { path: Cow::Owned(format!("{}/{}", self.path, inner.path)), of: PhantomData }
    }

    /// It is this value.
    pub fn eq(self, value: impl Literal<V>) -> Filter<C> {
        self.compare("eq", &value)
    }

    /// It is another value than this.
    pub fn ne(self, value: impl Literal<V>) -> Filter<C> {
        self.compare("ne", &value)
    }

    /// It is less, or earlier.
    pub fn lt(self, value: impl Literal<V>) -> Filter<C> {
        self.compare("lt", &value)
    }

    /// It is less, earlier or the same.
    pub fn le(self, value: impl Literal<V>) -> Filter<C> {
        self.compare("le", &value)
    }

    /// It is greater, or later.
    pub fn gt(self, value: impl Literal<V>) -> Filter<C> {
        self.compare("gt", &value)
    }

    /// It is greater, later or the same.
    pub fn ge(self, value: impl Literal<V>) -> Filter<C> {
        self.compare("ge", &value)
    }

    /// Its text begins so.
    pub fn starts_with(self, text: &str) -> Filter<C> {
        self.text("startswith", text)
    }

    /// Its text ends so.
    pub fn ends_with(self, text: &str) -> Filter<C> {
        self.text("endswith", text)
    }

    /// Its text has this in it.
    pub fn contains(self, text: &str) -> Filter<C> {
        self.text("contains", text)
    }

    /// It is one of these values.
    pub fn one_of<L: Literal<V>>(self, values: impl IntoIterator<Item = L>) -> Filter<C> {
        let values: Vec<String> = values.into_iter().map(|value| written(&value.json())).collect();
        Filter::new(Tree::Term(self.path, format!(" in ({})", values.join(", "))))
    }

    fn compare(self, word: &str, value: &impl Literal<V>) -> Filter<C> {
        Filter::new(Tree::Term(self.path, format!(" {word} {}", written(&value.json()))))
    }

    fn text(self, word: &str, text: &str) -> Filter<C> {
        Filter::new(Tree::Term(self.path, format!(" {word} {}", quoted(text))))
    }
}

impl<C, V> Fields<C, V> {
    /// The field of this wire name; for derived code.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { path: Cow::Borrowed(name), of: PhantomData }
    }

    /// One of the values is so.
    pub fn any(self, inner: Filter<V>) -> Filter<C> {
        Filter::new(Tree::Each(self.path, "any", Box::new(inner.tree)))
    }

    /// Every one of the values is so.
    pub fn all(self, inner: Filter<V>) -> Filter<C> {
        Filter::new(Tree::Each(self.path, "all", Box::new(inner.tree)))
    }
}

/// What is wanted of the resources of a class.
#[must_use]
pub struct Filter<C> {
    tree: Tree,
    of: PhantomData<fn() -> C>,
}

#[derive(Clone)]
enum Tree {
    /// A path and what is said of it.
    Term(Cow<'static, str>, String),
    Each(Cow<'static, str>, &'static str, Box<Tree>),
    Join(&'static str, Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
    /// As it was written by hand.
    Plain(String),
}

impl<C> Filter<C> {
    fn new(tree: Tree) -> Self {
        Self { tree, of: PhantomData }
    }

    /// A filter written by hand.
    pub fn written(text: impl Into<String>) -> Self {
        Self::new(Tree::Plain(text.into()))
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        Self::new(Tree::Join("and", Box::new(self.tree), Box::new(other.tree)))
    }

    /// One of them holds.
    pub fn or(self, other: Self) -> Self {
        Self::new(Tree::Join("or", Box::new(self.tree), Box::new(other.tree)))
    }
}

/// It does not hold: `!filter`.
impl<C> std::ops::Not for Filter<C> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(Tree::Not(Box::new(self.tree)))
    }
}

impl<C> Display for Filter<C> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.show("", 0, to)
    }
}

impl<C> fmt::Debug for Filter<C> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Filter({self})")
    }
}

impl Tree {
    /// Writes the filter; `variable` = what paths begin with inside `any` and `all`, which are `depth` deep.
    fn show(&self, variable: &str, depth: usize, to: &mut impl Write) -> fmt::Result {
        match self {
            Self::Term(path, said) => write!(to, "{variable}{path}{said}"),
            Self::Plain(text) => write!(to, "({text})"),
            Self::Not(inner) => {
                to.write_str("not (")?;
                inner.show(variable, depth, to)?;
                to.write_str(")")
            }
            Self::Join(word, one, other) => {
                for (part, end) in [(one, format!(" {word} ")), (other, String::new())] {
                    let apart = matches!(&**part, Self::Join(inner, ..) if inner != word);
                    to.write_str(if apart { "(" } else { "" })?;
                    part.show(variable, depth, to)?;
                    write!(to, "{}{end}", if apart { ")" } else { "" })?;
                }
                Ok(())
            }
            Self::Each(path, word, inner) => {
                write!(to, "{variable}{path}/{word}(x{depth}: ")?;
                inner.show(&format!("x{depth}/"), depth + 1, to)?;
                to.write_str(")")
            }
        }
    }
}

fn written(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => value.to_string(),
        serde_json::Value::String(text) => quoted(text),
        // An identity is compared by its value.
        other => quoted(other.get("identifikatorverdi").and_then(serde_json::Value::as_str).unwrap_or_default()),
    }
}

/// A text in quotes, quotes in it doubled.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Date, Identifikator};

    struct Elev;
    struct Kontakt;

    const NAVN: Field<Elev, String> = Field::new("navn");
    const ALDER: Field<Elev, i64> = Field::new("alder");
    const GJEST: Field<Elev, bool> = Field::new("gjest");
    const ID: Field<Elev, Identifikator> = Field::new("systemId");
    const FODT: Field<Elev, Date> = Field::new("fodselsdato");
    const KONTAKT: Field<Elev, Kontakt> = Field::new("kontakt");
    const EPOST: Field<Kontakt, String> = Field::new("epost");
    const KONTAKTER: Fields<Elev, Kontakt> = Fields::new("kontakter");

    #[test]
    fn a_filter_is_written_as_the_grammar_has_it() {
        let shown = |filter: Filter<Elev>| filter.to_string();
        assert_eq!(shown(NAVN.eq("O'Hara")), "navn eq 'O''Hara'");
        assert_eq!(shown(ALDER.ge(18).and(GJEST.eq(false))), "alder ge 18 and gjest eq false");
        assert_eq!(shown(ID.eq("19/00094")), "systemId eq '19/00094'");
        assert_eq!(shown(ID.eq(Identifikator::new("ø"))), "systemId eq 'ø'");
        assert_eq!(shown(FODT.lt(Date::new(2010, 1, 2).unwrap())), "fodselsdato lt '2010-01-02'");
        assert_eq!(shown(KONTAKT.then(EPOST).ends_with("@skole.no")), "kontakt/epost endswith '@skole.no'");
        assert_eq!(shown(KONTAKTER.any(EPOST.contains("æ"))), "kontakter/any(x0: x0/epost contains 'æ')");
        assert_eq!(shown(NAVN.one_of(["A", "B"])), "navn in ('A', 'B')");
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let filter = NAVN.eq("A").or(NAVN.eq("B")).and(!GJEST.eq(true)).and(ALDER.lt(3).and(ALDER.gt(1)));
        assert_eq!(filter.to_string(), "(navn eq 'A' or navn eq 'B') and not (gjest eq true) and alder lt 3 and alder gt 1");
    }
}
