//! The table of settings that a model may override.

use super::WireProfile;

/// One setting of a profile.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Dotted key, as in `overrides:`.
    pub key: &'static str,
    /// What it decides and which values it takes.
    pub docs: &'static str,
    /// Sets it from text.
    pub set: fn(&mut WireProfile, &str) -> Result<(), SettingError>,
    /// Its value as text.
    pub get: fn(&WireProfile) -> String,
}

/// Why a setting cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// The value is not one of those that the setting takes.
    #[error("`{value}` is not a value of this setting; expected {expected}")]
    Value {
        /// What was given.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
}

/// Every setting.
pub const SETTINGS: &[Setting] = &[];
