//! Where entries come from.

use leptos::prelude::*;

use crate::{
    client::use_client,
    features::publications::{model::Origin, rpc, state},
    kit::use_toasts,
    shared::{
        id::{OperationId, PostId, PublicationId},
        json::{Reading, reading},
    },
};

/// From which conversations of the viewer a post and the answers to it come, and which of them quote the viewer; nothing where
/// the server cannot say.
#[must_use]
pub fn use_origins(post: PostId) -> Reading<Vec<Origin>> {
    reading(|| (), move |()| async move { rpc::list_origins(post).await.unwrap_or_default() })
}

/// The way to take the viewer's words out of what is published, at once; the server follows.
#[must_use]
pub fn use_taking_out() -> Callback<PublicationId> {
    let (client, toasts) = (use_client(), use_toasts());
    Callback::new(move |id| {
        client.perform(state::consent(OperationId(client.new_id()), id, false));
        toasts.say("What you said is taken out.");
    })
}
