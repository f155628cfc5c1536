//! How far a message of one's own came, kept up to date while somebody looks.

use leptos::{prelude::*, task::spawn_local};

use super::Thread;
use crate::{
    features::messages::{model::Info, rpc},
    shared::{
        Result,
        effect::Effect,
        id::{AccountId, MessageId},
    },
};

/// What is told of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Which.
    pub message: MessageId,
    /// How far it came, or why that is not known; nothing while that is read for the first time.
    pub read: Option<Result<Info>>,
    /// Counts the readings that were asked for: the last one holds.
    reading: u32,
}

impl Thread {
    /// Shows how far a message came.
    pub fn show_info(self, id: MessageId) {
        self.editing.info.set(Some(Told { message: id, read: None, reading: 0 }));
    }

    /// Reads anew what could not be read. Until it is there, or why it is not, nothing is told.
    pub fn retry_info(self) {
        self.editing.info.update(|told| {
            if let Some(told) = told {
                told.read = None;
            }
        });
        self.reread_info();
    }

    /// Reads anew what is told.
    fn reread_info(self) {
        let asked = self.editing.info.try_update(|told| {
            told.as_mut().map(|told| {
                told.reading = told.reading.wrapping_add(1);
                (told.message, told.reading)
            })
        });
        let Some((id, number)) = asked.flatten() else { return };
        spawn_local(async move {
            let read = rpc::read_info(id).await;
            self.editing.info.try_update(|told| {
                if let Some(told) = told.as_mut().filter(|told| (told.message, told.reading) == (id, number)) {
                    told.read = Some(read);
                }
            });
        });
    }

    /// Reads what is told as soon as somebody looks, and again each time that the message comes further.
    pub(super) fn follow_info(self) {
        let message = Memo::new(move |_| self.editing.info.read().as_ref().map(|told| told.message));
        let reach = Memo::new(move |_| message.get().map(|id| (id, self.reach_of(id))));
        Effect::new(move || {
            if reach.read().is_some() {
                untrack(|| self.reread_info());
            }
        });
    }

    /// Whom a message has reached, and who has read it.
    fn reach_of(self, id: MessageId) -> Vec<(AccountId, bool, bool)> {
        self.rows.track();
        let Some(seq) = self.line(id).map(|line| line.message.seq) else { return Vec::new() };
        self.state.with(|state| {
            let people = state.conversation().participants.iter();
            people.map(|one| (one.account.id, one.delivered_seq >= seq, one.seen_seq >= seq)).collect()
        })
    }
}
