//! Actions of a hand-written class, over HTTP and through the test kit.

mod http;
mod kit;
mod model;
mod wire;
