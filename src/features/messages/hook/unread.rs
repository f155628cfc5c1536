//! How many conversations call for the viewer, wherever in the product they are.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    copies::{self, Hearing},
    deliveries::Deliveries,
    shelf::{Shelf, provide_shelf},
};
use crate::{
    client::{Client, Incoming, read_until, use_client},
    features::messages::{
        model::{Mark, Standing},
        rpc,
        state::{Change, Overheard, Tally},
    },
    kit::when_reachable,
    realtime::{Position, Snapshot, Topic},
    shared::{
        Result,
        effect::Effect,
        id::{AccountId, ConversationId},
        json::{Reading, reading},
    },
};

/// What is unread, alive.
#[derive(Clone, Copy)]
pub struct Unread(StoredValue<Source>);

/// Where it comes from.
#[derive(Clone, Copy)]
struct Source {
    known: Known,
    first: Reading<Result<Standings>>,
    deliveries: Deliveries,
}

/// How the viewer stands to conversations, as just read.
type Standings = Snapshot<Vec<Standing>>;

/// What is known; nothing before it was read.
#[derive(Clone, Copy)]
struct Known {
    viewer: AccountId,
    tally: RwSignal<Option<Tally>>,
    /// From where on events bring the first reading up to date.
    since: RwSignal<Option<Position>>,
    hearing: Hearing,
    /// The threads of which nothing counts, as the viewer only looks at them.
    overheard: StoredValue<Overheard>,
}

/// Reads what is unread and keeps it alive for everything below, where what is known of conversations is kept too while
/// none is looked at. What could not be read is read as soon as the server can be reached again. The server hears of what
/// is unread that it reached this device, be it that it came just now or while there was none. Of what the viewer is out of
/// this device keeps nothing, whatever page it shows.
pub fn provide_unread(viewer: AccountId) -> Unread {
    provide_shelf();
    let (client, shelf) = (use_client(), expect_context::<Shelf>());
    let first = reading(|| (), move |()| copies::standings(client));
    let known = Known::new(viewer);
    let deliveries = Deliveries::new(client);
    provide_context(deliveries);
    let unread = Unread(StoredValue::new(Source { known, first, deliveries }));
    provide_context(unread);
    copies::keep_standings(client, known.tally, known.hearing);
    Effect::new(move || {
        if let Some(since) = known.since.get() {
            unread.follow(client, shelf, since);
            unread.tell_untold();
        }
    });
    when_reachable(move || {
        if !known.is_read() {
            unread.reread();
        }
    });
    unread
}

impl Unread {
    /// Waits for the first reading; nothing is unread as long as it failed.
    pub async fn ready(self) {
        let Source { known, first, .. } = self.0.get_value();
        if let Ok(standings) = first.await
            && !known.is_read()
        {
            known.take(standings);
        }
    }

    /// The conversations with something unread that are neither muted nor put away.
    #[must_use]
    pub fn calling(self) -> Signal<i64> {
        self.count(Tally::calling)
    }

    /// The requests that the viewer has neither accepted nor declined.
    #[must_use]
    pub fn requests(self) -> Signal<i64> {
        self.count(Tally::requests)
    }

    /// Nothing once the page that it was provided for is gone.
    fn known(self) -> Option<Known> {
        self.0.try_with_value(|source| source.known)
    }

    /// A memo, as what waits to be sent changes also while a page goes: who draws this then has nothing to draw any more.
    fn count(self, count: fn(&Tally) -> usize) -> Signal<i64> {
        let pending = use_client().pending();
        let counted = move |tally: &Tally| count(&tally.overlaid(&pending.read()));
        let number = move |_: Option<&i64>| {
            let known = self.known();
            let tally = known.and_then(|known| known.tally.try_with(|tally| tally.as_ref().map_or(0, counted)));
            i64::try_from(tally.unwrap_or_default()).unwrap_or(i64::MAX)
        };
        Memo::new(number).into()
    }

    /// The viewer has read up to here: counted at once.
    pub(super) fn read_ahead(self, id: ConversationId, seq: i64) {
        self.update(|tally| tally.read_ahead(id, seq));
    }

    /// The viewer's marks in a conversation, as the server has answered.
    pub(super) fn mark(self, id: ConversationId, mark: &Mark) {
        self.update(|tally| tally.apply(&Change::Marked(id, mark.clone())));
    }

    /// Of a thread that the viewer only looks at nothing counts, until they take part in it.
    pub(super) fn overhear(self, id: ConversationId, is_overheard: bool) {
        if let Some(known) = self.known() {
            known.overheard.try_update_value(|overheard| overheard.put(id, is_overheard));
        }
    }

    fn sift(self, changes: &[Change]) -> Vec<Change> {
        let sifted = |known: Known| known.overheard.try_update_value(|overheard| overheard.sift(changes));
        self.known().and_then(sifted).unwrap_or_default()
    }

    fn follow(self, client: Client, kept: Shelf, since: Position) {
        let heard = client.subscribe(Topic::Me, Some(since), move |incoming| match incoming {
            Incoming::Events(events) => {
                let changes = self.sift(&events.iter().filter_map(Change::read).collect::<Vec<_>>());
                self.update(|tally| changes.iter().for_each(|change| tally.apply(change)));
                let spoken = spoken_in(&changes);
                self.tell(|tally| spoken.iter().filter_map(|id| Some((*id, tally.reached(*id)?))).collect());
                for change in &changes {
                    if let Change::Left(id) = change {
                        let id = *id;
                        spawn_local(async move { _ = lose(client, kept, id).await });
                    }
                }
            }
            Incoming::CaughtUp => self.tell_untold(),
            Incoming::Refetch => {
                self.reread();
                // No event tells any more of which of them the viewer is out.
                kept.forget_conversations();
                copies::forget_threads(client);
            }
            Incoming::Signal { .. } => {}
        });
        if let Some(known) = self.known() {
            known.hearing.set_value(Some(heard));
        }
    }

    /// Tells the server of what it does not know to have reached the viewer. Of what is only a copy, or has to be read
    /// afresh, nothing is told: it may have been told, or read elsewhere, since.
    fn tell_untold(self) {
        if self.known().is_some_and(|known| copies::is_confirmed(known.hearing)) {
            self.tell(Tally::untold);
        }
    }

    /// Tells the server of conversations up to where they have come here.
    fn tell(self, come: impl FnOnce(&Tally) -> Vec<(ConversationId, i64)>) {
        let Some(Source { known, deliveries, .. }) = self.0.try_get_value() else { return };
        let come = known.tally.try_with_untracked(|tally| tally.as_ref().map(come));
        deliveries.tell_soon(come.flatten().unwrap_or_default());
    }

    fn reread(self) {
        self.update(Tally::expect);
        let is_alive = move || self.known().is_some();
        read_until(rpc::list_standings, is_alive, move |answer| {
            if let (Ok(standings), Some(known)) = (answer, self.known()) {
                known.take(standings);
                copies::was_reread(known.hearing);
                self.tell_untold();
            }
        });
    }

    fn update(self, change: impl FnOnce(&mut Tally)) {
        if let Some(known) = self.known() {
            known.update(change);
        }
    }
}

impl Known {
    fn new(viewer: AccountId) -> Self {
        Self {
            viewer,
            tally: RwSignal::new(None),
            since: RwSignal::new(None),
            hearing: StoredValue::new(None),
            overheard: StoredValue::default(),
        }
    }

    fn is_read(self) -> bool {
        self.tally.with_untracked(Option::is_some)
    }

    /// Takes what was just read; the first time, events go on from there.
    fn take(self, Snapshot { position, data }: Standings) {
        if self.is_read() {
            self.update(|tally| tally.refresh(data));
        } else {
            self.tally.set(Some(Tally::new(self.viewer, data)));
            self.since.set(Some(position));
        }
    }

    fn update(self, change: impl FnOnce(&mut Tally)) {
        self.tally.try_update(|tally| tally.as_mut().map(change));
    }
}

/// The viewer is out of a conversation: this device keeps nothing of it. What does so comes with the driver, and so is there
/// whenever that is heard.
#[allow(clippy::unnecessary_wraps, reason = "it cannot fail, but its chunk may be gone")]
#[wasm_split(driver, fallible)]
fn lose(client: Client, kept: Shelf, id: ConversationId) -> Result<(), SplitLoaderError> {
    kept.lose(id);
    copies::forget_conversation(client, id);
    Ok(())
}

/// The conversations in which something was said.
fn spoken_in(changes: &[Change]) -> BTreeSet<ConversationId> {
    let spoken = changes.iter().filter(|change| matches!(change, Change::Sent(_)));
    spoken.filter_map(Change::conversation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, World};

    fn read(world: &World) -> Standings {
        let Snapshot { position, data } = world.snapshot();
        let delivered_seq = data.participants[0].delivered_seq;
        let standing = Standing { conversation_id: data.id, last_seq: data.last_seq, delivered_seq, mark: data.mark };
        Snapshot { position, data: vec![standing] }
    }

    #[test]
    fn what_could_not_be_read_at_first_counts_from_the_first_reading_that_comes() {
        let owner = Owner::new();
        owner.with(|| {
            let (mut world, known) = (World::new(), Known::new(ANN));
            world.say(BOB, "hello");
            known.update(Tally::expect);
            assert!(!known.is_read());
            let first = read(&world);
            let position = first.position;
            known.take(first);
            let calling = || known.tally.with_untracked(|tally| tally.as_ref().map(Tally::calling));
            assert_eq!((calling(), known.since.get_untracked()), (Some(1), Some(position)));
            world.read(1);
            known.take(read(&world));
            assert_eq!((calling(), known.since.get_untracked()), (Some(0), Some(position)));
        });
    }
}
