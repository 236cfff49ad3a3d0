//! Feeds over real connections: in order, none lost, none twice, whatever shape the server writes them in.

#[path = "../http/common.rs"]
#[expect(dead_code, reason = "shared with the tests of single calls")]
mod common;
mod consumers;
mod pages;
mod quirks;
mod shelf;
