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

impl Bell {
    /// Takes an event in; whether it was about that.
    pub fn hear(&mut self, event: &Event) -> bool {
        let Some(told) = Told::of_event(event) else { return false };
        self.list.hear(event.position.epoch, told, false);
        self.tally.iter_mut().for_each(|tally| tally.hear_event(event));
        true
    }

    /// Takes all of it as just read in this life of the database.
    pub fn read(&mut self, listing: Listing, epoch: u32) {
        if let Some(tally) = &mut self.tally {
            tally.refresh(epoch, listing.unread);
            self.list.refresh(listing, epoch, false);
        } else {
            self.tally = Some(Tally::new(epoch, listing.unread));
            self.list = Inbox::new(listing.page);
            self.list.enter(epoch);
        }
    }

    /// Takes up what the server has answered to what was read.
    pub fn settle(&mut self, pending: &[Pending]) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (id, answer) in answered(pending) {
            if let Ok((kind, body)) = answer {
                self.tally.iter_mut().for_each(|tally| tally.hear(&kind, &body));
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
}

/// One of them as a row shows it: whether it was read, not when.
pub fn as_shown(one: Notification, is_read: bool) -> Notification {
    Notification { read_at: is_read.then_some(one.at), version: 0, ..one }
}
