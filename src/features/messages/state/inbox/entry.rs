//! What is known of one conversation of the list.

use std::collections::BTreeMap;

use crate::{
    features::messages::{
        model::{Conversation, Message, Preview},
        state::change::{self, Change},
    },
    shared::id::AccountId,
};

use super::listed::PREVIEW;

/// A conversation, and the messages that wait for a predecessor.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub conversation: Conversation,
    held: BTreeMap<i64, Message>,
}

impl Entry {
    pub fn new(conversation: Conversation) -> Self {
        Self { conversation, held: BTreeMap::new() }
    }

    pub fn apply(&mut self, change: &Change, viewer: AccountId) {
        match change {
            Change::Sent(message) | Change::Changed(message) => self.take(message, viewer),
            Change::Receipt(receipt) => receipt.apply(&mut self.conversation),
            Change::Retitled(title) => title.apply(&mut self.conversation),
            Change::Rooted(root) => change::reroot(&mut self.conversation, root),
            Change::Marked(_, mark) if mark.version > self.conversation.mark.version => {
                self.conversation.mark = mark.clone();
            }
            _ => {}
        }
    }

    fn take(&mut self, message: &Message, viewer: AccountId) {
        let is_newer = |known: i64| known < message.version;
        if message.seq > self.conversation.last_seq {
            if self.held.get(&message.seq).is_none_or(|held| is_newer(held.version)) {
                self.held.insert(message.seq, message.clone());
            }
            self.hear_held(viewer);
        } else if message.seq == self.conversation.last_seq
            && self.conversation.last.as_ref().is_some_and(|last| is_newer(last.version))
        {
            self.conversation.last = Some(preview(message));
        }
    }

    /// Takes from what was known before what is newer than what was read.
    pub fn catch_up(&mut self, known: Self, viewer: AccountId) {
        let is_ahead = known.conversation.last_seq > self.conversation.last_seq;
        let read = &self.conversation.mark;
        // Of marks as new as each other those count that were counted with the newer last message.
        let keeps_mark = known.conversation.mark.version > read.version
            || known.conversation.mark.version == read.version && is_ahead;
        if keeps_mark {
            self.conversation.mark = known.conversation.mark.clone();
        }
        let last_word =
            |conversation: &Conversation| (conversation.last_seq, conversation.last.as_ref().map(|last| last.version));
        // Who is in it is as it was read: those who came or went meanwhile are read once more.
        if last_word(&known.conversation) > last_word(&self.conversation) {
            self.conversation.last_seq = known.conversation.last_seq;
            self.conversation.last.clone_from(&known.conversation.last);
        }
        change::keep_newer(&mut self.conversation, known.conversation);
        self.held = known.held;
        self.held.retain(|seq, _| *seq > self.conversation.last_seq);
        self.hear_held(viewer);
    }

    fn hear_held(&mut self, viewer: AccountId) {
        while let Some(next) = self.held.remove(&(self.conversation.last_seq + 1)) {
            self.hear(&next, viewer);
        }
    }

    fn hear(&mut self, message: &Message, viewer: AccountId) {
        let conversation = &mut self.conversation;
        conversation.last_seq = message.seq;
        if message.author_id == viewer && message.seq > conversation.mark.read_seq {
            conversation.mark.own_past += 1;
        }
        conversation.last = Some(preview(message));
    }
}

fn preview(message: &Message) -> Preview {
    let Message { author_id, at, version, .. } = *message;
    Preview { author_id, body: message.body.chars().take(PREVIEW).collect(), at, version }
}
