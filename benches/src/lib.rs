//! Measured comparisons: smie's engine beside a named alternative, in one run, over the same data.
//!
//! What lives here: the opponents, a load generator bounded in count, and CPU time read from the kernel. What does not: tests; a claim of speed
//! is never a timed test. Linux only, since CPU time per process comes from `/proc`.

pub mod cpu;
pub mod load;
pub mod opponent;
