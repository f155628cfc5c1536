//! The tags that there are.

use leptos::prelude::*;

use crate::{
    features::posts::{model::Tag, rpc},
    kit::{keep, keep_page_scroll, kept},
    shared::{
        Result,
        json::{Reading, reading},
    },
};

/// Under which name is kept what was read.
const NAME: &str = "tags";
/// Under which name are kept those that are lively.
const TRENDING: &str = "trending tags";

/// The tags whose name begins so, those of the most posts first. Whoever comes back to them finds them as they left them,
/// without asking the server.
#[must_use]
pub fn use_tags(find: Memo<String>) -> Reading<Result<Vec<Tag>>> {
    let tags: Reading<Result<Vec<Tag>>> = reading(
        move || find.get(),
        |find| {
            let left = kept::<(String, Vec<Tag>)>(NAME).filter(|(found, _)| *found == find);
            async move {
                match left {
                    Some((_, tags)) => Ok(tags),
                    None => rpc::find_tags(find).await,
                }
            }
        },
    );
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
