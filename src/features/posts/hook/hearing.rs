//! What is heard of posts (`told`), and what an open thread hears: what happens in it, on its topic, and how the viewer votes
//! and what they keep, on their own.

use leptos::prelude::*;

use crate::{
    client::{Client, Heard, Incoming},
    features::{accounts::model::Me, posts::state::Told},
    realtime::{Event, Position, Topic},
    shared::id::PostId,
};

/// The two subscriptions of a thread.
#[derive(Clone, Copy)]
pub(super) struct Hearing(StoredValue<[Option<Heard>; 2]>);

impl Hearing {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new([None; 2]))
    }

    /// Hears what happens after a position, until the owner that calls this is cleaned up.
    pub fn begin(self, client: Client, id: PostId, since: Position, hear: impl Fn(Incoming) + Copy + 'static) {
        for (place, topic) in [Topic::Post(id), Topic::Me].into_iter().enumerate() {
            let heard = client.subscribe(topic, Some(since), hear);
            self.0.update_value(|hearing| hearing[place] = Some(heard));
        }
    }

    /// Up to where both are heard without a gap.
    pub fn position(self) -> Option<Position> {
        let [one, other] = self.0.try_get_value()?.map(|heard| heard.and_then(Heard::position));
        Some(if one?.is_after(other?) { other? } else { one? })
    }

    /// What had to be read afresh was.
    pub fn was_reread(self) {
        self.0.try_get_value().into_iter().flatten().flatten().for_each(Heard::was_reread);
    }
}

/// What of posts these events tell the viewer, for whom nothing is there of what people say whom they have blocked.
#[must_use]
pub(super) fn told(events: &[Event], me: Signal<Option<Me>>) -> Vec<Told> {
    let is_gone = |told: &Told| {
        let blocked = me.try_with_untracked(|me| Some(me.as_ref()?.blocks(told.author()?)));
        blocked.flatten().unwrap_or(false)
    };
    events.iter().filter_map(Told::of_event).filter(|told| !is_gone(told)).collect()
}
