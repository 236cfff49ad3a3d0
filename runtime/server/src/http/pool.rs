//! Large buffers that are used again: a page is a few slabs, and fresh memory would cost more than filling it.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// A slab is sent when it holds this much.
pub(super) const SLAB: usize = 128 * 1024;
/// Buffers beyond this are given back to the system: one entity with a huge list made them so.
const LARGEST: usize = 1024 * 1024;
const KEPT: usize = 64;

/// Buffers at rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool(Arc<Mutex<Vec<Vec<u8>>>>);

/// A buffer on its way out; it returns when the last reader is done.
struct Slab {
    buffer: Vec<u8>,
    home: Pool,
}

impl Pool {
    /// An empty buffer.
    pub(super) fn take(&self) -> Vec<u8> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.unwrap_or_else(|| Vec::with_capacity(SLAB + SLAB / 8))
    }

    /// A filled buffer as bytes that are shared, not copied.
    pub(super) fn freeze(&self, buffer: Vec<u8>) -> Bytes {
        Bytes::from_owner(Slab { buffer, home: self.clone() })
    }

    /// Takes back a buffer.
    pub(super) fn give(&self, mut buffer: Vec<u8>) {
        if buffer.capacity() <= LARGEST {
            buffer.clear();
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() < KEPT {
                kept.push(buffer);
            }
        }
    }
}

impl AsRef<[u8]> for Slab {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Slab {
    fn drop(&mut self) {
        self.home.give(std::mem::take(&mut self.buffer));
    }
}
