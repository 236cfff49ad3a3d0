//! Measured comparisons: smie's engine beside a named alternative, in one run, over the same data.
//!
//! What lives here: the opponents, servers as processes of their own, clients that parse next to nothing, CPU time read from the kernel, and how results are
//! told. What does not: tests; a claim of speed is never a timed test. Linux only, since CPU time per process comes from `/proc`.

pub mod arguments;
pub mod cpu;
pub mod load;
pub mod model;
pub mod opponent;
pub mod report;
pub mod server;
