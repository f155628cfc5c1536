//! All whom the viewer follows, for a page that has to tell them from others.

use leptos::prelude::*;

use super::graph::{Follows, use_follows};
use crate::{
    client::{Heard, Incoming, read_until, use_client},
    features::follows::rpc,
    realtime::{Position, Snapshot, Topic},
    shared::{Result, effect::Effect, id::AccountId},
};

/// All whom the viewer follows, while a page wants to know; copied freely.
#[derive(Clone, Copy)]
pub struct Followees {
    follows: Follows,
    hearing: StoredValue<Option<Heard>>,
    is_known: RwSignal<bool>,
    changes: RwSignal<usize>,
}

/// Reads whom the viewer follows once the page is alive, and hears who comes and goes after a position, until the owner that
/// calls this is cleaned up.
#[must_use]
pub fn hear_followees(since: Position) -> Followees {
    let followees = Followees {
        follows: use_follows(),
        hearing: StoredValue::new(None),
        is_known: RwSignal::new(false),
        changes: RwSignal::new(0),
    };
    let heard = use_client().subscribe(Topic::Me, Some(since), move |incoming| match incoming {
        Incoming::Events(events) => {
            if events.iter().any(|event| event.kind == "follow.changed") {
                followees.follows.hear(&events);
                followees.changes.try_update(|changes| *changes += 1);
            }
        }
        Incoming::Refetch => followees.read(),
        Incoming::CaughtUp | Incoming::Signal { .. } => {}
    });
    followees.hearing.set_value(Some(heard));
    Effect::new(move |_| followees.read());
    followees
}

impl Followees {
    /// Whether all of them are known by now.
    #[must_use]
    pub fn are_known(self) -> bool {
        self.is_known.try_get_untracked().unwrap_or(false)
    }

    /// The same, followed by whatever reads it.
    #[must_use]
    pub fn became_known(self) -> bool {
        self.is_known.get()
    }

    /// Whether somebody came or went since, followed by whatever reads it.
    #[must_use]
    pub fn changed(self) -> bool {
        self.changes.get() > 0
    }

    /// Whether somebody is one of them, or the viewer.
    #[must_use]
    pub fn hold(self, who: AccountId) -> bool {
        let is_followed = || self.follows.with_known(|graph| graph.stored_tie(who).follows);
        self.follows.viewer == Some(who) || is_followed().unwrap_or(false)
    }

    /// Reads all of them, as soon as the server can be reached.
    fn read(self) {
        let is_wanted = move || self.is_known.try_with_untracked(|_| ()).is_some();
        read_until(rpc::read_followees, is_wanted, move |answer: Result<_>| {
            if let Ok(Snapshot { position, data }) = answer {
                self.follows.learn(position, false, |graph| graph.learn_followees(&data));
                self.is_known.try_set(true);
                self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
            }
        });
    }
}
