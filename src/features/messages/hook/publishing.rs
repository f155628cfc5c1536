//! What somebody wants to publish of what was said. The page around knows how that is done.

use leptos::prelude::*;

use crate::shared::id::MessageId;

/// Of which message, and its thread, a question or an answer is to be made; a context of pages on which that can be.
#[derive(Clone, Copy)]
pub struct Publishing(pub RwSignal<Option<MessageId>>);
