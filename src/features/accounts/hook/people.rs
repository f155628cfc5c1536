//! Other people.
//!
//! The page of everybody whom one has looked at is kept by this browser: it is there at once when one comes back to it,
//! without a network too, and is read afresh as soon as it can be.

use leptos::prelude::*;

use super::me::{use_me, use_saved_profile};
use crate::{
    client::{Age, Client, Drawn, Heard, Incoming, read_until, use_client},
    features::accounts::{model::Person, rpc, state},
    kit::{Returning, keep},
    realtime::{Event, Position, Snapshot, Topic},
    shared::{
        Error, Result,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// The pages of people, as one last looked at them.
const PROFILES: Collection = Collection { name: "profiles", most: 300, spare: false };

/// The page of a person: as it was left where one comes back to it, at once where this browser keeps it, else as soon as it
/// was read.
#[must_use]
pub fn use_person(handle: Memo<String>) -> Reading<Result<Drawn<Person>>> {
    let (client, returning) = (use_client(), Returning::new());
    reading(
        move || handle.get(),
        move |handle| {
            let left = returning.left(&part(&handle));
            client.left_or_drawn(left, Some((PROFILES, &*key(&handle))), rpc::read_person(handle))
        },
    )
}

/// However a handle is written, it is one person's.
fn key(handle: &str) -> String {
    handle.to_lowercase()
}

/// Under which name is kept how a page is left.
fn part(handle: &str) -> String {
    format!("page of {}", key(handle))
}

/// A person as they were read, kept up to date from there on while members look. On one's own page lies over it what is
/// on its way to the server. Where there turns out to be nobody of this name any more, `on_gone` is told.
#[must_use]
pub fn follow_person(drawn: Drawn<Person>, on_gone: Callback<()>) -> Signal<Person> {
    let (age, is_copy) = (Age::of(&drawn), drawn.is_copy);
    let Snapshot { position, data } = drawn.snapshot;
    let account = data.account.id;
    let client = use_client();
    let followed = Followed {
        client,
        key: StoredValue::new(key(&data.account.handle)),
        person: RwSignal::new(data),
        age,
        hearing: StoredValue::new(None),
        asked: StoredValue::new(0),
        gone: StoredValue::new(false),
        on_gone,
    };
    // First, so that it comes before the end of the subscription when all of this ends.
    followed.keep(position);
    let heard = client.subscribe(Topic::Account(account), Some(position), move |incoming| followed.hear(incoming));
    followed.hearing.set_value(Some(heard));
    if is_copy {
        followed.reread();
    }
    let person = followed.person;
    if use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id)) == Some(account) {
        let (pending, saved) = (client.pending(), use_saved_profile());
        let shown = move || state::person_overlaid(&person.read(), saved.get(), &pending.read());
        return Memo::new(move |_| shown()).into();
    }
    person.into()
}

/// A person's page while somebody looks at it.
#[derive(Clone, Copy)]
struct Followed {
    client: Client,
    /// Under which it is kept.
    key: StoredValue<String>,
    person: RwSignal<Person>,
    age: Age,
    hearing: StoredValue<Option<Heard>>,
    /// Counts the readings that were asked for: the last one holds.
    asked: StoredValue<u32>,
    /// Whether there is nobody of this name any more.
    gone: StoredValue<bool>,
    on_gone: Callback<()>,
}

impl Followed {
    /// Keeps the page over the end of this one. Whether somebody is there is told anew by who may know it: of that
    /// nothing is kept.
    fn keep(self, since: Position) {
        let at = move |position| {
            if self.gone.try_get_value() != Some(false) {
                return None;
            }
            Some(Snapshot { position, data: Person { last_seen_at: None, ..self.person.try_get_untracked()? } })
        };
        let heard = move || self.hearing.try_get_value().flatten().and_then(Heard::position);
        keep(&part(&self.key.get_value()), move || self.age.left(at(heard().unwrap_or(since))?));
        self.age.keep(PROFILES, self.key.get_value(), move || self.person.track(), move || at(heard()?));
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => self.take(&events),
            Incoming::Refetch => self.reread(),
            Incoming::CaughtUp => self.age.catch_up(),
            Incoming::Signal { .. } => {}
        }
    }

    fn take(self, events: &[Event]) {
        self.person.update(|person| events.iter().for_each(|event| state::apply_to_person(person, event)));
    }

    /// Reads the person afresh, as soon as the server can be reached; who cannot be read stays as they were known. Only
    /// the answer to what was asked last counts, and it is asked once more where something newer was heard meanwhile.
    fn reread(self) {
        let known = self.person.try_with_untracked(|person| (person.account.handle.clone(), person.profile.version));
        let Some((handle, version)) = known else { return };
        let number = self.asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        let is_last = move || number.is_some() && self.asked.try_get_value() == number;
        read_until(
            move || rpc::read_person(handle.clone()),
            is_last,
            move |answer| match answer {
                Ok(Snapshot { data, .. }) => {
                    let heard = self.person.try_with_untracked(|person| person.profile.version);
                    if heard.is_some_and(|heard| is_overtaken(data.profile.version, version, heard)) {
                        self.reread();
                        return;
                    }
                    self.person.try_set(data);
                    self.age.renew();
                    self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
                }
                Err(Error::Missing) => self.lose(),
                Err(_) => {}
            },
        );
    }

    /// Nothing of the person is kept any more.
    fn lose(self) {
        self.gone.try_set_value(true);
        if let Some(key) = self.key.try_get_value() {
            self.client.forget(PROFILES, &key);
        }
        // The page may be gone already.
        self.on_gone.try_run(());
    }
}

/// Whether what was read is older than what was `heard` since it was `asked` for, each by the version of the profile.
/// What was known before that does not count: a server that was restored may have gone back.
fn is_overtaken(read: i64, asked: i64, heard: i64) -> bool {
    heard > asked && heard > read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_gives_way_to_what_was_heard_meanwhile_and_to_nothing_from_before() {
        assert!(is_overtaken(4, 3, 5), "asked for at 3, and 5 was heard before 4 came");
        assert!(!is_overtaken(5, 3, 5), "it brings what was heard");
        assert!(!is_overtaken(4, 5, 5), "the server went back, and nothing was heard since");
    }
}
