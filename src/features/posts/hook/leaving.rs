//! How a thread is left, and stands there again for whoever comes back to it (COM-7).

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::OpenThread;
use crate::{
    features::posts::{
        model::{Entry, Parent, Sort},
        rpc::Compared,
        state::Talk,
    },
    kit::{keep, keep_page_scroll, kept, put_back},
    realtime::Snapshot,
    shared::id::{AccountId, PostId},
};

/// Under which name is kept how far a thread is scrolled.
const PLACE: &str = "place in a thread";

/// A thread as far as it was read, and what is opened in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Left {
    talk: Snapshot<Talk>,
    unfolded: BTreeSet<Parent>,
    revising: Option<Entry>,
    /// What that said before, as far as it was read.
    revisions: Option<(Entry, Vec<Compared>)>,
    /// What is edited: its words are kept as a draft.
    #[serde(default)]
    editing: Option<Entry>,
    /// At what a comment is written: the same.
    #[serde(default)]
    commenting: Option<Entry>,
    /// Who was left out of it.
    #[serde(default)]
    unwanted: Option<BTreeSet<AccountId>>,
}

/// What was read of a thread when one left the entry to which one has come back.
pub(super) fn left(post: PostId, sort: Sort) -> Option<Snapshot<Talk>> {
    kept::<Left>(&name(post, sort)).map(|left| left.talk)
}

/// Whether how far the page is scrolled was kept, so that it stands there again.
pub(super) fn stands_again() -> bool {
    kept::<i32>(PLACE).is_some()
}

fn name(post: PostId, sort: Sort) -> String {
    format!("thread {post} {}", sort.as_str())
}

impl OpenThread {
    /// Keeps how it is left, and puts it back.
    pub(super) fn keep_left(self) {
        let name = name(self.id, self.talk.with_untracked(|talk| talk.sort));
        keep(&name, move || self.left());
        put_back(&name, move |left: Left| self.return_to(left));
        keep_page_scroll(PLACE, || ());
    }

    fn left(self) -> Option<Left> {
        let position = self.hearing.position();
        Some(Left {
            talk: Snapshot { position: position.unwrap_or(self.since), data: self.talk.try_get_untracked()? },
            unfolded: self.unfolded.try_get_untracked()?,
            revising: self.revising.try_get_untracked()?,
            editing: self.editing.try_get_untracked()?,
            commenting: self.commenting.try_get_untracked()?,
            revisions: self.looking_back.left(),
            unwanted: self.left_out.try_get_untracked()?,
        })
    }

    fn return_to(self, left: Left) {
        self.talk.try_update(|talk| {
            let now = talk.clone();
            *talk = left.talk.data.caught_up(now, self.since);
        });
        self.looking_back.returned.try_set_value(left.revisions);
        self.unfolded.try_set(left.unfolded);
        self.revising.try_set(left.revising);
        self.editing.try_set(left.editing);
        self.commenting.try_set(left.commenting);
        self.reread_where_let_back(left.unwanted.as_ref());
    }
}
