//! What one's own account holds.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    me::{use_me, use_saved_profile},
    own_copy::OWN,
};
use crate::{
    client::{Client, use_client},
    features::accounts::{
        model::{Account, Own, Profile},
        rpc::{self, ChangeProfile},
    },
    kit::when_reachable,
    realtime::Snapshot,
    shared::{
        Error, Result,
        draft::use_form_draft,
        effect::Effect,
        json::{Reading, reading},
    },
    sync::{Replica, replica::LASTS},
};

/// Everything of one's own account, read for this page; where the server cannot be reached, as this browser keeps it, and
/// read afresh once it can be, unless something is typed by then.
#[must_use]
pub fn use_own() -> Reading<Result<Snapshot<Own>>> {
    let (client, me, saved) = (use_client(), use_me(), use_saved_profile());
    let is_copy = StoredValue::new(false);
    // What is read may come once the page has gone, and what is known with it.
    let newest = move |mut read: Snapshot<Own>| {
        let account = me.try_with_untracked(|me| me.as_ref().map(|me| me.account.clone())).flatten();
        let saved = saved.try_get_untracked().flatten();
        renew(&mut read.data, account.filter(|_| is_copy.try_get_value() == Some(true)), saved);
        read
    };
    let own = reading(
        || (),
        move |()| {
            let answer = read_own(client, is_copy);
            async move { answer.await.map(newest) }
        },
    );
    keep_own(client, own, saved);
    let typed = use_form_draft(ChangeProfile::url());
    when_reachable(move || {
        if is_copy.get_value() && !untrack(|| typed.is_there()) {
            own.refetch();
        }
    });
    own
}

async fn read_own(client: Client, is_copy: StoredValue<bool>) -> Result<Snapshot<Own>> {
    let answer = rpc::read_own().await;
    is_copy.try_set_value(false);
    match answer {
        Err(Error::Offline) => {
            let kept = client.kept(OWN, "").await.ok_or(Error::Offline)?;
            is_copy.try_set_value(true);
            Ok(kept)
        }
        answer => answer,
    }
}

/// Keeps one's own account as it was read, with what is saved from then on.
fn keep_own(client: Client, own: Reading<Result<Snapshot<Own>>>, saved: Signal<Option<Profile>>) {
    let known = RwSignal::new(None::<Snapshot<Own>>);
    Effect::new(move || {
        if let Some(Ok(mut read)) = own.get() {
            renew(&mut read.data, None, saved.get());
            known.set(Some(read));
        }
    });
    let take = move || known.try_get_untracked().flatten().map(|snapshot| Replica { stirred: LASTS, snapshot });
    client.keep(OWN, String::new(), move || known.track(), take);
}

/// Brings what was read up to what is known since: how one is called now, and the profile that was saved.
fn renew(own: &mut Own, account: Option<Account>, saved: Option<Profile>) {
    if let Some(account) = account {
        own.account = account;
    }
    if let Some(saved) = saved.filter(|saved| saved.version > own.profile.version) {
        own.profile = saved;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::accounts::model::{Appearance, MessagesFrom, Settings},
        shared::{id::AccountId, role::Role},
    };

    fn own(status: &str, version: i64) -> Own {
        let (id, handle, display_name) = (AccountId::new(), "ann".to_owned(), "Ann".to_owned());
        let account = Account { id, handle, display_name, role: Role::Member, deleted: false };
        let profile = Profile { status: status.to_owned(), version, ..Profile::default() };
        let appearance = Appearance::System;
        let messages_from = MessagesFrom::Everyone;
        let settings = Settings {
            appearance,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from,
            message_requests: false,
            version: 1,
        };
        Own { account, profile, settings }
    }

    #[test]
    fn a_kept_account_has_the_name_of_today_and_the_profile_that_was_saved_last() {
        let mut kept = own("away", 3);
        let renamed = Account { display_name: "Anna".to_owned(), ..kept.account.clone() };
        renew(&mut kept, Some(renamed), Some(own("back", 4).profile));
        assert_eq!((kept.account.name(), kept.profile.status.as_str()), ("Anna", "back"));
        renew(&mut kept, None, Some(own("away", 3).profile));
        assert_eq!(kept.profile.status, "back", "what was saved before is older");
    }
}
