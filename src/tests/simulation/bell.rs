//! What a tab shows of what its person was told: the list and the number on the bell, in the product's own state.

use crate::{
    features::notifications::{
        model::{Listing, Notification},
        state::{Inbox, Tally, Told, Wanted, answered},
    },
    realtime::Event,
    sync::{Input, Pending},
};

#[derive(Default)]
pub struct Bell {
    list: Inbox,
    /// Nothing before it was read.
    tally: Option<Tally>,
}

/// Versions go on in another life of the database here, as its rows are the same: for the bell it is one.
const EPOCH: u32 = 1;

impl Bell {
    /// Takes an event in; whether it was about that.
    pub fn hear(&mut self, event: &Event) -> bool {
        let Some(told) = Told::of_event(event) else { return false };
        self.list.take(told, false);
        self.take(&event.kind, &event.body);
        true
    }

    /// Takes all of it as just read.
    pub fn read(&mut self, listing: Listing) {
        if let Some(tally) = &mut self.tally {
            tally.refresh(EPOCH, listing.unread);
            self.list.refresh(listing, true, false, false);
        } else {
            self.tally = Some(Tally::new(EPOCH, listing.unread));
            self.list = Inbox::new(listing.page);
        }
    }

    /// Takes up what the server has answered to what was read.
    pub fn settle(&mut self, pending: &[Pending]) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (id, answer) in answered(pending) {
            if let Ok((kind, body)) = answer {
                self.take(&kind, &body);
                inputs.push(Input::Settle(id));
            }
        }
        inputs
    }

    /// What is seen and was not read, nor is on its way to be.
    pub fn unread(&self, pending: &[Pending]) -> Vec<&Notification> {
        let wanted = Wanted::of(pending);
        let is_unread = |one: &&Notification| !self.is_read(one) && !wanted.reads(one.id, one.number);
        self.list.new.iter().filter(is_unread).collect()
    }

    /// The place of what happened last.
    pub fn last(&self) -> i64 {
        self.list.last()
    }

    /// All that is shown, in the order in which it is once one looks anew, and how many are unread. Whether one was read the
    /// bell says: the list may hear that it was before it hears of it at all.
    pub fn anew(&self) -> (Vec<Notification>, i64) {
        let list = self.list.clone().anew(|one| self.is_read(one));
        let count = self.tally.as_ref().map_or(0, |tally| tally.count(&Wanted::default()));
        let shown = list.new.into_iter().chain(list.earlier).map(|one| {
            let is_read = self.is_read(&one);
            as_shown(one, is_read)
        });
        (shown.collect(), count)
    }

    fn is_read(&self, one: &Notification) -> bool {
        self.tally.as_ref().is_some_and(|tally| tally.is_read(one))
    }

    fn take(&mut self, kind: &str, body: &serde_json::Value) {
        self.tally.iter_mut().for_each(|tally| tally.hear(kind, body));
    }
}

/// One of them as a row shows it: whether it was read, not when.
fn as_shown(one: Notification, is_read: bool) -> Notification {
    Notification { read_at: is_read.then_some(one.at), version: 0, ..one }
}
