//! Codes of what XMI and LinkML files get wrong as files (E05xx, W15xx).

use super::codes;

codes! {}
