//! What an entry said before.

use leptos::prelude::*;

use crate::{
    features::posts::{
        model::Entry,
        rpc::{self, Compared},
    },
    shared::{
        Result,
        json::{Reading, reading},
    },
};

/// What an entry said at each time, the latest first, each beside what it said before; nothing while nobody asks.
#[must_use]
pub fn use_revisions(of: Signal<Option<Entry>>) -> Reading<Result<Vec<Compared>>> {
    reading(
        move || of.get(),
        |of| async move {
            match of {
                Some(entry) => rpc::compare_revisions(entry).await,
                None => Ok(Vec::new()),
            }
        },
    )
}
