//! The same without async, for scripts and for programs that have no runtime.

use fs_client::Api;
use smie_client::Error;
use smie_client::blocking::{Wait, Walk};

/// The codes of all courses.
///
/// # Errors
/// Whatever keeps an answer away.
pub fn codes(api: &Api) -> Result<Vec<String>, Error> {
    let courses = api.studier_emner().emne();
    println!("{} courses", courses.count().wait()?);
    courses.stream().walk().map(|course| Ok(course?.emnekode.map(|code| code.value().to_owned()).unwrap_or_default())).collect()
}
