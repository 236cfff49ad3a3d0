//! What whole-system tests share: the repository, the `smie` command, servers that stop by themselves, HTTP.
//!
//! The tests stand in `tests/tests`, each file one story. They see smie only from outside: its command line and its HTTP.

mod browser;
mod command;
mod gate;
mod http;
pub mod ladok;
mod links;
mod server;

pub use browser::Browser;
pub use command::{Ended, cargo, generated_target, repository, shared, smie, smie_binary};
pub use gate::{Gate, Seen};
pub use http::{Answer, get, get_with, send, send_json, write};
pub use links::{collections, followed, hrefs};
pub use server::Server;
