//! Dates and points in time.
//!
//! Providers write them in many ways: with any offset, without one, as a pure date, as milliseconds since 1970. All are read; one
//! form is written. How a profile writes a pure date is the server's matter (FINT does so at noon); here a date is a date.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{self, Time};
use jiff::fmt::temporal::{DateTimeParser, Pieces};
use jiff::tz::Offset;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

static PARSER: DateTimeParser = DateTimeParser::new();

/// Text or a number that is no date and no point in time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date or point in time; expected a form such as 2019-06-05T09:48:23Z")]
pub struct TimeError(String);

/// A point in time, of whole seconds; `2019-06-05T09:48:23Z` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(Timestamp);

impl DateTime {
    /// The point in time, without its fraction of a second.
    #[must_use]
    pub fn new(time: Timestamp) -> Self {
        Self(Timestamp::from_second(time.as_millisecond().div_euclid(1000)).unwrap_or(time))
    }

    /// The present.
    #[must_use]
    pub fn now() -> Self {
        Self::new(Timestamp::now())
    }

    /// From milliseconds since 1970, the form of some providers.
    ///
    /// # Errors
    /// A number beyond the calendar.
    pub fn from_millisecond(milliseconds: i64) -> Result<Self, TimeError> {
        Timestamp::from_millisecond(milliseconds).map(Self::new).map_err(|_| TimeError(milliseconds.to_string()))
    }

    /// The same, as jiff has it.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// The date that it has in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date(Offset::UTC.to_datetime(self.0).date())
    }
}

impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self::new(time)
    }
}

impl FromStr for DateTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        if let Ok(time) = PARSER.parse_timestamp(text) {
            return Ok(Self::new(time));
        }
        Written::parse(text)?.timestamp().map(Self::new).ok_or_else(|| TimeError(text.to_owned()))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:.0}", self.0)
    }
}

/// A calendar date; `2024-08-01` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The date with this year, month and day; `None` when there is no such day.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The same, as jiff has it.
    #[must_use]
    pub fn civil(self) -> civil::Date {
        self.0
    }

    /// The point in time at noon UTC of this day: no time zone of the Nordic countries moves it to another.
    #[must_use]
    pub fn noon(self) -> DateTime {
        let noon = self.0.to_datetime(Time::constant(12, 0, 0, 0));
        DateTime(Offset::UTC.to_timestamp(noon).unwrap_or(Timestamp::MAX))
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl FromStr for Date {
    type Err = TimeError;

    /// A date, or the date of a point in time as it is written there: midnight in Oslo is the day that Oslo had.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Written::parse(text).map(|written| Self(written.date))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

/// What a text says, as far as it says it.
struct Written {
    date: civil::Date,
    time: Time,
    offset: Offset,
}

impl Written {
    fn parse(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError(text.to_owned());
        if let Ok(pieces) = Pieces::parse(text) {
            let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
            return Ok(Self { date: pieces.date(), time: pieces.time().unwrap_or(Time::midnight()), offset });
        }
        let milliseconds = text.parse().map_err(|_| wrong())?;
        let utc = Offset::UTC.to_datetime(Timestamp::from_millisecond(milliseconds).map_err(|_| wrong())?);
        Ok(Self { date: utc.date(), time: utc.time(), offset: Offset::UTC })
    }

    fn timestamp(&self) -> Option<Timestamp> {
        self.offset.to_timestamp(self.date.to_datetime(self.time)).ok()
    }
}

macro_rules! wire {
    ($($name:ident, $expected:literal, $from_millisecond:expr;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct TimeVisitor;
                impl Visitor<'_> for TimeVisitor {
                    type Value = $name;

                    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                        to.write_str($expected)
                    }

                    fn visit_str<E: Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }

                    fn visit_i64<E: Error>(self, number: i64) -> Result<$name, E> {
                        DateTime::from_millisecond(number).map($from_millisecond).map_err(E::custom)
                    }

                    fn visit_u64<E: Error>(self, number: u64) -> Result<$name, E> {
                        i64::try_from(number).map_err(|_| E::custom(TimeError(number.to_string()))).and_then(|n| self.visit_i64(n))
                    }
                }
                from.deserialize_any(TimeVisitor)
            }
        }
    )*};
}

wire! {
    DateTime, "a point in time (RFC 3339)", |time| time;
    Date, "a date (RFC 3339)", DateTime::date;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(json: &str) -> String {
        serde_json::from_str::<DateTime>(json).map_or_else(|error| error.to_string(), |time| time.to_string())
    }

    fn date(json: &str) -> String {
        serde_json::from_str::<Date>(json).map_or_else(|error| error.to_string(), |date| date.to_string())
    }

    #[test]
    fn a_point_in_time_is_read_in_every_form_and_written_in_one() {
        for json in [
            r#""2019-06-05T09:48:23Z""#,
            r#""2019-06-05T11:48:23+02:00""#,
            r#""2019-06-05T11:48:23+0200""#,
            r#""2019-06-05T09:48:23.999Z""#,
            r#""2019-06-05T09:48:23""#,
            r#""2019-06-05 09:48:23Z""#,
            "1559728103000",
            "1559728103999",
            r#""1559728103000""#,
        ] {
            assert_eq!(time(json), "2019-06-05T09:48:23Z", "{json}");
        }
        assert_eq!(time(r#""2019-06-05""#), "2019-06-05T00:00:00Z");
        assert_eq!(time("-459133200000"), "1955-06-14T23:00:00Z");
        assert_eq!(time("-1"), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn a_date_is_the_day_that_was_written() {
        for json in [r#""2024-08-01""#, r#""2024-08-01T12:00:00Z""#, r#""2024-08-01T00:00:00+02:00""#, "1722470400000"] {
            assert_eq!(date(json), "2024-08-01", "{json}");
        }
        assert_eq!(Date::new(2024, 8, 1).map(|d| d.noon().to_string()).as_deref(), Some("2024-08-01T12:00:00Z"));
    }

    #[test]
    fn what_is_no_time_is_refused_without_a_panic() {
        assert!(time(r#""i går""#).starts_with("`i går` is no date or point in time"));
        assert!(time("9223372036854775807").contains("is no date"));
        assert!(time("18446744073709551615").contains("is no date"));
        assert!(time("true").contains("expected a point in time"));
        assert!(date(r#""2024-02-30""#).contains("is no date"));
        assert_eq!(Date::new(2024, 2, 30), None);
    }
}
