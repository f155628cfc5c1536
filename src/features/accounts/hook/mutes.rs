//! Hearing nothing of people, on every screen of whoever mutes them.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{
    blocks::{settle, use_kept_away},
    me::{use_confirmed, use_me},
};
use crate::{
    client::{Client, use_client},
    features::accounts::{
        model::{Account, Me, MuteChange},
        state::{self, MUTE, mute_operation},
    },
    shared::{
        effect::Effect,
        id::{AccountId, OperationId},
    },
};

/// Mutes somebody, or ends that, at once; the server follows.
#[must_use]
pub fn use_mute() -> Callback<(Account, bool)> {
    let client = use_client();
    Callback::new(move |(account, muted)| {
        let change = MuteChange { account, muted };
        client.perform(mute_operation(OperationId(client.new_id()), &change));
    })
}

/// Whom the signed-in person muted, as the screen shows it: with what is still on its way to the server; nobody for
/// visitors.
#[must_use]
pub fn use_muted() -> Memo<BTreeSet<AccountId>> {
    let me = use_me();
    Memo::new(move |_| me.read().iter().flat_map(|me| &me.muted).map(|account| account.id).collect())
}

/// Whom a list leaves out, as the screen shows it: whom the signed-in person blocked, and where it gathers what many publish
/// whom they muted, too.
#[must_use]
pub fn use_unwanted(gathers: bool) -> Memo<BTreeSet<AccountId>> {
    let (away, muted) = (use_kept_away(), use_muted());
    Memo::new(move |_| {
        let muted = if gathers { muted.get() } else { BTreeSet::new() };
        &away.read().shown | &muted
    })
}

/// Whom the server leaves out of what it reads for the signed-in person, of a list that gathers what many publish or of
/// anything else; nobody knows for visitors.
#[must_use]
pub fn use_left_out(gathers: bool) -> Memo<Option<BTreeSet<AccountId>>> {
    let confirmed = use_confirmed();
    Memo::new(move |_| {
        let me = confirmed.read();
        let me = me.as_ref()?;
        let muted = me.muted.iter().filter(|_| gathers);
        Some(me.blocked.iter().chain(muted).map(|account| account.id).collect())
    })
}

/// Acts whenever somebody is left out no longer: what was read meanwhile lacks what they said.
pub fn when_let_back(left_out: Memo<Option<BTreeSet<AccountId>>>, act: impl Fn() + 'static) {
    Effect::new(move |before: Option<Option<BTreeSet<AccountId>>>| {
        let now = left_out.get();
        if is_let_back(before.flatten().as_ref(), now.as_ref()) {
            untrack(&act);
        }
        now
    });
}

/// Whether somebody was left out who is so no longer, as far as both is known.
#[must_use]
pub fn is_let_back(before: Option<&BTreeSet<AccountId>>, now: Option<&BTreeSet<AccountId>>) -> bool {
    before.zip(now).is_some_and(|(before, now)| !before.is_subset(now))
}

/// Ends what is pending of mutes: once it shows in what is confirmed, or where it was refused.
pub(super) fn settle_mutes(me: RwSignal<Option<Me>>, client: Client) {
    settle(me, client, MUTE, state::settled_mutes, "Nobody was muted or unmuted.");
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_was_left_out_and_is_so_no_longer_is_let_back() {
        let people = |numbers: [u128; 2]| BTreeSet::from(numbers.map(|number| AccountId(Uuid::from_u128(number))));
        let (before, now) = (people([1, 2]), people([2, 3]));
        assert!(is_let_back(Some(&before), Some(&now)));
        assert!(!is_let_back(Some(&before), Some(&(&before | &now))));
        assert!(!is_let_back(None, Some(&now)) && !is_let_back(Some(&before), None), "nobody knows");
    }
}
