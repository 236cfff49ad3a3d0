//! YAML both ways, from outside: one module a promise.

mod arbitrary;
mod round_trip;
mod sample;
mod support;
