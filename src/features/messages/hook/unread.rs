//! How many conversations call for the viewer, wherever in the product they are.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::shelf::provide_shelf;
use crate::{
    client::{Client, Incoming, use_client},
    features::messages::{
        model::Standing,
        rpc,
        state::{Change, Tally},
    },
    realtime::{Position, Snapshot, Topic},
    shared::{
        Result,
        id::{AccountId, ConversationId},
    },
};

/// How long to wait before reading again what could not be read.
const AGAIN: Duration = Duration::from_secs(3);

/// What is unread, alive.
#[derive(Clone, Copy)]
pub struct Unread {
    tally: RwSignal<Option<Tally>>,
    source: StoredValue<Source>,
}

/// Where it comes from.
#[derive(Clone, Copy)]
struct Source {
    viewer: AccountId,
    since: RwSignal<Option<Position>>,
    first: Resource<Result<Snapshot<Vec<Standing>>>>,
}

/// Reads what is unread and keeps it alive for everything below, where what is known of conversations is kept too while
/// none is looked at.
pub fn provide_unread(viewer: AccountId) -> Unread {
    provide_shelf();
    let since = RwSignal::new(None);
    let first = Resource::new_blocking(|| (), |()| rpc::list_standings());
    let unread = Unread { tally: RwSignal::new(None), source: StoredValue::new(Source { viewer, since, first }) };
    provide_context(unread);
    let client = use_client();
    Effect::new(move || {
        if let Some(since) = since.get() {
            unread.follow(client, since);
        }
    });
    // The server's page brings the first reading; a page that is drawn here asks for it, and it may not come.
    Effect::new(move || {
        if first.with(|read| matches!(read, Some(Err(error)) if error.is_transient())) {
            set_timeout(move || first.refetch(), AGAIN);
        }
    });
    unread
}

impl Unread {
    /// Waits for the first reading; nothing is unread where it fails.
    pub async fn ready(self) {
        let Source { viewer, since, first } = self.source.get_value();
        let Ok(snapshot) = first.await else { return };
        if self.tally.with_untracked(Option::is_none) {
            since.set(Some(snapshot.position));
            self.tally.set(Some(Tally::new(viewer, snapshot.data)));
        }
    }

    /// The conversations with something unread that are neither muted nor put away.
    #[must_use]
    pub fn calling(self) -> Signal<i64> {
        Signal::derive(move || self.count(Tally::calling))
    }

    /// Those that the list shows, muted ones among them.
    #[must_use]
    pub fn listed(self) -> Signal<i64> {
        Signal::derive(move || self.count(Tally::listed))
    }

    fn count(self, count: fn(&Tally) -> usize) -> i64 {
        let tally = self.tally.try_with(|tally| tally.as_ref().map_or(0, count));
        i64::try_from(tally.unwrap_or_default()).unwrap_or(i64::MAX)
    }

    /// The viewer has read up to here: counted at once.
    pub(super) fn read_ahead(self, id: ConversationId, seq: i64) {
        self.update(|tally| tally.read_ahead(id, seq));
    }

    fn follow(self, client: Client, since: Position) {
        client.subscribe(Topic::Me, Some(since), move |incoming| match incoming {
            Incoming::Events(events) => {
                let changes: Vec<_> = events.iter().filter_map(Change::read).collect();
                self.update(|tally| changes.iter().for_each(|change| tally.apply(change)));
            }
            Incoming::Refetch => self.reread(),
            Incoming::Signal { .. } => {}
        });
    }

    fn reread(self) {
        self.update(Tally::expect);
        spawn_local(async move {
            match rpc::list_standings().await {
                Ok(snapshot) => self.update(|tally| tally.refresh(snapshot.data)),
                Err(error) if error.is_transient() => set_timeout(move || self.reread(), AGAIN),
                Err(_) => {}
            }
        });
    }

    fn update(self, change: impl FnOnce(&mut Tally)) {
        self.tally.try_update(|tally| tally.as_mut().map(change));
    }
}
