//! The rules of the Swedish REST profile, each by a test that bears its id and fails when the rule is broken.
//!
//! The API of models/organisationer runs in the test's own process and is seen through HTTP alone. Where a rule needs another model, the test changes a line of
//! that one. What documents alone can show (DOK, most of AME) is judged where documents are made.

mod hyp;
mod paging;
mod requests;
mod res;
mod seeds;
mod support;
mod versions;
