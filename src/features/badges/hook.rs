//! What somebody has earned, while somebody looks.

use leptos::prelude::*;

use crate::{
    client::{Heard, Incoming, read_until, use_client},
    features::badges::{model::Earned, rpc},
    kit::{Returning, keep},
    realtime::{Snapshot, Topic},
    shared::{
        Result,
        json::{Reading, reading},
    },
    sync::{Collection, Replica},
};

/// What people had earned, as one last looked at them.
const EARNED: Collection = Collection { name: "earned", most: 100, spare: true };

/// What the person of a handle has earned; where the server cannot be reached, as this browser last kept it. Whoever comes
/// back finds it as they left it, without asking the server.
#[must_use]
pub fn use_earned(handle: String) -> Reading<Result<Snapshot<Earned>>> {
    let (client, returning) = (use_client(), Returning::new());
    reading(
        move || handle.clone(),
        move |handle| {
            let copy = client.kept::<Earned>(EARNED, &handle.to_lowercase());
            let left = returning.left::<Snapshot<Earned>>(&part(&handle));
            async move {
                if let Some(left) = left {
                    return Ok(left);
                }
                match rpc::read_earned(handle).await {
                    Err(error) if error.is_transient() => copy.await.ok_or(error),
                    answer => answer,
                }
            }
        },
    )
}

/// Under which name is kept how it is left.
fn part(handle: &str) -> String {
    format!("earned by {}", handle.to_lowercase())
}

/// What was read of the person of a handle, kept up to date from there on while members look.
#[must_use]
pub fn follow_earned(Snapshot { position: since, data }: Snapshot<Earned>, handle: &str) -> RwSignal<Earned> {
    let (client, name) = (use_client(), handle.to_lowercase());
    let topic = Topic::Account(data.account_id);
    let (earned, hearing) = (RwSignal::new(data), StoredValue::new(None::<Heard>));
    let left = move || {
        let position = hearing.try_get_value().flatten().and_then(Heard::position).unwrap_or(since);
        Some(Snapshot { position, data: earned.try_get_untracked()? })
    };
    let take = move || Some(Replica { stirred: client.now().millis(), snapshot: left()? });
    // First, so that it comes before the end of the subscription when all of this ends.
    keep(&part(handle), left);
    client.keep(EARNED, name.clone(), move || earned.track(), take);
    let heard = client.subscribe(topic, Some(since), move |incoming| match incoming {
        Incoming::Events(events) => {
            let about = events.iter().filter(|event| event.topic == topic);
            earned.try_update(|earned| about.for_each(|event| earned.hear(&event.kind, &event.body)));
        }
        Incoming::Refetch => {
            let name = name.clone();
            let is_wanted = move || earned.try_with_untracked(|_| ()).is_some();
            read_until(
                move || rpc::read_earned(name.clone()),
                is_wanted,
                move |answer: Result<_>| {
                    if let Ok(Snapshot { data, .. }) = answer {
                        earned.try_set(data);
                        hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
                    }
                },
            );
        }
        Incoming::CaughtUp | Incoming::Signal { .. } => {}
    });
    hearing.set_value(Some(heard));
    earned
}
