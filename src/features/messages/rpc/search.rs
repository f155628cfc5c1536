//! The server function that finds messages.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::messages::model::Found,
    shared::{Result, id::ConversationId, json::Json, page::Page},
};
#[cfg(feature = "ssr")]
use crate::{
    features::messages::service::{self, Sought, Spot},
    server::{Server, Viewer},
};

/// Messages that one page of what was found holds.
#[cfg(feature = "ssr")]
const PAGE: u32 = 30;

/// The viewer's messages that hold these words, in one conversation or in all, the newest first.
///
/// # Errors
/// `Invalid` for the words (`q`) or the cursor; `Missing` where the viewer is not in the conversation; `Slow`.
#[server(prefix = "/rpc", endpoint = "search_messages", input = Json, output = Json, client = OwnCalls)]
pub async fn search_messages(
    words: String,
    within: Option<ConversationId>,
    cursor: Option<String>,
) -> Result<Page<Found>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let after = cursor.as_deref().map(Spot::decode).transpose()?;
    service::search(&server, viewer.account, &Sought { words, within, after, limit: PAGE }).await
}
