//! The tabs of a browser that are open on one account: the channel on which they speak, the locks by which it is known
//! who leads and who is still there, and the channel on which tabs of all builds hear of a log-out.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use crate::{
    browser::{
        channel::Channel,
        lock::{Lock, Turn},
    },
    shared::{id::AccountId, json},
    sync::{
        Input,
        tab::word::{LOGGED_OUT, SPEECH, TabId, Word, log_out_channel},
    },
};

/// One tab's place among the others. Where the page has no locks it is alone.
pub struct Circle {
    account: AccountId,
    tab: TabId,
    name: String,
    channel: RefCell<Option<Channel>>,
    /// Where a log-out is said.
    log_out: RefCell<Option<Channel>>,
    /// This tab's own lock, by which others see its end, and whether it has it.
    own: RefCell<Option<Lock>>,
    entered: Rc<Cell<bool>>,
    /// The lock of who leads.
    lead: RefCell<Option<Lock>>,
    /// The locks of the tabs that this one leads.
    watched: Rc<RefCell<BTreeMap<TabId, Lock>>>,
}

impl Circle {
    /// The place of a tab that has not entered.
    pub fn new(account: AccountId, tab: TabId) -> Self {
        Self {
            account,
            tab,
            name: format!("tertulia:{account}:{SPEECH}"),
            channel: RefCell::new(None),
            log_out: RefCell::new(None),
            own: RefCell::new(None),
            entered: Rc::default(),
            lead: RefCell::new(None),
            watched: Rc::default(),
        }
    }

    /// The page is there, for the first time or again. Other tabs hear of it when it has its own lock: whoever leads
    /// takes a tab whose lock is free for gone.
    pub fn enter(&self, tell: impl Fn(Input) + Clone + 'static) {
        if self.entered.get() {
            return tell(Input::Start);
        }
        if self.own.borrow().is_some() {
            return;
        }
        let end = tell.clone();
        self.log_out.replace(Channel::open(&log_out_channel(self.account), move |text| {
            if text == LOGGED_OUT {
                end(Input::Heard(Word::Wiped));
            }
        }));
        let hear = tell.clone();
        let channel = Channel::open(&self.name, move |text| {
            if let Ok(word) = json::read(text.as_bytes()) {
                hear(Input::Heard(word));
            }
        });
        let (entered, start) = (Rc::clone(&self.entered), tell.clone());
        let ask = |_: &Channel| {
            Lock::request(&own_lock(self.tab), false, move |turn| match turn {
                Turn::Mine => {
                    entered.set(true);
                    start(Input::Start);
                }
                Turn::Refused => {
                    entered.set(true);
                    start(Input::Alone);
                    start(Input::Start);
                }
                Turn::Taken => {}
            })
        };
        let own = channel.as_ref().and_then(ask);
        self.channel.replace(channel);
        if own.is_none() {
            tell(Input::Alone);
            tell(Input::Start);
        }
        self.own.replace(own);
    }

    /// Leaves the others for good; a page that was to wait for its own lock is there without it. That the person logs out is
    /// said and heard all the same.
    pub fn part(&self, tell: impl Fn(Input)) {
        self.lead.take();
        self.watched.borrow_mut().clear();
        let has_asked = self.own.take().is_some();
        if !self.entered.replace(true) && has_asked {
            tell(Input::Start);
        }
    }

    /// Waits for the turn to lead.
    pub fn stand(&self, tell: impl Fn(Input) + Clone + 'static) {
        self.ask_to_lead(false, tell);
    }

    /// Takes the lead from whoever has it.
    pub fn steal(&self, tell: impl Fn(Input) + Clone + 'static) {
        self.ask_to_lead(true, tell);
    }

    /// Gives the lead back, or waits for it no longer.
    pub fn resign(&self) {
        self.lead.take();
    }

    /// Tells when a tab has ended: then its lock is free.
    pub fn watch(&self, tab: TabId, tell: impl Fn(Input) + Clone + 'static) {
        if self.watched.borrow().contains_key(&tab) {
            return;
        }
        let watched = Rc::clone(&self.watched);
        let lock = Lock::request(&own_lock(tab), false, move |turn| {
            if turn == Turn::Mine {
                tell(Input::Gone(tab));
                watched.borrow_mut().remove(&tab);
            }
        });
        self.watched.borrow_mut().extend(lock.map(|lock| (tab, lock)));
    }

    /// Says something to all other tabs; that the person has logged out, to those of every build as well. Builds from
    /// before there was a channel for it hear that where everything is said.
    pub fn say(&self, word: &Word) {
        if let (Word::Wiped, Some(channel)) = (word, &*self.log_out.borrow()) {
            channel.say(LOGGED_OUT);
        }
        if let (Some(channel), Ok(text)) = (&*self.channel.borrow(), serde_json::to_string(word)) {
            channel.say(&text);
        }
    }

    fn ask_to_lead(&self, steal: bool, tell: impl Fn(Input) + Clone + 'static) {
        let lead = Lock::request(&self.name, steal, move |turn| {
            tell(match turn {
                Turn::Mine => Input::Elected,
                Turn::Taken => Input::Deposed,
                Turn::Refused => Input::Alone,
            });
        });
        self.lead.replace(lead);
    }
}

fn own_lock(tab: TabId) -> String {
    format!("tertulia:tab:{tab}")
}
