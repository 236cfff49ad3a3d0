//! Names of organisations. A name is also a folder's, so it is checked once, here, and nothing that a request carries ever reaches a path unchecked.

use std::fmt;

/// An organisation; the default one has no name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantName(Box<str>);

/// A text that cannot be an organisation's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an organisation's name has 1 to 64 lower-case letters a-z, digits, `.`, `-` and `_`, begins and ends with a letter or digit, and is not `default`"
)]
pub struct TenantError;

impl TenantName {
    /// The word for the default organisation where a word is needed; no organisation can be called so.
    pub(crate) const DEFAULT: &'static str = "default";

    /// The organisation of this name. Capital letters A-Z are as small ones, since not every disk tells them apart.
    ///
    /// # Errors
    /// The text is no name.
    pub fn new(name: &str) -> Result<Self, TenantError> {
        let name = name.to_ascii_lowercase();
        let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
        let ends = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = name.as_bytes();
        let fits = bytes.len() <= 64 && ends(bytes.first()) && ends(bytes.last()) && bytes.iter().copied().all(inside);
        if fits && name != Self::DEFAULT { Ok(Self(name.into())) } else { Err(TenantError) }
    }

    /// The name of its folder.
    #[must_use]
    pub fn folder(&self) -> &str {
        if self.0.is_empty() { Self::DEFAULT } else { &self.0 }
    }

    /// The organisation whose data is in a folder of this name.
    pub(crate) fn of_folder(folder: &str) -> Option<Self> {
        if folder == Self::DEFAULT { Some(Self::default()) } else { Self::new(folder).ok().filter(|name| *name.0 == *folder) }
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.folder())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_also_a_safe_folder() {
        for name in ["fylke.no", "a", "0", "fintlabs_no-2", "Fylke.NO"] {
            let tenant = TenantName::new(name).unwrap();
            assert_eq!(tenant.folder(), name.to_ascii_lowercase());
            assert_eq!(TenantName::of_folder(tenant.folder()), Some(tenant));
        }
        let long = "a".repeat(65);
        for name in ["", ".", "..", "../x", "a/b", "a\\b", ".a", "a.", "a b", "å", "a\0", "default", "Default", &long] {
            assert!(TenantName::new(name).is_err(), "{name}");
        }
        assert_eq!(TenantName::of_folder("default"), Some(TenantName::default()));
        assert_eq!(TenantName::of_folder("Fylke.no"), None);
    }
}
