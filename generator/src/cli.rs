//! One file a command. A command reads its arguments, calls the library and prints; data on stdout, talk on stderr.

mod args;
mod check;
mod explain;
mod from_rust;
mod generate;
mod import;
mod model;
mod print;
mod routes;
mod run;
mod runtime;
mod sample;
mod serve;
mod served;
mod show;

pub use args::{Exit, main};
