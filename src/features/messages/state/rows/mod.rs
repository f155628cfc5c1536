//! What is drawn of a conversation: confirmed messages by `seq`, then one's own unsent ones, last
//! and in the order in which they were written. `progress` says how far one's own came, `quoting` what stands above answers.

mod progress;
mod quoting;

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Timeline,
    changing::{Refusal, Wishes},
    operation::{named_at, sending},
};
use crate::{
    features::messages::model::{Draft, Message, Quote},
    shared::{id::MessageId, time::Time},
    sync::Pending,
};

pub use progress::Progress;
use progress::Reach;

/// Messages of one author that lie closer together than this many milliseconds stand as one group.
const GROUP: i64 = 5 * 60 * 1000;

/// One row of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Here a day begins, given in days since 1970 and by its first message.
    Day(i64, Time),
    /// Here the unread messages begin.
    New,
    /// A message.
    Message(Line),
}

/// What a row is called for life, whatever becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Key {
    /// The separator of a day.
    Day(i64),
    /// The line "new messages".
    New,
    /// A message, from its first echo on.
    Message(MessageId),
}

/// A message as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What was said. An unsent one has `seq` 0 and the time at which this device named it.
    pub message: Arc<Message>,
    /// How far one's own message came; nothing for those of others.
    pub progress: Option<Progress>,
    /// What it answers, as far as that is known, as it shall be seen.
    pub quote: Option<Arc<Quote>>,
    /// What was to become of it and was refused.
    pub refusal: Option<Refusal>,
    /// Whether it begins a group of one author.
    pub first: bool,
    /// Whether it ends one.
    pub last: bool,
}

impl Row {
    /// What it is called for life.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Day(day, _) => Key::Day(*day),
            Self::New => Key::New,
            Self::Message(line) => Key::Message(line.message.id),
        }
    }
}

impl Timeline {
    /// The rows with what is pending laid over.
    ///
    /// `day` says on which day since 1970 a moment lies where the viewer is; `receipts` whether the
    /// viewer takes part in read receipts: who sends none gets none.
    #[must_use]
    pub fn rows(&self, pending: &[Pending], receipts: bool, mut day: impl FnMut(Time) -> i64) -> Vec<Row> {
        let reach = Reach::of(self, receipts);
        let mine = |message: &Message| message.author_id == self.viewer();
        let confirmed = self.messages().map(|message| (message, mine(message).then(|| reach.progress(message.seq))));
        let early = self.held().filter(|message| mine(message)).map(|message| (message, Some(Progress::Sent)));
        let wishes = Wishes::of(self.conversation().id, self.viewer(), pending);
        let unsent: Vec<_> = pending.iter().filter_map(|pending| self.unsent(pending)).collect();
        let quotes = quoting::quotes(self, unsent.iter().map(|(message, _)| message), &wishes);
        let mut drawing = Drawing { rows: Vec::new(), day: None, line: self.line_here(), wishes, quotes };
        for (message, progress) in confirmed.chain(early) {
            drawing.push(message, progress, day(message.at));
        }
        for (message, progress) in unsent {
            let day = day(message.at);
            drawing.push(&message, Some(progress), day);
        }
        drawing.rows
    }

    /// The message that is on its way here and not confirmed.
    fn unsent(&self, pending: &Pending) -> Option<(Arc<Message>, Progress)> {
        let draft = sending(&pending.operation).filter(|draft| draft.conversation_id == self.conversation().id);
        let draft = draft.filter(|draft| !self.knows(draft.id))?;
        Some((Arc::new(self.echo(draft)), Progress::of(&pending.state)))
    }

    fn echo(&self, draft: Draft) -> Message {
        Message {
            at: named_at(draft.id),
            id: draft.id,
            conversation_id: draft.conversation_id,
            seq: 0,
            author_id: self.viewer(),
            body: draft.body,
            version: 0,
            edited_at: None,
            deleted_at: None,
            reply_to: draft.reply_to,
            forwarded: draft.forwarded,
            reactions: Vec::new(),
            reacted: 0,
            preview: None,
            previewed: 0,
            answers: None,
        }
    }
}

/// Rows under the pen.
struct Drawing<'a> {
    rows: Vec<Row>,
    day: Option<i64>,
    line: Option<i64>,
    wishes: Wishes<'a>,
    quotes: HashMap<MessageId, Quote>,
}

impl Drawing<'_> {
    fn push(&mut self, message: &Arc<Message>, progress: Option<Progress>, day: i64) {
        if self.day.is_none_or(|before| day > before) {
            self.day = Some(day);
            self.rows.push(Row::Day(day, message.at));
        }
        if progress.is_none() && self.line.is_some_and(|line| message.seq > line) {
            self.line = None;
            self.rows.push(Row::New);
        }
        let joins = match self.rows.last_mut() {
            Some(Row::Message(before)) if belongs(&before.message, message) => {
                before.last = false;
                true
            }
            _ => false,
        };
        let (message, refusal) = self.wishes.lay_over(message);
        let quote = message.reply_to.and_then(|id| self.quotes.get(&id)).cloned().map(Arc::new);
        self.rows.push(Row::Message(Line { message, progress, quote, refusal, first: !joins, last: true }));
    }
}

fn belongs(before: &Message, message: &Message) -> bool {
    before.author_id == message.author_id && message.at.millis() - before.at.millis() < GROUP
}

#[cfg(test)]
mod tests;
