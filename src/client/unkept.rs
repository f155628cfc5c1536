//! What a person has written and the database may not have yet (COM-1, SYN-8). A page can end before it has: then it is noted
//! where that is done at once, and the next page that asks for anything of its kind has it kept.
//!
//! Invariant: a note is never the only truth for long. It goes as soon as the database has its row, or something later, or the
//! row is kept no longer, and with the account.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use serde::{Deserialize, Serialize};

use super::replicas::Replicas;
use crate::{
    browser::{
        note,
        surroundings::{on_presence, on_visible},
    },
    shared::{id::AccountId, json},
    sync::Collection,
};

/// How the names of all notes begin.
const NAME: &str = "tertulia:unkept:";

/// A row that a person has written.
#[derive(Clone, Serialize, Deserialize)]
pub struct Written {
    /// When.
    pub stirred: i64,
    /// What.
    pub text: String,
}

/// What the database of an account may not have yet.
pub struct Unkept {
    account: AccountId,
    rows: RefCell<BTreeMap<String, Written>>,
    /// Who gives what was written in the last moment.
    writers: RefCell<BTreeMap<u32, Rc<dyn Fn()>>>,
    last: Cell<u32>,
}

impl Unkept {
    /// Nothing yet.
    pub fn new(account: AccountId) -> Self {
        Self { account, rows: RefCell::default(), writers: RefCell::default(), last: Cell::new(0) }
    }

    /// A row is on its way to the database.
    pub fn add(&self, row: String, written: Written) {
        self.rows.borrow_mut().insert(row, written);
    }

    /// The database has a row as it was written then, or later.
    pub fn settle(&self, row: &str, stirred: i64) {
        self.rows.borrow_mut().retain(|known, written| known != row || written.stirred != stirred);
        if self.read(row).is_some_and(|written| written.stirred <= stirred) {
            note::remove(&self.name(row));
        }
    }

    /// A row is kept no longer.
    pub fn forget(&self, row: &str) {
        self.rows.borrow_mut().remove(row);
        note::remove(&self.name(row));
    }

    /// No row of a kind is kept any more.
    pub fn forget_all(&self, collection: Collection) {
        self.rows.borrow_mut().retain(|row, _| !collection.holds(row));
        for (row, _) in self.noted(collection) {
            note::remove(&self.name(&row));
        }
    }

    /// What pages have noted of a kind that ended too early, but for what this page writes itself.
    pub fn left(&self, collection: Collection) -> Vec<(String, Written)> {
        let mut noted = self.noted(collection);
        noted.retain(|(row, _)| !self.rows.borrow().contains_key(row));
        noted
    }

    /// The page goes away, perhaps for ever: all that the database may not have is noted.
    pub fn note(&self) {
        // Whoever writes adds a row.
        let writers: Vec<_> = self.writers.borrow().values().cloned().collect();
        for write in writers {
            write();
        }
        for (row, written) in &*self.rows.borrow() {
            note::write(&self.name(row), &serde_json::to_string(written).unwrap_or_default());
        }
    }

    /// Has somebody write before the page goes away, until they cease to under the number that this returns.
    pub fn ask_last(&self, write: Rc<dyn Fn()>) -> u32 {
        self.last.set(self.last.get() + 1);
        self.writers.borrow_mut().insert(self.last.get(), write);
        self.last.get()
    }

    /// Asks somebody no longer.
    pub fn cease(&self, writer: u32) {
        self.writers.borrow_mut().remove(&writer);
    }

    /// Nothing is on its way any more.
    pub fn clear(&self) {
        self.rows.borrow_mut().clear();
    }

    fn noted(&self, collection: Collection) -> Vec<(String, Written)> {
        let all = self.name("");
        let rows = note::names(&all).into_iter().filter_map(|name| name.strip_prefix(&all).map(str::to_owned));
        rows.filter(|row| collection.holds(row))
            .filter_map(|row| self.read(&row).map(|written| (row, written)))
            .collect()
    }

    fn read(&self, row: &str) -> Option<Written> {
        json::read(note::read(&self.name(row))?.as_bytes()).ok()
    }

    fn name(&self, row: &str) -> String {
        format!("{NAME}{}:{row}", self.account)
    }
}

/// Has what a person wrote in the last moment of a page noted; one that is not seen any more may end without a further word.
pub fn note_before_going(replicas: &Rc<Replicas>) {
    let replicas = Rc::clone(replicas);
    let note = move |stays: bool| {
        if !stays {
            replicas.unkept().note();
        }
    };
    on_presence(note.clone());
    on_visible(note);
}

/// Nothing is noted any more of whoever it was.
pub fn forget_notes() {
    for name in note::names(NAME) {
        note::remove(&name);
    }
}
