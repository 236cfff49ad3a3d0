//! Dates and times as they come, and the one form in which they are kept: UTC, whole seconds, `2024-08-01T12:00:00Z`.
//!
//! Data providers send dates, times with any offset, and epoch milliseconds. A pure date is kept at noon UTC where the profile says so, so that no
//! time zone moves the day. Only arithmetic lives here; a time zone database is not needed for offsets.

use smie_wire::model::Limit;
use smie_wire::value::DateTime;

/// A point in time, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instant(i64);

/// Day and time as written, before any conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A calendar date.
    Date(Date),
    /// A point in time, with the calendar date as it was written.
    Time(Instant, Date),
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    year: i64,
    month: u8,
    day: u8,
}

const DAY: i64 = 86_400;
/// 0001-01-01, before which there was no year, and 9999-12-31, beyond which four digits do not reach.
const RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

impl Instant {
    pub(super) fn from_millis(millis: i64) -> Option<Self> {
        let seconds = millis.div_euclid(1000);
        RANGE.contains(&seconds).then_some(Self(seconds))
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        let date = Date::from_days(self.0.div_euclid(DAY));
        let second = self.0.rem_euclid(DAY) as u32;
        date.write(out);
        out.push(b'T');
        two(second / 3600, out);
        out.push(b':');
        two(second / 60 % 60, out);
        out.push(b':');
        two(second % 60, out);
        out.push(b'Z');
    }

    /// The same, to be held against a bound.
    pub(super) fn limit(self) -> Option<Limit> {
        DateTime::from_millisecond(self.0.checked_mul(1000)?).ok().map(Limit::Time)
    }

    pub(super) fn date(self) -> Date {
        Date::from_days(self.0.div_euclid(DAY))
    }
}

impl Date {
    /// Days since 1970-01-01 (proleptic Gregorian).
    fn days(self) -> i64 {
        let y = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = y.div_euclid(400);
        let year = y.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
    }

    fn from_days(days: i64) -> Self {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day = z.rem_euclid(146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * year + year / 4 - year / 100);
        let m = (5 * of_year + 2) / 153;
        let month = if m < 10 { m + 3 } else { m - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Self { year, month: month as u8, day: (of_year - (153 * m + 2) / 5 + 1) as u8 }
    }

    pub(super) fn noon(self) -> Instant {
        Instant(self.days() * DAY + DAY / 2)
    }

    /// The same, to be held against a bound.
    pub(super) fn limit(self) -> Option<Limit> {
        smie_wire::value::Date::new(self.year.try_into().ok()?, self.month.try_into().ok()?, self.day.try_into().ok()?).map(Limit::Date)
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        two((self.year / 100) as u32, out);
        two((self.year % 100) as u32, out);
        out.push(b'-');
        two(u32::from(self.month), out);
        out.push(b'-');
        two(u32::from(self.day), out);
    }
}

fn two(n: u32, out: &mut Vec<u8>) {
    out.push(b'0' + (n / 10 % 10) as u8);
    out.push(b'0' + (n % 10) as u8);
}

/// Reads a date or a time of RFC 3339 or ISO 8601 with an offset; seconds may be left out, fractions are dropped.
pub(super) fn parse(text: &str) -> Option<Written> {
    let bytes = text.as_bytes();
    let date = date(bytes)?;
    let Some(rest) = bytes.get(10..).filter(|rest| !rest.is_empty()) else { return Some(Written::Date(date)) };
    let (separator, rest) = rest.split_first()?;
    if !matches!(separator, b'T' | b't' | b' ') {
        return None;
    }
    let (second, rest) = clock(rest)?;
    let seconds = date.days() * DAY + second - offset(rest)?;
    RANGE.contains(&seconds).then_some(Written::Time(Instant(seconds), date))
}

fn date(bytes: &[u8]) -> Option<Date> {
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let year = number(bytes.get(..4)?)?;
    let (month, day) = (number(&bytes[5..7])?, number(bytes.get(8..10)?)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(Date { year, month: month as u8, day: day as u8 })
}

/// `hh:mm[:ss[.fraction]]` as a second of the day, and what follows.
fn clock(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (hour, minute) = (number(bytes.get(..2)?)?, number(bytes.get(3..5)?)?);
    if bytes[2] != b':' || hour > 23 || minute > 59 {
        return None;
    }
    let mut rest = &bytes[5..];
    let mut second = 0;
    if let Some((b':', more)) = rest.split_first() {
        // A leap second is kept as the second before it.
        second = number(more.get(..2)?).filter(|s| *s <= 60)?.min(59);
        rest = &more[2..];
        if let Some((b'.' | b',', fraction)) = rest.split_first() {
            let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            rest = &fraction[digits..];
        }
    }
    Some((hour * 3600 + minute * 60 + second, rest))
}

/// `Z`, `+hh:mm`, `+hhmm` or `+hh`, in seconds.
fn offset(bytes: &[u8]) -> Option<i64> {
    let (sign, digits) = match bytes.split_first()? {
        (b'Z' | b'z', []) => return Some(0),
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hour, minute) = match digits {
        [a, b] => (number(&[*a, *b])?, 0),
        [a, b, b':', c, d] | [a, b, c, d] => (number(&[*a, *b])?, number(&[*c, *d])?),
        _ => return None,
    };
    (hour <= 23 && minute <= 59).then_some(sign * (hour * 3600 + minute * 60))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        let instant = match parse(text)? {
            Written::Date(date) => date.noon(),
            Written::Time(instant, _) => instant,
        };
        let mut out = Vec::new();
        instant.write(&mut out);
        String::from_utf8(out).ok()
    }

    #[test]
    fn every_form_that_providers_send_becomes_utc() {
        for (written, kept) in [
            ("2024-08-01", "2024-08-01T12:00:00Z"),
            ("2024-08-01T12:00:00Z", "2024-08-01T12:00:00Z"),
            ("2024-08-01T01:30:00+02:00", "2024-07-31T23:30:00Z"),
            ("2024-08-01T01:30:00.123456+0200", "2024-07-31T23:30:00Z"),
            ("2024-02-29T23:59:60Z", "2024-02-29T23:59:59Z"),
            ("1900-03-01T00:00-01", "1900-03-01T01:00:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(utc(written).as_deref(), Some(kept), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2024",
            "2024-13-01",
            "2023-02-29",
            "2024-08-01T",
            "2024-08-01T25:00:00Z",
            "2024-08-01T12:00:00",
            "2024-08-01T12:00:00.Z",
            "20240801",
            "2024-08-01T12:00:00+2",
            "æøå-08-01",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    #[test]
    fn epoch_milliseconds_before_1970_count_backwards() {
        let mut out = Vec::new();
        Instant::from_millis(-459_133_200_000).unwrap().write(&mut out);
        assert_eq!(out, b"1955-06-14T23:00:00Z");
        assert_eq!(Instant::from_millis(i64::MAX), None);
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for days in (-719_528..2_932_896).step_by(97) {
            assert_eq!(Date::from_days(days).days(), days);
        }
    }
}
