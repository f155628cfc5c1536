//! Whom somebody blocked: as the events say, and with what they did since.

use std::collections::BTreeMap;

use super::read;
use crate::{
    features::accounts::model::{Account, BlockChange, Me},
    realtime::{Event, Position},
    shared::{
        id::{AccountId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending, PendingState},
};

/// The kind of operation that blocks somebody, or ends that.
pub const BLOCK: &str = "person.block";

/// The operation that blocks somebody, or ends that.
#[must_use]
pub fn block_operation(id: OperationId, change: &BlockChange) -> Operation {
    Operation {
        v: 1,
        kind: BLOCK.to_owned(),
        id,
        object: format!("block:{}", change.account.id),
        expected_version: None,
        body: serde_json::json!(change),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// Brings what is confirmed up to an event.
pub(super) fn apply(me: &mut Me, event: &Event) {
    if let Ok(account) = typed::<Account>(&event.body["account"]) {
        BlockChange { account, blocked: true }.over(&mut me.blocked);
    } else if let Ok(who) = typed::<AccountId>(&event.body["account_id"]) {
        me.blocked.retain(|account| account.id != who);
    }
}

/// Those of the pending blocks that need not lie over what is confirmed any more: it says the same, or a later one about
/// the same person is stored. The answer alone does not say which: another device may have done the opposite since, and
/// its event have come first. What never comes to hold is dropped by the outbox, as is all whose event does not come.
#[must_use]
pub fn settled_blocks(me: &Me, pending: &[Pending]) -> Vec<OperationId> {
    let is_stored = |pending: &Pending| matches!(pending.state, PendingState::Acknowledged(_));
    let stored: Vec<_> = pending.iter().filter(|one| is_stored(one) && one.operation.kind == BLOCK).collect();
    let is_over = |(place, one): &(usize, &&Pending)| {
        let holds = |change: BlockChange| me.blocks(change.account.id) == change.blocked;
        let is_before = |other: &&Pending| other.operation.object == one.operation.object;
        stored[place + 1..].iter().any(is_before) || read::<BlockChange>(one, BLOCK).is_none_or(holds)
    };
    stored.iter().enumerate().filter(is_over).map(|(_, one)| one.operation.id).collect()
}

/// Whom an event says to be blocked, or not any more.
fn about(event: &Event) -> Option<AccountId> {
    let is_one = matches!(event.kind.as_str(), "person.blocked" | "person.unblocked");
    let who = [&event.body["account"]["id"], &event.body["account_id"]].into_iter().find(|who| !who.is_null());
    who.filter(|_| is_one).and_then(|who| typed::<AccountId>(who).ok())
}

/// What is told of the signed-in person. What was heard of blocks while a reading is on its way is newer than what it says,
/// and of two events about the same person the later one holds, whichever comes first: blocks carry no version, and who
/// joins a topic that others hear may be given its newest events before those that they missed (SYN-3).
#[derive(Clone, Debug, Default)]
pub struct Readings {
    asked: u32,
    heard: Vec<Event>,
    /// Where the last event about each person stands.
    last: BTreeMap<AccountId, Position>,
}

impl Readings {
    /// One is asked for; which that is.
    pub fn ask(&mut self) -> u32 {
        self.heard.clear();
        self.asked = self.asked.wrapping_add(1);
        self.asked
    }

    /// Takes note of an event; false where a later one about the same person was heard, and this one says nothing.
    #[must_use]
    pub fn hear(&mut self, event: &Event) -> bool {
        let Some(who) = about(event) else { return true };
        if self.last.get(&who).is_some_and(|last| last.is_after(event.position)) {
            return false;
        }
        self.last.insert(who, event.position);
        self.heard.push(event.clone());
        true
    }

    /// Brings a reading up to what was heard since it was asked for. One after which another was asked for says nothing
    /// of whom they blocked beyond what is known.
    pub fn catch_up(&self, number: u32, read: &mut Me, known: &Me) {
        if number == self.asked {
            self.heard.iter().for_each(|event| apply(read, event));
        } else {
            read.blocked.clone_from(&known.blocked);
        }
    }
}

/// Whom the screen shows as blocked: the confirmed, with what was done since, in order.
pub(super) fn overlaid(me: &Me, pending: &[Pending]) -> Vec<Account> {
    let mut blocked = me.blocked.clone();
    let changes = pending.iter().filter(|pending| !pending.has_failed());
    for change in changes.filter_map(|pending| read::<BlockChange>(pending, BLOCK)) {
        change.over(&mut blocked);
    }
    blocked
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        features::accounts::{
            model::{Appearance, MessagesFrom, Settings},
            state,
        },
        realtime::Topic,
        shared::{Error, role::Role, time::Time},
    };

    fn account(handle: &str) -> Account {
        let (handle, display_name) = (handle.to_owned(), handle.to_uppercase());
        Account { id: AccountId::new(), handle, display_name, role: Role::Member, deleted: false }
    }

    fn event(kind: &str, body: Value) -> Event {
        let position = "1.2.3".parse().expect("a position");
        Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body }
    }

    fn ann() -> Me {
        let settings = Settings {
            appearance: Appearance::System,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from: MessagesFrom::Everyone,
            message_requests: false,
            version: 1,
        };
        Me { account: account("ann"), settings, blocked: Vec::new() }
    }

    fn act(who: &Account, blocked: bool, state: PendingState) -> Pending {
        let change = BlockChange { account: who.clone(), blocked };
        Pending { operation: block_operation(OperationId::new(), &change), state }
    }

    fn answered(who: &Account, blocked: bool) -> PendingState {
        PendingState::Acknowledged(json!({"account_id": who.id, "blocked": blocked, "version": 7}))
    }

    fn blocked(who: &Account) -> Event {
        event("person.blocked", json!({"account_id": who.id, "account": who}))
    }

    fn unblocked(who: &Account) -> Event {
        event("person.unblocked", json!({"account_id": who.id}))
    }

    #[test]
    fn whoever_is_blocked_is_so_at_once_and_from_then_on_as_the_events_say() {
        let bob = account("bob");
        let mut me = ann();
        let waiting = act(&bob, true, PendingState::Waiting);
        assert!(state::overlaid(&me, std::slice::from_ref(&waiting)).blocks(bob.id));
        assert!(!state::overlaid(&me, &[act(&bob, true, PendingState::Failed(Error::Missing))]).blocks(bob.id));
        let answer = json!({"account_id": bob.id, "blocked": true, "version": 7});
        assert!(waiting.operation.is_answered(&answer) && waiting.operation.outlasts(&answer));
        state::apply(&mut me, &blocked(&bob));
        assert_eq!(me.blocked, std::slice::from_ref(&bob));
        assert!(!state::overlaid(&me, &[act(&bob, false, PendingState::Waiting)]).blocks(bob.id));
        state::apply(&mut me, &unblocked(&bob));
        assert_eq!(me.blocked, []);
    }

    #[test]
    fn a_stored_block_lies_over_what_is_confirmed_until_that_says_the_same_or_a_later_one_is_stored() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut me = ann();
        let [first, second] = [true, false].map(|on| act(&bob, on, answered(&bob, on)));
        let of_another = act(&cleo, false, PendingState::Waiting);
        assert_eq!(settled_blocks(&me, &[first.clone(), of_another.clone()]), []);
        let both = [first.operation.id, second.operation.id];
        assert_eq!(settled_blocks(&me, &[first.clone(), of_another, second]), both);
        state::apply(&mut me, &blocked(&bob));
        assert_eq!(settled_blocks(&me, &[first]), both[..1]);
    }

    #[test]
    fn an_answer_that_comes_late_does_not_undo_what_another_device_did_since() {
        let bob = account("bob");
        let mut me = ann();
        for event in [blocked(&bob), unblocked(&bob)] {
            state::apply(&mut me, &event);
        }
        let late = act(&bob, true, answered(&bob, true));
        assert_eq!(settled_blocks(&me, &[late]), [], "the outbox drops it");
        assert!(!me.blocks(bob.id));
    }

    #[test]
    fn what_was_heard_while_a_reading_was_on_its_way_is_newer_than_that_and_only_the_last_reading_counts() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut readings = Readings::default();
        let mut known = ann();
        let mut hear = |readings: &mut Readings, event: &Event| {
            state::apply(&mut known, event);
            assert!(readings.hear(event));
        };
        let first = readings.ask();
        hear(&mut readings, &blocked(&bob));
        let last = readings.ask();
        hear(&mut readings, &blocked(&cleo));
        let whom = |number, mut read: Me| {
            readings.catch_up(number, &mut read, &known);
            read.blocked
        };
        assert_eq!(whom(first, ann()), [bob.clone(), cleo.clone()], "as it is known");
        assert_eq!(whom(last, Me { blocked: vec![bob.clone()], ..ann() }), [bob, cleo]);
    }

    #[test]
    fn of_two_events_about_the_same_person_the_later_one_holds_whichever_comes_first() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let at = |event: Event, place: &str| Event { position: place.parse().expect("a position"), ..event };
        let mut readings = Readings::default();
        let heard = [
            at(unblocked(&bob), "1.9.1"),
            at(blocked(&bob), "1.4.1"),
            at(blocked(&cleo), "1.4.2"),
            at(blocked(&bob), "1.11.1"),
            at(unblocked(&bob), "2.1.1"),
        ]
        .map(|event| readings.hear(&event));
        assert_eq!(heard, [true, false, true, true, true], "another life of the database counts anew");
    }
}
