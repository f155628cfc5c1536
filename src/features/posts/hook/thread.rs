//! A thread that is open.

use std::collections::BTreeSet;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    hearing::{Hearing, told},
    opening::{Fetched, THREADS, key, parent, read_part},
    returning::returned,
    revisions::LookingBack,
};
use crate::{
    client::{Client, Incoming, read_until, use_client},
    features::{
        accounts::{
            hook::{use_kept_away, use_left_out, use_me},
            model::{Away, Me},
        },
        posts::{
            model::{Entry, Parent, Part, Sort, ThreadPart},
            rpc::{RewriteEntry, WriteComment},
            state::{FIRST, Talk, Told, settling},
        },
    },
    kit::{Paging, Toasts, use_toasts},
    realtime::{Position, Snapshot},
    shared::{
        Error, Result,
        effect::Effect,
        id::{AccountId, OperationId, PostId},
    },
    sync::{Pending, Replica, overlaid},
};

/// A thread that is open, copied freely.
#[derive(Clone, Copy)]
pub struct OpenThread {
    pub(super) client: Client,
    me: Signal<Option<Me>>,
    pub(super) toasts: Toasts,
    /// Whose thread it is.
    pub id: PostId,
    pub(super) talk: RwSignal<Talk>,
    /// As the screen has it: with what is on its way to the server, soon after that, and without whom the viewer blocks.
    pub shown: Memo<Talk>,
    pub(super) pending: Signal<Vec<Pending>>,
    pub(super) hearing: Hearing,
    /// From where on it is heard.
    pub(super) since: Position,
    /// Counts the readings that were asked for: the last one holds.
    asked: StoredValue<u32>,
    /// Whether there is no such thread any more.
    gone: StoredValue<bool>,
    on_gone: Callback<()>,
    /// Numbers that may count votes already which lie over them still.
    held: StoredValue<Vec<Told>>,
    /// What is being edited.
    pub editing: RwSignal<Option<Entry>>,
    /// What is asked about whether it is really to go: the address does, for who has no JavaScript.
    pub deleting: RwSignal<Option<Entry>>,
    /// What somebody looks back at.
    pub revising: RwSignal<Option<Entry>>,
    pub(super) looking_back: LookingBack,
    /// What a comment is being written on: a post, an answer, or another comment, to which it replies.
    pub commenting: RwSignal<Option<Entry>>,
    /// Where all comments are shown.
    pub(super) unfolded: RwSignal<BTreeSet<Parent>>,
    /// What was done here, and in no other tab.
    pub(super) here: StoredValue<BTreeSet<OperationId>>,
    /// Whose answer was taken.
    settled: StoredValue<BTreeSet<OperationId>>,
    /// Whom the server leaves out of what it reads.
    pub(super) left_out: Memo<Option<BTreeSet<AccountId>>>,
    pub(super) paging: Paging,
}

/// A thread as it was read, kept up to date from there on while members look. Where there turns out to be none any more for
/// the one who looks, `on_gone` is told.
#[must_use]
pub fn follow_thread(fetched: Fetched, on_gone: Callback<()>) -> OpenThread {
    let Fetched { talk: Snapshot { position, data }, is_copy } = fetched;
    let client = use_client();
    let asked = |name: &str| use_query_map().with_untracked(|query| Entry::of_anchor(&query.get(name)?));
    let around = asked("at").and_then(|entry| data.said_on(entry));
    let (id, talk, pending) = (data.post.id, RwSignal::new(data), client.pending());
    let (drawn, away) = (RwSignal::new(pending.get_untracked()), use_kept_away(Away::Blocked));
    let thread = OpenThread {
        client,
        me: use_me(),
        toasts: use_toasts(),
        id,
        talk,
        shown: Memo::new(move |_| overlaid(&*talk.read(), &drawn.read()).without(&away.read().shown)),
        pending,
        hearing: Hearing::new(),
        since: position,
        asked: StoredValue::new(0),
        gone: StoredValue::new(false),
        on_gone,
        held: StoredValue::new(Vec::new()),
        editing: RwSignal::new(asked("edit").or_else(|| returned(RewriteEntry::url(), &["entry"]))),
        deleting: RwSignal::new(asked("delete")),
        revising: RwSignal::new(asked("revisions")),
        looking_back: LookingBack::default(),
        commenting: RwSignal::new(
            asked("comment").or_else(|| returned(WriteComment::url(), &["reply_to", "answer_id", "post_id"])),
        ),
        unfolded: RwSignal::new(asked("unfold").and_then(parent).into_iter().chain(around).collect()),
        here: StoredValue::default(),
        settled: StoredValue::default(),
        left_out: use_left_out(false),
        paging: Paging::new(),
    };
    // First, so that it comes before the end of the subscription when all of this ends.
    thread.keep();
    thread.keep_left();
    thread.hearing.begin(client, id, position, move |incoming| thread.hear(incoming));
    if is_copy {
        thread.refresh();
    }
    thread.settle();
    thread.let_in_as_one_scrolls();
    thread.follow_pending(drawn);
    thread.reread_when_let_back();
    thread
}

impl OpenThread {
    /// Whether somebody is logged in.
    #[must_use]
    pub fn is_member(self) -> bool {
        self.talk.with_untracked(|talk| talk.viewer.is_some())
    }

    /// The address of the page.
    #[must_use]
    pub fn page(self) -> String {
        self.talk.with_untracked(|talk| talk.post.address())
    }

    /// The address of the page that has an entry, in the order in which the answers stand, for who has no JavaScript.
    #[must_use]
    pub fn page_with(self, entry: Entry) -> String {
        self.talk.with_untracked(|talk| talk.page_with(entry))
    }

    /// The same, at the very place.
    #[must_use]
    pub fn place_of(self, entry: Entry) -> String {
        format!("{}#{}", self.page_with(entry), entry.anchor())
    }

    /// A part from further down is not kept: what is kept can be read on from its beginning.
    fn keep(self) {
        let take = move || {
            if self.gone.try_get_value() != Some(false) {
                return None;
            }
            let position = self.hearing.position()?;
            let data = self.talk.try_get_untracked().filter(|talk| talk.start.is_none())?;
            let snapshot = Snapshot { position, data };
            // Those that one has not looked at for the longest time go first.
            Some(Replica { stirred: self.client.now().millis(), snapshot })
        };
        let sort = self.talk.with_untracked(|talk| talk.sort);
        self.client.keep(THREADS, key(self.id, sort), move || self.talk.track(), take);
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => self.take_unheld(told(&events, self.me)),
            Incoming::Refetch => self.refresh(),
            Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    pub(super) fn take(self, told: impl IntoIterator<Item = Told>) {
        let mut told = told.into_iter().peekable();
        if told.peek().is_some() {
            self.come(|talk| told.for_each(|told| talk.take(told)));
        }
    }

    /// Takes what was heard, but for numbers beside what the viewer is voting on, and for votes on it: these wait for the
    /// answer to the vote, so that no vote is counted twice.
    fn take_unheld(self, told: Vec<Told>) {
        let Some(pending) = self.pending.try_get_untracked() else { return };
        let is_vote = |told: &Told| matches!(told, Told::Tally(_) | Told::Vote(..));
        let is_held = |told: &Told| is_vote(told) && settling::is_voting(told.entry(), &pending);
        let (held, free): (Vec<_>, Vec<_>) = told.into_iter().partition(is_held);
        self.held.update_value(|all| all.extend(held));
        self.take(free);
    }

    /// Reads the thread afresh, as soon as the server can be reached. Only the answer to what was asked last counts.
    pub(super) fn refresh(self) {
        let number = self.asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        let of_talk = |talk: &Talk| (talk.sort, talk.start.clone().map(|start| Part::Behind(start.cursor)));
        let Some((sort, part)) = self.talk.try_with_untracked(of_talk) else { return };
        let asked_at = self.client.now();
        let is_last = move || number.is_some() && self.asked.try_get_value() == number;
        read_until(
            move || read_part(self.id, sort, part.clone()),
            is_last,
            move |answer: Result<Snapshot<ThreadPart>>| match answer {
                Ok(Snapshot { position, data }) => {
                    self.come(|talk| {
                        talk.let_go(&data.thread, FIRST, asked_at);
                        talk.refresh(data.thread, position);
                    });
                    self.hearing.was_reread();
                }
                Err(Error::Missing) => self.lose(),
                Err(_) => {}
            },
        );
    }

    /// Nothing of the thread is kept any more.
    fn lose(self) {
        self.gone.try_set_value(true);
        for sort in Sort::ALL {
            self.client.forget(THREADS, &key(self.id, sort));
        }
        // The page may be gone already.
        self.on_gone.try_run(());
    }

    /// Takes what the server answered to what was done here: from then on it is confirmed.
    fn settle(self) {
        Effect::new(move || {
            let answers = self.pending.with(|pending| self.talk.with(|talk| settling::answers(talk, pending)));
            for (id, told) in answers {
                // In a tab that follows it stays listed for a while: to take it each time would not end.
                if self.settled.try_update_value(|settled| settled.insert(id)) == Some(true) {
                    self.take(told);
                }
                self.client.settle(id);
            }
            self.let_go_of_what_is_gone();
            let held = self.held.try_update_value(std::mem::take).unwrap_or_default();
            if !held.is_empty() {
                self.take_unheld(held);
            }
        });
    }
}
