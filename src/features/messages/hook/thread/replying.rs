//! Which message is answered by what is being written, and the way to what others answer.

use leptos::prelude::*;

use super::Thread;
use crate::{
    client::read_until,
    features::messages::{
        model::{From, Quote},
        rpc,
        state::{Key, Timeline},
    },
    shared::{
        Result,
        effect::Effect,
        id::{AccountId, MessageId},
    },
};

impl Thread {
    /// What is written next answers this message. The field has the focus at once: what is typed right after goes into it.
    pub fn answer(self, id: MessageId) {
        self.answered.set(Some(id));
        self.write();
    }

    /// What is written answers nothing in particular any more; whether it did.
    pub fn answer_nothing(self) -> bool {
        let did = self.answered.get_untracked().is_some();
        if did {
            self.answered.set(None);
        }
        did
    }

    /// What is answered by what is being written, as it is now; an answer to what was deleted may be sent all the same.
    #[must_use]
    pub fn answered_quote(self) -> Option<Quote> {
        let id = self.answered.get()?;
        self.rows.track();
        let quote = self.line(id).map(|line| Quote::of(&line.message));
        quote.or_else(|| self.state.with(|state| state.far_quote(id).cloned()))
    }

    /// What somebody is called whose words are quoted.
    #[must_use]
    pub fn quoted_name(self, author: AccountId) -> String {
        let is_own = self.state.with_untracked(Timeline::viewer) == author;
        if is_own { "You".to_owned() } else { self.name_of(author) }
    }

    /// Goes to the message that is quoted, and reads what stands around it where that is not here.
    pub fn go_to(self, quote: &Quote) {
        self.go_to_place(quote.id, quote.seq);
    }

    /// Goes to the message that stands at this place, and reads what stands around it where that is not here.
    pub(super) fn go_to_place(self, id: MessageId, seq: i64) {
        if self.line(id).is_some() {
            self.show_row(id);
        } else {
            self.jump(From::Around(seq), move |_| Some((seq, Key::Message(id))));
        }
    }

    /// Reads the beginnings of what is answered here and stands further up than what is here.
    pub(super) fn follow_quotes(self) {
        let unquoted = Memo::new(move |_| self.state.read().unquoted());
        let asked = Memo::new(move |_| self.answered.get().filter(|_| self.answered_quote().is_none()));
        Effect::new(move || {
            let ids: Vec<_> = unquoted.get().into_iter().chain(asked.get()).collect();
            self.read_quotes(ids);
        });
    }

    /// Reads again what is quoted from further up: of that no event told meanwhile.
    pub(super) fn reread_quotes(self) {
        if let Some(ids) = self.state.try_with_untracked(Timeline::quoted_far) {
            self.read_quotes(ids);
        }
    }

    fn read_quotes(self, ids: Vec<MessageId>) {
        if ids.is_empty() {
            return;
        }
        let is_open = move || self.gone.try_get_untracked() == Some(false);
        let asked = ids.clone();
        let read = move || rpc::read_quotes(self.id, asked.clone());
        read_until(read, is_open, move |answer: Result<Vec<Quote>>| {
            if let Ok(quotes) = answer {
                self.state.try_update(|state| state.learn_of(&ids, quotes));
            }
        });
    }
}
