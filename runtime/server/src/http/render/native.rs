//! The profile's own form where it is the form of the index: its segments, copied.

use crate::index::Resource;

pub(super) fn render(resource: &Resource, base: &[u8], out: &mut Vec<u8>) {
    out.reserve(resource.length(base.len()));
    resource.render(base, out);
}
