//! How many notifications are unread, wherever in the product one is, and reading them.

use leptos::prelude::*;

use crate::{
    client::{Client, Heard, Incoming, read_until, use_client},
    features::notifications::{
        model::{Notification, Unread},
        rpc,
        state::{self, Tally, Wanted},
    },
    kit::{Toasts, when_reachable},
    realtime::{Position, Snapshot, Topic},
    shared::{
        Error, Result,
        effect::Effect,
        id::OperationId,
        json::{Reading, reading},
    },
    sync::{Collection, Replica, replica::LASTS},
};

/// What was told of notifications.
const BELL: Collection = Collection { name: "bell", most: 1, spare: false };

/// The bell, alive; a context, copied freely.
#[derive(Clone, Copy)]
pub struct Bell {
    client: Client,
    first: Reading<Result<Snapshot<Tally>>>,
    /// Nothing before it was read.
    tally: RwSignal<Option<Tally>>,
    /// From where on events bring the first reading up to date.
    since: RwSignal<Option<Position>>,
    hearing: StoredValue<Option<Heard>>,
    wanted: Memo<Wanted>,
}

/// Reads how many are unread and keeps that alive for everything below; what could not be read is read as soon as the server
/// can be reached. Says where something was not read that was to be. Stands below the client.
pub fn provide_bell() -> Bell {
    let client = use_client();
    let pending = client.pending();
    let bell = Bell {
        client,
        first: reading(|| (), move |()| read(client)),
        tally: RwSignal::new(None),
        since: RwSignal::new(None),
        hearing: StoredValue::new(None),
        wanted: Memo::new(move |_| Wanted::of(&pending.read())),
    };
    provide_context(bell);
    bell.keep();
    Effect::new(move || {
        if let Some(since) = bell.since.get() {
            let heard = client.subscribe(Topic::Me, Some(since), move |incoming| bell.hear(incoming));
            bell.hearing.set_value(Some(heard));
        }
    });
    bell.settle(use_context::<Toasts>());
    when_reachable(move || {
        if bell.tally.read_untracked().is_none() {
            bell.reread();
        }
    });
    bell
}

/// The bell.
///
/// # Panics
/// Where nobody is signed in.
#[must_use]
pub fn use_bell() -> Bell {
    expect_context::<Bell>()
}

/// How many are unread: as this browser keeps it, else as the server says.
fn read(client: Client) -> impl Future<Output = Result<Snapshot<Tally>>> + Send {
    let kept = client.kept(BELL, "");
    async move {
        match kept.await {
            Some(kept) => Ok(kept),
            None => rpc::count_notifications().await.map(tallied),
        }
    }
}

fn tallied(Snapshot { position, data }: Snapshot<Unread>) -> Snapshot<Tally> {
    Snapshot { position, data: Tally::new(position.epoch, data) }
}

impl Bell {
    /// Waits for the first reading; nothing is unread as long as it failed.
    pub async fn ready(self) {
        if let Ok(first) = self.first.await
            && self.tally.try_with_untracked(Option::is_none) == Some(true)
        {
            self.begin(first);
        }
    }

    /// How many are unread, without those that are on their way to be read.
    #[must_use]
    pub fn count(self) -> Signal<i64> {
        let of = move |wanted: &Wanted| self.tally.try_with(|tally| tally.as_ref().map(|tally| tally.count(wanted)));
        Memo::new(move |_| self.wanted.try_with(of).flatten().flatten().unwrap_or_default()).into()
    }

    /// Whether a notification was read, or is on its way to be.
    #[must_use]
    pub fn is_read(self, one: &Notification) -> bool {
        let is_read = |tally: &Option<Tally>| tally.as_ref().map_or_else(|| one.is_read(), |tally| tally.is_read(one));
        self.tally.with(is_read) || self.wanted.read().reads(one.id, one.number)
    }

    /// Has one of them read at once as it is seen; the server follows.
    pub fn read(self, one: &Notification) {
        self.client.perform(state::read(self.name(), one));
    }

    /// Has all of them read at once whose number is not greater.
    pub fn read_all(self, through: i64) {
        self.client.perform(state::read_all(self.name(), through));
    }

    fn name(self) -> OperationId {
        OperationId(self.client.new_id())
    }

    fn keep(self) {
        let take = move || {
            let position = self.hearing.try_get_value().flatten()?.position()?;
            let data = self.tally.try_get_untracked().flatten()?;
            Some(Replica { stirred: LASTS, snapshot: Snapshot { position, data } })
        };
        self.client.keep(BELL, String::new(), move || self.tally.track(), take);
    }

    /// Takes the first reading; events go on from there.
    fn begin(self, Snapshot { position, data }: Snapshot<Tally>) {
        self.tally.set(Some(data));
        self.since.set(Some(position));
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => {
                // Much is told here of conversations, too.
                let told: Vec<_> = events.iter().filter(|event| event.kind.starts_with("notification")).collect();
                if !told.is_empty() {
                    self.change(|tally| told.into_iter().for_each(|event| tally.hear_event(event)));
                }
            }
            Incoming::Refetch => self.reread(),
            Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    fn change(self, change: impl FnOnce(&mut Tally)) {
        self.tally.try_update(|tally| {
            if let Some(tally) = tally {
                change(tally);
            }
        });
    }

    /// Reads afresh, as soon as the server can be reached.
    fn reread(self) {
        read_until(
            rpc::count_notifications,
            move || self.tally.try_with_untracked(|_| ()).is_some(),
            move |answer| {
                let Ok(snapshot) = answer else { return };
                if self.tally.read_untracked().is_none() {
                    return self.begin(tallied(snapshot));
                }
                let Snapshot { position, data } = snapshot;
                self.change(|tally| tally.refresh(position.epoch, data));
                self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
            },
        );
    }

    /// Takes what the server answered to who read something: from then on it is confirmed.
    fn settle(self, toasts: Option<Toasts>) {
        let pending = self.client.pending();
        Effect::new(move || {
            for (id, answer) in pending.with(|pending| state::answered(pending)) {
                match answer {
                    Ok((kind, body)) => {
                        self.change(|tally| tally.hear(&kind, &body));
                        self.client.settle(id);
                    }
                    Err(error) => {
                        self.client.discard(id);
                        // What is no longer there needs no reading.
                        if let Some(toasts) = toasts.filter(|_| error != Error::Missing) {
                            toasts.warn(format!("Nothing was marked as read. {error}"));
                        }
                    }
                }
            }
        });
    }
}
