//! The tags that there are.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    client::{Age, Drawn, read_until, use_client},
    features::posts::{model::Tag, rpc},
    kit::{keep, keep_page_scroll, kept},
    realtime::{Position, Snapshot},
    shared::{
        Result,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// Lists of tags, as one last looked at them.
const TAGS: Collection = Collection { name: "tags", most: 10, spare: true };
/// Those that were lively, as one last looked at them.
const LIVELY: Collection = Collection { name: "lively tags", most: 1, spare: true };
/// What is kept of tags goes on from nowhere: nothing is heard of them.
const NOWHERE: Position = Position { epoch: 0, xid: 0, id: 0 };

/// Under which name is kept what was read.
const NAME: &str = "tags";
/// Under which name are kept those that are lively.
const TRENDING: &str = "trending tags";

/// Tags as they were read, or as they were left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Found {
    /// How their names begin.
    find: String,
    drawn: Drawn<Vec<Tag>>,
}

/// Tags that somebody looks at, copied freely.
#[derive(Clone, Copy)]
pub struct Tags {
    /// Those that are shown.
    pub shown: RwSignal<Vec<Tag>>,
    /// Of when they are.
    pub age: Age,
}

/// The tags whose name begins so, those of the most posts first. Whoever comes back to them finds them as they left them,
/// without asking the server; else they are there at once where this browser keeps them.
#[must_use]
pub fn use_tags(find: Memo<String>) -> Reading<Result<Found>> {
    let client = use_client();
    keep_page_scroll("place in the tags", || ());
    reading(
        move || find.get(),
        move |find| {
            let left = kept::<Found>(NAME).filter(|left| left.find == find);
            let drawn = client.drawn(Some((TAGS, &*find)), read(rpc::list_tags(find.clone())));
            async move {
                match left {
                    Some(left) => Ok(left),
                    None => Ok(Found { drawn: drawn.await?, find }),
                }
            }
        },
    )
}

/// Tags as they were read; what was kept of them is read afresh as soon as the server can be reached.
#[must_use]
pub fn follow_tags(Found { find, drawn }: Found) -> Tags {
    let is_copy = drawn.is_copy;
    let (tags, at) = (Tags::begin(drawn), find.clone());
    keep(NAME, move || Some(Found { find: at.clone(), drawn: tags.age.left(tags.snapshot()?)? }));
    tags.keep(TAGS, find.clone());
    if is_copy {
        tags.reread(move || rpc::list_tags(find.clone()));
    }
    tags
}

/// The tags that are lively now. Whoever comes back finds them as they left them, without asking the server; else they are
/// there at once where this browser keeps them.
#[must_use]
pub fn use_trending_tags() -> Reading<Result<Drawn<Vec<Tag>>>> {
    let client = use_client();
    reading(
        || (),
        move |()| {
            let left = kept(TRENDING);
            client.left_or_drawn(left, Some((LIVELY, "")), read(rpc::trending_tags()))
        },
    )
}

/// The tags that were lively; what was kept of them is read afresh as soon as the server can be reached.
#[must_use]
pub fn follow_trending_tags(drawn: Drawn<Vec<Tag>>) -> Tags {
    let is_copy = drawn.is_copy;
    let tags = Tags::begin(drawn);
    keep(TRENDING, move || tags.age.left(tags.snapshot()?));
    tags.keep(LIVELY, String::new());
    if is_copy {
        tags.reread(rpc::trending_tags);
    }
    tags
}

async fn read(tags: impl Future<Output = Result<Vec<Tag>>> + Send) -> Result<Snapshot<Vec<Tag>>> {
    Ok(Snapshot { position: NOWHERE, data: tags.await? })
}

impl Tags {
    fn begin(drawn: Drawn<Vec<Tag>>) -> Self {
        Self { age: Age::of_unheard(&drawn), shown: RwSignal::new(drawn.snapshot.data) }
    }

    fn snapshot(self) -> Option<Snapshot<Vec<Tag>>> {
        Some(Snapshot { position: NOWHERE, data: self.shown.try_get_untracked()? })
    }

    fn keep(self, collection: Collection, key: String) {
        self.age.keep(collection, key, move || self.shown.track(), move || self.snapshot());
    }

    fn reread<F: Future<Output = Result<Vec<Tag>>> + 'static>(self, read: impl Fn() -> F + 'static) {
        let is_wanted = move || self.shown.try_with_untracked(|_| ()).is_some();
        read_until(read, is_wanted, move |answer| {
            if let Ok(tags) = answer {
                self.shown.try_set(tags);
                self.age.renew();
            }
        });
    }
}
