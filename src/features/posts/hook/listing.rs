//! How a list of posts is come to, from wherever it is at hand.
//!
//! Every list at which one has looked is kept by this browser: it is there at once when one comes to it again, and is read
//! afresh as soon as it can be.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    client::{Drawn, use_client},
    features::posts::{
        model::{Feed, Post},
        rpc,
        state::Listing,
    },
    kit::kept,
    realtime::Snapshot,
    shared::{
        Result,
        id::AccountId,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// Lists, as one last looked at them.
pub(super) const FEEDS: Collection = Collection { name: "feeds", most: 30, spare: true };

/// A list as it was read, or as it was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    pub(super) feed: Feed,
    pub(super) drawn: Drawn<Listing>,
    /// Whether it began further down than its beginning, for who has no JavaScript.
    pub is_late: bool,
    /// Who was left out when it was left.
    #[serde(default)]
    pub(super) left_out: Option<BTreeSet<AccountId>>,
}

impl Listed {
    /// What one of its posts is called, and several are, in small letters.
    #[must_use]
    pub const fn called(&self) -> (&'static str, &'static str) {
        self.feed.called()
    }
}

/// A list from its beginning, or from where the address says: as one left it where one comes back to it, at once where this
/// browser keeps it, else as the server has it.
#[must_use]
pub fn use_feed(feed: Memo<Feed>, cursor: Memo<Option<String>>) -> Reading<Result<Listed>> {
    let client = use_client();
    reading(
        move || (feed.get(), cursor.get()),
        move |(feed, cursor)| {
            let (name, is_late) = (name(&feed), cursor.is_some());
            let left = kept::<Listed>(&name).filter(|left| left.feed == feed);
            let drawn = client.drawn((!is_late).then_some((FEEDS, &*name)), read(feed.clone(), cursor));
            async move {
                if let Some(left) = left {
                    return Ok(left);
                }
                let mut drawn = drawn.await?;
                // Whoever looked last had begun to read; whoever looks now has not.
                if drawn.is_copy && !drawn.snapshot.data.arrived().is_empty() {
                    drawn.snapshot.data.show_arrived(&feed);
                }
                Ok(Listed { feed, drawn, is_late, left_out: None })
            }
        },
    )
}

/// The first posts of a list as the server has them; where it cannot be reached, as this browser last kept them.
#[must_use]
pub fn use_posts(feed: Memo<Feed>) -> Reading<Result<Vec<Post>>> {
    let client = use_client();
    reading(
        move || feed.get(),
        move |feed| {
            let copy = client.copy_of::<Listing>(FEEDS, &name(&feed));
            async move {
                match read(feed, None).await {
                    Ok(Snapshot { data, .. }) => Ok(data.posts),
                    Err(error) if error.is_transient() => copy.await.map(|copy| copy.snapshot.data.posts).ok_or(error),
                    Err(error) => Err(error),
                }
            }
        },
    )
}

/// Under which name a list is kept.
pub(super) fn name(feed: &Feed) -> String {
    format!("posts {feed:?}")
}

async fn read(feed: Feed, cursor: Option<String>) -> Result<Snapshot<Listing>> {
    let Snapshot { position, data } = rpc::list_posts(feed, cursor).await?;
    Ok(Snapshot { position, data: Listing::new(data) })
}
