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

#[test]
fn an_answer_quotes_what_its_message_says_by_now_be_that_sent_or_not() {
    let mut world = World::with(1);
    let asked = world.messages[0].clone();
    world.answer(BOB, "yes", asked.id);
    let mut timeline = open(&world);
    let unsent = pending(60_000, "no", PendingState::Waiting);
    let unsent_id = MessageId(unsent.operation.id.0);
    let mut answer = pending(61_000, "or rather yes", PendingState::Waiting);
    answer.operation.body["reply_to"] = serde_json::json!(unsent_id);
    let quotes = |timeline: &Timeline, pending: &[Pending]| {
        let rows = draw(timeline, pending);
        let quotes = lines(&rows).into_iter().filter_map(|line| line.quote.clone());
        quotes.map(|quote| (quote.id, quote.body.clone())).collect::<Vec<_>>()
    };
    let on_screen = quotes(&timeline, &[unsent.clone(), answer.clone()]);
    assert_eq!(on_screen, [(asked.id, asked.body.clone()), (unsent_id, "no".to_owned())]);
    let edit = changing::edit(OperationId(uuid::Uuid::from_u128(9 << 80)), &asked, "tea?");
    let edit = Pending { operation: edit, state: PendingState::Waiting };
    assert_eq!(quotes(&timeline, &[edit]), [(asked.id, "tea?".to_owned())]);
    world.delete(1);
    let (change, position) = world.changes().pop().expect("it was announced");
    timeline.apply(&change, position);
    assert_eq!(quotes(&timeline, &[]), [(asked.id, String::new())]);
}
