//! A document while it is built: a tree whose members stay in the order in which they were put.
//!
//! Readers of an OpenAPI document expect `openapi` before `paths`, and diffs stay small only when nothing moves; a sorted or hashed map gives neither. What a
//! document looks like as text is `json`'s and `yaml`'s business.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// A text that is often a constant.
pub(super) type Text = Cow<'static, str>;

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Text),
    /// Values in order.
    List(Vec<Node>),
    /// Members in order.
    Map(Map),
}

/// Members in the order in which they were put.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(Text, Node)>);

impl Map {
    /// No members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more member.
    #[must_use]
    pub fn with(mut self, name: impl Into<Text>, value: impl Into<Node>) -> Self {
        self.put(name, value);
        self
    }

    /// With one more member, when there is a value.
    #[must_use]
    pub fn with_some(mut self, name: impl Into<Text>, value: Option<impl Into<Node>>) -> Self {
        if let Some(value) = value {
            self.put(name, value);
        }
        self
    }

    /// Puts one more member at the end.
    pub fn put(&mut self, name: impl Into<Text>, value: impl Into<Node>) {
        self.0.push((name.into(), value.into()));
    }

    /// The first member of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// True when there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// With the members of another behind its own.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl<N: Into<Text>> FromIterator<(N, Node)> for Map {
    fn from_iter<I: IntoIterator<Item = (N, Node)>>(members: I) -> Self {
        Self(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

impl Node {
    /// A list of texts.
    pub fn texts<T: Into<Text>>(texts: impl IntoIterator<Item = T>) -> Self {
        texts.into_iter().map(|text| Self::Text(text.into())).collect()
    }

    /// The same as a value of `serde_json`, which does not keep the order.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(value) => Value::Number(value.clone()),
            Self::Text(text) => Value::String(text.to_string()),
            Self::List(items) => items.iter().map(Self::to_value).collect(),
            Self::Map(map) => map.iter().map(|(name, value)| (name.to_owned(), value.to_value())).collect(),
        }
    }
}

impl FromIterator<Self> for Node {
    fn from_iter<I: IntoIterator<Item = Self>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

macro_rules! from {
    ($($ty:ty: $value:ident => $node:expr;)*) => {$(
        impl From<$ty> for Node {
            fn from($value: $ty) -> Self {
                $node
            }
        }
    )*};
}

from! {
    bool: value => Self::Bool(value);
    i64: value => Self::Number(value.into());
    u64: value => Self::Number(value.into());
    u32: value => Self::Number(value.into());
    u16: value => Self::Number(value.into());
    Number: value => Self::Number(value);
    &'static str: text => Self::Text(text.into());
    String: text => Self::Text(text.into());
    Text: text => Self::Text(text);
    Map: map => Self::Map(map);
    Vec<Self>: items => Self::List(items);
}
