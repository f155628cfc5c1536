//! Two tabs of one browser, as they meet each other.
//!
//! Here is what they have in common, `handover` how the lead goes from one to the other, `instead` what is done in the place
//! of something else, `postponed` what is held back, `unsaid` what is done to what has not left, `alone` what a tab is that has nothing to share.

mod alone;
mod handover;
mod instead;
mod postponed;
mod unsaid;

use serde_json::json;
use uuid::Uuid;

use super::{
    Tab,
    word::{Ask, Word},
};
use crate::{
    realtime::{Event, Position, ServerFrame, Topic},
    shared::{
        id::{ConversationId, OperationId},
        time::Time,
    },
    sync::{Effect, Input, Moment, Operation, PendingState, Status, Stored, status::State},
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
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

fn event(position: i64, id: u128) -> ServerFrame {
    let body = json!({"id": message(id).id, "seq": position, "version": 1});
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
        for input in [
            Input::Elected,
            Input::Loaded(stored.into_iter().map(Stored::from).collect()),
            Input::Opened(1),
            Input::Frame(1, welcome(6)),
        ] {
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

    /// What a tab tells a new leader: what was done in it, and what was given up.
    fn joins(&mut self, tab: usize) -> (Vec<Operation>, Vec<OperationId>) {
        let leader = Uuid::from_u128(9);
        let effects = self.tabs[tab].handle(Input::Heard(Word::Lead { leader }), at(0));
        let joined = effects.into_iter().find_map(|effect| match effect {
            Effect::Tell(Word::Join { done, given_up, .. }) => Some((done, given_up)),
            _ => None,
        });
        joined.expect("it joins")
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
fn a_tab_that_follows_hears_when_all_that_it_missed_has_come() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Subscribe { listener: 9, topic: topic(), since: Some(place(3)) });
    let pong = Input::Frame(1, ServerFrame::Pong { t: 0.0, server_time: Time::from_millis(0) });
    browser.tell(0, pong.clone());
    assert!(!browser.effects[1].contains(&Effect::CaughtUp(9)), "that ping had left before");
    browser.tell(0, pong);
    assert!(browser.effects[1].contains(&Effect::CaughtUp(9)));
}

#[test]
fn what_is_done_in_a_tab_that_follows_is_kept_there_and_sent_by_who_leads() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    assert!(browser.effects[1].contains(&Effect::Keep(message(1))));
    assert_eq!((browser.pending(0).len(), browser.pending(1).len()), (0, 1), "shown at once where it was done");
    browser.tell(1, Input::Kept(message(1).id));
    assert_eq!((browser.pending(0).len(), browser.pending(1).len()), (1, 1));
    browser.tell(0, Input::Kept(message(1).id));
    let call = |effect: &Effect| matches!(effect, Effect::Call { operation, .. } if *operation == message(1));
    assert!(browser.effects[0].iter().any(call));
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
fn what_has_happened_stays_on_the_screen_while_no_event_of_it_can_come() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    browser.tell(1, Input::Kept(message(1).id));
    browser.tell(0, Input::Kept(message(1).id));
    browser.tell(0, Input::Closed(1));
    let answer = json!({"id": message(1).id});
    browser.tell(0, Input::Answered { id: message(1).id, attempt: 1, result: Ok(answer.clone()) });
    browser.tell(0, Input::Settle(message(1).id));
    let mut pending_at = |now, state| {
        let status = Status { state, ..Status::default() };
        let word = Word::Status { leader: Uuid::from_u128(1), status, now };
        drop(browser.tabs[1].handle(Input::Heard(word), at(now)));
        browser.pending(1)
    };
    assert_eq!(pending_at(120_000, State::Connecting), [PendingState::Acknowledged(answer.clone())]);
    assert_eq!(pending_at(200_000, State::Online), [PendingState::Acknowledged(answer.clone())], "it may come now");
    assert_eq!(pending_at(259_000, State::Online), [PendingState::Acknowledged(answer)]);
    assert_eq!(pending_at(260_000, State::Online), [], "nothing here hears of it");
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
fn a_sign_of_life_is_answered_in_short_and_what_is_known_is_not_said_to_the_pages_again() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    browser.effects = [Vec::new(), Vec::new()];
    let word = Word::Ask { tab: Uuid::from_u128(2), ask: Ask::Beat };
    let answers = browser.tabs[0].handle(Input::Heard(word), at(3_000));
    let is_short = |effect: &Effect| !matches!(effect, Effect::Tell(word) if !matches!(word, Word::Status { .. }));
    assert!(answers.iter().all(is_short), "{answers:?}");
    assert!(answers.iter().any(|effect| matches!(effect, Effect::Tell(_))));
    let (leader, pending) = (Uuid::from_u128(1), browser.tabs[1].pending());
    assert_eq!(pending.len(), 1);
    let list = Word::Pending { leader, pending, over: Vec::new(), given_up: Vec::new() };
    let effects = browser.tabs[1].handle(Input::Heard(list), at(3_000));
    assert!(!effects.contains(&Effect::PendingChanged));
}

#[test]
fn what_could_not_be_given_up_any_more_is_forgotten_once_it_has_happened() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    browser.tell(1, Input::Kept(message(1).id));
    browser.tell(0, Input::Kept(message(1).id));
    browser.tell(1, Input::Discard(message(1).id));
    assert_eq!(browser.pending(1), [PendingState::Waiting], "it is on its way");
    browser.tell(0, Input::Frame(1, event(6, 1)));
    assert_eq!(browser.pending(1), []);
    assert_eq!(browser.joins(1), (Vec::new(), Vec::new()));
}

#[test]
fn the_figures_of_the_connection_are_by_the_clock_of_the_tab_that_shows_them() {
    let mut browser = Browser::new();
    let (since, heard) = (Some(Time::from_millis(100)), Some(Time::from_millis(900)));
    let status = Status { clock_offset: 10.0, since, heard, ..Status::default() };
    let word = Word::Status { leader: Uuid::from_u128(1), status, now: 1_000 };
    drop(browser.tabs[1].handle(Input::Heard(word), at(400)));
    assert!((browser.tabs[1].status().clock_offset - 610.0).abs() < 0.001);
    assert_eq!(browser.tabs[1].status().since, Some(Time::from_millis(-500)));
    assert_eq!(browser.tabs[1].status().heard, Some(Time::from_millis(300)));
}
