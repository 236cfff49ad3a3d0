//! Codes of what is read but deserves a look (W1xxx).

use super::codes;

codes! {}
