//! A consumer's contract on the page.

use super::layout::{Style, Value, print};
use super::notes::Notes;
use super::shape::{Map, list, word};
use crate::source::contract::{Contract, Members, Use};

/// The text of a contract's file.
#[must_use]
pub fn contract(contract: &Contract) -> String {
    let mut map = Map::new();
    map.text("consumer", Some(&contract.name));
    map.text("docs", contract.docs.as_ref());
    map.text("contact", contract.contact.as_ref());
    map.members("uses", &contract.uses, class);
    print(&map.done(Style::Block), &Notes::default())
}

fn class(used: &Use) -> (String, Value) {
    let mut map = Map::new();
    map.names("by", &used.by);
    let operations = || Value::List(used.operations.iter().map(|operation| word(operation.value.word())).collect());
    map.put("operations", (!used.operations.is_empty()).then(operations));
    map.put("reads", members(&used.reads));
    map.put("writes", members(&used.writes));
    map.names("actions", &used.actions);
    map.names("events", &used.events);
    (used.class.value.clone(), map.done(Style::Block))
}

fn members(members: &Members) -> Option<Value> {
    if members.all {
        return Some(word("all"));
    }
    (!members.names.is_empty()).then(|| list(&members.names))
}
