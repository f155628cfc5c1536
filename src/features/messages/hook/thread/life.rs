//! What keeps a conversation alive.

use std::time::Duration;

use leptos::prelude::*;

use super::{FIRST, Thread};
use crate::{
    client::{Incoming, read_until},
    features::messages::{
        hook::copies::{self, was_reread},
        model::{Conversation, From, Message, Stretch},
        rpc,
        state::{Change, Key, Timeline},
    },
    realtime::{Event, Snapshot, Topic},
    shared::{Error, Result, effect::Effect, id::AccountId},
};

/// A gap of more messages is not filled where the end of the conversation is looked at.
const LEAP: i64 = 300;
/// How long what came may take until it stands where it belongs.
const SETTLED: Duration = Duration::from_millis(100);
/// People whose names are followed at once; a connection holds 200 topics in all.
const NAMES: usize = 20;

impl Thread {
    pub(super) fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => self.take(&events),
            Incoming::Refetch => self.refresh(),
            Incoming::Signal { kind, from, .. } if kind == "typing" => self.inbox().typing.heard(self.id, from),
            Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    fn take(self, events: &[Event]) {
        let looked = self.is_looked_at();
        let is_full = self.state.with_untracked(Timeline::is_full);
        let seen = is_full.then(|| self.seen_seq()).flatten();
        // What came last may have come before what was missed, and where all has to be read afresh no event makes up for
        // it: whoever opens the conversation again hears all that is not in it.
        let whole = copies::position(self.hearing);
        self.state.update(|state| {
            let caught_up = state.unread() == 0;
            let position = whole.unwrap_or(state.position());
            for event in events {
                if let Some(change) = Change::read(event) {
                    state.apply(&change, position);
                }
            }
            if let Some(seen) = seen {
                state.let_go(seen);
            }
            if caught_up && !looked && state.unread() > 0 {
                self.open_at_line(state);
            }
        });
        if !copies::is_confirmed(self.hearing) {
            self.miss_news();
        }
    }

    /// Draws the line after what was read. Where the conversation was opened as it was left, it opens there.
    fn open_at_line(self, state: &mut Timeline) {
        state.draw_line(Some(state.read()));
        if self.is_copy.get_untracked() && self.scroll.is_at_end() && state.line_here().is_some() {
            self.scroll.to(Key::New);
        }
    }

    /// What was said while the conversation was not open is here and laid out, or cannot be had now: from here on it is
    /// looked at as any other.
    fn catch_up(self) {
        set_timeout(move || _ = self.is_copy.try_set(false), SETTLED);
    }

    /// Whether what is said now is seen. What was said while the conversation was not open was not.
    fn is_looked_at(self) -> bool {
        !self.is_copy.get_untracked() && self.attention.get_untracked() && self.scroll.is_at_end()
    }

    /// What the viewer reads on another device is read here. The line goes with it, unless somebody looks at it.
    pub(super) fn follow_marks(self) {
        let mark = self.inbox().marks_in(self.id);
        Effect::new(move || {
            let Some(mark) = mark.get() else { return };
            let looked = self.attention.get_untracked();
            self.state.update(|state| {
                let was_unread = state.unread() > 0;
                state.mark(&mark);
                if was_unread && !looked && state.unread() == 0 {
                    state.draw_line(None);
                }
            });
        });
    }

    /// Reads afresh. What is seen stays where it is, and so does what is not sent yet. Of two readings the later one holds,
    /// and none once the conversation is closed.
    pub(super) fn refresh(self) {
        let number = self.readings.try_update_value(|readings| {
            *readings = readings.wrapping_add(1);
            *readings
        });
        let is_last = move || number.is_some() && self.readings.try_get_value() == number;
        let read = move || async move {
            let answer = self.read_afresh().await;
            if answer.is_err() {
                self.catch_up();
            }
            answer
        };
        read_until(read, is_last, move |answer| match answer {
            Ok((conversation, newest, changed)) => {
                self.take_afresh(conversation, newest);
                self.take_changed(&changed);
                self.reread_quotes();
                was_reread(self.hearing);
                self.catch_up();
            }
            Err(Error::Missing) => self.lose(),
            Err(_) => {}
        });
    }

    /// The viewer is out of it: nothing of it is shown any more, nor kept, but for what they were writing.
    fn lose(self) {
        self.keep_draft();
        self.gone.try_set(true);
        self.inbox().lose(self.id);
    }

    /// Once the viewer went out of it, on whatever device, or was removed, nothing of it stays on the screen; nor of a thread once
    /// that holds for the conversation beside which it stands, in which it may have no place of its own.
    pub(super) fn follow_leaving(self) {
        let inbox = self.inbox();
        let has_left = inbox.has_left(self.id);
        let has_left_around = self.thread_of().map(|around| inbox.has_left(around));
        Effect::new(move || {
            if has_left.get() || has_left_around.is_some_and(|has_left| has_left.get()) {
                self.lose();
            }
        });
    }

    /// The conversation, its newest messages where they are to be shown, and what was changed meanwhile of those that are
    /// here: of that no event tells any more.
    async fn read_afresh(self) -> Result<(Snapshot<Conversation>, Option<Stretch>, Vec<Message>)> {
        let conversation = rpc::read_conversation(self.id).await?;
        let at_end = self.scroll.is_at_end();
        let known = self.state.try_with_untracked(|state| (state.follows(), state.last(), state.position().epoch));
        let Some((follows, last, life)) = known else { return Ok((conversation, None, Vec::new())) };
        // Whoever has come back to a place far above stays there.
        let far = follows && conversation.data.last_seq - last > LEAP || conversation.position.epoch != life;
        let newest =
            if at_end || far { Some(rpc::read_history(self.id, From::Newest, FIRST).await?.data) } else { None };
        let is_told = copies::position(self.hearing).is_some();
        let changed = if is_told { Vec::new() } else { self.changes().await? };
        Ok((conversation, newest, changed))
    }

    fn take_afresh(self, conversation: Snapshot<Conversation>, newest: Option<Stretch>) {
        let is_copy = self.is_copy.try_get_untracked() == Some(true);
        self.state.try_update(|state| {
            let caught_up = state.unread() == 0;
            match newest {
                Some(newest) => state.refresh(conversation, newest),
                None => state.reread(conversation),
            }
            if is_copy && caught_up && state.unread() > 0 {
                self.open_at_line(state);
            }
        });
        self.miss_news();
    }

    /// Reads what is missing between the end that was shown and a message that came before its
    /// predecessors; and who is here, where that has changed.
    pub(super) fn fill_gaps(self) {
        let gap = Memo::new(move |_| self.state.read().gap());
        Effect::new(move || {
            if gap.get() > 0 && !self.reading.get() {
                self.newer();
            }
        });
        let regrouped = Memo::new(move |_| self.state.read().regrouped());
        Effect::new(move || {
            if regrouped.get() {
                self.refresh();
            }
        });
    }

    /// Reads afresh once the viewer lets others know what they read: what those read was not told until then.
    pub(super) fn follow_receipts(self, receipts: Memo<bool>) {
        Effect::new(move |before: Option<bool>| {
            let now = receipts.get();
            if now && before == Some(false) {
                self.refresh();
            }
            now
        });
    }

    /// Calls people as they are called now, in the list too.
    pub(super) fn follow_names(self) {
        let others = Memo::new(move |_| self.others());
        Effect::new(move || {
            let since = self.state.with_untracked(Timeline::position);
            for other in others.get() {
                self.inbox()
                    .client()
                    .subscribe(Topic::Account(other), Some(since), move |incoming| self.hear_name(incoming));
            }
        });
    }

    fn others(self) -> Vec<AccountId> {
        self.state.with(|state| {
            let people = state.conversation().participants.iter().map(|person| person.account.id);
            people.filter(|id| *id != state.viewer()).take(NAMES).collect()
        })
    }

    fn hear_name(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => {
                let changes = Change::renames(&events);
                if changes.is_empty() {
                    return;
                }
                self.state.try_update(|state| {
                    for change in &changes {
                        if let Change::Renamed(account, version) = change {
                            state.rename(account, *version);
                        }
                    }
                });
                if let Some(inbox) = self.inbox.try_get_value() {
                    inbox.apply(&changes);
                }
            }
            Incoming::Refetch => self.refresh(),
            Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    /// Tells the server what somebody has looked at.
    pub(super) fn follow_reading(self) {
        let lowest = self.scroll.lowest();
        Effect::new(move || {
            let is_seen = self.attention.get() && !self.is_copy.get();
            let Some(Key::Message(id)) = lowest.get().filter(|_| is_seen) else { return };
            let state = self.state.read();
            let at_end = self.scroll.at_end().get();
            let seen = if at_end { Some(state.last()) } else { state.seq(id) };
            if let Some(seen) = seen.filter(|seen| state.has_unread(*seen)) {
                drop(state);
                self.state.update(|state| state.read_to(seen));
                self.inbox().mark_read(self.id, seen);
            }
        });
    }
}
