//! The derives, on the wire crate alone: what they put into the tables, and what they read and write.

// So that the lenient flavour, which names the client's facade, finds what it needs here.
extern crate smie_wire as smie_client;

#[path = "derive/hygiene.rs"]
mod hygiene;
#[path = "derive/lenient.rs"]
mod lenient;
#[path = "derive/model.rs"]
mod model;
#[path = "derive/strict.rs"]
mod strict;
#[path = "derive/table.rs"]
mod table;
