//! Tokens → the text of a Rust file: each item printed alone, one blank line between, the header as text.
//!
//! The printer knows nothing of blank lines or ordinary comments, so both are put in here. Text is the same on every machine: no
//! formatter that happens to be installed takes part.

use proc_macro2::TokenStream;

use super::EmitError;

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
            block.push_str(&prettyplease::unparse(&file));
        }
        if !block.is_empty() {
            self.text(&block);
        }
        Ok(())
    }

    /// Adds text after a blank line.
    pub(super) fn text(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    /// Path and text.
    pub(super) fn finish(self) -> (String, String) {
        (self.path, self.text)
    }
}
