//! YAML both ways, from outside: one module a promise.

mod arbitrary;
mod findings;
mod mutation;
mod round_trip;
mod sample;
mod support;
