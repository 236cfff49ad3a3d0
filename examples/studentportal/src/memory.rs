//! The one thing that the portal remembers: which courses a student took when FS was last heard.
//!
//! Without it, FS being down would take the whole page with it, since the other sources are asked by course. It is kept for the pair of student and
//! token, so that nobody sees what FS told somebody else, and only as long as the process lasts.

use std::collections::HashMap;
use std::sync::Mutex;

/// Students remembered at once; beyond it, all are forgotten.
const MOST: usize = 10_000;

/// Course codes by student and token.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<HashMap<(String, String), Vec<String>>>);

impl Memory {
    /// Remembers what FS told.
    pub(crate) fn keep(&self, student: &str, token: Option<&str>, codes: &[String]) {
        let Ok(mut kept) = self.0.lock() else { return };
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key(student, token), codes.to_vec());
    }

    /// What FS told last.
    pub(crate) fn recall(&self, student: &str, token: Option<&str>) -> Option<Vec<String>> {
        self.0.lock().ok()?.get(&key(student, token)).cloned()
    }
}

fn key(student: &str, token: Option<&str>) -> (String, String) {
    (student.to_owned(), token.unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_to_one_is_not_told_to_another() {
        let memory = Memory::default();
        memory.keep("100001", Some("åse"), &["INF1000".to_owned()]);
        assert_eq!(memory.recall("100001", Some("åse")), Some(vec!["INF1000".to_owned()]));
        assert_eq!(memory.recall("100001", Some("jørgen")), None);
        assert_eq!(memory.recall("100001", None), None);
    }
}
