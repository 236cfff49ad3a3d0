//! Embeds the runtime's sources, so that the command can put them into the workspaces that it generates.
//!
//! Only what a dependency needs is taken: sources, manifests and licences; no tests, no snapshots. What becomes of it is `emit::vendor`'s job.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Crates of the runtime: folder in a generated workspace, folder here.
const CRATES: [(&str, &str); 4] =
    [("macros", "macros"), ("wire", "runtime/wire"), ("server", "runtime/server"), ("client", "runtime/client")];

fn main() -> io::Result<()> {
    let manifest = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let root = Path::new(&manifest).parent().ok_or_else(|| io::Error::other("the generator has no workspace around it"))?;
    let mut found = Vec::new();
    for (name, folder) in CRATES {
        let folder = root.join(folder);
        found.push((format!("{name}/Cargo.toml"), folder.join("Cargo.toml")));
        sources(&folder.join("src"), &format!("{name}/src"), &mut found)?;
    }
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("LICENSE") {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    let mut table = String::from("&[\n");
    for (path, source) in &found {
        println!("cargo::rerun-if-changed={}", source.display());
        let _ = writeln!(table, "    ({path:?}, include_bytes!({:?})),", source.display().to_string());
    }
    table.push_str("]\n");
    let workspace = root.join("Cargo.toml");
    println!("cargo::rerun-if-changed={}", workspace.display());
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("proofs.txt"), proofs(root)?)?;
    fs::write(out.join("runtime.rs"), table)?;
    fs::write(out.join("workspace.rs"), format!("include_str!({:?})\n", workspace.display().to_string()))
}

/// Where tests that prove rules of the Swedish profile stand.
const PROOFS: &str = "tests/tests/rest_se";

/// The names of those tests, a line each, for the conformance statement.
fn proofs(root: &Path) -> io::Result<String> {
    let folder = root.join(PROOFS);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = String::new();
    let mut files: Vec<_> = match fs::read_dir(&folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        // The sources of tests are not where the crate is built alone.
        Err(_) => Vec::new(),
    };
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let text = fs::read_to_string(file)?;
        text.lines().filter(|line| line.starts_with("fn ")).for_each(|line| names.push_str(&format!("{line}\n")));
    }
    Ok(names)
}

/// Every source below a folder. The folder itself is watched too, for files that come and go.
fn sources(folder: &Path, name: &str, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{name}/{file}");
        if entry.file_type()?.is_dir() {
            if file != "snapshots" {
                sources(&entry.path(), &path, found)?;
            }
        } else if !file.ends_with(".snap") && !file.ends_with(".snap.new") && !file.starts_with('.') {
            found.push((path, entry.path()));
        }
    }
    Ok(())
}
