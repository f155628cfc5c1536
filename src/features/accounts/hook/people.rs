//! Other people.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::me::{use_me, use_saved_profile};
use crate::{
    client::{Incoming, use_client},
    features::accounts::{model::Person, rpc, state},
    realtime::{Snapshot, Topic},
    shared::{
        Result,
        json::{Reading, reading},
    },
};

/// The page of a person, read for this page.
#[must_use]
pub fn use_person(handle: Memo<String>) -> Reading<Result<Snapshot<Person>>> {
    reading(move || handle.get(), rpc::read_person)
}

/// A person as they were read, kept up to date from there on while members look. On one's own page lies over it what is
/// on its way to the server.
#[must_use]
pub fn follow_person(snapshot: Snapshot<Person>) -> Signal<Person> {
    let is_own = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id)) == Some(snapshot.data.account.id);
    let topic = Topic::Account(snapshot.data.account.id);
    let client = use_client();
    let (person, asked) = (RwSignal::new(snapshot.data), StoredValue::new(0));
    client.subscribe(topic, Some(snapshot.position), move |incoming| match incoming {
        Incoming::Events(events) => {
            let mut is_unknown = false;
            person.update(|person| {
                for event in &events {
                    is_unknown |= state::apply_to_person(person, event);
                }
            });
            if is_unknown {
                reread(person, asked);
            }
        }
        Incoming::Refetch => reread(person, asked),
        Incoming::CaughtUp | Incoming::Signal { .. } => {}
    });
    if is_own {
        let (pending, saved) = (client.pending(), use_saved_profile());
        let shown = move || state::person_overlaid(&person.read(), saved.get(), &pending.read());
        return Memo::new(move |_| shown()).into();
    }
    person.into()
}

/// How long to wait before the server is asked again that could not be reached.
const AGAIN: Duration = Duration::from_secs(1);

/// Reads a person afresh; who cannot be read stays as they were known. Only the answer to what was asked last counts.
fn reread(person: RwSignal<Person>, asked: StoredValue<u32>) {
    let Some(handle) = person.try_with_untracked(|person| person.account.handle.clone()) else { return };
    let number = asked.try_update_value(|asked| {
        *asked += 1;
        *asked
    });
    spawn_local(async move {
        let read = rpc::read_person(handle).await;
        if asked.try_get_value() != number {
            return;
        }
        match read {
            Ok(snapshot) => {
                person.try_set(snapshot.data);
            }
            Err(error) if error.is_transient() => set_timeout(move || reread(person, asked), AGAIN),
            Err(_) => {}
        }
    });
}
