//! What is drawn of a conversation: confirmed messages by `seq`, then one's own unsent ones, last
//! and in the order in which they were written.

mod progress;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Timeline,
    changing::{Refusal, Wishes},
    operation::{named_at, sending},
};
use crate::{
    features::messages::model::{Draft, Message},
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
        let wishes = Wishes::of(self.conversation().id, pending);
        let mut drawing = Drawing { rows: Vec::new(), day: None, line: self.line(), wishes };
        for (message, progress) in confirmed.chain(early) {
            drawing.push(message, progress, day(message.at));
        }
        for pending in pending {
            let draft = sending(&pending.operation).filter(|draft| draft.conversation_id == self.conversation().id);
            let Some(draft) = draft.filter(|draft| !self.knows(draft.id)) else { continue };
            let message = self.echo(draft);
            let day = day(message.at);
            drawing.push(&Arc::new(message), Some(Progress::of(&pending.state)), day);
        }
        drawing.rows
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
        }
    }
}

/// Rows under the pen.
struct Drawing<'a> {
    rows: Vec<Row>,
    day: Option<i64>,
    line: Option<i64>,
    wishes: Wishes<'a>,
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
        self.rows.push(Row::Message(Line { message, progress, refusal, first: !joins, last: true }));
    }
}

fn belongs(before: &Message, message: &Message) -> bool {
    before.author_id == message.author_id && message.at.millis() - before.at.millis() < GROUP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::messages::state::{
            changing,
            world::{ANN, BOB, World, pending},
        },
        shared::{Error, id::OperationId},
        sync::PendingState,
    };

    const DAY: i64 = 24 * 60 * 60 * 1000;

    fn draw(timeline: &Timeline, pending: &[Pending]) -> Vec<Row> {
        timeline.rows(pending, true, |time| time.millis() / DAY)
    }

    fn lines(rows: &[Row]) -> Vec<&Line> {
        let mut lines = Vec::new();
        for row in rows {
            if let Row::Message(line) = row {
                lines.push(line);
            }
        }
        lines
    }

    fn open(world: &World) -> Timeline {
        Timeline::new(ANN, world.snapshot(), world.stretch(1, world.conversation.last_seq))
    }

    #[test]
    fn unsent_messages_stay_last_in_the_order_they_were_written() {
        let mut world = World::with(2);
        let mut timeline = open(&world);
        let unsent = [
            pending(DAY as u64 / 2, "first", PendingState::Waiting),
            pending(DAY as u64 / 2 + 1, "second", PendingState::Waiting),
        ];
        world.say(BOB, "in between");
        let (change, position) = world.changes().remove(2);
        timeline.apply(&change, position);
        let rows = draw(&timeline, &unsent);
        let bodies: Vec<_> = lines(&rows).iter().map(|line| line.message.body.clone()).collect();
        assert_eq!(bodies, ["message 0", "message 1", "in between", "first", "second"]);
        assert_eq!(lines(&rows)[4].progress, Some(Progress::Sending));
    }

    #[test]
    fn a_row_keeps_its_key_from_the_echo_to_the_receipt() {
        let mut world = World::new();
        let mut timeline = open(&world);
        let sending = pending(60_000, "hi", PendingState::Waiting);
        let id = MessageId(sending.operation.id.0);
        let stored = Pending { state: PendingState::Acknowledged(serde_json::Value::Null), ..sending.clone() };
        let mut seen = Vec::new();
        let mut look = |timeline: &Timeline, pending: &[Pending]| {
            let rows = draw(timeline, pending);
            assert_eq!(rows.last().map(Row::key), Some(Key::Message(id)));
            let [line] = lines(&rows)[..] else { panic!("one row") };
            seen.push(line.progress.clone().expect("one's own"));
        };
        look(&timeline, std::slice::from_ref(&sending));
        look(&timeline, std::slice::from_ref(&stored));
        world.store(id, ANN, "hi");
        world.receipt(1, 0);
        world.receipt(1, 1);
        for (change, position) in world.changes() {
            timeline.apply(&change, position);
            look(&timeline, std::slice::from_ref(&stored));
        }
        assert_eq!(seen, [Progress::Sending, Progress::Sent, Progress::Sent, Progress::Delivered, Progress::Read]);
    }

    #[test]
    fn an_own_message_that_waits_for_its_predecessor_stays_on_the_screen() {
        let mut world = World::with(1);
        let mut timeline = open(&world);
        world.say(BOB, "not here yet");
        let own = world.say(ANN, "mine");
        let (change, position) = world.changes().remove(2);
        timeline.apply(&change, position);
        let rows = draw(&timeline, &[]);
        assert_eq!(rows.last().map(Row::key), Some(Key::Message(own.id)));
    }

    #[test]
    fn a_refused_message_says_why() {
        let timeline = open(&World::new());
        let refused = Error::Slow { retry_after: 1000 };
        let rows = draw(&timeline, &[pending(0, "hi", PendingState::Failed(refused.clone()))]);
        assert_eq!(lines(&rows)[0].progress, Some(Progress::Failed(refused)));
    }

    #[test]
    fn an_edit_keeps_the_row_and_what_was_refused_of_it_says_why() {
        let mut timeline = open(&World::with(1));
        let message = Message::clone(timeline.messages().next().expect("it is there"));
        let operation = changing::edit(OperationId(uuid::Uuid::from_u128(9 << 80)), &message, "hello");
        let drawn = |timeline: &Timeline, state| {
            let rows = draw(timeline, &[Pending { operation: operation.clone(), state }]);
            let [line] = lines(&rows)[..] else { panic!("one row") };
            (line.message.id, line.message.body.clone(), line.refusal.as_ref().map(|refusal| refusal.error.clone()))
        };
        assert_eq!(drawn(&timeline, PendingState::Waiting), (message.id, "hello".to_owned(), None));
        let refused = drawn(&timeline, PendingState::Failed(Error::Missing));
        assert_eq!(refused, (message.id, message.body.clone(), Some(Error::Missing)));
        let edited = Message { body: "hello".to_owned(), version: 2, ..message.clone() };
        assert!(timeline.change(&edited) && !timeline.change(&message));
        assert_eq!(drawn(&timeline, PendingState::Failed(Error::Offline)).1, "hello");
    }

    #[test]
    fn days_the_line_and_groups_stand_where_they_belong() {
        let mut world = World::new();
        for author in [ANN, ANN, BOB, BOB, BOB] {
            world.say(author, "x");
        }
        world.read(3);
        let mut timeline = open(&world);
        let shape = |timeline: &Timeline| -> String {
            let sign = |row: &Row| match row {
                Row::Day(..) => "-",
                Row::New => "*",
                Row::Message(Line { first: true, last: true, .. }) => "o",
                Row::Message(Line { first: true, .. }) => "(",
                Row::Message(Line { last: true, .. }) => ")",
                Row::Message(_) => "|",
            };
            timeline.rows(&[], true, |time| time.millis() / 120_001).iter().map(sign).collect()
        };
        assert_eq!(shape(&timeline), "-()-o*o-o");
        timeline.draw_line(None);
        assert_eq!(shape(&timeline), "-()-()-o");
    }

    #[test]
    fn what_is_no_message_is_not_drawn() {
        let mut other = pending(0, "x", PendingState::Waiting);
        other.operation.kind = "settings.change".into();
        let mut elsewhere = pending(0, "x", PendingState::Waiting);
        elsewhere.operation.body["conversation_id"] = serde_json::json!(uuid::Uuid::nil());
        assert!(draw(&open(&World::new()), &[other, elsewhere]).is_empty());
    }
}
