//! Versions of a model: which one comes next, and which of two is later (Semantic Versioning 2.0).

use std::cmp::Ordering;

use crate::source::yaml::is_version;

/// How far a version moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something breaks: `1.4.2` → `2.0.0`.
    Major,
    /// Something is new: `1.4.2` → `1.5.0`.
    Minor,
    /// Something is put right: `1.4.2` → `1.4.3`.
    Patch,
    /// This one.
    To(String),
}

impl std::str::FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "major" => Ok(Self::Major),
            "minor" => Ok(Self::Minor),
            "patch" => Ok(Self::Patch),
            _ if is_version(text) => Ok(Self::To(text.to_owned())),
            _ => Err("expected `major`, `minor`, `patch` or a version of three parts such as 4.2.0".to_owned()),
        }
    }
}

/// The version that follows `current`; `None` when either is no version, or a number is at its end.
///
/// A pre-release moves to the release it announces: after `2.0.0-rc.1`, all three steps give `2.0.0`.
#[must_use]
pub fn next(current: &str, step: &Step) -> Option<String> {
    if let Step::To(version) = step {
        return Some(version.clone()).filter(|version| is_version(version));
    }
    let (core, pre) = parts(current)?;
    let [major, minor, patch] = core;
    let announced = !pre.is_empty();
    let next = match step {
        Step::Major if announced && minor == 0 && patch == 0 => core,
        Step::Minor if announced && patch == 0 => core,
        Step::Patch if announced => core,
        Step::Major => [major.checked_add(1)?, 0, 0],
        Step::Minor => [major, minor.checked_add(1)?, 0],
        _ => [major, minor, patch.checked_add(1)?],
    };
    Some(next.map(|number| number.to_string()).join("."))
}

/// Which of two versions is later; build parts do not count. `None` when either is no version.
#[must_use]
pub fn compare(one: &str, other: &str) -> Option<Ordering> {
    let ((one, pre), (other, other_pre)) = (parts(one)?, parts(other)?);
    Some(one.cmp(&other).then_with(|| match (pre, other_pre) {
        ("", "") => Ordering::Equal,
        ("", _) => Ordering::Greater,
        (_, "") => Ordering::Less,
        (pre, other) => pre.split('.').map(identifier).cmp(other.split('.').map(identifier)),
    }))
}

/// Numbers come before words, and are compared as numbers: by length first, as they may be of any size.
fn identifier(text: &str) -> (bool, usize, &str) {
    let number = text.bytes().all(|byte| byte.is_ascii_digit());
    if number { (false, text.len(), text) } else { (true, 0, text) }
}

/// The three numbers and the pre-release part.
fn parts(version: &str) -> Option<([u32; 3], &str)> {
    let version = Some(version).filter(|version| is_version(version))?;
    let release = version.split_once('+').map_or(version, |(release, _)| release);
    let (core, pre) = release.split_once('-').unwrap_or((release, ""));
    let mut numbers = core.split('.').map_while(|number| number.parse().ok());
    Some(([numbers.next()?, numbers.next()?, numbers.next()?], pre))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_moves_its_number_and_clears_those_after_it() {
        for (current, [major, minor, patch]) in [
            ("1.4.2", ["2.0.0", "1.5.0", "1.4.3"]),
            ("2.0.0-rc.1", ["2.0.0", "2.0.0", "2.0.0"]),
            ("1.5.0-beta", ["2.0.0", "1.5.0", "1.5.0"]),
            ("1.4.3-x+y", ["2.0.0", "1.5.0", "1.4.3"]),
        ] {
            let moved = [Step::Major, Step::Minor, Step::Patch].map(|step| next(current, &step));
            assert_eq!(moved.each_ref().map(Option::as_deref), [major, minor, patch].map(Some), "{current}");
        }
        assert_eq!(next("4.1", &Step::Patch), None);
    }

    #[test]
    fn versions_stand_in_the_order_of_semver() {
        let order =
            ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0"];
        for pair in order.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Some(Ordering::Less), "{pair:?}");
        }
        assert_eq!(compare("1.0.0+a", "1.0.0+b"), Some(Ordering::Equal));
    }
}
