//! Codes of structure (E03xx).

use super::codes;

codes! {}
