//! The committed example of Ladok's services, built once for all tests of a file.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::{Answer, Server, cargo, generated_target, get_with, repository, send_json};

/// A command that serves the example with its sample data, to which settings can be added.
///
/// # Panics
/// The example does not build.
#[must_use]
pub fn ladok() -> Command {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let home = repository().join("generated-example/ladok");
    let program = BUILT.get_or_init(|| {
        cargo(&home, ["build", "--locked", "--quiet", "--package", "ladok-server"]).ok();
        generated_target().join("debug/ladok-server")
    });
    let mut command = Command::new(program);
    command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env_remove("LADOK_NU")
        .env_remove("LADOK_RESULTAT")
        .env_remove("LADOK_STUDIEDELTAGANDE");
    command
}

/// The path of a participation.
#[must_use]
pub fn participation(id: &str) -> String {
    format!("/studiedeltagande/studiedeltagande/id/{id}")
}

/// A resource as JSON.
#[must_use]
#[track_caller]
pub fn shown(server: &Server, path: &str) -> Value {
    get_with(&server.url(path), &[("accept", "application/hal+json")]).json()
}

/// Does an action.
#[must_use]
#[track_caller]
pub fn put(server: &Server, path: &str, input: &str) -> Answer {
    send_json("PUT", &server.url(path), input)
}

/// The codes of what is in an action's way, in a representation or in a problem.
#[must_use]
pub fn codes(told: &Value) -> Vec<&str> {
    told["impediments"].as_array().into_iter().flatten().filter_map(|one| one["code"].as_str()).collect()
}
