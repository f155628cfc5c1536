//! The tags that there are.

use leptos::prelude::*;

use crate::{
    features::posts::{model::Tag, rpc},
    shared::{
        Result,
        json::{Reading, reading},
    },
};

/// The tags whose name begins so, those of the most posts first.
#[must_use]
pub fn use_tags(find: Memo<String>) -> Reading<Result<Vec<Tag>>> {
    reading(move || find.get(), rpc::find_tags)
}
