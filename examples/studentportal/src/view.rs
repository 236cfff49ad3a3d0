//! What the page shows, in the page's own words: plain values, whatever the sources call them and however much of them is missing.

use smie_client::DateTime;

/// A course that the student takes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Course {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) credits: String,
    pub(crate) passed: bool,
}

/// Something that happens at a time, and perhaps in a room: a session of teaching, an exam.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Appointment {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) start: Option<DateTime>,
    pub(crate) end: Option<DateTime>,
    /// Who teaches, what may be brought.
    pub(crate) remark: Option<String>,
    pub(crate) place: Place,
}

/// Where something happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// In no room.
    Nowhere,
    /// In a room of which only the code is known: the room booking has not told more.
    Code(String),
    /// In a room that the room booking knows.
    Room { code: String, name: String, floor: Option<i32>, building: Option<String> },
}

/// A work to be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Work {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) year: Option<i32>,
    pub(crate) address: Option<String>,
    pub(crate) required: bool,
}
