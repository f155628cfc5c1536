//! What keeps the list alive.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};

use super::{Inbox, Known};
use crate::{
    client::{AGAIN, Incoming},
    features::messages::{
        hook::copies::{self, forget_thread},
        rpc,
        state::{self, Change},
    },
    realtime::Event,
    shared::{Error, id::ConversationId},
};

impl Inbox {
    pub(super) fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => self.take(&events),
            Incoming::CaughtUp => {
                self.keep_place();
                self.confirm_delivery();
            }
            Incoming::Refetch => {
                // Who came back meanwhile is in it, and who did not finds out as they read it.
                self.left.try_update(BTreeSet::clear);
                self.reread();
            }
            Incoming::Signal { .. } => {}
        }
    }

    fn take(self, events: &[Event]) {
        let changes: Vec<_> = events.iter().filter_map(Change::read).collect();
        let own = self.overheard.try_update_value(|overheard| overheard.sift(&changes));
        self.apply(&own.unwrap_or_default());
        self.keep_place();
        for change in &changes {
            if let Change::Sent(message) = change {
                self.typing.done(message.conversation_id, message.author_id, message.at);
                self.presences.heard_from(message.author_id);
            }
            if let Change::Left(id) = change {
                self.shelf.forget(*id);
                forget_thread(self.client, *id);
                self.left.try_update(|left| left.insert(*id));
            }
            if let Change::Joined(id) = change {
                self.left.try_update(|left| left.remove(id));
            }
        }
        self.confirm_delivery();
        self.read_missing();
    }

    /// Notes up to where everything is here. What came last may have come before what was missed, and where all has to be
    /// read afresh no event makes up for it: whoever comes back to the list hears all that is not in it.
    fn keep_place(self) {
        if let Some(position) = copies::position(self.hearing) {
            self.position.try_set_value(Some(position));
        }
    }

    /// Takes what happened, wherever it was heard.
    pub(in crate::features::messages::hook) fn apply(self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        self.state.try_update(|state| {
            if let Some(state) = state {
                for change in changes {
                    state.apply(change);
                }
            }
        });
    }

    /// Tells the server what has reached this device and was not read. Of what is only a copy, or has to be read afresh,
    /// nothing is told: it may have been told, or read elsewhere, since.
    pub(super) fn confirm_delivery(self) {
        if !copies::is_confirmed(self.hearing) {
            return;
        }
        let undelivered =
            self.state.try_with_untracked(|state| Some(state.as_ref()?.undelivered().collect::<Vec<_>>()));
        self.deliveries.tell_soon(undelivered.flatten().unwrap_or_default());
    }

    /// Reads the conversations of which something was heard before they were read.
    pub(super) fn read_missing(self) {
        let missing = self.state.try_with_untracked(|state| {
            let missing = state.as_ref()?.missing();
            Some(missing.collect::<Vec<_>>())
        });
        for id in missing.flatten().unwrap_or_default() {
            self.read(id);
        }
    }

    /// Reads one conversation; where there is none for the viewer any more, they are out of it.
    pub(in crate::features::messages::hook) fn read(self, id: ConversationId) {
        spawn_local(async move {
            let answer = rpc::read_conversation(id).await;
            let change = |change: &dyn Fn(&mut state::Inbox)| {
                self.state.try_update(|state| state.as_mut().map(change));
            };
            match answer {
                // They only look at it.
                Ok(snapshot) if snapshot.data.is_silent_for(self.viewer) => change(&|state| state.remove(id)),
                Ok(snapshot) => {
                    change(&|state| state.insert(snapshot.data.clone()));
                    self.confirm_delivery();
                }
                Err(Error::Missing) => {
                    change(&|state| state.remove(id));
                    self.left.try_update(|left| left.insert(id));
                }
                Err(_) => set_timeout(move || self.read(id), AGAIN),
            }
        });
    }

    /// Puts the list aside until somebody looks at it again; not one that began further down than its beginning.
    pub(super) fn put_aside(self) {
        if self.source.try_get_value().is_none_or(|source| source.late) {
            return;
        }
        let list = self.state.try_update_untracked(Option::take).flatten();
        let position = self.position.try_get_value().flatten();
        if let (Some(list), Some(position)) = (list, position) {
            self.shelf.keep_list(Known { list, position });
        }
    }
}
