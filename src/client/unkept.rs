//! What a person has written and the database may not have yet (COM-1, SYN-8). A page can end before it has: then it is noted
//! where that is done at once, and the next page that asks for anything of its kind has it kept.
//!
//! Invariant: a note goes as soon as the database has its row, or something later, or the row is kept no longer, and with the
//! account. So what has none any more is written late by nobody.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use serde::{Deserialize, Serialize};

use super::{replicas::Replicas, resident};
use crate::{
    browser::{
        clock, note,
        surroundings::{on_presence, on_visible},
    },
    shared::{id::AccountId, json},
    sync::Collection,
};

/// How the names of all notes begin.
const NAME: &str = "tertulia:unkept:";

/// A row that a person has written.
#[derive(Clone, Serialize, Deserialize)]
pub struct Row {
    /// When it was given to be kept, by the clock of the device: what the server says of the time may come to differ.
    pub given: i64,
    /// When it was last changed.
    pub stirred: i64,
    /// What.
    pub text: String,
}

/// What the database of an account may not have yet.
pub struct Unkept {
    account: AccountId,
    rows: RefCell<BTreeMap<String, Row>>,
    /// Who gives what was written in the last moment.
    writers: RefCell<BTreeMap<u32, Rc<dyn Fn()>>>,
    last: Cell<u32>,
    /// The last moment that was told.
    moment: Cell<i64>,
}

impl Unkept {
    /// Nothing yet.
    pub fn new(account: AccountId) -> Self {
        let (last, moment) = (Cell::new(0), Cell::new(0));
        Self { account, rows: RefCell::default(), writers: RefCell::default(), last, moment }
    }

    /// Now by the clock of the device, and later than was told before.
    pub fn moment(&self) -> i64 {
        self.moment.set(clock::now().max(self.moment.get() + 1));
        self.moment.get()
    }

    /// A row is on its way to the database.
    pub fn add(&self, row: String, written: Row) {
        self.rows.borrow_mut().insert(row, written);
    }

    /// A row is not to be written any more as it was then: the database has it, or something later.
    pub fn settle(&self, row: &str, given: i64) {
        self.rows.borrow_mut().retain(|known, written| known != row || written.given != given);
        if self.read(row).is_some_and(|noted| noted.given <= given) {
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
    pub fn left(&self, collection: Collection) -> Vec<(String, Row)> {
        let mut noted = self.noted(collection);
        noted.retain(|(row, _)| !self.rows.borrow().contains_key(row));
        noted
    }

    /// Whether a row is noted as it was written then.
    pub fn is_noted(&self, row: &str, given: i64) -> bool {
        self.read(row).is_some_and(|noted| noted.given == given)
    }

    /// The page goes away, perhaps for ever: all that the database may not have is noted, where the account lives here.
    pub fn note(&self) {
        if !resident::lives_here(self.account) {
            return;
        }
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

    fn noted(&self, collection: Collection) -> Vec<(String, Row)> {
        let all = self.name("");
        let rows = note::names(&all).into_iter().filter_map(|name| name.strip_prefix(&all).map(str::to_owned));
        rows.filter(|row| collection.holds(row))
            .filter_map(|row| self.read(&row).map(|written| (row, written)))
            .collect()
    }

    fn read(&self, row: &str) -> Option<Row> {
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
            replicas.note();
        }
    };
    on_presence(note.clone());
    on_visible(note);
}

/// Nothing is noted any more but of this account, if of any.
pub fn keep_notes_of(account: Option<AccountId>) {
    let own = account.map(|account| Unkept::new(account).name(""));
    for name in note::names(NAME) {
        if !own.as_ref().is_some_and(|own| name.starts_with(own)) {
            note::remove(&name);
        }
    }
}
