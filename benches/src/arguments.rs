//! What a bench is told: `[N] [--json] [--data DIR] [--seconds S]`.

use std::path::{Path, PathBuf};

/// What a bench is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    /// How many of what the bench counts.
    pub count: Option<usize>,
    /// How long a measurement takes, in seconds.
    pub seconds: Option<f64>,
    /// Results as one JSON document.
    pub json: bool,
    /// Where data is kept meanwhile: the disk that is measured.
    pub data: Option<PathBuf>,
}

impl Arguments {
    /// Reads the arguments of the process.
    ///
    /// # Errors
    /// What is expected, when one of them is not known.
    pub fn read() -> Result<Self, String> {
        Self::parse(std::env::args().skip(1))
    }

    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut read = Self::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--json" => read.json = true,
                "--data" => read.data = Some(arguments.next().ok_or("--data wants a folder")?.into()),
                "--seconds" => {
                    let seconds = arguments.next().and_then(|s| s.parse().ok()).filter(|s: &f64| *s > 0.0);
                    read.seconds = Some(seconds.ok_or("--seconds wants a number")?);
                }
                count => {
                    let known = "expected [N] [--json] [--data DIR] [--seconds S]";
                    read.count = Some(count.parse().map_err(|_| format!("{known}, found `{count}`"))?);
                }
            }
        }
        Ok(read)
    }

    /// An empty folder of this name: below the one that was named, or below the build's.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn folder(&self, name: &str) -> std::io::Result<PathBuf> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
        let folder = self.data.clone().unwrap_or_else(|| root.join("target/bench-data")).join(name);
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_stands_alone_and_what_is_not_known_is_told() {
        let read = |text: &str| Arguments::parse(text.split_whitespace().map(str::to_owned));
        let all = Arguments { count: Some(7), seconds: Some(0.5), json: true, data: Some("/x".into()) };
        assert_eq!(read("7 --json --data /x --seconds 0.5"), Ok(all));
        for wrong in ["--jsom", "x", "--data", "--seconds 0", "--seconds"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
