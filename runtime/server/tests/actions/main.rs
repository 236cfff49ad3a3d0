//! Actions of a hand-written class, over HTTP and through the test kit.

mod http;
mod model;
mod wire;
