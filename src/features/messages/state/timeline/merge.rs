//! How a timeline takes what happens and what is read.

use std::sync::Arc;

use super::Timeline;
use crate::{
    features::{
        accounts::model::Account,
        messages::{
            model::{Conversation, Mark, Message, NewAnswers, NewPins, NewReactions, Stretch, count_of},
            state::change::{self, Change},
        },
    },
    realtime::{Position, Snapshot},
};

impl Timeline {
    /// Takes what happened, at this place in the stream.
    pub fn apply(&mut self, change: &Change, position: Position) {
        if position.is_after(self.position) {
            self.position = position;
        }
        if change.conversation().is_some_and(|id| id != self.conversation.id) {
            return;
        }
        match change {
            Change::Sent(message) => self.take([message.clone()]),
            Change::Changed(message) => _ = self.change(message),
            Change::Reacted(reacted) => self.react(reacted),
            Change::Answered(answered) => self.be_answered(answered),
            Change::Rooted(root) => change::reroot(&mut self.conversation, root),
            Change::Pinned(pins) => _ = self.pin(pins),
            Change::Previewed(news) => self.preview(news),
            Change::Receipt(receipt) => receipt.apply(&mut self.conversation),
            Change::Marked(_, mark) => self.mark(mark),
            Change::Regrouped(_) => self.regrouped = true,
            Change::Retitled(title) => title.apply(&mut self.conversation),
            Change::Renamed(account, version) => self.rename(account, *version),
            Change::Joined(_) | Change::Left(_) => {}
        }
    }

    /// Takes a message as it became, as far as that is newer than what is known; whether it changes what is here. Where the
    /// message is not here, that is kept for when it comes.
    pub fn change(&mut self, message: &Message) -> bool {
        let seq = message.seq;
        let requoted = self.requote(message);
        let here = if self.stretch.contains_key(&seq) { &mut self.stretch } else { &mut self.held };
        if let Some(known) = here.get_mut(&seq) {
            return renew(known, message);
        }
        match self.early.get_mut(&seq) {
            Some(known) => _ = renew(known, message),
            None => _ = self.early.insert(seq, Arc::new(message.clone())),
        }
        requoted
    }

    /// Takes what people think of a message by now, if that is newer than what is known.
    fn react(&mut self, reacted: &NewReactions) {
        let seq = reacted.seq;
        let here = if self.stretch.contains_key(&seq) { &mut self.stretch } else { &mut self.held };
        match here.get_mut(&seq) {
            Some(known) => think(known, reacted),
            None if self.thought.get(&seq).is_none_or(|known| known.reacted < reacted.reacted) => {
                self.thought.insert(seq, reacted.clone());
            }
            None => {}
        }
    }

    /// Takes how much was said in the thread of a message by now, if that is newer than what is known.
    fn be_answered(&mut self, answered: &NewAnswers) {
        let seq = answered.seq;
        let here = if self.stretch.contains_key(&seq) { &mut self.stretch } else { &mut self.held };
        match here.get_mut(&seq) {
            Some(known) => tell_answers(known, answered),
            None if self.threads.get(&seq).is_none_or(|known| known.answers.count < answered.answers.count) => {
                self.threads.insert(seq, answered.clone());
            }
            None => {}
        }
    }

    /// Takes what is pinned by now, if that is newer than what is known; whether it was.
    pub fn pin(&mut self, pins: &NewPins) -> bool {
        pins.renew(&mut self.conversation.pins)
    }

    /// Calls somebody by a name of this version, if it is newer than theirs. What a person tells comes apart from what
    /// happens in the conversation, so the place in its stream stays.
    pub fn rename(&mut self, account: &Account, version: i64) {
        let known = self.versions.entry(account.id).or_default();
        if version > *known {
            *known = version;
            change::rename(&mut self.conversation, account);
            if let Some(known) = self.former.get_mut(&account.id) {
                known.clone_from(account);
            }
        }
    }

    /// Takes the viewer's marks as they moved on any of their devices.
    pub fn mark(&mut self, mark: &Mark) {
        if mark.version > self.conversation.mark.version {
            self.conversation.mark = mark.clone();
            self.reading.refresh(&self.conversation);
        }
    }

    /// Takes an older page: what stands before the first message here.
    pub fn prepend(&mut self, page: Stretch) {
        let first = self.first();
        if page.messages.last().is_none_or(|last| last.seq + 1 == first) {
            self.older = page.older;
            self.remember(page.former);
            self.learn(page.quotes);
            page.messages.into_iter().for_each(|message| self.place(Arc::new(message)));
        }
    }

    /// Takes a newer page: what stands after the last message here.
    pub fn append(&mut self, page: Stretch) {
        if page.messages.first().is_none_or(|first| first.seq <= self.last() + 1) {
            self.remember(page.former);
            self.learn(page.quotes);
            self.take(page.messages);
        }
    }

    /// Takes the conversation as just read, and its newest messages.
    ///
    /// Where they reach what is here, everything older stays, so that nobody's reading jumps; else,
    /// and after another life of the database, they replace it.
    pub fn refresh(&mut self, conversation: Snapshot<Conversation>, history: Stretch) {
        let same_life = conversation.position.epoch == self.position.epoch;
        let reaches = history.messages.first().is_none_or(|first| first.seq <= self.last() + 1);
        if !(same_life && reaches) {
            let (reading, held) = (self.reading.clone(), std::mem::take(&mut self.held));
            let (early, thought) = (std::mem::take(&mut self.early), std::mem::take(&mut self.thought));
            let threads = std::mem::take(&mut self.threads);
            let (former, known) = (std::mem::take(&mut self.former), self.conversation.clone());
            let previews = std::mem::take(&mut self.previews);
            *self = Self::new(self.viewer, conversation, history);
            if same_life {
                let read = std::mem::replace(&mut self.former, former);
                self.former.extend(read);
                self.reading.go_on(&reading);
                change::keep_newer(&mut self.conversation, known);
                for message in early.values() {
                    self.change(message);
                }
                for reacted in thought.values() {
                    self.react(reacted);
                }
                for news in previews.values() {
                    self.preview(news);
                }
                for answered in threads.values() {
                    self.be_answered(answered);
                }
                self.take(held.into_values().map(Arc::unwrap_or_clone));
            }
            return;
        }
        self.reread(conversation);
        self.remember(history.former);
        self.learn(history.quotes);
        self.take(history.messages);
    }

    /// Takes the conversation as just read; what was said since is read by [`Self::gap`].
    pub fn reread(&mut self, conversation: Snapshot<Conversation>) {
        self.reading.refresh(&conversation.data);
        let known = std::mem::replace(&mut self.conversation, conversation.data);
        self.remember_gone(&known.participants);
        self.position = conversation.position;
        self.regrouped = false;
        self.conversation.last_seq = self.conversation.last_seq.max(known.last_seq);
        if known.mark.version > self.conversation.mark.version {
            self.conversation.mark = known.mark.clone();
        }
        change::keep_newer(&mut self.conversation, known);
    }

    /// Takes the newest messages as just read, in the place of a stretch that does not reach them.
    pub fn leap(&mut self, newest: Stretch) {
        if newest.messages.first().is_some_and(|first| first.seq > self.last() + 1) {
            self.older = newest.older;
            self.stretch.clear();
            self.base = newest.messages.first().map_or(self.base, |first| first.seq - 1);
        }
        self.remember(newest.former);
        self.learn(newest.quotes);
        self.take(newest.messages);
        self.forget();
    }

    pub(super) fn take(&mut self, messages: impl IntoIterator<Item = Message>) {
        for message in messages {
            let follows = message.seq == self.last() + 1 || self.stretch.contains_key(&message.seq);
            if !self.known.contains_key(&message.id) {
                self.reading.hear(&message);
            }
            self.conversation.last_seq = self.conversation.last_seq.max(message.seq);
            if follows {
                self.place(Arc::new(message));
                self.release();
            } else if message.seq > self.last() {
                self.known.insert(message.id, message.seq);
                let message = self.newer_of(Arc::new(message));
                match self.held.get_mut(&message.seq) {
                    Some(known) => _ = renew(known, &message),
                    None => _ = self.held.insert(message.seq, message),
                }
            }
        }
        self.following |= !self.newer();
    }

    pub(super) fn place(&mut self, message: Arc<Message>) {
        let message = self.newer_of(message);
        if let Some(known) = self.stretch.get_mut(&message.seq) {
            renew(known, &message);
        } else {
            self.known.insert(message.id, message.seq);
            self.stretch.insert(message.seq, message);
        }
    }

    /// The message with what was heard of it before it came, where that is newer.
    fn newer_of(&mut self, mut message: Arc<Message>) -> Arc<Message> {
        if let Some(heard) = self.early.remove(&message.seq) {
            renew(&mut message, &heard);
        }
        if let Some(reacted) = self.thought.remove(&message.seq) {
            think(&mut message, &reacted);
        }
        self.take_preview(&mut message);
        if let Some(answered) = self.threads.remove(&message.seq) {
            tell_answers(&mut message, &answered);
        }
        message
    }

    fn release(&mut self) {
        while let Some(message) = self.held.remove(&(self.last() + 1)) {
            self.place(message);
        }
        let last = self.last();
        self.held.retain(|seq, _| *seq > last);
    }
}

/// Takes what is newer in another reading of a message; whether anything was.
fn renew(known: &mut Arc<Message>, read: &Message) -> bool {
    let is_behind = known.is_behind(read);
    if is_behind {
        Arc::make_mut(known).catch_up(read);
    }
    is_behind
}

/// Takes what people think of a message by now, where that is newer.
fn think(known: &mut Arc<Message>, reacted: &NewReactions) {
    if known.reacted < reacted.reacted && !known.is_deleted() {
        let message = Arc::make_mut(known);
        message.reactions.clone_from(&reacted.reactions);
        message.reacted = reacted.reacted;
    }
}

/// Takes how much was said in the thread of a message by now, where that is newer.
fn tell_answers(known: &mut Arc<Message>, answered: &NewAnswers) {
    if count_of(known.answers.as_ref()) < answered.answers.count {
        Arc::make_mut(known).answers = Some(answered.answers.clone());
    }
}
