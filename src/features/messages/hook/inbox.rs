//! The list of conversations, and what outlives a single one of them.

use std::{collections::HashMap, sync::Arc, time::Duration};

use leptos::{prelude::*, task::spawn_local};

use super::{presence::Presences, typing::Typing};
use crate::{
    client::{Client, Incoming, use_client},
    features::messages::{
        model::{Conversation, Snapshot},
        rpc,
        state::{self, Change, Filter, Listed, Timeline, inbox},
    },
    realtime::{Event, Position, Topic},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
    },
};

/// How long to wait before reading again what could not be read.
const AGAIN: Duration = Duration::from_secs(3);

/// How long what arrived may wait to be looked at before the server is told that it arrived.
const SOON: Duration = Duration::from_millis(60);

/// The conversations of the viewer, alive.
#[derive(Clone, Copy)]
pub struct Inbox {
    viewer: AccountId,
    client: Client,
    state: RwSignal<Option<state::Inbox>>,
    since: RwSignal<Option<Position>>,
    first: Resource<Result<Snapshot<Vec<Conversation>>>>,
    drafts: StoredValue<HashMap<ConversationId, ArcRwSignal<String>>>,
    shelf: StoredValue<HashMap<ConversationId, Timeline>>,
    /// Up to where the server was told that messages reached this device.
    told: StoredValue<HashMap<ConversationId, i64>>,
    /// Which conversations to show.
    pub filter: RwSignal<Filter>,
    /// What to find among their names.
    pub find: RwSignal<String>,
    /// Who is writing.
    pub typing: Typing,
    /// Who is there.
    pub presences: Presences,
}

/// Reads the viewer's conversations and keeps them alive for everything below.
pub fn provide_inbox(viewer: AccountId) -> Inbox {
    let client = use_client();
    let inbox = Inbox {
        viewer,
        client,
        state: RwSignal::new(None),
        since: RwSignal::new(None),
        first: Resource::new_blocking(|| (), |()| rpc::list_conversations()),
        drafts: StoredValue::default(),
        shelf: StoredValue::default(),
        told: StoredValue::default(),
        filter: RwSignal::default(),
        find: RwSignal::default(),
        typing: Typing::new(client),
        presences: Presences::new(client),
    };
    provide_context(inbox);
    Effect::new(move || {
        if let Some(since) = inbox.since.get() {
            client.subscribe(Topic::Me, Some(since), move |incoming| inbox.hear(incoming));
            inbox.confirm_delivery();
        }
    });
    inbox
}

/// The inbox of the page around.
///
/// # Panics
/// Outside messaging.
#[must_use]
pub fn use_inbox() -> Inbox {
    expect_context::<Inbox>()
}

impl Inbox {
    /// Who looks at it.
    #[must_use]
    pub fn viewer(self) -> AccountId {
        self.viewer
    }

    /// Waits for the first reading; from then on the list is there and alive.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn ready(self) -> Result<()> {
        let snapshot = self.first.await?;
        if self.state.with_untracked(Option::is_none) {
            self.since.set(Some(snapshot.position));
            self.state.set(Some(state::Inbox::new(self.viewer, snapshot.data)));
        }
        Ok(())
    }

    /// Reads the list again after an error.
    pub fn again(self) {
        self.first.refetch();
    }

    /// The conversations to show, with what is pending laid over.
    #[must_use]
    pub fn listed(self) -> Memo<Vec<Listed>> {
        let pending = self.client.pending();
        Memo::new(move |_| {
            let state = self.state.read();
            let find = self.find.read();
            state.as_ref().map(|state| state.listed(&pending.read(), self.filter.get(), &find)).unwrap_or_default()
        })
    }

    /// Whether there is any conversation at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.state.with(|state| state.as_ref().is_none_or(|state| state.conversations().next().is_none()))
    }

    /// How many conversations hold something unread.
    #[must_use]
    pub fn unread(self) -> usize {
        self.state.with(|state| state.as_ref().map_or(0, state::Inbox::unread))
    }

    /// What is being written in a conversation and was not sent, kept while the page lives.
    #[must_use]
    pub fn draft(self, id: ConversationId) -> ArcRwSignal<String> {
        self.drafts.try_update_value(|drafts| drafts.entry(id).or_default().clone()).unwrap_or_default()
    }

    /// Puts what is known of a conversation aside until it is opened again.
    pub(super) fn keep(self, timeline: Timeline) {
        self.shelf.try_update_value(|shelf| drop(shelf.insert(timeline.conversation().id, timeline)));
    }

    /// Forgets what was put aside: each conversation is read afresh when it is opened again.
    pub(super) fn put_nothing_aside(self) {
        self.shelf.update_value(HashMap::clear);
    }

    /// What was known of a conversation when it was last open.
    #[must_use]
    pub fn kept(self, id: ConversationId) -> Option<Timeline> {
        self.shelf.try_update_value(|shelf| shelf.remove(&id)).flatten()
    }

    /// The viewer has read up to here: shown at once, and the server is told.
    pub(super) fn mark_read(self, id: ConversationId, seq: i64) {
        self.state.update(|state| {
            if let Some(state) = state {
                state.read_ahead(id, seq);
            }
        });
        self.told.update_value(|told| {
            told.insert(id, seq);
        });
        self.client.perform(inbox::mark(OperationId(self.client.new_id()), id, seq, Some(seq)));
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => self.take(&events),
            Incoming::Refetch => self.reread(),
            Incoming::Signal { .. } => {}
        }
    }

    fn take(self, events: &[Event]) {
        let changes: Vec<_> = events.iter().filter_map(Change::read).collect();
        let missing = self.state.try_update(|state| {
            let state = state.as_mut()?;
            for change in &changes {
                state.apply(change);
            }
            Some(state.missing().collect::<Vec<_>>())
        });
        for change in &changes {
            if let Change::Sent(message) = change {
                self.typing.done(message.conversation_id, message.author_id);
                self.presences.heard_from(message.author_id);
            }
        }
        self.confirm_delivery();
        for id in missing.flatten().unwrap_or_default() {
            self.read(id);
        }
    }

    /// Tells the server what has reached this device; in a moment, as what is looked at is marked read anyway.
    fn confirm_delivery(self) {
        set_timeout(move || self.confirm_delivery_now(), SOON);
    }

    fn confirm_delivery_now(self) {
        let late = self.state.try_with_untracked(|state| {
            let late = state.as_ref()?.undelivered();
            Some(late.collect::<Vec<_>>())
        });
        for (id, seq) in late.flatten().unwrap_or_default() {
            let told = self.told.try_update_value(|told| told.insert(id, seq)).flatten();
            if told.is_none_or(|told| told < seq) {
                self.client.perform(inbox::mark(OperationId(self.client.new_id()), id, seq, None));
            }
        }
    }

    fn read(self, id: ConversationId) {
        spawn_local(async move {
            let answer = rpc::read_conversation(id).await;
            let change = |change: &dyn Fn(&mut state::Inbox)| {
                self.state.try_update(|state| state.as_mut().map(change));
            };
            match answer {
                Ok(snapshot) => {
                    change(&|state| state.insert(snapshot.data.clone()));
                    self.confirm_delivery();
                }
                Err(Error::Missing) => change(&|state| state.remove(id)),
                Err(_) => set_timeout(move || self.read(id), AGAIN),
            }
        });
    }

    fn reread(self) {
        spawn_local(async move {
            match rpc::list_conversations().await {
                Ok(snapshot) => {
                    self.state.try_update(|state| state.as_mut().map(|state| state.snapshot(snapshot.data)));
                    self.confirm_delivery();
                }
                Err(error) if error.is_transient() => set_timeout(move || self.reread(), AGAIN),
                Err(_) => {}
            }
        });
    }
}

/// A list that only changes when it does.
pub(super) type Rows<T> = Signal<Arc<Vec<T>>>;
