//! Other people.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    client::{Incoming, use_client},
    features::accounts::{model::Person, rpc, state},
    realtime::{Snapshot, Topic},
    shared::Result,
};

/// The page of a person, read for this page.
#[must_use]
pub fn use_person(handle: Memo<String>) -> Resource<Result<Snapshot<Person>>> {
    Resource::new_blocking(move || handle.get(), rpc::read_person)
}

/// A person as they were read, kept up to date from there on while members look.
#[must_use]
pub fn follow_person(snapshot: Snapshot<Person>) -> RwSignal<Person> {
    let topic = Topic::Account(snapshot.data.account.id);
    let person = RwSignal::new(snapshot.data);
    use_client().subscribe(topic, Some(snapshot.position), move |incoming| match incoming {
        Incoming::Events(events) => {
            person.update(|person| events.iter().for_each(|event| state::apply_to_person(person, event)));
        }
        Incoming::Refetch => reread(person),
        Incoming::Signal { .. } => {}
    });
    person
}

/// Reads a person afresh; who cannot be read stays as they were known.
fn reread(person: RwSignal<Person>) {
    let handle = person.with_untracked(|person| person.account.handle.clone());
    spawn_local(async move {
        if let Ok(snapshot) = rpc::read_person(handle).await {
            person.try_set(snapshot.data);
        }
    });
}
