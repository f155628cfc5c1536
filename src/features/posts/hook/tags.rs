//! The tags that there are.

use leptos::prelude::*;

use crate::{
    client::use_client,
    features::posts::{model::Tag, rpc},
    kit::{keep, keep_page_scroll, kept},
    realtime::{Position, Snapshot},
    shared::{
        Result,
        effect::Effect,
        json::{Reading, reading},
    },
    sync::{Collection, Replica},
};

/// Lists of tags, as one last looked at them.
const TAGS: Collection = Collection { name: "tags", most: 10, spare: true };
/// What is kept of tags goes on from nowhere: nothing is heard of them.
const NOWHERE: Position = Position { epoch: 0, xid: 0, id: 0 };

/// Under which name is kept what was read.
const NAME: &str = "tags";
/// Under which name are kept those that are lively.
const TRENDING: &str = "trending tags";

/// The tags whose name begins so, those of the most posts first. Whoever comes back to them finds them as they left them,
/// without asking the server; where that cannot be reached, as this browser last kept them.
#[must_use]
pub fn use_tags(find: Memo<String>) -> Reading<Result<Vec<Tag>>> {
    let client = use_client();
    let tags: Reading<Result<Vec<Tag>>> = reading(
        move || find.get(),
        move |find| {
            let copy = client.kept::<Vec<Tag>>(TAGS, &find);
            let left = kept::<(String, Vec<Tag>)>(NAME).filter(|(found, _)| *found == find);
            async move {
                if let Some((_, tags)) = left {
                    return Ok(tags);
                }
                match rpc::list_tags(find).await {
                    Err(error) if error.is_transient() => copy.await.map(|copy| copy.data).ok_or(error),
                    answer => answer,
                }
            }
        },
    );
    let read = move || tags.get().and_then(Result::ok).map(|tags| (find.get_untracked(), tags));
    Effect::new(move || {
        if let Some((find, data)) = read() {
            let snapshot = Snapshot { position: NOWHERE, data };
            client.put(TAGS, &find, &Replica { stirred: client.now().millis(), snapshot });
        }
    });
    keep(NAME, move || Some((find.try_get_untracked()?, tags.try_get_untracked().flatten()?.ok()?)));
    keep_page_scroll("place in the tags", || ());
    tags
}

/// The tags that are lively now. Whoever comes back finds them as they left them, without asking the server.
#[must_use]
pub fn use_trending_tags() -> Reading<Result<Vec<Tag>>> {
    let tags: Reading<Result<Vec<Tag>>> = reading(
        || (),
        |()| {
            let left = kept::<Vec<Tag>>(TRENDING);
            async move {
                match left {
                    Some(tags) => Ok(tags),
                    None => rpc::trending_tags().await,
                }
            }
        },
    );
    keep(TRENDING, move || tags.try_get_untracked().flatten()?.ok());
    tags
}
