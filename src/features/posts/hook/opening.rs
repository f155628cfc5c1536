//! How a thread is come to: the part of it that an address asks for, from wherever it is at hand.
//!
//! Every thread that one has looked at is kept by this browser: it is there at once when one comes back to it, and is read
//! afresh as soon as it can be.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{leaving::left, paging::comments_on};
use crate::{
    client::use_client,
    features::{
        accounts::{hook::use_me, model::Account},
        posts::{
            model::{Entry, Parent, Part, Sort, ThreadPart},
            rpc,
            state::Talk,
        },
    },
    realtime::Snapshot,
    shared::{
        Error, Result,
        id::PostId,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// Threads, as one last looked at them.
pub(super) const THREADS: Collection = Collection { name: "posts", most: 200, spare: false };

/// A thread as it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fetched {
    /// What was read.
    pub talk: Snapshot<Talk>,
    /// Whether that was kept from an earlier time, so that it may have changed by now.
    pub is_copy: bool,
}

/// What the address of a page asks for of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whose thread; none where the address names no post.
    pub post: Option<PostId>,
    /// In which order its answers stand.
    pub sort: Sort,
    /// Which of them, where those are not the first: for who has no JavaScript, or comes for a place further down.
    pub part: Option<Part>,
    /// On what all comments are shown, for who has no JavaScript.
    pub unfold: Option<Entry>,
    /// Behind which cursor those begin that are shown beside the first, where there are a great many.
    pub further: Option<String>,
}

impl Asked {
    /// Whether a thread has what is asked for, or can be read on to it.
    fn is_in(&self, talk: &Talk) -> bool {
        !matches!(self.part, Some(Part::Around(entry) | Part::With(_, entry)) if !talk.holds(entry))
    }
}

/// A thread: as it was left where one comes back to it, at once where this browser keeps it, else as soon as it was read.
#[must_use]
pub fn use_thread(asked: Memo<Asked>) -> Reading<Result<Fetched>> {
    let (client, me) = (use_client(), use_me());
    reading(
        move || asked.get(),
        move |asked| {
            let viewer = me.with_untracked(|me| me.as_ref().map(|me| me.account.clone()));
            let key = asked.post.map(|post| key(post, asked.sort)).unwrap_or_default();
            let left = asked.post.and_then(|post| left(post, asked.sort));
            let kept = client.kept::<Talk>(THREADS, &key);
            async move {
                if let Some(talk) = left {
                    return Ok(Fetched { talk, is_copy: false });
                }
                match kept.await {
                    Some(talk) if asked.is_in(&talk.data) => Ok(Fetched { talk, is_copy: true }),
                    Some(talk) => match read(asked, viewer).await {
                        Err(error) if error.is_transient() => Ok(Fetched { talk, is_copy: true }),
                        read => read,
                    },
                    None => read(asked, viewer).await,
                }
            }
        },
    )
}

async fn read(Asked { post, sort, part, unfold, further }: Asked, viewer: Option<Account>) -> Result<Fetched> {
    let post = post.ok_or(Error::Missing)?;
    let around = if let Some(Part::Around(entry) | Part::With(_, entry)) = part { Some(entry) } else { None };
    let Snapshot { position, data } = read_part(post, sort, part).await?;
    let mut talk = Talk::of_part(data, sort, viewer);
    let opened = unfold.and_then(parent);
    let unfolded = opened.into_iter().chain(around.and_then(|entry| talk.said_on(entry)));
    for parent in unfolded.collect::<BTreeSet<_>>() {
        let cursor = further.clone().filter(|_| opened == Some(parent));
        talk.take_comments_on(parent, comments_on(parent, cursor).await?);
    }
    Ok(Fetched { talk: Snapshot { position, data: talk }, is_copy: false })
}

/// A thread with the part of its answers that is asked for, or with the first.
pub(super) async fn read_part(id: PostId, sort: Sort, part: Option<Part>) -> Result<Snapshot<ThreadPart>> {
    if let Some(part) = part {
        return rpc::read_thread_part(id, sort, part).await;
    }
    let Snapshot { position, data } = rpc::read_thread(id, sort).await?;
    Ok(Snapshot { position, data: ThreadPart { thread: data, start: None } })
}

/// What comments stand on, where that is what an entry is.
pub(super) fn parent(entry: Entry) -> Option<Parent> {
    match entry {
        Entry::Post(id) => Some(Parent::Post(id)),
        Entry::Answer(id) => Some(Parent::Answer(id)),
        Entry::Comment(_) => None,
    }
}

/// Under which name this browser keeps a thread.
pub(super) fn key(post: PostId, sort: Sort) -> String {
    format!("{post} {}", sort.as_str())
}
