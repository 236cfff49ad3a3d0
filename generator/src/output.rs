//! What would be written, `smie.lock`, drift, and writing only what changed. The only module that changes a user's folder.
