//! Tokens as a tree: `not` binds before `and`, `and` before `or`, and parentheses before all.
//!
//! Words are operators by their place alone, so a property may be called `contains`. The tree is not checked against any class.

use std::borrow::Cow;

use super::error::{Fault, FilterError, near};
use super::lex::{Token, tokens};

/// Deepest nesting of parentheses, lambdas and `not`.
const DEEPEST: usize = 32;

/// A part of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree<'t> {
    /// All of them hold.
    And(Vec<Self>),
    /// One of them holds.
    Or(Vec<Self>),
    Not(Box<Self>),
    Compare {
        path: Path<'t>,
        op: Op,
        value: Literal<'t>,
    },
    /// One of a list holds, or every one.
    Each {
        path: Path<'t>,
        every: bool,
        variable: &'t str,
        inner: Box<Self>,
    },
}

/// A name of a path, with its place.
pub(super) type Name<'t> = (usize, &'t str);

/// The way to a property; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path<'t>(pub(super) Vec<Name<'t>>);

impl Path<'_> {
    pub(super) fn at(&self) -> usize {
        self.0.first().map_or(0, |name| name.0)
    }

    pub(super) fn text(&self) -> String {
        self.0.iter().map(|name| name.1).collect::<Vec<_>>().join("/")
    }
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal<'t> {
    pub(super) at: usize,
    pub(super) text: Cow<'t, str>,
    pub(super) form: Form,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Quoted,
    Number,
    Word,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Eq,
    Ne,
    Gt,
    Lt,
    Ge,
    Le,
    StartsWith,
    Contains,
    EndsWith,
}

impl Op {
    pub(super) const ALL: [(&'static str, Self); 9] = [
        ("eq", Self::Eq),
        ("ne", Self::Ne),
        ("gt", Self::Gt),
        ("lt", Self::Lt),
        ("ge", Self::Ge),
        ("le", Self::Le),
        ("startswith", Self::StartsWith),
        ("contains", Self::Contains),
        ("endswith", Self::EndsWith),
    ];

    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, op)| *op == self).map_or("", |(word, _)| word)
    }
}

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Tree<'_>, FilterError> {
    if text.len() > super::LONGEST {
        return Err(FilterError::new(0, Fault::Length(super::LONGEST)));
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    let tree = parser.or()?;
    match parser.peek() {
        Token::End => Ok(tree),
        _ => Err(parser.expected("`and`, `or` or the end")),
    }
}

struct Parser<'t> {
    tokens: Vec<(usize, Token<'t>)>,
    next: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> &Token<'t> {
        self.tokens.get(self.next).map_or(&Token::End, |t| &t.1)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).or(self.tokens.last()).map_or(0, |t| t.0)
    }

    fn expected(&self, expected: &'static str) -> FilterError {
        FilterError::new(self.at(), Fault::Expected { expected, found: self.peek().describe() })
    }

    /// Passes a token, if it is next.
    fn take(&mut self, token: &Token<'_>) -> bool {
        let found = self.peek() == token;
        self.next += usize::from(found);
        found
    }

    fn need(&mut self, token: &Token<'_>, expected: &'static str) -> Result<(), FilterError> {
        if self.take(token) { Ok(()) } else { Err(self.expected(expected)) }
    }

    fn name(&mut self, expected: &'static str) -> Result<Name<'t>, FilterError> {
        let Token::Name(name) = *self.peek() else { return Err(self.expected(expected)) };
        let at = self.at();
        self.next += 1;
        Ok((at, name))
    }

    fn or(&mut self) -> Result<Tree<'t>, FilterError> {
        self.joined("or", Self::and, Tree::Or)
    }

    fn and(&mut self) -> Result<Tree<'t>, FilterError> {
        self.joined("and", Self::term, Tree::And)
    }

    fn joined(
        &mut self,
        word: &'static str,
        part: fn(&mut Self) -> Result<Tree<'t>, FilterError>,
        join: fn(Vec<Tree<'t>>) -> Tree<'t>,
    ) -> Result<Tree<'t>, FilterError> {
        let first = part(self)?;
        if *self.peek() != Token::Name(word) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take(&Token::Name(word)) {
            parts.push(part(self)?);
        }
        Ok(join(parts))
    }

    fn term(&mut self) -> Result<Tree<'t>, FilterError> {
        if self.depth == DEEPEST {
            return Err(FilterError::new(self.at(), Fault::Depth(DEEPEST)));
        }
        self.depth += 1;
        let term = self.shallow_term();
        self.depth -= 1;
        term
    }

    fn shallow_term(&mut self) -> Result<Tree<'t>, FilterError> {
        if self.take(&Token::Open) {
            let inner = self.or()?;
            self.need(&Token::Close, "`)`")?;
            return Ok(inner);
        }
        if *self.peek() == Token::Name("not") && !self.operator_follows() {
            self.next += 1;
            return Ok(Tree::Not(Box::new(self.term()?)));
        }
        let mut path = vec![self.name("a property")?];
        while self.take(&Token::Slash) {
            let name = self.name("a property, `any` or `all`")?;
            if matches!(name.1, "any" | "all") && *self.peek() == Token::Open {
                return self.each(Path(path), name.1 == "all");
            }
            path.push(name);
        }
        self.comparison(Path(path))
    }

    /// True when the token after this one makes this one a property.
    fn operator_follows(&self) -> bool {
        match self.tokens.get(self.next + 1).map(|t| &t.1) {
            Some(Token::Slash) => true,
            Some(Token::Name(word)) => {
                let value = matches!(self.tokens.get(self.next + 2).map(|t| &t.1), Some(Token::Text(_) | Token::Number(_)));
                value && Op::ALL.iter().any(|(op, _)| op == word)
            }
            _ => false,
        }
    }

    fn each(&mut self, path: Path<'t>, every: bool) -> Result<Tree<'t>, FilterError> {
        self.need(&Token::Open, "`(`")?;
        let (_, variable) = self.name("a variable, as in `any(x:…)`")?;
        self.need(&Token::Colon, "`:` after the variable")?;
        let inner = Box::new(self.or()?);
        self.need(&Token::Close, "`)`")?;
        Ok(Tree::Each { path, every, variable, inner })
    }

    fn comparison(&mut self, path: Path<'t>) -> Result<Tree<'t>, FilterError> {
        let (at, word) = self.name("an operator such as `eq`")?;
        if word == "in" {
            return self.one_of(&path);
        }
        let Some((_, op)) = Op::ALL.into_iter().find(|(name, _)| *name == word) else {
            let help = near(word, Op::ALL.iter().map(|(name, _)| *name));
            return Err(FilterError::new(at, Fault::Operator { word: super::error::excerpt(word), help }));
        };
        Ok(Tree::Compare { path, op, value: self.literal()? })
    }

    /// `in ('a', 'b')` is `eq 'a' or eq 'b'`.
    fn one_of(&mut self, path: &Path<'t>) -> Result<Tree<'t>, FilterError> {
        self.need(&Token::Open, "`(` after `in`")?;
        let mut parts = Vec::new();
        loop {
            parts.push(Tree::Compare { path: path.clone(), op: Op::Eq, value: self.literal()? });
            if !self.take(&Token::Comma) {
                break;
            }
        }
        self.need(&Token::Close, "`,` or `)`")?;
        Ok(Tree::Or(parts))
    }

    fn literal(&mut self) -> Result<Literal<'t>, FilterError> {
        let at = self.at();
        let (text, form) = match self.peek() {
            Token::Text(text) => (text.clone(), Form::Quoted),
            Token::Number(digits) => (Cow::Borrowed(*digits), Form::Number),
            Token::Name(word @ ("true" | "false")) => (Cow::Borrowed(*word), Form::Word),
            _ => return Err(self.expected("a value in single quotes, a number, `true` or `false`")),
        };
        self.next += 1;
        Ok(Literal { at, text, form })
    }
}
