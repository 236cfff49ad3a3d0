//! The profile's own form: the segments of the index, copied.

use crate::index::Resource;

pub(super) fn render(resource: &Resource, base: &[u8], out: &mut Vec<u8>) {
    out.reserve(resource.length(base.len()));
    resource.render(base, out);
}
