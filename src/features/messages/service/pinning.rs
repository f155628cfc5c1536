//! How messages are pinned for everybody in a conversation.

use super::super::{
    db::{self, Changing},
    model::{NewPins, Pins},
};
use crate::{
    server::{Limit, Server, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, MessageId},
    },
};

/// Pins a message for everybody in its conversation, or unpins it, and returns all that is pinned there then. Doing so again
/// changes nothing. Everybody in a conversation may, in a group too: who did it is told, and whoever minds undoes it.
///
/// # Errors
/// `pin`: `too_many` where it would be the 51st; [`Error::Missing`] where there is no such message for the viewer, or it was
/// deleted and is to be pinned; `with`: `not_accepting` where one of a pair has blocked the other and it is to be pinned;
/// [`Error::Conflict`] where `once` names another act; [`Error::Slow`] past 100 a minute, new messages included.
pub async fn pin(server: &Server, viewer: AccountId, id: MessageId, on: bool, once: &Once) -> Result<NewPins> {
    server.limits.check(Limit::Messages, &viewer.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        // Of what was applied before, what holds by now is the answer.
        if once.known::<()>(&mut tx).await?.is_none() {
            match db::unless_refused(db::pin_message(&mut tx, id, on).await)?? {
                Changing::Done => once.keep(&mut tx, &()).await?,
                Changing::Full => return Err(Error::invalid("pin", "too_many")),
                Changing::Forbidden | Changing::Missing | Changing::Conflict => return Err(Error::Missing),
            }
        }
        let conversation_id = db::find_message(&mut tx, id).await?.ok_or(Error::Missing)?.conversation_id;
        let Pins { messages, version } = db::select_pins(&mut tx, conversation_id).await?.ok_or(Error::Missing)?;
        tx.commit().await?;
        Ok(NewPins { conversation_id, messages, version })
    })
    .await
}
