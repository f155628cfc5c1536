//! What a person says later in a conversation.

use leptos::prelude::*;

use super::Thread;
use crate::{
    features::messages::{hook::Schedules, model::Draft},
    shared::{Result, id::MessageId, time::Time},
};

impl Thread {
    /// Has what was written sent at a time, which the clock on the wall will say; the field is empty at once.
    ///
    /// # Errors
    /// `Invalid` for `body` or `at`: the text stays where it is.
    pub fn send_later(self, schedules: Schedules, local: Time) -> Result<()> {
        let body = self.text.get_untracked();
        let (id, reply_to) = (MessageId(self.inbox().client().new_id()), self.answered.get_untracked());
        schedules.schedule(&Draft { id, conversation_id: self.id, body, reply_to, forwarded: false }, local)?;
        self.text.set(String::new());
        self.answered.set(None);
        self.pause_typing();
        self.keep_draft();
        self.write();
        Ok(())
    }
}
