//! Codes of names (E02xx).

use super::codes;

codes! {}
