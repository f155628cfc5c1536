//! Who is left out of what the signed-in person reads: whom they blocked, and of what many publish whom they muted, too.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{away::use_kept_away, me::use_confirmed};
use crate::{
    features::accounts::model::Away,
    shared::{effect::Effect, id::AccountId},
};

/// Whom a list leaves out, as the screen shows it: whom the signed-in person blocked, and where it gathers what many
/// publish whom they muted, too.
#[must_use]
pub fn use_unwanted(gathers: bool) -> Memo<BTreeSet<AccountId>> {
    let (blocked, muted) = (use_kept_away(Away::Blocked), use_kept_away(Away::Muted));
    Memo::new(move |_| {
        let blocked = blocked.read();
        if gathers { &blocked.shown | &muted.read().shown } else { blocked.shown.clone() }
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
