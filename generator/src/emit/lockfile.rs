//! `Cargo.lock` of a generated workspace: the versions that the runtime was tested with, so that a first build needs no newer ones.
//!
//! The committed example is a generated workspace too, built and tested by itself, so its lock file is the one: exact to the feature, which a walk over the lock
//! file of smie's own workspace would not be. Only the two crates that are named after the model differ.

use super::File;

/// The lock file of `generated-example/fint`.
const SEED: &str = include_str!("../../../generated-example/fint/Cargo.lock");

/// Crates of the example itself.
const EXAMPLE: [&str; 2] = ["fint-client", "fint-server"];

const PACKAGE: &str = "\n[[package]]\n";

/// The lock file for the crates of a model. It is the user's, as versions are from then on.
pub(super) fn file(model: &str) -> File {
    File::owned("Cargo.lock", for_model(SEED, model))
}

fn for_model(seed: &str, model: &str) -> String {
    let mut packages = seed.split(PACKAGE);
    let head = packages.next().unwrap_or_default();
    let mut packages: Vec<String> =
        packages.filter(|package| !EXAMPLE.contains(&name(package))).map(|package| format!("{}\n", package.trim_end())).collect();
    for side in ["client", "server"] {
        packages.push(format!("name = \"{model}-{side}\"\nversion = \"0.1.0\"\ndependencies = [\n \"smie-{side}\",\n]\n"));
    }
    // Stable: versions of one name keep cargo's order.
    packages.sort_by(|a, b| name(a).cmp(name(b)));
    packages.iter().fold(head.to_owned(), |text, package| text + PACKAGE + package)
}

/// The name of a package, which stands in the first line of its table.
fn name(package: &str) -> &str {
    package.strip_prefix("name = \"").and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_of_the_model_take_the_place_of_the_examples() {
        let seed = "# head\nversion = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"fint-client\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"m\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"m\"\nversion = \"2.0.0\"\n";
        let expected = "# head\nversion = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"b-client\"\nversion = \"0.1.0\"\n\
                        dependencies = [\n \"smie-client\",\n]\n\n[[package]]\nname = \"b-server\"\nversion = \"0.1.0\"\ndependencies = [\n \"smie-server\",\n]\n\n\
                        [[package]]\nname = \"m\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"m\"\nversion = \"2.0.0\"\n";
        assert_eq!(for_model(seed, "b"), expected);
    }

    #[test]
    fn the_example_has_the_versions_of_this_workspace() {
        let ours = include_str!("../../../Cargo.lock");
        let version = |package: &str| package.lines().take(2).collect::<Vec<_>>().join("\n");
        let ours: Vec<_> = ours.split(PACKAGE).skip(1).map(version).collect();
        let foreign = SEED.split(PACKAGE).skip(1).filter(|package| !EXAMPLE.contains(&name(package))).map(version);
        let other: Vec<_> = foreign.filter(|package| !ours.contains(package)).collect();
        assert!(other.is_empty(), "the example is locked to versions that smie is not tested with: {other:?}");
    }
}
