//! What a person does in a conversation.

use std::time::Duration;

use leptos::prelude::*;

use super::{Thread, Typing};
use crate::{
    features::messages::{
        hook::focus::{focus_on_log, return_where_keys_are},
        model::{Draft, From},
        state::{
            Timeline,
            answers::Freed,
            changing, operation,
            typists::{PACE, PAUSE},
        },
    },
    realtime::Topic,
    shared::{
        Error, Result,
        id::{MessageId, OperationId},
        time::Time,
    },
    sync::PendingState,
};

impl Thread {
    /// Sends what was written; the field is empty and the message stands there at once.
    ///
    /// # Errors
    /// `Invalid` for `body`: the text stays where it is.
    pub fn send(self) -> Result<()> {
        let body = self.text.get_untracked();
        let (id, reply_to) = (MessageId(self.inbox().client().new_id()), self.answered.get_untracked());
        let draft = Draft { id, conversation_id: self.id, body, reply_to, forwarded: false };
        draft.check()?;
        self.inbox().client().perform(operation::send(&draft));
        self.text.set(String::new());
        self.answered.set(None);
        self.pause_typing();
        self.keep_draft();
        self.state.update(|state| state.draw_line(None));
        // It stands at the end of what is here until the newest is.
        self.scroll.to_end();
        self.show_newest();
        Ok(())
    }

    /// Goes on in the field.
    pub fn write(self) {
        if let Some(field) = self.field.try_get_untracked().flatten() {
            let _ = field.focus();
        }
    }

    /// Keeps the focus when what had it vanishes: in the field, or with the messages where the field would bring up a
    /// keyboard on the screen.
    fn keep_focus(self) {
        if !return_where_keys_are(self.field) {
            focus_on_log(self.log());
        }
    }

    /// Tries again to send what was refused.
    pub fn retry(self, id: MessageId) {
        self.inbox().client().retry(OperationId(id.0));
        self.keep_focus();
    }

    /// Takes a message that was refused back into the field, before what stands there, and goes on writing there: it answers
    /// what it did, unless that is not there, or something else is being answered. What waits for it as its answer goes out
    /// as none.
    pub fn take_back(self, id: MessageId) {
        let client = self.inbox().client();
        let pending = client.pending().get_untracked();
        let drafts =
            pending.iter().filter_map(|pending| Some((operation::sending(&pending.operation)?, &pending.state)));
        if let Some((draft, state)) = drafts.into_iter().find(|(draft, _)| draft.id == id) {
            // Before it goes: what waits for it would go out as its answer then.
            let freed = Freed::behind(id, &pending, || MessageId(client.new_id()));
            let answered = self.answered.get_untracked().and_then(|answered| freed.answered(answered));
            for send in freed.sends {
                client.perform(send);
            }
            // What was to become of it goes with it.
            for change in changing::about(id, &pending) {
                client.discard(change.operation.id);
            }
            client.discard(OperationId(id.0));
            self.put_before(changing::said(&draft, &pending));
            // What was refused for it is not there to be answered.
            let reply_to = draft.reply_to.filter(|_| *state != PendingState::Failed(Error::Missing));
            self.answered.set(answered.or(reply_to));
        }
        self.write();
    }

    /// Has words stand in the field before what is written there.
    pub(super) fn put_before(self, words: String) {
        if words.is_empty() {
            return;
        }
        self.text.update(|text| {
            *text = if text.is_empty() { words } else { format!("{words}\n{text}") };
        });
    }

    /// The text has changed, be it by what another application shared: what is not saved of it is, as soon as that pauses.
    pub fn changed(self) {
        // What another device has written is.
        if self.inbox().drafts().is_typed(self.id) {
            self.inbox().drafts().typed(self.id);
        }
    }

    /// Somebody has typed here: the others are let know that something is being written.
    pub fn typing(self) {
        if self.inbox().drafts().is_typed(self.id) && self.is_begun() {
            self.tell_typing();
        }
    }

    /// Keeps what was typed, at once.
    pub fn keep_draft(self) {
        self.inbox().drafts().save(self.id);
    }

    /// Takes the words of another device into the field, behind what stands there, and goes on writing there.
    ///
    /// # Errors
    /// `Invalid` for `body` where both together are too long to be kept: nothing changes.
    pub fn take_offered(self) -> Result<()> {
        self.inbox().drafts().take_offered(self.id)?;
        self.write();
        Ok(())
    }

    /// Gives the words of another device up, and goes on writing.
    pub fn decline_offered(self) {
        self.inbox().drafts().decline_offered(self.id);
        self.write();
    }

    /// Lets the others know that something is being written: at once, or as soon as the pace allows.
    fn tell_typing(self) {
        let now = self.inbox().client().now().millis();
        let Typing { told, waits } = self.typing.get_value();
        let next = told.map_or(now, |then| then.millis() + PACE);
        if self.text.read_untracked().trim().is_empty() {
            return;
        }
        if next <= now {
            self.typing.set_value(Typing { told: Some(Time::from_millis(now)), waits });
            self.inbox().client().signal(Topic::Conversation(self.id), "typing", serde_json::json!({}));
        } else if !waits {
            self.typing.set_value(Typing { told, waits: true });
            let later = move || {
                if self.typing.try_update_value(|typing| typing.waits = false).is_some() {
                    self.tell_typing();
                }
            };
            set_timeout(later, Duration::from_millis((next - now).unsigned_abs()));
        }
    }

    /// The next sign of writing is of the next message.
    pub(super) fn pause_typing(self) {
        let pause = Time::from_millis(self.inbox().client().now().millis() + PAUSE - PACE);
        self.typing.update_value(|typing| typing.told = typing.told.max(Some(pause)));
    }

    /// Goes to the newest message, and the focus to where one answers.
    pub fn to_newest(self) {
        self.show_newest();
        self.keep_focus();
    }

    /// Goes to the newest message; the focus stays where it is.
    pub fn show_newest(self) {
        if self.state.with_untracked(Timeline::newer) {
            self.leap();
        } else {
            self.scroll.to_end();
        }
    }

    /// Reads a page of older messages, if there are any and no page is under way.
    pub fn older(self) {
        if self.state.with_untracked(Timeline::older) {
            let first = self.state.with_untracked(Timeline::first);
            self.page(From::Before(first), Timeline::prepend);
        }
    }

    /// Reads a page of newer messages, if there are any and no page is under way.
    pub fn newer(self) {
        if self.state.with_untracked(Timeline::newer) {
            let last = self.state.with_untracked(Timeline::last);
            self.page(From::After(last), Timeline::append);
        }
    }
}
