//! What is said in one conversation and taken to others.

use super::{Thread, changing::focus_on_row};
use crate::shared::{
    Error, Result,
    id::{ConversationId, MessageId},
};

impl Thread {
    /// Says in other conversations what a message says, and that it comes from elsewhere. Nobody is told from where, the server
    /// neither: whoever may read it may say it. Whether it goes there now is the answer, or once the server can be reached.
    ///
    /// # Errors
    /// `Missing` where the message is not there any more: nothing is sent.
    pub fn forward(self, id: MessageId, targets: &[ConversationId]) -> Result<bool> {
        let words = self.words_of(id).filter(|words| !words.is_empty()).ok_or(Error::Missing)?;
        let goes = self.inbox().say_in(targets, &words, true);
        focus_on_row(self.log(), id);
        Ok(goes)
    }
}
