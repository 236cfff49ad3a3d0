//! One file a command. A command reads its arguments, calls the library and prints; data on stdout, talk on stderr.

mod args;
mod check;
mod completions;
mod conform;
mod contract;
mod diff;
mod docs;
mod explain;
mod fmt;
mod folder;
mod from_rust;
mod generate;
mod import;
mod init;
mod lint;
mod listen;
mod man;
mod model;
mod new_version;
mod openapi;
mod print;
mod progress;
mod routes;
mod run;
mod runtime;
mod sample;
mod schema;
mod serve;
mod served;
mod show;
mod template;
mod upgrade;
mod watch;

pub use args::{Exit, main};
