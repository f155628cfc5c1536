//! The list of conversations, and what outlives a single one of them; `paging` reads it page by page.

mod paging;

use std::{collections::HashMap, sync::Arc, time::Duration};

use leptos::{prelude::*, task::spawn_local};

use super::{drafts::Drafts, presence::Presences, typing::Typing, unread::Unread};
use crate::{
    client::{Client, Incoming, use_client},
    features::messages::{
        model::{Conversation, Mark},
        rpc,
        state::{self, Change, Filter, Listed, Timeline, View, operation},
    },
    realtime::{Event, Position, Snapshot, Topic},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
        page::Page,
    },
};

pub use paging::Asked;
use paging::Paging;

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
    source: StoredValue<Source>,
    /// What is looked at.
    view: Memo<View>,
    paging: Paging,
    unread: Unread,
    drafts: Drafts,
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

/// Where the list comes from.
#[derive(Clone, Copy)]
struct Source {
    since: RwSignal<Option<Position>>,
    first: Resource<Result<Snapshot<Page<Conversation>>>>,
    /// Whether the list began further down than its beginning.
    late: bool,
}

/// Reads the viewer's conversations and keeps them alive for everything below.
pub fn provide_inbox(viewer: AccountId, asked: Asked) -> Inbox {
    let client = use_client();
    let (filter, find) = (RwSignal::new(asked.filter), RwSignal::new(asked.find.clone()));
    let first = View::new(asked.filter, &asked.find);
    let late = asked.cursor.is_some();
    let since = RwSignal::new(None);
    let first = Resource::new_blocking(|| (), move |()| rpc::list_conversations(first.clone(), asked.cursor.clone()));
    let inbox = Inbox {
        viewer,
        client,
        state: RwSignal::new(None),
        source: StoredValue::new(Source { since, first, late }),
        view: Memo::new(move |_| View::new(filter.get(), &find.read())),
        paging: Paging::new(),
        unread: expect_context(),
        drafts: expect_context(),
        shelf: StoredValue::default(),
        told: StoredValue::default(),
        filter,
        find,
        typing: Typing::new(client),
        presences: Presences::new(client),
    };
    provide_context(inbox);
    Effect::new(move || {
        if let Some(since) = since.get() {
            client.subscribe(Topic::Me, Some(since), move |incoming| inbox.hear(incoming));
            inbox.confirm_delivery();
            inbox.follow_view();
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
        let Source { since, first, .. } = self.source.get_value();
        let snapshot = first.await?;
        if self.state.with_untracked(Option::is_none) {
            since.set(Some(snapshot.position));
            let mut state = state::Inbox::new(self.viewer);
            state.take_page(self.view.get_untracked(), snapshot.data);
            self.state.set(Some(state));
        }
        Ok(())
    }

    /// Reads the list again after an error.
    pub fn again(self) {
        self.source.get_value().first.refetch();
    }

    /// The conversations to show, with what is pending laid over.
    #[must_use]
    pub fn listed(self) -> Memo<Vec<Listed>> {
        let pending = self.client.pending();
        Memo::new(move |_| {
            let state = self.state.read();
            state.as_ref().map(|state| state.listed(&pending.read(), &self.view.read())).unwrap_or_default()
        })
    }

    /// How many conversations of the list hold something unread.
    #[must_use]
    pub fn unread(self) -> Signal<i64> {
        self.unread.listed()
    }

    /// How many messages of others are unread in a conversation, as far as it is known.
    #[must_use]
    pub fn unread_in(self, id: ConversationId) -> i64 {
        self.state.with_untracked(|state| state.as_ref().map_or(0, |state| state.unread_in(id)))
    }

    /// The viewer's marks in a conversation, wherever they are moved.
    pub(super) fn marks_in(self, id: ConversationId) -> Memo<Option<Mark>> {
        Memo::new(move |_| self.state.read().as_ref().and_then(|state| state.mark_in(id)).cloned())
    }

    /// What is being written in a conversation and was not sent.
    #[must_use]
    pub fn draft(self, id: ConversationId) -> ArcRwSignal<String> {
        self.drafts.of(id)
    }

    /// Puts what is known of a conversation aside until it is opened again. Where all is read no line stays.
    pub(super) fn keep(self, mut timeline: Timeline) {
        if timeline.unread() == 0 {
            timeline.draw_line(None);
        }
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
        self.unread.read_ahead(id, seq);
        self.told.update_value(|told| {
            told.insert(id, seq);
        });
        self.client.perform(operation::mark(OperationId(self.client.new_id()), id, seq, Some(seq)));
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
                self.client.perform(operation::mark(OperationId(self.client.new_id()), id, seq, None));
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
}

/// A list that only changes when it does.
pub(super) type Rows<T> = Signal<Arc<Vec<T>>>;
