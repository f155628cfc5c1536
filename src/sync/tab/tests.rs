//! Two tabs of one browser, as they meet each other.

use serde_json::json;
use uuid::Uuid;

use super::{Tab, word::Word};
use crate::{
    realtime::{Event, Position, ServerFrame, Topic},
    shared::{
        id::{ConversationId, OperationId},
        time::Time,
    },
    sync::{Effect, Input, Moment, Operation, PendingState, Status, status::State},
};

fn at(now: i64) -> Moment {
    Moment { now, chance: 0.5 }
}

fn place(id: i64) -> Position {
    Position { epoch: 1, xid: 1, id }
}

fn topic() -> Topic {
    Topic::Conversation(ConversationId(Uuid::from_u128(7)))
}

fn message(id: u128) -> Operation {
    Operation {
        v: 1,
        kind: "message.send".into(),
        id: OperationId(Uuid::from_u128(id)),
        object: "conversation:7".into(),
        expected_version: None,
        body: json!({"body": "hi"}),
    }
}

fn event(position: i64, id: u128) -> ServerFrame {
    let body = json!({"id": message(id).id, "seq": position});
    let (kind, at) = ("message.sent".into(), Time::from_millis(0));
    ServerFrame::Event(Event { position: place(position), topic: topic(), kind, at, body })
}

fn welcome(position: i64) -> ServerFrame {
    ServerFrame::Welcome { position: place(position), server_time: Time::from_millis(0), node: "a".into() }
}

/// Two tabs that hear each other at once.
struct Browser {
    tabs: [Tab; 2],
    /// What came of it in each, but for words.
    effects: [Vec<Effect>; 2],
}

impl Browser {
    /// The first tab leads and is connected, the second follows.
    fn new() -> Self {
        let tab = |number| Tab::new(Uuid::from_u128(number), None);
        let mut browser = Self { tabs: [tab(1), tab(2)], effects: [Vec::new(), Vec::new()] };
        for input in [Input::Start, Input::Elected, Input::Loaded(Vec::new()), Input::Opened(1)] {
            browser.tell(0, input);
        }
        browser.tell(0, Input::Frame(1, welcome(5)));
        browser.tell(1, Input::Start);
        browser.effects = [Vec::new(), Vec::new()];
        browser
    }

    fn tell(&mut self, tab: usize, input: Input) {
        self.tell_at(tab, input, 0);
    }

    fn tell_at(&mut self, tab: usize, input: Input, now: i64) {
        for effect in self.tabs[tab].handle(input, at(now)) {
            match effect {
                Effect::Tell(word) => self.tell_at(1 - tab, Input::Heard(word), now),
                other => self.effects[tab].push(other),
            }
        }
    }

    /// The first tab ends without a word, and the second one has its turn.
    fn hand_over(&mut self, stored: Vec<Operation>) {
        self.tabs[0] = Tab::new(Uuid::from_u128(3), None);
        for input in [Input::Elected, Input::Loaded(stored), Input::Opened(1), Input::Frame(1, welcome(6))] {
            self.tell(1, input);
        }
    }

    fn delivered(&self, tab: usize) -> Vec<i64> {
        let ids = |effect: &Effect| match effect {
            Effect::Deliver(_, events) => events.iter().map(|event| event.position.id).collect(),
            _ => Vec::new(),
        };
        self.effects[tab].iter().flat_map(ids).collect()
    }

    fn pending(&self, tab: usize) -> Vec<PendingState> {
        self.tabs[tab].pending().into_iter().map(|pending| pending.state).collect()
    }
}

#[test]
fn a_tab_that_follows_knows_how_the_connection_is_and_has_none() {
    let browser = Browser::new();
    assert_eq!(browser.tabs.each_ref().map(|tab| tab.status().state), [State::Online; 2]);
    assert_eq!(browser.tabs.each_ref().map(Tab::leads), [true, false]);
}

#[test]
fn what_is_done_in_a_tab_that_follows_is_kept_there_and_sent_by_who_leads() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    assert_eq!(browser.effects[1].last(), Some(&Effect::Keep(message(1))));
    assert_eq!((browser.pending(0).len(), browser.pending(1).len()), (0, 1), "shown at once where it was done");
    browser.tell(1, Input::Kept(message(1).id));
    assert_eq!((browser.pending(0).len(), browser.pending(1).len()), (1, 1));
    browser.tell(0, Input::Kept(message(1).id));
    let call = |effect: &Effect| matches!(effect, Effect::Call { operation, .. } if *operation == message(1));
    assert!(browser.effects[0].iter().any(call));
}

#[test]
fn what_is_heard_from_one_leader_is_not_heard_again_from_the_next() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Subscribe { listener: 9, topic: topic(), since: Some(place(5)) });
    browser.tell(0, Input::Frame(1, event(6, 1)));
    browser.hand_over(Vec::new());
    browser.tell(1, Input::Frame(1, event(6, 1)));
    browser.tell(1, Input::Frame(1, event(7, 2)));
    assert_eq!(browser.delivered(1), [6, 7]);
}

#[test]
fn what_a_leader_took_to_its_end_the_next_one_finds_in_the_store() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    browser.hand_over(vec![message(1)]);
    let call = |effect: &Effect| matches!(effect, Effect::Call { operation, .. } if *operation == message(1));
    assert!(browser.effects[1].iter().any(call));
    assert_eq!(browser.pending(1), [PendingState::Waiting]);
}

#[test]
fn what_was_done_in_a_tab_stays_on_its_screen_until_it_has_heard_of_it() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    browser.tell(1, Input::Kept(message(1).id));
    browser.tell(0, Input::Kept(message(1).id));
    let answer = json!({"id": message(1).id});
    browser.tell(0, Input::Answered { id: message(1).id, attempt: 1, result: Ok(answer.clone()) });
    browser.tell(0, Input::Frame(1, event(6, 1)));
    assert_eq!(browser.pending(0), []);
    assert_eq!(browser.pending(1), [PendingState::Acknowledged(answer)], "nobody here has heard of it");
    browser.tell(1, Input::Subscribe { listener: 9, topic: topic(), since: Some(place(5)) });
    browser.tell(0, Input::Frame(1, event(6, 1)));
    assert_eq!((browser.delivered(1), browser.pending(1)), (vec![6], Vec::new()));
}

#[test]
fn what_was_given_up_in_one_tab_is_shown_in_none() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    browser.tell(1, Input::Kept(message(1).id));
    browser.tell(0, Input::Discard(message(1).id));
    assert_eq!((browser.pending(0), browser.pending(1)), (Vec::new(), Vec::new()));
}

#[test]
fn a_tab_that_is_looked_at_takes_the_lead_when_nobody_answers() {
    for (visible, stolen) in [(true, true), (false, false)] {
        let mut tab = Tab::new(Uuid::from_u128(2), None);
        tab.handle(Input::Visible(visible), at(0));
        tab.handle(Input::Start, at(0));
        assert!(!tab.handle(Input::Tick, at(900)).contains(&Effect::Steal));
        assert_eq!(tab.handle(Input::Tick, at(1_000)).contains(&Effect::Steal), stolen);
    }
}

#[test]
fn who_has_lost_the_lead_closes_and_tells_the_next_leader_what_waits() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    let effects = browser.tabs[0].handle(Input::Deposed, at(0));
    assert!(effects.contains(&Effect::Close(1)));
    let joined = |effect: &Effect| matches!(effect, Effect::Tell(Word::Join { done, .. }) if *done == [message(1)]);
    assert!(effects.iter().any(joined));
    assert_eq!(browser.pending(0), [PendingState::Waiting], "and it is still shown");
}

#[test]
fn a_tab_whose_store_is_of_no_use_goes_on_by_itself_with_what_was_done_in_it() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    browser.tell(1, Input::Kept(message(1).id));
    browser.tell(1, Input::Alone);
    assert!(browser.tabs[1].leads());
    assert!(browser.effects[1].contains(&Effect::Part));
    browser.tell(1, Input::Loaded(Vec::new()));
    assert_eq!(browser.tabs[1].pending().len(), 1);
    browser.tell(1, Input::Deposed);
    assert!(browser.tabs[1].leads());
    let spoken = browser.tabs[1].handle(Input::Perform(message(2)), at(0));
    assert!(!spoken.iter().any(|effect| matches!(effect, Effect::Tell(_))));
}

#[test]
fn who_logs_out_in_one_tab_leaves_nothing_pending_in_any() {
    let mut browser = Browser::new();
    for (tab, id) in [(0, 1), (1, 2)] {
        browser.tell(tab, Input::Perform(message(id)));
        browser.tell(tab, Input::Kept(message(id).id));
    }
    browser.tell(1, Input::Wipe);
    assert_eq!(browser.tabs[0].pending(), []);
    assert_eq!(browser.tabs[1].pending(), []);
    assert!(browser.effects[0].contains(&Effect::Release));
    assert!(!browser.effects[1].contains(&Effect::Release));
}

#[test]
fn the_figures_of_the_connection_are_by_the_clock_of_the_tab_that_shows_them() {
    let mut browser = Browser::new();
    let status = Status { clock_offset: 10.0, since: Some(Time::from_millis(100)), ..Status::default() };
    let word = Word::Status { leader: Uuid::from_u128(1), status, now: 1_000 };
    drop(browser.tabs[1].handle(Input::Heard(word), at(400)));
    assert!((browser.tabs[1].status().clock_offset - 610.0).abs() < 0.001);
    assert_eq!(browser.tabs[1].status().since, Some(Time::from_millis(-500)));
}
