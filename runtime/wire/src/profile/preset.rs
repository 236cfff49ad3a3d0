//! The three presets.

use super::WireProfile;

/// The preset of this name: `fint`, `ladok` or `rest-se`.
#[must_use]
pub fn preset(_name: &str) -> Option<WireProfile> {
    None
}
