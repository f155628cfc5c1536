//! Other people.

use leptos::prelude::*;

use crate::{
    client::{Incoming, use_client},
    features::accounts::{model::Person, rpc, state},
    realtime::Topic,
    shared::Result,
};

/// The page of a person, read for this page.
#[must_use]
pub fn use_person(handle: Memo<String>) -> Resource<Result<Person>> {
    Resource::new_blocking(move || handle.get(), rpc::read_person)
}

/// A person as they were read, kept up to date while members look.
#[must_use]
pub fn follow_person(person: Person) -> RwSignal<Person> {
    let topic = Topic::Account(person.account.id);
    let person = RwSignal::new(person);
    use_client().subscribe(topic, None, move |incoming| {
        if let Incoming::Events(events) = incoming {
            person.update(|person| events.iter().for_each(|event| state::apply_to_person(person, event)));
        }
    });
    person
}
