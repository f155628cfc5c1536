//! The copy of one's own account, kept from the start of the application on: so the form for it opens without a network also
//! where nobody has looked at it (SYN-7).

use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use super::me::use_me;
use crate::{
    client::{Client, Heard, Incoming, use_client},
    features::accounts::rpc,
    realtime::Topic,
    shared::hydration::after_hydration,
    sync::{Collection, Replica, replica::LASTS},
};

/// One's own account, as it was last read.
pub(super) const OWN: Collection = Collection { name: "own", most: 1, spare: false };

/// The copy of one's own account in this browser.
#[derive(Clone, Copy)]
pub struct OwnCopy {
    client: Client,
    heard: StoredValue<Option<Heard>>,
    /// Whether it is there as the server has it, or was asked for.
    is_current: StoredValue<bool>,
}

/// Has the copy renewed where there is none, and whenever the profile has changed since it was read, on whatever device:
/// by `renew`, as what reads it is no part of every page. Stands below `provide_me` and the client.
pub fn follow_own_copy(renew: impl Fn(OwnCopy) + 'static) {
    let Some(account) = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id)) else { return };
    let client = use_client();
    let copy = OwnCopy { client, heard: StoredValue::new(None), is_current: StoredValue::new(true) };
    after_hydration(move || {
        spawn_local(async move {
            let kept = client.kept::<Value>(OWN, "").await;
            copy.is_current.try_set_value(kept.is_some());
            let since = kept.map(|kept| kept.position);
            let heard = client.subscribe(Topic::Account(account), since, move |incoming| {
                if is_outdated(copy.is_current.try_get_value() == Some(true), &incoming) {
                    copy.is_current.try_set_value(true);
                    renew(copy);
                }
            });
            copy.heard.try_set_value(Some(heard));
        });
    });
}

impl OwnCopy {
    /// Reads one's own account and keeps it.
    pub async fn renew(self) {
        let Ok(snapshot) = rpc::read_own().await else { return self.miss() };
        self.client.put(OWN, "", &Replica { stirred: LASTS, snapshot });
        self.heard.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
    }

    /// It could not be renewed: that is tried again with the next connection.
    pub fn miss(self) {
        self.is_current.try_set_value(false);
    }
}

/// Whether a copy, `current` until now, has to be read after what has come.
fn is_outdated(current: bool, incoming: &Incoming) -> bool {
    match incoming {
        Incoming::Events(events) => events.iter().any(|event| event.kind == "profile.changed"),
        Incoming::Refetch => true,
        Incoming::CaughtUp => !current,
        Incoming::Signal { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        realtime::Event,
        shared::{id::AccountId, time::Time},
    };

    fn told(kind: &str) -> Incoming {
        let (position, topic) = ("1.2.3".parse().unwrap(), Topic::Account(AccountId::new()));
        Incoming::Events(vec![Event {
            position,
            topic,
            kind: kind.into(),
            at: Time::from_millis(0),
            body: Value::Null,
        }])
    }

    #[test]
    fn a_copy_is_read_where_there_is_none_and_after_each_change_of_the_profile() {
        assert!(is_outdated(false, &Incoming::CaughtUp));
        assert!(!is_outdated(true, &Incoming::CaughtUp), "nothing was missed");
        assert!(is_outdated(true, &told("profile.changed")));
        assert!(!is_outdated(true, &told("account.changed")), "the name is known from elsewhere");
        assert!(is_outdated(true, &Incoming::Refetch));
    }
}
