//! `smie diff` from outside: one module a promise.

mod codes;
mod command;
mod contracts;
mod formats;
mod mirrored;
mod profiles;
mod releases;
mod support;
