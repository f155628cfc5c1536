//! A post that the server did not take, and one that another tab has published.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{Publishing, Written};
use crate::{
    features::posts::{
        model::PostDraft,
        state::{acts, unfinished::post_address},
    },
    shared::{Error, effect::Effect, id::OperationId},
    sync::{PendingState, Replica},
};

/// What a form is to which a refused post may come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// The post was sent from it.
    Sender,
    /// It is empty and of the name under which the post is listed.
    Its,
    /// It is empty, and of no name that anybody has asked for.
    Free,
    /// Something else is written there, or is to be.
    Other,
}

impl Publishing {
    /// What was refused while one was elsewhere stands here, under the name by which it is listed, unless something else does:
    /// then that is said beside it. Where it is kept as a draft already it stands there alone: from two it would be published
    /// twice.
    pub(super) fn take_refused(self, is_asked: bool) {
        let (pending, navigate, path) = (self.client.pending(), use_navigate(), use_location().pathname);
        Effect::new(move || {
            let (is_brought_back, row) = (self.is_brought_back.get(), self.row.get());
            let is_place = |id: OperationId| row.as_deref() == Some(&*id.to_string());
            let on_its_way = self.on_its_way.get_untracked();
            let (rows, given_up) = (self.rows.read(), self.desk.given_up.read());
            let is_free = |id: &OperationId| !given_up.contains(id) && !self.is_kept(rows.as_deref(), *id);
            let refused = pending.with(|pending| {
                let all = pending.iter().rev().filter_map(|one| match &one.state {
                    PendingState::Failed(error) => {
                        Some((one.operation.id, acts::published(&one.operation)?, error.clone()))
                    }
                    _ => None,
                });
                let all = all.filter(|(id, ..)| on_its_way == Some(*id) || is_free(id));
                // The one to which the address leads, or else the last.
                all.reduce(|last, one| if is_place(one.0) { one } else { last })
            });
            [self.title, self.body, self.tags].iter().for_each(Track::track);
            let is_mine = refused.as_ref().is_some_and(|(id, ..)| on_its_way == Some(*id));
            let is_ready = is_brought_back && (is_mine || rows.is_some());
            drop((rows, given_up));
            let is_known = |id| self.refused.get_untracked() == Some(id) || on_its_way.is_some_and(|way| way != id);
            let Some((id, draft, error)) = refused.filter(|(id, ..)| is_ready && !is_known(*id)) else {
                return self.put_aside(None);
            };
            let stands = match (is_mine, self.written().is_typed()) {
                (true, _) => Stands::Sender,
                (false, true) => Stands::Other,
                (false, false) if is_place(id) => Stands::Its,
                (false, false) if is_asked => Stands::Other,
                (false, false) => Stands::Free,
            };
            self.put_aside((stands == Stands::Other).then(|| (id, error.clone())));
            match stands {
                Stands::Sender | Stands::Its => self.take(id, draft, &error),
                // One may be on one's way elsewhere.
                Stands::Free if path.with_untracked(|path| path == "/new") => {
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&post_address(&id.to_string()), options);
                }
                Stands::Free | Stands::Other => {}
            }
        });
    }

    fn take(self, id: OperationId, draft: PostDraft, error: &Error) {
        self.refused.set(Some(id));
        self.write(Written::of(draft, id));
        self.errors.set(error.clone().each());
        self.on_its_way.set(None);
    }

    /// Whether another form keeps the words of a refused post.
    fn is_kept(self, rows: Option<&[(String, Replica<Written>)]>, id: OperationId) -> bool {
        self.row.with_untracked(|own| is_kept(rows.unwrap_or_default(), own.as_deref(), id))
    }

    /// Nor does what was refused stand here under its own name, as it was, once the form from which it was sent keeps it: that
    /// may be told a little later.
    pub(super) fn yield_to_sender(self) {
        let pending = self.client.pending();
        Effect::new(move || {
            let (Some(id), rows) = (self.refused.get(), self.rows.read()) else { return };
            let is_its = self.row.with_untracked(|row| row.as_deref() == Some(&*id.to_string()));
            if !is_its || !self.is_kept(rows.as_deref(), id) {
                return;
            }
            let sent = pending.with_untracked(|pending| {
                let sent = pending.iter().find(|one| one.operation.id == id)?;
                acts::published(&sent.operation)
            });
            if sent.is_some_and(|draft| Written::of(draft, id) == self.written()) {
                self.refused.set(None);
                self.clear();
            }
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

/// Whether a row of what is begun has the words of a refused post, other than the one that is one's own.
fn is_kept(rows: &[(String, Replica<Written>)], own: Option<&str>, id: OperationId) -> bool {
    let mut others = rows.iter().filter(|(key, _)| Some(key.as_str()) != own);
    others.any(|(_, row)| row.snapshot.data.refused == Some(id))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{features::posts::hook::writing::NOWHERE, realtime::Snapshot};

    #[test]
    fn what_was_refused_is_kept_where_another_form_has_it() {
        let id = |number| OperationId(Uuid::from_u128(number));
        let row = |key: &str, refused| {
            let data = Written { refused, ..Written::default() };
            (key.to_owned(), Replica { stirred: 0, snapshot: Snapshot { position: NOWHERE, data } })
        };
        let rows = [row("sender", Some(id(1))), row("other", None)];
        for (own, number, expected) in
            [(None, 1, true), (Some("other"), 1, true), (Some("sender"), 1, false), (Some("other"), 2, false)]
        {
            assert_eq!(is_kept(&rows, own, id(number)), expected, "{own:?}");
        }
    }
}
