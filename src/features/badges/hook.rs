//! What somebody has earned, while somebody looks.

use leptos::prelude::*;

use crate::{
    client::{Age, Drawn, Heard, Incoming, read_until, use_client},
    features::badges::{model::Earned, rpc},
    kit::{Returning, keep},
    realtime::{Snapshot, Topic},
    shared::{
        Result,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// What people had earned, as one last looked at them.
const EARNED: Collection = Collection { name: "earned", most: 100, spare: true };

/// What the person of a handle has earned. Whoever comes back finds it as they left it, without asking the server; else it is
/// there at once where this browser keeps it.
#[must_use]
pub fn use_earned(handle: String) -> Reading<Result<Drawn<Earned>>> {
    let (client, returning) = (use_client(), Returning::new());
    reading(
        move || handle.clone(),
        move |handle| {
            let left = returning.left(&part(&handle));
            client.left_or_drawn(left, Some((EARNED, &*key(&handle))), rpc::read_earned(handle))
        },
    )
}

/// However a handle is written, it is one person's.
fn key(handle: &str) -> String {
    handle.to_lowercase()
}

/// Under which name is kept how it is left.
fn part(handle: &str) -> String {
    format!("earned by {}", key(handle))
}

/// What was read of the person of a handle, kept up to date from there on while members look; what was kept of it is read afresh
/// as soon as the server can be reached.
#[must_use]
pub fn follow_earned(drawn: Drawn<Earned>, handle: &str) -> RwSignal<Earned> {
    let (client, age, is_copy) = (use_client(), Age::of(&drawn), drawn.is_copy);
    let Snapshot { position: since, data } = drawn.snapshot;
    let topic = Topic::Account(data.account_id);
    let (earned, hearing) = (RwSignal::new(data), StoredValue::new(None::<Heard>));
    let snapshot = move || {
        let position = hearing.try_get_value().flatten().and_then(Heard::position).unwrap_or(since);
        Some(Snapshot { position, data: earned.try_get_untracked()? })
    };
    // First, so that it comes before the end of the subscription when all of this ends.
    keep(&part(handle), move || age.left(snapshot()?));
    age.keep(EARNED, key(handle), move || earned.track(), snapshot);
    let name = StoredValue::new(key(handle));
    let reread = move || {
        let Some(name) = name.try_get_value() else { return };
        let is_wanted = move || earned.try_with_untracked(|_| ()).is_some();
        read_until(
            move || rpc::read_earned(name.clone()),
            is_wanted,
            move |answer: Result<_>| {
                if let Ok(Snapshot { data, .. }) = answer {
                    earned.try_set(data);
                    age.renew();
                    hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
                }
            },
        );
    };
    let heard = client.subscribe(topic, Some(since), move |incoming| match incoming {
        Incoming::Events(events) => {
            let about = events.iter().filter(|event| event.topic == topic);
            earned.try_update(|earned| about.for_each(|event| earned.hear(&event.kind, &event.body)));
        }
        Incoming::Refetch => reread(),
        Incoming::CaughtUp => age.catch_up(),
        Incoming::Signal { .. } => {}
    });
    hearing.set_value(Some(heard));
    if is_copy {
        reread();
    }
    earned
}
