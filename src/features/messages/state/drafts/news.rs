//! What events say of drafts.

use crate::{
    features::messages::model::KeptDraft,
    realtime::Event,
    shared::{id::ConversationId, json::typed},
};

/// What an event says of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// That this is kept now.
    Kept(KeptDraft),
    /// That something is kept there, as this version, that is too long for an event or was replaced since: it has to be
    /// read, unless something newer is known.
    Untold(ConversationId, i64),
}

/// Whether the event is about a draft.
#[must_use]
pub fn is_news(event: &Event) -> bool {
    event.kind == "draft.changed"
}

/// What the event says of a draft; nothing where it is about something else.
pub fn news(event: &Event) -> Option<News> {
    if !is_news(event) {
        return None;
    }
    if event.body["body"].is_null() {
        let id = event.body["conversation_id"].as_str()?.parse().ok()?;
        return Some(News::Untold(id, event.body["version"].as_i64()?));
    }
    typed::<KeptDraft>(&event.body).ok().map(News::Kept)
}
