//! Codes of YAML text (E01xx).

use super::codes;

codes! {}
