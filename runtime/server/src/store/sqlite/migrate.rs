//! A store of one model under another: what opens as it is, what is rewritten, what would be lost.
//!
//! Not the models decide, but the data: each stored entity is read as the new model says and compared with what it was. An attribute that is gone and
//! that nobody had a value of loses nothing; one with values keeps the store closed. What is merely missing or out of bounds now is told and kept.
//! Stamps and numbers stay, so nothing becomes new.

mod compare;
mod difference;
mod findings;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior, params};
use smie_wire::schema::{CollectionId, Schema};

use super::database::{self, failed};
use super::tables::split_id;
use crate::entity::{ContentHash, Entity, Link, Segment, Target};
use crate::store::layout::{Layout, Numbers};
use crate::store::{StoreError, encoding};
use crate::validate::{Scratch, Validator};
use findings::Findings;

/// What opening a store with another model does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migration {
    /// The file.
    pub path: PathBuf,
    /// The model that the data was written with, and the one that opens it.
    pub models: (String, String),
    /// How the models differ in what is stored.
    pub differences: Vec<String>,
    /// Resources that open as they are.
    pub kept: u64,
    /// Resources whose rows are rewritten.
    pub rewritten: u64,
    /// What is missing or out of bounds now; it is kept as it is.
    pub noted: Vec<String>,
    /// What would be lost; the store is not opened.
    pub lost: Vec<String>,
}

impl fmt::Display for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = &self.models;
        writeln!(f, "{}: written with {before}, opened with {after}", self.path.display())?;
        for difference in &self.differences {
            writeln!(f, "  model: {difference}")?;
        }
        for noted in &self.noted {
            writeln!(f, "  kept: {noted}")?;
        }
        for lost in &self.lost {
            writeln!(f, "  lost: {lost}")?;
        }
        write!(f, "  {} resources as they are, {} rewritten, {} losses", self.kept, self.rewritten, self.lost.len())
    }
}

/// Whether a migration is done or only told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// It is done, unless something would be lost.
    Apply,
    /// Nothing is changed.
    Dry,
}

/// The model that a store is opened with.
#[derive(Clone, Copy)]
pub(crate) struct Model<'m> {
    pub(crate) schema: &'m Schema,
    pub(crate) validator: &'m Validator,
    pub(crate) layout: &'m Layout,
}

/// Migrates the file of a tenant's folder; `None` when there is none, or its rows mean the same already.
pub(super) fn migrate(folder: &Path, model: Model<'_>, run: Run) -> Result<Option<Migration>, StoreError> {
    let path = database::file(folder);
    if !path.is_file() {
        return Ok(None);
    }
    let fail = failed(&path);
    let mut connection = match run {
        Run::Dry => database::open_to_read(&path)?,
        Run::Apply => database::open_to_write(&path)?,
    };
    let behavior = if run == Run::Apply { TransactionBehavior::Immediate } else { TransactionBehavior::Deferred };
    let transaction = connection.transaction_with_behavior(behavior).map_err(&fail)?;
    let Some(old) = database::stored(&transaction).map_err(&fail)? else { return Ok(None) };
    if model.layout.reads(&old) {
        return Ok(None);
    }
    if run == Run::Apply {
        database::describe(&transaction, model.layout).map_err(&fail)?;
    }
    let mut pass = Pass::new(&transaction, &old, model, run).map_err(&fail)?;
    pass.entities().map_err(&fail)?;
    let migration = pass.told(&path);
    if run == Run::Apply && migration.lost.is_empty() {
        transaction.commit().map_err(&fail)?;
    }
    Ok(Some(migration))
}

/// One walk over all entities.
struct Pass<'a> {
    connection: &'a Connection,
    old: &'a Layout,
    model: Model<'a>,
    run: Run,
    /// Stems of data files by number.
    files: HashMap<u32, String>,
    numbers: Numbers,
    scratch: Scratch,
    findings: Findings,
    /// Identifier values of the new model, to find two of a kind.
    names: HashSet<(CollectionId, usize, Box<str>)>,
    gone: BTreeMap<String, u64>,
    kept: u64,
    rewritten: u64,
}

impl<'a> Pass<'a> {
    fn new(connection: &'a Connection, old: &'a Layout, model: Model<'a>, run: Run) -> rusqlite::Result<Self> {
        let mut files: HashMap<u32, String> = database::files(connection)?.into_iter().collect();
        // A dry run gives new collections numbers that it forgets.
        let mut free = files.keys().max().map_or(1, |last| last + 1);
        for file in model.layout.collections.keys() {
            if !files.values().any(|known| known == file) {
                files.insert(free, file.clone());
                free += 1;
            }
        }
        let numbers = Numbers::new(files.iter().map(|(number, file)| (*number, file.as_str())), model.layout);
        Ok(Self {
            connection,
            old,
            model,
            run,
            files,
            numbers,
            scratch: Scratch::default(),
            findings: Findings::default(),
            names: HashSet::new(),
            gone: BTreeMap::new(),
            kept: 0,
            rewritten: 0,
        })
    }

    fn entities(&mut self) -> rusqlite::Result<()> {
        let connection = self.connection;
        let mut statement = connection.prepare("SELECT id, hash, body FROM entities ORDER BY id")?;
        let mut update = connection.prepare("UPDATE entities SET hash = ?, body = ? WHERE id = ?")?;
        let mut rows = statement.query([])?;
        let mut bytes = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let (number, _) = split_id(id);
            let body = row.get_ref(2)?.as_blob()?;
            let malformed = |error| rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Blob, Box::new(error));
            let old =
                encoding::decode(body, CollectionId(number), ContentHash(row.get(1)?), |n| Some(CollectionId(n))).map_err(malformed)?;
            let Some(fresh) = self.entity(number, &old) else { continue };
            bytes.clear();
            encoding::encode(&fresh, |c| self.numbers.number(c), &mut bytes);
            if bytes == body && fresh.hash() == old.hash() {
                self.kept += 1;
                continue;
            }
            self.rewritten += 1;
            if self.run == Run::Apply && self.findings.lost.is_empty() {
                // Rows before the cursor, or at it, of the table that is read: SQLite allows that, since the key stays.
                update.execute(params![fresh.hash().0, bytes, id])?;
            }
        }
        Ok(())
    }

    /// The entity as the new model reads it; `None` when something of it would be lost.
    fn entity(&mut self, number: u32, old: &Entity) -> Option<Entity> {
        let file = self.files.get(&number).cloned().unwrap_or_default();
        let Some(home) = self.model.layout.id(&file) else {
            *self.gone.entry(file).or_default() += 1;
            return None;
        };
        let Model { schema, validator, .. } = self.model;
        let text = compare::text(old);
        let (fresh, violations) = match validator.read_stored(schema, home, &text, &mut self.scratch) {
            Ok(read) => read,
            Err(violations) => {
                let hard = violations.iter().filter(|v| !v.problem.is_about_bounds());
                hard.for_each(|v| self.findings.lose(&file, &v.pointer, &v.problem.to_string(), old));
                return None;
            }
        };
        for violation in violations.iter().filter(|v| !v.pointer.starts_with("/_links")) {
            self.findings.note(&file, &violation.pointer, &violation.problem.to_string(), old);
        }
        let missing = compare::missing(old, &fresh);
        missing.iter().for_each(|(pointer, why)| self.findings.lose(&file, pointer, why, old));
        let fresh = compare::settled(old, fresh);
        let links = self.links(&file, home, old, &fresh);
        for (identifier, value) in fresh.identifiers().iter().enumerate() {
            let Some(value) = value else { continue };
            if !self.names.insert((home, identifier, value.clone())) {
                let segment = &schema.collection(home).identifiers[identifier].segment;
                self.findings.lose(&file, &format!("/{segment}"), "is an identifier now, and two have the same value", old);
            }
        }
        (missing.is_empty()).then(|| links.map(|links| fresh.with_links(links)))?
    }

    /// The links of an entity in the new model's words.
    fn links(&mut self, file: &str, home: CollectionId, old: &Entity, fresh: &Entity) -> Option<Box<[Link]>> {
        // Links that the old model did not know were read again, in case the new one does.
        let mut links = fresh.links().to_vec();
        let mut whole = true;
        for link in old.links() {
            let Some(relation) = link.relation else { continue };
            let name = self.old.class_of(file).and_then(|class| class.relations.get(usize::from(relation))).map_or("", |r| &r.name);
            let class = self.model.schema.class(self.model.schema.collection(home).class);
            let found = (0u16..).zip(&class.relations).find(|(_, r)| r.wire == name);
            let target = found.and_then(|(_, relation)| self.target(&link.target, relation));
            match found.zip(target) {
                Some(((relation, _), target)) => links.push(Link { relation: Some(relation), target }),
                None => {
                    let why = if found.is_some() { "leads to another class now" } else { "is a relation that the model has not" };
                    self.findings.lose(file, &format!("/_links/{name}"), why, old);
                    whole = false;
                }
            }
        }
        links.sort_by_key(|link| link.relation.unwrap_or(u16::MAX));
        whole.then(|| links.into())
    }

    /// What a link points to in the new model; what is not served any more is kept as a path. `None` when the relation leads elsewhere now.
    fn target(&self, target: &Target, relation: &smie_wire::schema::Relation) -> Option<Target> {
        let Target::Entity { collection: CollectionId(number), identifier, value } = target else { return Some(target.clone()) };
        let file = self.files.get(number)?;
        let before = self.old.collections.get(file)?;
        let segment = before.identifiers.get(usize::from(*identifier))?;
        let schema = self.model.schema;
        let Some(id) = self.model.layout.id(file) else {
            return Some(Target::Path(format!("{}/{segment}/{}", before.path, Segment(value)).into()));
        };
        let home = schema.collection(id);
        let meant = relation.target?;
        if home.class != meant && !schema.class(meant).descendants.contains(&home.class) {
            return None;
        }
        match home.identifiers.iter().position(|i| i.segment == *segment) {
            Some(at) => Some(Target::Entity { collection: id, identifier: at as u16, value: value.clone() }),
            None => Some(Target::Path(format!("{}/{segment}/{}", home.path, Segment(value)).into())),
        }
    }

    fn told(self, path: &Path) -> Migration {
        let gone = self.gone.iter().map(|(file, count)| format!("`{file}`: {count} resources of a collection that the model has not"));
        let named = |layout: &Layout| format!("{} {}", layout.model, layout.version);
        Migration {
            path: path.to_owned(),
            models: (named(self.old), named(self.model.layout)),
            differences: difference::between(self.old, self.model.layout),
            kept: self.kept,
            rewritten: self.rewritten,
            noted: self.findings.noted.told(),
            lost: gone.chain(self.findings.lost.told()).collect(),
        }
    }
}
