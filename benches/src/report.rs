//! Results: a table for people, or one JSON document with `--json`.

use serde_json::{Map, Value, json};

/// Results of a bench, a row a measurement.
#[derive(Clone, Debug)]
pub struct Report {
    name: &'static str,
    rows: Vec<(String, Vec<(&'static str, f64)>)>,
}

impl Report {
    /// No results yet.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, rows: Vec::new() }
    }

    /// One more measurement: names with units, and values.
    pub fn row(&mut self, what: impl Into<String>, values: &[(&'static str, f64)]) {
        self.rows.push((what.into(), values.to_vec()));
    }

    /// Prints everything.
    pub fn print(&self, json: bool) {
        println!("{}", if json { self.json().to_string() } else { self.table() });
    }

    fn json(&self) -> Value {
        let row = |(what, values): &(String, Vec<(&str, f64)>)| {
            let mut row = Map::from_iter([("what".to_owned(), Value::from(what.as_str()))]);
            row.extend(values.iter().map(|(name, value)| ((*name).to_owned(), json!(value))));
            Value::Object(row)
        };
        json!({"bench": self.name, "build": if cfg!(debug_assertions) { "debug" } else { "release" }, "rows": self.rows.iter().map(row).collect::<Vec<_>>()})
    }

    fn table(&self) -> String {
        let wide = self.rows.iter().flat_map(|(_, values)| values).map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let build = if cfg!(debug_assertions) { " (debug build: the numbers mean nothing)" } else { "" };
        let mut out = format!("{}{build}\n", self.name);
        for (what, values) in &self.rows {
            out += &format!("\n{what}\n");
            for (name, value) in values {
                out += &format!("  {name:<wide$}  {:>14}\n", number(*value));
            }
        }
        out.trim_end().to_owned()
    }
}

/// As many digits as tell something.
fn number(value: f64) -> String {
    if value.abs() >= 1000.0 || value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

/// The value below which this share of sorted values lies.
#[must_use]
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1);
    sorted.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!([0.5, 0.99, 1.0, 0.0].map(|share| percentile(&values, share)), [50.0, 99.0, 100.0, 1.0]);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn a_report_says_the_same_to_people_and_to_tools() {
        let mut report = Report::new("x");
        report.row("a", &[("commits/s", 1234.5), ("µs", 0.25)]);
        assert!(
            report.table().contains("commits/s            1234") || report.table().contains("commits/s            1235"),
            "{}",
            report.table()
        );
        assert_eq!(report.json()["rows"][0]["µs"], 0.25);
    }
}
