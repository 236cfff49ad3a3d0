//! Tokens → the text of a Rust file: each item printed alone, one blank line between, the header as text.
//!
//! The printer knows nothing of blank lines or ordinary comments, so both are put in here. Text is the same on every machine: no
//! formatter that happens to be installed takes part.

use proc_macro2::TokenStream;

use super::scope::Scope;
use super::{EmitError, File};

/// A file in the making.
pub(super) struct Page {
    path: String,
    text: String,
}

impl Page {
    /// A file of this path that begins with this header, line by line.
    pub(super) fn new(path: impl Into<String>, header: impl IntoIterator<Item = String>) -> Self {
        let text = header.into_iter().map(|line| line + "\n").collect();
        Self { path: path.into(), text }
    }

    /// Adds one item after a blank line.
    pub(super) fn item(&mut self, tokens: TokenStream) -> Result<(), EmitError> {
        self.block([tokens])
    }

    /// Adds items that stand close together after a blank line, such as `use` lines.
    pub(super) fn block(&mut self, items: impl IntoIterator<Item = TokenStream>) -> Result<(), EmitError> {
        let mut block = String::new();
        for tokens in items {
            let file = syn::parse2(tokens).map_err(|source| EmitError::Rust { path: self.path.clone(), source })?;
            block.push_str(&spaced(&prettyplease::unparse(&file)));
        }
        if !block.is_empty() {
            self.text(&block);
        }
        Ok(())
    }

    /// Adds a scope's `use` lines: the facade's, and apart from them those of the other modules.
    pub(super) fn imports(&mut self, scope: &Scope<'_>) -> Result<(), EmitError> {
        let (facade, modules) = scope.uses();
        self.block(facade)?;
        self.block(modules)
    }

    /// Adds text after a blank line.
    pub(super) fn text(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    /// The whole file.
    pub(super) fn finish(self) -> File {
        File::generated(self.path, self.text)
    }
}

/// Puts a blank line between the members of an `impl` block, which the printer sets close together.
pub(super) fn spaced(item: &str) -> String {
    let mut out = String::with_capacity(item.len());
    let mut lines = item.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let ends = line == "    }" || line.starts_with("    type ");
        if ends && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
    out
}
