//! The derives, on the wire crate alone: what they put into the tables, and what they read and write. The lenient flavour is tested where it is used, in the client.

#[path = "derive/hygiene.rs"]
mod hygiene;
#[path = "derive/model.rs"]
mod model;
#[path = "derive/strict.rs"]
mod strict;
#[path = "derive/table.rs"]
mod table;
