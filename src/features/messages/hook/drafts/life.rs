//! Brings drafts up to date with the server and with the other devices, and saves what was typed when the page goes.

use leptos::{prelude::*, task::spawn_local};

use super::{Drafts, Field};
#[cfg(feature = "hydrate")]
use crate::browser::surroundings::{ask_before_leaving, on_presence, on_visible};
use crate::{
    client::{Incoming, read_until},
    features::messages::{
        hook::copies,
        model::KeptDrafts,
        rpc,
        state::drafts::{self, Due, is_news},
    },
    realtime::{Snapshot, Topic},
    shared::{Error, effect::Effect, hydration::after_hydration, id::ConversationId},
    sync::Pending,
};

impl Drafts {
    /// Keeps all of it alive, in a browser.
    pub(super) fn live(self) {
        // First, so that it comes before the end of the subscription when all of this ends.
        copies::keep_drafts(self.client, self.kept, self.hearing);
        after_hydration(move || self.begin());
        Effect::new(move || {
            if let Some(since) = self.since.get() {
                let heard = self.client.subscribe(Topic::Me, Some(since), move |incoming| self.hear(incoming));
                self.hearing.set_value(Some(heard));
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
        self.follow_page();
    }

    /// What this browser keeps is there at once, and read afresh as soon as it can be.
    fn begin(self) {
        let kept = copies::drafts(self.client);
        spawn_local(async move {
            if let Some(Snapshot { position, data: drafts }) = kept.await {
                self.take(Snapshot { position, data: KeptDrafts { drafts, is_whole: false } });
            }
            self.reread();
        });
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) if events.iter().any(is_news) => {
                let untold = self.kept.try_update(|kept| kept.hear(&events)).unwrap_or_default();
                for id in untold {
                    self.read(id);
                }
            }
            Incoming::Refetch => self.reread(),
            Incoming::Events(_) | Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    fn reread(self) {
        self.kept.try_update_untracked(drafts::Drafts::expect);
        self.readings.try_update_value(|readings| *readings = readings.wrapping_add(1));
        let number = self.readings.try_get_value();
        // What was heard since the first of two is newer than what that one brings.
        let is_last = move || number.is_some() && self.readings.try_get_value() == number;
        read_until(rpc::list_drafts, is_last, move |answer| {
            if let Ok(drafts) = answer {
                self.take(drafts);
                copies::was_reread(self.hearing);
            }
        });
    }

    fn take(self, Snapshot { position, data }: Snapshot<KeptDrafts>) {
        let pending = self.client.pending();
        let refresh =
            |kept: &mut drafts::Drafts| pending.with_untracked(|pending| kept.refresh(data, position.epoch, pending));
        for id in self.kept.try_update(refresh).unwrap_or_default() {
            self.read(id);
        }
        if self.since.try_get_untracked() == Some(None) {
            self.since.set(Some(position));
        }
    }

    /// Reads what is kept in one conversation; once more where something newer was heard of meanwhile.
    fn read(self, id: ConversationId) {
        if self.looking.try_update_value(|looking| looking.insert(id)) != Some(true) {
            return;
        }
        let is_alive = move || self.looking.try_with_value(|_| ()).is_some();
        let heard_of = self.kept.try_with_untracked(|kept| kept.untold(id)).flatten();
        read_until(
            move || rpc::read_draft(id),
            is_alive,
            move |answer| {
                self.looking.try_update_value(|looking| looking.remove(&id));
                let Ok(draft) = answer else { return };
                let Some(pending) = self.pending.try_get_untracked() else { return };
                let look = |kept: &mut drafts::Drafts| (kept.look(draft, &pending), kept.untold(id));
                let untold = self.kept.try_maybe_update(look).flatten();
                if untold > heard_of {
                    self.read(id);
                }
            },
        );
    }

    pub(super) fn answer(self, due: Due) {
        match due {
            Due::Take(id, draft) => {
                // In a tab that follows it stays listed for a while: to be told again of what is known would not end.
                self.kept.maybe_update(|kept| kept.take(draft));
                self.client.settle(id);
            }
            Due::GiveUp(id) => self.client.discard(id),
            // Listed until it is saved anew, it is refused once.
            Due::Refuse(_, place, Error::Missing) if self.is_refused(place) => {}
            Due::Refuse(id, place, error) => {
                // First, so that there is a field that holds the words.
                drop(self.of(place));
                self.field(place, |field| field.sheet.refused());
                // Who is out of a conversation may be brought back: until then this device keeps their words.
                if error != Error::Missing {
                    self.client.discard(id);
                }
                self.refusals.update(|refusals| drop(refusals.insert(place, error)));
            }
            Due::Renew(id, draft) => self.replace(id, draft.conversation_id, &draft.body, draft.version),
            Due::Read(place) => self.read(place),
        }
    }

    /// The fields that have to hold something else now, and what.
    pub(super) fn follow(self, kept: &drafts::Drafts, pending: &[Pending]) -> Vec<(ArcRwSignal<String>, String)> {
        let changed = self.fields.try_update_value(|fields| {
            let changed = fields.iter_mut().filter_map(|(id, field)| {
                let body = field.sheet.follow(&field.text.read_untracked(), kept.written(*id, pending))?;
                Some((field.text.clone(), body))
            });
            changed.collect()
        });
        changed.unwrap_or_default()
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
            for id in ids {
                self.save(id);
            }
        }
    }

    fn would_lose_words(self) -> bool {
        // What is saved as the page goes has to be kept in that moment.
        let keeps = self.client.keeps_at_once();
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
