//! What is being written and was not sent: the same on all devices, and kept over the end of the page.

use std::{collections::HashMap, time::Duration};

use leptos::{prelude::*, task::spawn_local};

#[cfg(feature = "hydrate")]
use crate::browser::surroundings::{ask_before_leaving, on_presence, on_visible};
use crate::{
    client::{Client, Incoming, use_client},
    features::{
        accounts::hook::use_me,
        messages::{
            rpc,
            state::{
                drafts::{self, Due, Sheet, Written, joined, told},
                operation,
            },
        },
    },
    realtime::{Position, Snapshot, Topic},
    shared::id::{ConversationId, OperationId},
    sync::Pending,
};

/// How long typing has to pause before what was typed is saved.
const PAUSE: Duration = Duration::from_secs(1);
/// How long to wait before reading again what could not be read.
const AGAIN: Duration = Duration::from_secs(3);

/// The drafts of the viewer, wherever in the product one goes meanwhile.
#[derive(Clone, Copy)]
pub struct Drafts {
    client: Client,
    /// What the server keeps.
    kept: RwSignal<drafts::Drafts>,
    /// What waits to reach it.
    pending: Signal<Vec<Pending>>,
    /// Whether this browser keeps what waits.
    keeps: Signal<bool>,
    /// From where on events bring the first reading up to date.
    since: RwSignal<Option<Position>>,
    fields: StoredValue<HashMap<ConversationId, Field>>,
}

/// Where a draft is written.
#[derive(Clone)]
struct Field {
    text: ArcRwSignal<String>,
    sheet: Sheet,
    /// Counts what was typed.
    keys: u32,
}

/// Provides [`Drafts`] to everything below; they live as long as the owner that calls this. What was typed is saved once
/// the page is not seen any more, and where nothing would keep it the browser asks before the page goes away.
pub fn provide_drafts() {
    let drafts = Drafts::new(use_client());
    provide_context(drafts);
    if use_me().with_untracked(Option::is_some) {
        drafts.live();
        drafts.follow_page();
    }
}

impl Drafts {
    fn new(client: Client) -> Self {
        Self {
            client,
            kept: RwSignal::default(),
            pending: client.pending(),
            keeps: client.keeps(),
            since: RwSignal::new(None),
            fields: StoredValue::default(),
        }
    }

    /// What is being written in a conversation; empty before anything is.
    pub(super) fn of(self, id: ConversationId) -> ArcRwSignal<String> {
        let known = self.field(id, |field| field.text.clone());
        known.unwrap_or_else(|| {
            let written = self.written(id);
            let text = ArcRwSignal::new(written.body.clone());
            let field = Field { text: text.clone(), sheet: Sheet::new(written), keys: 0 };
            self.fields.try_update_value(|fields| drop(fields.insert(id, field)));
            text
        })
    }

    /// Whether the text that stands there was typed here and is not saved.
    pub(super) fn is_typed(self, id: ConversationId) -> bool {
        self.field(id, |field| field.sheet.is_typed(&field.text.read_untracked())).unwrap_or_default()
    }

    /// Something was typed: it is saved as soon as typing pauses.
    pub(super) fn typed(self, id: ConversationId) {
        let count = self.field(id, |field| {
            field.keys = field.keys.wrapping_add(1);
            field.keys
        });
        let save = move || {
            if count == self.field(id, |field| field.keys) {
                self.save(id);
            }
        };
        set_timeout(save, PAUSE);
    }

    /// Saves what was typed, at once.
    pub(super) fn save(self, id: ConversationId) {
        let new = self.field(id, |field| field.sheet.save(&field.text.read_untracked())).flatten();
        let Some(Written { body, version }) = new else { return };
        // What was refused for a reason of its own would hold up what is newer.
        let refused = self.pending.try_with_untracked(|pending| drafts::refused(id, pending));
        refused.into_iter().flatten().for_each(|id| self.client.discard(id));
        self.perform(id, &body, version);
    }

    /// The words of another device beside those that are written here.
    pub(super) fn offered(self, id: ConversationId) -> Option<String> {
        self.kept.read().offered(id, &self.pending.read()).map(str::to_owned)
    }

    /// Takes the words of the other device in, behind one's own.
    pub(super) fn take_offered(self, id: ConversationId) {
        if let Some(other) = untrack(|| self.offered(id)) {
            self.of(id).update(|text| *text = joined(text, &other));
            self.save_over(id);
        }
    }

    /// Gives the words of the other device up.
    pub(super) fn decline_offered(self, id: ConversationId) {
        self.save_over(id);
    }

    /// Saves what stands here in the place of whatever is kept now.
    fn save_over(self, id: ConversationId) {
        drop(self.of(id));
        let version = self.kept.with_untracked(|kept| kept.version(id));
        let over = self.field(id, |field| field.sheet.save_over(&field.text.read_untracked(), version)).flatten();
        let Some(Written { body, version }) = over else { return };
        let before = self.pending.with_untracked(|pending| drafts::saves(id, pending));
        before.into_iter().for_each(|id| self.client.discard(id));
        self.perform(id, &body, version);
    }

    fn perform(self, id: ConversationId, body: &str, seen: i64) {
        self.client.perform(operation::save_draft(OperationId(self.client.new_id()), id, body, seen));
    }

    /// Keeps all of it alive, in a browser.
    fn live(self) {
        Effect::new(move || untrack(|| self.reread()));
        Effect::new(move || {
            if let Some(since) = self.since.get() {
                self.client.subscribe(Topic::Me, Some(since), move |incoming| self.hear(incoming));
            }
        });
        Effect::new(move || {
            let due = self.kept.read().due(&self.pending.read());
            untrack(|| due.into_iter().for_each(|due| self.answer(due)));
        });
        Effect::new(move || {
            let changed = self.follow(&self.kept.read(), &self.pending.read());
            for (text, body) in changed {
                text.set(body);
            }
        });
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => {
                let told: Vec<_> = events.iter().filter_map(told).collect();
                if !told.is_empty() {
                    self.kept.try_update(|kept| told.into_iter().for_each(|draft| kept.take(draft)));
                }
            }
            Incoming::Refetch => self.reread(),
            Incoming::Signal { .. } => {}
        }
    }

    fn reread(self) {
        self.kept.try_update_untracked(drafts::Drafts::expect);
        spawn_local(async move {
            match rpc::list_drafts().await {
                Ok(Snapshot { position, data }) => {
                    self.kept.try_update(|kept| kept.refresh(data));
                    if self.since.try_get_untracked() == Some(None) {
                        self.since.set(Some(position));
                    }
                }
                Err(error) if error.is_transient() => set_timeout(move || self.reread(), AGAIN),
                Err(_) => {}
            }
        });
    }

    fn answer(self, due: Due) {
        match due {
            Due::Take(id, draft) => {
                self.kept.update(|kept| kept.take(draft));
                self.client.settle(id);
            }
            Due::GiveUp(id) => self.client.discard(id),
            Due::Renew(id) => self.save_over(id),
        }
    }

    /// The fields that have to hold something else now, and what.
    fn follow(self, kept: &drafts::Drafts, pending: &[Pending]) -> Vec<(ArcRwSignal<String>, String)> {
        let changed = self.fields.try_update_value(|fields| {
            let changed = fields.iter_mut().filter_map(|(id, field)| {
                let body = field.sheet.follow(&field.text.read_untracked(), kept.written(*id, pending))?;
                Some((field.text.clone(), body))
            });
            changed.collect()
        });
        changed.unwrap_or_default()
    }

    fn written(self, id: ConversationId) -> Written {
        self.kept.with_untracked(|kept| self.pending.with_untracked(|pending| kept.written(id, pending)))
    }

    fn field<T>(self, id: ConversationId, act: impl FnOnce(&mut Field) -> T) -> Option<T> {
        self.fields.try_update_value(|fields| fields.get_mut(&id).map(act)).flatten()
    }

    /// Saves what was typed before the page goes out of sight, and has the browser ask where that is of no use.
    fn follow_page(self) {
        ask_before_leaving(move || self.would_lose_words());
        on_presence(move |there| self.save_unless(there));
        on_visible(move |seen| self.save_unless(seen));
    }

    fn save_unless(self, there: bool) {
        let ids: Vec<_> = self.fields.try_with_value(|fields| fields.keys().copied().collect()).unwrap_or_default();
        if !there {
            ids.into_iter().for_each(|id| self.save(id));
        }
    }

    fn would_lose_words(self) -> bool {
        let keeps = self.keeps.get_untracked();
        let is_lost = |field: &Field| field.sheet.would_lose(&field.text.read_untracked(), keeps);
        self.fields.try_with_value(|fields| fields.values().any(is_lost)).unwrap_or_default()
    }
}

/// Only a page in a browser goes away.
#[cfg(not(feature = "hydrate"))]
fn ask_before_leaving(_unsaved: impl Fn() -> bool + 'static) {}

/// Only a page in a browser comes and goes.
#[cfg(not(feature = "hydrate"))]
fn on_presence(_tell: impl Fn(bool) + Clone + 'static) {}

/// Only a page in a browser is seen.
#[cfg(not(feature = "hydrate"))]
fn on_visible(_tell: impl Fn(bool) + Clone + 'static) {}

#[cfg(test)]
mod tests;
