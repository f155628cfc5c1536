//! What a page was about before a plain form was refused.

use uuid::Uuid;

use crate::{features::posts::model::Entry, shared::form::use_refused};

/// What a plain form was about that this page came back with, by the first of these fields that names something.
pub(super) fn returned(url: &str, fields: &[&str]) -> Option<Entry> {
    let refused = use_refused(url)?;
    fields.iter().find_map(|field| {
        let typed = refused.typed(field)?;
        let id = || typed.parse::<Uuid>().ok();
        match *field {
            "reply_to" => id().map(|id| Entry::Comment(id.into())),
            "answer_id" => id().map(|id| Entry::Answer(id.into())),
            "post_id" => id().map(|id| Entry::Post(id.into())),
            _ => Entry::of_anchor(typed),
        }
    })
}
