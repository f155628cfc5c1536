//! Those in a tab who hear what subscriptions bring, and what each of them may miss.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::Incoming;
use crate::sync::ListenerId;

/// Who hears what a subscription brings.
pub type Listener = Rc<dyn Fn(Incoming)>;

/// Those who hear, by their names.
#[derive(Default)]
pub struct Listeners {
    named: RefCell<HashMap<ListenerId, Listener>>,
    /// Who has heard all that was missed, on the present connection.
    caught_up: RefCell<HashSet<ListenerId>>,
    /// Who was told to read afresh and has not done so.
    behind: RefCell<HashSet<ListenerId>>,
    last: Cell<ListenerId>,
}

impl Listeners {
    /// Keeps one under a new name.
    pub fn add(&self, listener: Listener) -> ListenerId {
        let name = self.last.get() + 1;
        self.last.set(name);
        self.named.borrow_mut().insert(name, listener);
        name
    }

    /// Lets one go.
    pub fn remove(&self, name: ListenerId) {
        drop(self.named.borrow_mut().remove(&name));
        self.caught_up.borrow_mut().remove(&name);
        self.behind.borrow_mut().remove(&name);
    }

    /// Who has this name, if anybody still has.
    pub fn get(&self, name: ListenerId) -> Option<Listener> {
        self.named.borrow().get(&name).cloned()
    }

    /// One has heard all that was missed.
    pub fn catch_up(&self, name: ListenerId) {
        self.caught_up.borrow_mut().insert(name);
    }

    /// The connection is away: something may be missed.
    pub fn lose(&self) {
        self.caught_up.borrow_mut().clear();
    }

    /// One is told to read afresh.
    pub fn fall_behind(&self, name: ListenerId) {
        self.behind.borrow_mut().insert(name);
    }

    /// One that was told to read afresh has done so.
    pub fn was_reread(&self, name: ListenerId) {
        self.behind.borrow_mut().remove(&name);
    }

    /// Whether one has to read afresh.
    pub fn is_behind(&self, name: ListenerId) -> bool {
        self.behind.borrow().contains(&name)
    }

    /// Whether one misses nothing right now.
    pub fn is_confirmed(&self, name: ListenerId) -> bool {
        self.caught_up.borrow().contains(&name) && !self.is_behind(name)
    }
}
