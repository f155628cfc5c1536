//! A post that the server did not take, and one that another tab has published.

use leptos::prelude::*;

use super::{Publishing, Written};
use crate::{
    features::posts::{model::PostDraft, state::acts},
    shared::{Error, effect::Effect, id::OperationId},
    sync::PendingState,
};

impl Publishing {
    /// What was refused while one was elsewhere stands here, unless something else does: then that is said beside it.
    pub(super) fn take_refused(self) {
        let pending = self.client.pending();
        Effect::new(move || {
            let is_ready = self.is_brought_back.get();
            let is_asked = |id: OperationId| self.row.with_untracked(|row| row.as_deref() == Some(&*id.to_string()));
            let refused = pending.with(|pending| {
                let all = pending.iter().rev().filter_map(|one| match &one.state {
                    PendingState::Failed(error) => {
                        Some((one.operation.id, acts::published(&one.operation)?, error.clone()))
                    }
                    _ => None,
                });
                // The one to which the address leads, or else the last.
                all.reduce(|last, one| if is_asked(one.0) { one } else { last })
            });
            [self.title, self.body, self.tags].iter().for_each(Track::track);
            let on_its_way = self.on_its_way.get_untracked();
            let is_mine = refused.as_ref().is_some_and(|(id, ..)| on_its_way == Some(*id));
            let is_known = |id| self.refused.get_untracked() == Some(id) || on_its_way.is_some_and(|way| way != id);
            let Some((id, draft, error)) = refused.filter(|(id, ..)| is_ready && !is_known(*id)) else {
                return self.put_aside(None);
            };
            if !is_mine && self.written().is_typed() {
                return self.put_aside(Some((id, error)));
            }
            self.put_aside(None);
            self.refused.set(Some(id));
            let PostDraft { kind, title, body, tags, .. } = draft;
            let (title, tags) = (title.unwrap_or_default(), tags.join(" "));
            self.write(Written { kind, title, body, tags, refused: Some(id) });
            self.errors.set(error.each());
            self.on_its_way.set(None);
        });
    }

    /// What another tab has published of the same words is not written here any more.
    pub(super) fn yield_to_others(self) {
        let pending = self.client.pending();
        Effect::new(move || {
            let (own, body) = (self.on_its_way.get_untracked(), self.body.get_untracked());
            let is_published = pending.with(|pending| {
                let others = pending.iter().filter(|one| Some(one.operation.id) != own && !one.has_failed());
                others.filter_map(|one| acts::published(&one.operation)).any(|draft| draft.body == body)
            });
            if own.is_none() && is_published {
                self.refused.set(None);
                self.clear();
                self.toasts.say("This was published in another tab.");
            }
        });
    }

    /// Tries again what was refused, while something else is written here.
    pub fn retry(self, id: OperationId) {
        self.client.retry(id);
    }

    /// Gives up what was refused, and with it the words where they stand here.
    pub fn discard(self, id: OperationId) {
        if self.refused.get_untracked() == Some(id) {
            self.refused.set(None);
            self.clear();
        }
        self.client.discard(id);
    }

    fn clear(self) {
        self.write(Written { kind: self.kind.get_untracked(), ..Written::default() });
        self.errors.set(Vec::new());
    }

    fn put_aside(self, refused: Option<(OperationId, Error)>) {
        if self.set_aside.with_untracked(|known| *known != refused) {
            self.set_aside.set(refused);
        }
    }
}
