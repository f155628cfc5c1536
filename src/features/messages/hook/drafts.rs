//! What is being written and was not sent: the same on all devices, and kept over the end of the page.
//!
//! Fields outlive the page of messages, so they stand in the first chunk; `life`, which brings them up to date, is part of
//! that page's, and begins with its first visit; `unfinished` lists them.

mod life;
mod unfinished;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use leptos::prelude::*;

pub use unfinished::{Unfinished, Unsent, use_unfinished};

use super::copies::Hearing;
use crate::{
    client::{Client, use_client},
    features::messages::{
        model::KeptDraft,
        state::{
            drafts::{self, Sheet, Written, joined},
            operation,
        },
    },
    realtime::Position,
    shared::{
        Error, Result,
        effect::Effect,
        id::{ConversationId, MessageId, OperationId},
    },
    sync::Pending,
};

/// How long typing has to pause before what was typed is saved.
const PAUSE: Duration = Duration::from_secs(1);

/// The drafts of the viewer, wherever in the product one goes meanwhile.
#[derive(Clone, Copy)]
pub struct Drafts {
    client: Client,
    /// What the server keeps.
    kept: RwSignal<drafts::Drafts>,
    /// What waits to reach it.
    pending: Signal<Vec<Pending>>,
    /// From where on events bring the first reading up to date.
    since: RwSignal<Option<Position>>,
    hearing: Hearing,
    /// Where what is kept is being read by itself.
    looking: StoredValue<HashSet<ConversationId>>,
    /// Counts the readings that were asked for: the last one holds.
    readings: StoredValue<u32>,
    /// What keeps all of it alive, once somebody looks at messages.
    life: RwSignal<Option<Arc<dyn Fn() + Send + Sync>>>,
    fields: StoredValue<HashMap<ConversationId, Field>>,
    /// Why words are not kept that stand in a field.
    refusals: RwSignal<HashMap<ConversationId, Error>>,
    /// What was refused and is given up soon, unless somebody goes back from that.
    given_up: RwSignal<BTreeSet<MessageId>>,
}

/// Where a draft is written.
#[derive(Clone)]
struct Field {
    text: ArcRwSignal<String>,
    sheet: Sheet,
    /// Counts what was typed.
    keys: u32,
}

/// Provides [`Drafts`] to everything below; they live as long as the owner that calls this.
pub fn provide_drafts() {
    let drafts = Drafts::new(use_client());
    provide_context(drafts);
    Effect::new(move || {
        if let Some(life) = drafts.life.get() {
            untrack(|| life());
        }
    });
}

/// The drafts, alive from now on, for somebody who is logged in. What was typed is saved once the page is not seen any
/// more, and where nothing would keep it the browser asks before the page goes away.
pub(super) fn use_drafts() -> Drafts {
    let drafts = expect_context::<Drafts>();
    if drafts.life.with_untracked(Option::is_none) {
        drafts.life.set(Some(Arc::new(move || drafts.live())));
    }
    drafts
}

impl Drafts {
    fn new(client: Client) -> Self {
        Self {
            client,
            kept: RwSignal::default(),
            pending: client.pending(),
            since: RwSignal::new(None),
            hearing: StoredValue::new(None),
            looking: StoredValue::default(),
            readings: StoredValue::new(0),
            life: RwSignal::new(None),
            fields: StoredValue::default(),
            refusals: RwSignal::default(),
            given_up: RwSignal::default(),
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

    /// Whether what is written everywhere was read, be it from what this browser keeps.
    pub(super) fn are_read(self) -> bool {
        self.since.get().is_some()
    }

    /// Has words stand in a field behind what is written there.
    pub(super) fn put_behind(self, id: ConversationId, words: &str) {
        let written = self.written(id);
        let both = joined(&written.body, words);
        let text = self.field(id, |field| {
            field.sheet = Sheet::new(written);
            field.text.clone()
        });
        if let Some(text) = text {
            text.set(both);
            self.typed(id);
        }
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
        self.join_unseen(id);
        let new = self.field(id, |field| field.sheet.save(&field.text.read_untracked())).flatten();
        let Some(Written { body, version }) = new else { return };
        // What was refused for a reason of its own would hold up what is newer.
        let refused = self.pending.try_with_untracked(|pending| drafts::refused(id, pending));
        self.refusals.try_maybe_update(|refusals| (refusals.remove(&id).is_some(), ()));
        let save = operation::save_draft(self.new_id(), id, &body, version);
        self.client.perform(save.in_place_of(refused.into_iter().flatten()));
    }

    /// Words that wait and were never shown here are not replaced: they come to stand behind what was typed.
    fn join_unseen(self, id: ConversationId) {
        let waiting = self.pending.try_with_untracked(|pending| drafts::waiting(id, pending)).flatten();
        let both = self.field(id, |field| {
            let both = field.sheet.meet(&field.text.read_untracked(), waiting)?;
            Some((field.text.clone(), both))
        });
        if let Some((text, both)) = both.flatten() {
            text.set(both);
        }
    }

    /// Why what is written in a conversation is not kept by the server.
    pub(super) fn refusal(self, id: ConversationId) -> Option<Error> {
        self.refusals.read().get(&id).cloned()
    }

    /// Whether words that stand in a field were refused.
    fn is_refused(self, id: ConversationId) -> bool {
        self.refusals.with_untracked(|refusals| refusals.contains_key(&id))
    }

    /// Saves anew what was refused: whoever opens a conversation is in it, be it again.
    pub(super) fn save_refused(self, id: ConversationId) {
        if self.is_refused(id) {
            self.save(id);
        }
    }

    /// The words of another device beside those that are written here.
    pub(super) fn offered(self, id: ConversationId) -> Option<String> {
        self.kept.read().offered(id, &self.pending.read()).map(str::to_owned)
    }

    /// Takes the words of the other device in, behind one's own.
    ///
    /// # Errors
    /// `Invalid` for `body` where both together are longer than what is kept: nothing changes.
    pub(super) fn take_offered(self, id: ConversationId) -> Result<()> {
        if let Some(other) = untrack(|| self.offered(id)) {
            let text = self.of(id);
            let both = joined(&text.read_untracked(), &other);
            KeptDraft::check(&both)?;
            text.set(both);
            self.save_over(id);
        }
        Ok(())
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
        if let Some(Written { body, version }) = over {
            self.replace(self.new_id(), id, &body, version);
        }
    }

    /// Saves these words in the place of all that wait, under a name.
    fn replace(self, name: OperationId, id: ConversationId, body: &str, seen: i64) {
        let before = self.pending.with_untracked(|pending| drafts::saves(id, pending));
        self.client.perform(operation::save_draft(name, id, body, seen).in_place_of(before));
    }

    fn new_id(self) -> OperationId {
        OperationId(self.client.new_id())
    }

    fn written(self, id: ConversationId) -> Written {
        self.kept.with_untracked(|kept| self.pending.with_untracked(|pending| kept.written(id, pending)))
    }

    fn field<T>(self, id: ConversationId, act: impl FnOnce(&mut Field) -> T) -> Option<T> {
        self.fields.try_update_value(|fields| fields.get_mut(&id).map(act)).flatten()
    }
}

#[cfg(test)]
mod tests;
