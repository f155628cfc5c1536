//! What a page hears of the graph: how many follow somebody, on their topic, and whom the viewer follows, on their own.

use leptos::prelude::*;

use super::graph::Follows;
use crate::{
    client::{Client, Heard, Incoming},
    realtime::{Event, Position, Topic},
    shared::id::AccountId,
};

/// What has happened that the page itself has to see to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Somebody follows the person now, or no longer, or they somebody.
    Counts,
    /// All that was missed was heard.
    CaughtUp,
    /// What is held cannot be brought up to date: it is to be read afresh.
    Lost,
}

/// The two subscriptions of a page.
#[derive(Clone, Copy)]
pub(super) struct Hearing(StoredValue<[Option<Heard>; 2]>);

impl Hearing {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new([None; 2]))
    }

    /// Hears what happens about a person after a position, until the owner that calls this is cleaned up.
    pub fn begin(
        self,
        (client, follows): (Client, Follows),
        who: AccountId,
        since: Position,
        on_news: impl Fn(News) + Clone + 'static,
    ) {
        for (place, topic) in [Topic::Account(who), Topic::Me].into_iter().enumerate() {
            let on_news = on_news.clone();
            let heard = client.subscribe(topic, Some(since), move |incoming| match incoming {
                Incoming::Events(events) => {
                    follows.hear(&events);
                    if events.iter().any(|event| counts(event, who)) {
                        on_news(News::Counts);
                    }
                }
                Incoming::Refetch => on_news(News::Lost),
                Incoming::CaughtUp => on_news(News::CaughtUp),
                Incoming::Signal { .. } => {}
            });
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

fn counts(event: &Event, who: AccountId) -> bool {
    event.kind == "stats.changed" && event.topic == Topic::Account(who)
}
