//! The small documents beside a collection.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// `{"lastUpdated":"1559551091034"}`; some servers write the number plain.
#[derive(Deserialize)]
pub(crate) struct LastUpdated {
    #[serde(rename = "lastUpdated", deserialize_with = "milliseconds")]
    pub(crate) last_updated: u64,
}

/// `{"size":10632}`.
#[derive(Deserialize)]
pub(crate) struct Size {
    pub(crate) size: u64,
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    number.ok_or_else(|| de::Error::custom(format_args!("expected milliseconds since 1970, got {value}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_text_or_number() {
        for text in [r#"{"lastUpdated":"1559551091034"}"#, r#"{"lastUpdated":1559551091034,"x":1}"#] {
            assert_eq!(serde_json::from_str::<LastUpdated>(text).unwrap().last_updated, 1_559_551_091_034);
        }
        for text in ["{}", r#"{"lastUpdated":null}"#, r#"{"lastUpdated":"now"}"#, r#"{"lastUpdated":-1}"#] {
            assert!(serde_json::from_str::<LastUpdated>(text).is_err(), "{text}");
        }
    }
}
