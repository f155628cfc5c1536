//! Who is there.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    client::{Client, Incoming},
    realtime::Topic,
    shared::{effect::Effect, id::AccountId, json::typed, time::Time},
};

/// People who are watched at once; a connection holds 200 topics in all.
const MOST: usize = 140;

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// At it.
    Online,
    /// Connected, but nobody looks.
    Away,
    /// Not connected.
    Offline {
        /// When they last were; nothing where they do not let it be known.
        last_seen: Option<Time>,
    },
}

impl Presence {
    /// Reads the body of the signal that tells it.
    fn read(body: &Value) -> Option<Self> {
        Some(match body.get("state")?.as_str()? {
            "online" => Self::Online,
            "away" => Self::Away,
            "offline" => {
                let last_seen = body.get("last_seen").and_then(|moment| typed::<Time>(moment).ok());
                Self::Offline { last_seen }
            }
            _ => return None,
        })
    }
}

/// Whether people are there, as far as somebody asked.
#[derive(Clone, Copy)]
pub struct Presences {
    known: RwSignal<HashMap<AccountId, Presence>>,
    /// Who wrote while nothing was known of them.
    answered: RwSignal<HashSet<AccountId>>,
    watched: StoredValue<usize>,
    client: Client,
}

impl Presences {
    /// Knows nobody yet.
    pub fn new(client: Client) -> Self {
        Self { known: RwSignal::default(), answered: RwSignal::default(), watched: StoredValue::new(0), client }
    }

    /// Keeps an eye on somebody until the owner that calls this is cleaned up. Who is a stranger until they
    /// answer is asked for again once they have.
    pub fn watch(self, account: AccountId) {
        if self.watched.get_value() >= MOST {
            return;
        }
        self.watched.update_value(|watched| *watched += 1);
        on_cleanup(move || {
            self.watched.try_update_value(|watched| *watched -= 1);
        });
        let answered = Memo::new(move |_| self.answered.with(|answered| answered.contains(&account)));
        Effect::new(move || {
            // Read, not only tracked: a memo that nobody has read follows nothing.
            answered.get();
            self.subscribe(account);
        });
    }

    /// Somebody wrote: whoever watches them may now learn whether they are there.
    pub fn heard_from(self, account: AccountId) {
        if self.known.with_untracked(|known| known.contains_key(&account)) {
            return;
        }
        if !self.answered.with_untracked(|answered| answered.contains(&account)) {
            self.answered.update(|answered| {
                answered.insert(account);
            });
        }
    }

    fn subscribe(self, account: AccountId) {
        self.client.subscribe(Topic::Presence(account), None, move |incoming| match incoming {
            Incoming::Signal { kind, body, .. } if kind == "presence" => {
                if let Some(presence) = Presence::read(&body) {
                    self.known.update(|known| {
                        known.insert(account, presence);
                    });
                }
            }
            // They cannot be heard of, for want of room or as a stranger, or the server knows nothing of what was said.
            Incoming::Refetch => _ = self.known.try_maybe_update(|known| (known.remove(&account).is_some(), ())),
            _ => {}
        });
    }

    /// Whether somebody is there; nothing while it is not known, be it that the connection is away.
    pub fn of(self, account: AccountId) -> Option<Presence> {
        // Told with the notice: a short cut does not flicker.
        if self.client.status().with(|status| status.notice.is_some()) {
            return None;
        }
        self.known.with(|known| known.get(&account).copied())
    }
}
