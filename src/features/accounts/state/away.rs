//! Whom somebody keeps away: as the events say, and with what they did since.

use serde_json::json;

use crate::{
    features::accounts::model::{Account, Away, AwayChange, Me},
    realtime::Event,
    shared::{
        id::{AccountId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending, PendingState},
};

/// The kind of operation that blocks somebody, or ends that.
pub const BLOCK: &str = "person.block";
/// The kind of operation that mutes somebody, or ends that.
pub const MUTE: &str = "person.mute";

/// The operation that keeps somebody away, or ends that.
#[must_use]
pub fn away_operation(id: OperationId, change: &AwayChange) -> Operation {
    let AwayChange { account, how, on } = change;
    let (kind, object) = match how {
        Away::Blocked => (BLOCK, "block"),
        Away::Muted => (MUTE, "mute"),
    };
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id,
        object: format!("{object}:{}", account.id),
        expected_version: None,
        body: json!({"account": account, (how.as_str()): on}),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// What such an operation does; nothing where it is of another kind or cannot be read.
#[must_use]
pub fn away_change(operation: &Operation) -> Option<AwayChange> {
    let (how, body) = (done_by(&operation.kind)?, &operation.body);
    Some(AwayChange { account: typed(&body["account"]).ok()?, how, on: body[how.as_str()].as_bool()? })
}

/// How an operation of this kind keeps people away.
fn done_by(kind: &str) -> Option<Away> {
    match kind {
        BLOCK => Some(Away::Blocked),
        MUTE => Some(Away::Muted),
        _ => None,
    }
}

/// How somebody is kept away, or was until then, by an event of this kind.
pub(super) fn told_by(kind: &str) -> Option<Away> {
    match kind {
        "person.blocked" | "person.unblocked" => Some(Away::Blocked),
        "person.muted" | "person.unmuted" => Some(Away::Muted),
        _ => None,
    }
}

/// Brings what is confirmed up to an event.
pub(super) fn apply(me: &mut Me, event: &Event) {
    let Some(how) = told_by(&event.kind) else { return };
    if let Ok(account) = typed::<Account>(&event.body["account"]) {
        AwayChange { account, how, on: true }.over(me);
    } else if let Ok(who) = typed::<AccountId>(&event.body["account_id"]) {
        me.let_back(how, who);
    }
}

/// Those of the pending acts that need not lie over what is confirmed any more: it says the same, or a later one about
/// the same person is stored. The answer alone does not say which: another device may have done the opposite since, and
/// its event have come first. What never comes to hold is dropped by the outbox, as is all whose event does not come.
#[must_use]
pub fn settled_away(me: &Me, pending: &[Pending]) -> Vec<OperationId> {
    let is_stored = |pending: &&Pending| matches!(pending.state, PendingState::Acknowledged(_));
    let stored = pending.iter().filter(is_stored).map(|one| &one.operation);
    let stored: Vec<_> = stored.filter(|operation| done_by(&operation.kind).is_some()).collect();
    let holds = |change: AwayChange| me.keeps_away(change.how, change.account.id) == change.on;
    let is_over = |(place, one): &(usize, &&Operation)| {
        stored[place + 1..].iter().any(|later| later.object == one.object) || away_change(one).is_none_or(holds)
    };
    stored.iter().enumerate().filter(is_over).map(|(_, one)| one.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::accounts::state::{
            self,
            world::{account, ann, blocked, muted, unblocked, unmuted},
        },
        shared::Error,
    };

    fn act(who: &Account, how: Away, on: bool, state: PendingState) -> Pending {
        let change = AwayChange { account: who.clone(), how, on };
        Pending { operation: away_operation(OperationId::new(), &change), state }
    }

    fn stored(who: &Account, how: Away, on: bool) -> Pending {
        let answer = json!({"account_id": who.id, (how.as_str()): on, "version": 7});
        act(who, how, on, PendingState::Acknowledged(answer))
    }

    #[test]
    fn an_act_is_written_as_its_kind_wants_and_read_again() {
        let bob = account("bob");
        for (how, kind, body) in [
            (Away::Blocked, "person.block", json!({"account": bob, "blocked": true})),
            (Away::Muted, "person.mute", json!({"account": bob, "muted": true})),
        ] {
            let change = AwayChange { account: bob.clone(), how, on: true };
            let operation = away_operation(OperationId::new(), &change);
            assert_eq!((operation.kind.as_str(), &operation.body), (kind, &body));
            assert_eq!(away_change(&operation), Some(change));
        }
    }

    #[test]
    fn whoever_is_blocked_stands_in_the_list_once_and_until_they_are_not() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut me = ann();
        me.blocked = vec![bob.clone()];
        let change = |account: &Account, on| AwayChange { account: account.clone(), how: Away::Blocked, on };
        for account in [&bob, &cleo] {
            change(account, true).over(&mut me);
        }
        assert_eq!(me.blocked, [bob.clone(), cleo.clone()]);
        change(&bob, false).over(&mut me);
        assert_eq!(me.blocked, [cleo]);
    }

    /// Whoever is kept away is so at once, and from then on as these events say.
    fn holds_at_once_and_as_told(how: Away, tell: [fn(&Account) -> Event; 2]) {
        let bob = account("bob");
        let mut me = ann();
        let is_shown = |me: &Me, done: Pending| state::overlaid(me, &[done]).keeps_away(how, bob.id);
        let waiting = act(&bob, how, true, PendingState::Waiting);
        assert!(is_shown(&me, waiting.clone()));
        assert!(!is_shown(&me, act(&bob, how, true, PendingState::Failed(Error::Missing))));
        let answer = json!({"account_id": bob.id, (how.as_str()): true, "version": 7});
        assert!(waiting.operation.is_answered(&answer) && waiting.operation.outlasts(&answer));
        state::apply(&mut me, &tell[0](&bob));
        assert_eq!(me.kept_away(how), std::slice::from_ref(&bob));
        assert!(me.blocks(bob.id) != me.keeps_away(Away::Muted, bob.id), "one way says nothing of the other");
        assert!(!is_shown(&me, act(&bob, how, false, PendingState::Waiting)));
        state::apply(&mut me, &tell[1](&bob));
        assert!(me.kept_away(how).is_empty());
    }

    #[test]
    fn whoever_is_blocked_is_so_at_once_and_from_then_on_as_the_events_say() {
        holds_at_once_and_as_told(Away::Blocked, [blocked, unblocked]);
    }

    #[test]
    fn whoever_is_muted_is_so_at_once_and_from_then_on_as_the_events_say() {
        holds_at_once_and_as_told(Away::Muted, [muted, unmuted]);
    }

    #[test]
    fn a_stored_block_lies_over_what_is_confirmed_until_that_says_the_same_or_a_later_one_is_stored() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut me = ann();
        let [first, second] = [true, false].map(|on| stored(&bob, Away::Blocked, on));
        let of_another = act(&cleo, Away::Blocked, false, PendingState::Waiting);
        assert_eq!(settled_away(&me, &[first.clone(), of_another.clone()]), []);
        let both = [first.operation.id, second.operation.id];
        assert_eq!(settled_away(&me, &[first.clone(), of_another, second]), both);
        state::apply(&mut me, &blocked(&bob));
        assert_eq!(settled_away(&me, &[first]), both[..1]);
    }

    #[test]
    fn a_stored_mute_lies_over_what_is_confirmed_until_that_says_the_same() {
        let bob = account("bob");
        let mut me = ann();
        let stored = stored(&bob, Away::Muted, true);
        assert_eq!(settled_away(&me, std::slice::from_ref(&stored)), []);
        state::apply(&mut me, &muted(&bob));
        assert_eq!(settled_away(&me, std::slice::from_ref(&stored)), [stored.operation.id]);
    }

    #[test]
    fn an_answer_that_comes_late_does_not_undo_what_another_device_did_since() {
        let bob = account("bob");
        let mut me = ann();
        for event in [blocked(&bob), unblocked(&bob)] {
            state::apply(&mut me, &event);
        }
        let late = stored(&bob, Away::Blocked, true);
        assert_eq!(settled_away(&me, &[late]), [], "the outbox drops it");
        assert!(!me.blocks(bob.id));
    }

    #[test]
    fn of_two_that_wait_the_later_one_is_enough() {
        let bob = account("bob");
        let [older, newer] = [true, false].map(|on| act(&bob, Away::Muted, on, PendingState::Waiting).operation);
        assert_eq!(newer.absorb(&older).map(|both| both.body), Some(newer.body.clone()));
    }
}
