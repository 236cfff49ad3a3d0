//! Codes of a wire profile's own rules (E04xx).

use super::codes;

codes! {}
