//! CPU time and memory of a process, from `/proc`.

use std::fs;

/// CPU seconds (user and system) that a process has used, children not counted. `None` when it is gone.
#[must_use]
pub fn seconds(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command's name may hold spaces; fields count from after its closing parenthesis.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    // USER_HZ is 100 on every Linux architecture that Rust supports.
    Some(ticks / 100.0)
}

/// Resident memory in bytes. `None` when the process is gone.
#[must_use]
pub fn resident(pid: u32) -> Option<u64> {
    kibibytes(pid, "VmRSS:")
}

/// The most memory in bytes that was ever resident. `None` when the process is gone.
#[must_use]
pub fn peak(pid: u32) -> Option<u64> {
    kibibytes(pid, "VmHWM:")
}

fn kibibytes(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// CPU seconds (user and system) of all processes that this one has started and that have ended, theirs included.
#[must_use]
pub fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks: f64 = fields.get(13)?.parse::<f64>().ok()? + fields.get(14)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
