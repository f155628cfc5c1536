//! The list of conversations, and what outlives a single one of them; `life` keeps it alive, `names` those who stand in
//! it, `paging` reads it page by page, `choosing` is what a person chooses for one of them, `walking` leads by keys from one
//! to the next, `sharing` says the same in several, `leaving` is what stays of one that is closed, and of one that the viewer is out of.

mod choosing;
mod leaving;
mod life;
mod names;
mod paging;
mod sharing;
mod walking;

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::{
    copies::{self, Hearing},
    deliveries::Deliveries,
    drafts::{Drafts, use_drafts},
    presence::Presences,
    shelf::{Known, Shelf},
    typing::Typing,
    unread::Unread,
};
use crate::{
    client::{Client, use_client},
    features::{
        accounts::model::Account,
        messages::{
            model::{Conversation, Mark},
            state::{self, Filter, Listed, Overheard, View, operation},
        },
    },
    realtime::{Position, Snapshot, Topic},
    shared::{
        Result,
        effect::Effect,
        id::{AccountId, ConversationId, OperationId},
        json::{Reading, reading},
        page::Page,
    },
};

pub use paging::Asked;
use paging::Paging;
pub use sharing::MOST_TARGETS;

/// The conversations of the viewer, alive.
#[derive(Clone, Copy)]
pub struct Inbox {
    viewer: AccountId,
    client: Client,
    pub(super) state: RwSignal<Option<state::Inbox>>,
    source: StoredValue<Source>,
    /// The place in the stream of events up to which everything is in `state`.
    position: StoredValue<Option<Position>>,
    hearing: Hearing,
    /// What is looked at.
    view: Memo<View>,
    paging: Paging,
    unread: Unread,
    drafts: StoredValue<Drafts>,
    shelf: Shelf,
    deliveries: Deliveries,
    /// How many people's names are followed.
    named: StoredValue<usize>,
    /// The conversations that the viewer went out of while the list was here.
    left: RwSignal<BTreeSet<ConversationId>>,
    /// The threads that are open and that the viewer takes no part in.
    overheard: StoredValue<Overheard>,
    /// Which conversations to show.
    pub filter: RwSignal<Filter>,
    /// What to find among their names.
    pub find: RwSignal<String>,
    /// Which of them was pressed last in the list, each time it is.
    pub pressed: RwSignal<Option<ConversationId>>,
    /// Who is writing.
    pub typing: Typing,
    /// Who is there.
    pub presences: Presences,
}

/// Where the list comes from.
#[derive(Clone, Copy)]
struct Source {
    since: RwSignal<Option<Position>>,
    /// The first reading; none where the list is known from before.
    first: Option<Reading<Result<Snapshot<Page<Conversation>>>>>,
    /// Whether the list began further down than its beginning.
    late: bool,
}

/// Keeps the viewer's conversations alive for everything below. Those that this tab or this browser knows from before are
/// there at once, whether or not the server can be reached, and are read afresh as soon as it can; otherwise they are
/// read first.
pub fn provide_inbox(viewer: AccountId, asked: Asked) -> Inbox {
    let (client, shelf) = (use_client(), expect_context::<Shelf>());
    let (filter, find) = (RwSignal::new(asked.filter), RwSignal::new(asked.find.clone()));
    let view = View::new(asked.filter, &asked.find);
    let late = asked.cursor.is_some();
    // A list that begins further down is another one.
    let known = if late { None } else { shelf.take_list() };
    let (state, position) = known.map(|Known { list, position }| (list, position)).unzip();
    let since = RwSignal::new(position);
    let hearing = StoredValue::new(None);
    let read = move |()| copies::list(client, view.clone(), asked.cursor.clone());
    let first = state.is_none().then(|| reading(|| (), read));
    let inbox = Inbox {
        viewer,
        client,
        state: RwSignal::new(state),
        source: StoredValue::new(Source { since, first, late }),
        position: StoredValue::new(position),
        hearing,
        view: Memo::new(move |_| View::new(filter.get(), &find.read())),
        paging: Paging::new(),
        unread: expect_context(),
        drafts: StoredValue::new(use_drafts()),
        shelf,
        deliveries: expect_context(),
        named: StoredValue::new(0),
        left: RwSignal::default(),
        overheard: StoredValue::default(),
        filter,
        find,
        pressed: RwSignal::new(None),
        typing: Typing::new(client),
        presences: Presences::new(client),
    };
    provide_context(inbox);
    if !late {
        copies::keep_list(client, inbox.state, hearing);
    }
    Effect::new(move || {
        if let Some(since) = since.get() {
            let heard = client.subscribe(Topic::Me, Some(since), move |incoming| inbox.hear(incoming));
            hearing.set_value(Some(heard));
            inbox.confirm_delivery();
            inbox.follow_view();
            // What was known was so at that place: what came since is heard, or all is read afresh where it cannot be.
            inbox.read_missing();
        }
    });
    inbox.settle_choices();
    on_cleanup(move || inbox.put_aside());
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
    /// What brings to the server what is done here, and brings here what happens there.
    pub(super) fn client(self) -> Client {
        self.client
    }

    /// Who looks at it.
    #[must_use]
    pub fn viewer(self) -> AccountId {
        self.viewer
    }

    /// Waits until the list is there and alive: for the first reading, if nothing is known from before.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn ready(self) -> Result<()> {
        let Some(Source { since, first: Some(first), .. }) = self.source.try_get_value() else { return Ok(()) };
        let snapshot = first.await?;
        // It may have gone meanwhile.
        if self.state.try_with_untracked(Option::is_none) == Some(true) {
            self.position.set_value(Some(snapshot.position));
            since.set(Some(snapshot.position));
            let mut state = state::Inbox::new(self.viewer);
            state.take_page(self.view.get_untracked(), snapshot.data);
            self.state.set(Some(state));
        }
        Ok(())
    }

    /// Reads the list again after an error.
    pub fn again(self) {
        if let Some(first) = self.source.get_value().first {
            first.refetch();
        }
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

    /// How many conversations with something unread call for the viewer: the one number, wherever it stands.
    #[must_use]
    pub fn unread(self) -> Signal<i64> {
        self.unread.calling()
    }

    /// How many requests wait for the viewer.
    #[must_use]
    pub fn requests(self) -> Signal<i64> {
        self.unread.requests()
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
        self.drafts().of(id)
    }

    /// All that is being written.
    pub(super) fn drafts(self) -> Drafts {
        self.drafts.get_value()
    }

    /// What the list knows of a conversation, right now.
    pub(super) fn known(self, id: ConversationId) -> Option<Conversation> {
        self.state.try_with_untracked(|state| state.as_ref()?.known(id).cloned()).flatten()
    }

    /// Of a thread that the viewer only looks at nothing comes into the list, nor counts as unread, until they take part in
    /// it. In what the list knows they take part, whatever an older copy says.
    pub(super) fn overhear(self, id: ConversationId, is_silent: bool) {
        let is_overheard = is_silent && self.known(id).is_none();
        self.overheard.try_update_value(|overheard| overheard.put(id, is_overheard));
        self.unread.overhear(id, is_overheard);
    }

    /// Those with whom the viewer is in a conversation, as far as the list knows them, whose handle or name holds what was
    /// typed.
    pub(super) fn acquaintances(self, typed: &str) -> Vec<Account> {
        self.state.try_with_untracked(|state| Some(state.as_ref()?.acquaintances(typed))).flatten().unwrap_or_default()
    }

    /// The conversation of the viewer and this one alone, where the list knows it.
    pub(super) fn pair_with(self, account: AccountId) -> Option<ConversationId> {
        self.state.with_untracked(|state| state.as_ref()?.pair_with(account))
    }

    /// The viewer has read up to here: shown at once, and the server is told.
    pub(super) fn mark_read(self, id: ConversationId, seq: i64) {
        self.state.update(|state| {
            if let Some(state) = state {
                state.read_ahead(id, seq);
            }
        });
        self.unread.read_ahead(id, seq);
        self.deliveries.note(id, seq);
        self.client.perform(operation::mark(OperationId(self.client.new_id()), id, seq, Some(seq)));
    }
}

/// A list that only changes when it does.
pub(super) type Rows<T> = Signal<Arc<Vec<T>>>;
