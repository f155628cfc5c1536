//! What a conversation is for everybody in it and what it is for the viewer alone, changed in one act.

use super::{groups::judge, marks::change_mark};
use crate::{
    features::messages::{
        db,
        model::{Choice, Conversation, Details},
    },
    server::{Pool, once::Once, pool::patiently},
    shared::{
        Result,
        id::{AccountId, ConversationId},
    },
};

/// Changes what a conversation is called and about as [`super::change`] does, and the viewer's own view of it as
/// [`super::choose`] does, and returns it as it stands afterwards: both hold then, or neither where one is refused.
///
/// # Errors
/// As both say.
pub async fn change_and_choose(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    (details, choice): (&Details, Choice),
    once: &Once,
) -> Result<Conversation> {
    let details = &details.stored()?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            return super::find(&mut tx, id).await;
        }
        judge(&db::unless_refused(db::change_conversation(&mut tx, id, details).await)??)?;
        let conversation = change_mark(&mut tx, id, choice).await?;
        once.keep(&mut tx, &()).await?;
        tx.commit().await?;
        Ok(conversation)
    })
    .await
}
