//! What somebody began to write and did not publish, for who looks for it: posts, answers, comments and edits, as this browser
//! keeps them, whichever tab writes them, what of them was refused, and what waits to be published.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    desk::{Desk, use_desk},
    publishing::{self, DRAFTS},
    writing::{self, WORDS, come_back},
};
use crate::{
    client::{Client, read_until, use_client},
    features::posts::state::{
        acts::named_at,
        unfinished::{Place, Refused, Waiting, post_address, post_called, refused, waiting},
    },
    kit::{Offer, Toasts, use_toasts},
    realtime::Snapshot,
    shared::{Error, hydration::after_hydration, id::OperationId, text::is_blank, time::Time},
    sync::{
        Collection, Replica,
        replica::{written, written_at},
    },
};

/// All that is kept of a collection, each by its key; nothing before it was read.
pub(super) type Rows<T> = RwSignal<Option<Vec<(String, Replica<T>)>>>;

/// Something that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Names it among all.
    pub key: String,
    /// What it is, and what it is about, as "Answer to Tea?".
    pub name: String,
    /// Where one goes on writing it.
    pub address: String,
    /// What is written.
    pub words: String,
    /// What did not happen with it, and why.
    pub refusal: Option<String>,
    /// When it last changed, as rows have it.
    at: i64,
    kept: Option<Kept>,
    refused: Option<OperationId>,
}

/// The row of something that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kept {
    Post(String),
    Words(String),
}

/// All that somebody began and did not publish.
#[derive(Clone, Copy)]
pub struct Unpublished {
    client: Client,
    toasts: Toasts,
    posts: Rows<publishing::Written>,
    words: Rows<writing::Written>,
    desk: Desk,
    /// What was begun, the last that was touched first.
    pub begun: Memo<Vec<Begun>>,
    /// What goes out by itself, in the order in which it was written.
    pub waiting: Memo<Vec<Waiting>>,
}

/// All that somebody began and did not publish, alive while they look at it.
#[must_use]
pub fn use_unpublished() -> Unpublished {
    let (client, desk) = (use_client(), use_desk());
    let posts: Rows<publishing::Written> = kept_rows(client, DRAFTS, |_| true);
    let words: Rows<writing::Written> = kept_rows(client, WORDS, |_| true);
    let pending = client.pending();
    let begun = Memo::new(move |_| {
        let (posts, words, given_up) = (posts.read(), words.read(), desk.given_up.read());
        let mut refused: BTreeMap<_, _> = refused(&pending.read()).into_iter().map(|one| (one.id, one)).collect();
        let posts = posts.iter().flatten().filter_map(|(key, row)| post(key, row, &mut refused)).collect::<Vec<_>>();
        let words = words.iter().flatten().filter_map(|(key, row)| entry(key, row, &mut refused)).collect::<Vec<_>>();
        let lone = refused.into_values().filter(|one| !given_up.contains(&one.id)).map(lone);
        let mut all: Vec<_> = posts.into_iter().chain(words).chain(lone).collect();
        all.sort_by(|one, other| (other.at, &other.key).cmp(&(one.at, &one.key)));
        all
    });
    let waiting = Memo::new(move |_| waiting(&pending.read()));
    Unpublished { client, toasts: use_toasts(), posts, words, desk, begun, waiting }
}

/// All that is kept of a collection, nothing before it can be told, and read again whenever a row that `heeds` is written in or
/// forgotten, in whatever tab.
pub(super) fn kept_rows<T>(client: Client, collection: Collection, heeds: impl Fn(&str) -> bool + 'static) -> Rows<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let rows = Rows::new(None);
    let read = move || {
        read_until(
            move || {
                let kept = client.kept_all::<T>(collection);
                async move { kept.await.ok_or(Error::Offline) }
            },
            move || rows.try_with_untracked(|_| ()).is_some(),
            move |kept| _ = rows.try_set(kept.ok()),
        );
    };
    after_hydration(move || {
        let hear = move |key: &str| {
            if heeds(key) {
                read();
            }
        };
        client.hear_written(collection, hear);
        read();
    });
    rows
}

/// A post that is begun; where that was refused before, it is one with that.
fn post(
    key: &str,
    Replica { stirred, snapshot }: &Replica<publishing::Written>,
    refused: &mut BTreeMap<OperationId, Refused>,
) -> Option<Begun> {
    let written = &snapshot.data;
    let words = [&written.body, &written.title, &written.tags].into_iter().find(|words| !is_blank(words))?;
    let before = written.refused.and_then(|id| refused.remove(&id));
    Some(Begun {
        key: DRAFTS.row(key),
        name: post_called(written.kind, &written.title),
        address: post_address(key),
        words: words.clone(),
        refused: before.as_ref().map(|before| before.id),
        refusal: before.map(|before| before.why),
        at: *stirred,
        kept: Some(Kept::Post(key.to_owned())),
    })
}

/// An answer, a comment or an edit; an edit that was refused before is one with that.
fn entry(
    key: &str,
    Replica { stirred, snapshot }: &Replica<writing::Written>,
    refused: &mut BTreeMap<OperationId, Refused>,
) -> Option<Begun> {
    let (place, written) = (Place::of_key(key)?, &snapshot.data);
    let words = [&written.body, &written.title, &written.tags].into_iter().find(|words| !is_blank(words))?;
    let before = refused.values().find(|one| one.place == Some(place)).map(|one| one.id);
    let before = before.and_then(|id| refused.remove(&id));
    Some(Begun {
        key: WORDS.row(key),
        name: place.called(&written.about),
        address: place.address(),
        words: words.clone(),
        refused: before.as_ref().map(|before| before.id),
        refusal: before.map(|before| before.why),
        at: *stirred,
        kept: Some(Kept::Words(key.to_owned())),
    })
}

/// What was refused, and is kept as an operation alone.
fn lone(Refused { id, name, address, words, why, .. }: Refused) -> Begun {
    let at = written(named_at(id.0).millis());
    Begun { key: id.to_string(), name, address, words, refusal: Some(why), at, kept: None, refused: Some(id) }
}

impl Begun {
    /// When it last changed, where its row tells.
    #[must_use]
    pub fn touched_at(&self) -> Option<Time> {
        written_at(self.at).map(Time::from_millis)
    }
}

impl Unpublished {
    /// Whether what this browser keeps was read.
    #[must_use]
    pub fn is_read(self) -> bool {
        self.posts.read().is_some() && self.words.read().is_some()
    }

    /// Gives up what has this key, and offers for a while to undo that; then `back` is told under which key it is listed. What was
    /// refused is not given up for good before that is over, and what comes back takes the place of nothing written since.
    pub fn discard(self, key: &str, back: impl Fn(&str) + Send + Sync + 'static) {
        let found = self.begun.with_untracked(|all| all.iter().find(|begun| begun.key == key).cloned());
        let Some(Begun { kept, refused, .. }) = found else { return };
        let (client, desk) = (self.client, self.desk);
        desk.given_up.update(|given_up| given_up.extend(refused));
        let again = match kept {
            Some(Kept::Post(key)) => taken(client, DRAFTS, self.posts, &key, move |kept, key, back| {
                // What was written since has this name by now.
                let is_free = !desk.shows_post(key) && kept.is_none_or(|kept| kept == *back);
                (if is_free { key.to_owned() } else { client.new_id().to_string() }, back.clone())
            }),
            Some(Kept::Words(key)) => taken(client, WORDS, self.words, &key, move |kept, key, back| {
                (key.to_owned(), come_back(desk, key, kept, back))
            }),
            None => None,
        };
        let back: Back = Arc::new(back);
        let own = key.to_owned();
        let undo = move || {
            desk.given_up.update(|given_up| given_up.retain(|id| Some(*id) != refused));
            match &again {
                Some(again) => again(Arc::clone(&back)),
                None => back(&own),
            }
        };
        let over = move || {
            if let Some(id) = refused {
                client.discard(id);
            }
        };
        self.toasts.propose("Your draft was deleted.", Offer::undo_soon(undo, over));
    }
}

/// Who is told that something is listed again, and under which key.
type Back = Arc<dyn Fn(&str) + Send + Sync>;

/// How something is listed again.
type Again = Box<dyn Fn(Back) + Send + Sync>;

/// Keeps a row no longer. How it comes back: `stand` says under which name and how, by what is kept under its own by then.
fn taken<T>(
    client: Client,
    collection: Collection,
    rows: Rows<T>,
    key: &str,
    stand: impl Fn(Option<T>, &str, &T) -> (String, T) + Copy + Send + Sync + 'static,
) -> Option<Again>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let taken = rows.try_update(|rows| {
        let rows = rows.as_mut()?;
        let place = rows.iter().position(|(known, _)| known == key)?;
        Some(rows.remove(place))
    });
    let (key, Replica { stirred, snapshot }) = taken.flatten()?;
    client.forget(collection, &key);
    Some(Box::new(move |back| {
        let (key, Snapshot { position, data }) = (key.clone(), snapshot.clone());
        let kept = client.kept_patiently::<T>(collection, &key);
        spawn_local(async move {
            let kept = kept.await.map(|kept| kept.data);
            let (key, data) = stand(kept, &key, &data);
            let row = Replica { stirred, snapshot: Snapshot { position, data } };
            client.put(collection, &key, &row);
            let listed = (key.clone(), row);
            rows.try_update(|rows| {
                let rows = rows.get_or_insert_default();
                rows.retain(|(known, _)| *known != listed.0);
                rows.push(listed);
            });
            back(&collection.row(&key));
        });
    }))
}
