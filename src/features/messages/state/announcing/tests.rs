use super::*;
use crate::features::messages::{
    model::Stretch,
    state::world::{ANN, BOB, World},
};

/// Ann has it open, with all that was said.
struct Open {
    world: World,
    timeline: Timeline,
    announcer: Announcer,
    /// Events that have come.
    heard: usize,
}

impl Open {
    /// The last of so many messages.
    fn at_end_of(count: i64) -> Self {
        Self::at(count - 2, count, count)
    }

    fn at(first: i64, last: i64, count: i64) -> Self {
        let mut world = World::with(count);
        world.read(count);
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(first, last));
        let (announcer, heard) = (Announcer::new(&timeline), world.events.len());
        Self { world, timeline, announcer, heard }
    }

    /// What happened since arrives, but for the first few events.
    fn hear_without(&mut self, lost: usize, ear: Ear) -> bool {
        for (change, position) in self.world.changes().split_off(self.heard + lost) {
            self.timeline.apply(&change, position);
        }
        self.heard = self.world.events.len();
        self.announcer.hear(&self.timeline, ear)
    }

    fn hear(&mut self, ear: Ear) -> bool {
        self.hear_without(0, ear)
    }

    fn say(&mut self, at_end: bool) -> Vec<String> {
        let news = self.announcer.news(&self.timeline, at_end);
        news.iter().map(words).collect()
    }
}

fn words(news: &News) -> String {
    news.words(false, |_| false, |author| if author == BOB { "Bob".to_owned() } else { "Ann".to_owned() })
}

fn said(message: Message) -> News {
    News::Said(Arc::new(message))
}

#[test]
fn each_message_of_others_is_said_once_and_in_order() {
    let mut open = Open::at_end_of(30);
    assert!(!open.hear(Ear::Here), "what stands there is not said");
    open.world.say(BOB, "one");
    open.world.say(BOB, "**two**");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: one", "Bob: two"]);
    assert!(!open.hear(Ear::Here));
    assert!(open.say(true).is_empty());
    open.world.say(BOB, "one");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: one"], "the same words again are another message");
}

#[test]
fn what_one_says_oneself_is_not_said() {
    let mut open = Open::at_end_of(3);
    open.world.say(ANN, "mine");
    assert!(open.hear(Ear::Here));
    assert!(open.say(true).is_empty());
    assert!(!open.hear(Ear::Here));
}

#[test]
fn what_becomes_of_a_message_is_not_new() {
    let mut open = Open::at_end_of(30);
    open.world.edit(29, "otherwise");
    open.world.react(29, "👍", BOB, true);
    open.world.pin(29, BOB, true);
    open.world.delete(30);
    assert!(!open.hear(Ear::Here));
    open.world.say(BOB, "gone at once");
    open.world.say(BOB, "corrected");
    open.world.delete(31);
    open.world.edit(32, "right");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: right"]);
}

#[test]
fn many_at_once_are_summed_up() {
    let mut open = Open::at_end_of(3);
    for number in 0..FEW + 2 {
        open.world.say(BOB, &format!("message {number}"));
    }
    open.world.say(ANN, "mine");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["5 new messages"]);
    assert!(!open.hear(Ear::Here));
}

#[test]
fn what_was_missed_is_summed_up_and_a_single_message_said() {
    let mut open = Open::at_end_of(3);
    for words in ["one", "two"] {
        open.world.say(BOB, words);
    }
    assert!(open.hear(Ear::Here));
    open.announcer.miss(&open.timeline);
    assert!(open.announcer.has_missed());
    assert_eq!(open.say(true), ["2 new messages"]);
    open.announcer.miss(&open.timeline);
    assert!(!open.announcer.has_missed(), "nothing came");
    for words in ["three", "four"] {
        open.world.say(BOB, words);
    }
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: three", "Bob: four"]);
    open.world.say(BOB, "five");
    assert!(open.hear(Ear::Here));
    open.announcer.miss(&open.timeline);
    assert_eq!(open.say(true), ["Bob: five"]);
}

#[test]
fn what_was_said_before_a_conversation_stands_as_it_is_is_never_said() {
    let mut open = Open::at_end_of(3);
    open.world.say(BOB, "while it was closed");
    assert!(!open.hear(Ear::Opening));
    assert!(!open.hear(Ear::Here));
    assert!(open.say(true).is_empty());
}

#[test]
fn what_comes_while_nobody_looks_is_summed_up_as_they_come_back() {
    let mut open = Open::at_end_of(3);
    for words in ["one", "two"] {
        open.world.say(BOB, words);
    }
    assert!(!open.hear(Ear::Away));
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["2 new messages"]);
}

#[test]
fn what_is_read_on_another_device_meanwhile_is_not_said() {
    let mut open = Open::at_end_of(3);
    for words in ["one", "two"] {
        open.world.say(BOB, words);
    }
    open.world.read(4);
    assert!(!open.hear(Ear::Away));
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: two"]);
    open.world.say(BOB, "three");
    open.world.read(6);
    assert!(!open.hear(Ear::Away));
    assert!(!open.hear(Ear::Here));
}

#[test]
fn who_looks_at_something_else_hears_how_much_is_unread() {
    let mut open = Open::at_end_of(30);
    open.world.say(BOB, "one");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(false), ["1 new message"]);
    open.world.say(BOB, "two");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(false), ["2 new messages"]);
    open.world.say(ANN, "mine, from elsewhere");
    assert!(open.hear(Ear::Here));
    assert!(open.say(false).is_empty());
    assert!(open.say(true).is_empty(), "nothing is said on the way back");
}

#[test]
fn in_a_long_history_nothing_is_said_of_what_is_read_on_the_way() {
    let mut open = Open::at(1, 50, 2_000);
    open.timeline.append(open.world.stretch(51, 150));
    assert!(!open.hear(Ear::Here));
    open.world.say(BOB, "far below");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["1 new message"], "the end of what is here is not the end of what was said");
    open.timeline.leap(open.world.stretch(1_951, 2_001));
    assert!(!open.hear(Ear::Here));
    open.world.say(BOB, "here");
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: here"]);
}

#[test]
fn what_is_missing_is_waited_for_and_counted_where_it_does_not_come() {
    let mut open = Open::at_end_of(3);
    for number in 4..=6 {
        open.world.say(BOB, &format!("message {number}"));
    }
    assert!(open.hear_without(1, Ear::Here));
    assert!(open.say(true).is_empty(), "the fourth is missing");
    open.timeline.append(open.world.stretch(4, 6));
    assert!(open.hear(Ear::Here));
    assert_eq!(open.say(true), ["Bob: message 4", "Bob: message 5", "Bob: message 6"]);
    for number in 7..=400 {
        open.world.say(BOB, &format!("message {number}"));
    }
    open.timeline.refresh(open.world.snapshot(), open.world.stretch(351, 400));
    open.announcer.miss(&open.timeline);
    assert!(open.announcer.hear(&open.timeline, Ear::Here));
    assert_eq!(open.say(true), ["394 new messages"]);
}

#[test]
fn another_life_of_the_database_is_no_news_and_ends_none() {
    let mut open = Open::at_end_of(30);
    let mut world = World::with(3);
    let mut snapshot = world.snapshot();
    snapshot.position.epoch = 2;
    open.timeline.refresh(snapshot, world.stretch(1, 3));
    assert!(!open.announcer.hear(&open.timeline, Ear::Here));
    let message = world.say(BOB, "first of all");
    open.timeline.append(Stretch { messages: vec![message], ..world.stretch(9, 9) });
    assert!(open.announcer.hear(&open.timeline, Ear::Here));
    assert_eq!(open.say(true), ["Bob: first of all"]);
}

#[test]
fn a_message_is_said_by_its_author_and_plain_words() {
    let mut world = World::new();
    let message = world.say(BOB, "# **strong** `code`\n\n> and more");
    let name = |_| "Bob".to_owned();
    assert_eq!(said(message.clone()).words(true, |_| false, name), format!("Bob replied: {}", plain(&message.body)));
    let forwarded = Message { forwarded: true, ..message.clone() };
    assert_eq!(said(forwarded).words(false, |_| false, name), format!("Bob forwarded: {}", plain(&message.body)));
    assert_eq!(said(message).words(false, |author| author == BOB, name), FOLDED);
    let long = Message { body: "ä".repeat(MOST + 1), ..world.say(BOB, "") };
    assert_eq!(said(long).words(false, |_| false, name), format!("Bob: {}…", "ä".repeat(MOST)));
    assert_eq!(News::Many(1).words(true, |_| false, name), "1 new reply");
    assert_eq!(News::Many(7).words(true, |_| false, name), "7 new replies");
}
