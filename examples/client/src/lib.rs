//! What a consumer writes with a generated client; `docs/client.md` shows these pieces, and the tests run them against `smie serve`.

pub mod act;
pub mod copy;
pub mod events;
pub mod read;
pub mod without_async;
pub mod write;
