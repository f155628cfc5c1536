//! How a message is edited, deleted and reacted to, and what it said before.

use super::previews;
use crate::{
    features::messages::{
        db::{self, Changing},
        model::{Message, Quote, Revision, as_emoji, check_body},
    },
    server::{Limit, Pool, Server, Tx, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
        markdown::first_link,
        page::{MAX_LIMIT, Page},
    },
};

/// What a message is to say.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// Which message.
    pub id: MessageId,
    /// What it says from then on.
    pub body: &'a str,
    /// The `version` of it that was seen; absent, whatever it says is changed: of two edits the later one holds.
    pub expected_version: Option<i64>,
}

/// Has a message of the viewer say something else, and returns it as it stands then. What it said before stays for all
/// who may read it. To say the same again changes nothing, over whatever version.
///
/// # Errors
/// `body`, as for a new message; [`Error::Forbidden`] where somebody else said it; [`Error::Missing`] where there is no such
/// message for the viewer, or it was deleted; [`Error::Conflict`] where it is newer than the version that was seen, or
/// `once` names another act; `with`: `not_accepting` where the other one of a pair takes no words any more; [`Error::Slow`]
/// past 100 a minute, new messages included.
pub async fn edit(server: &Server, viewer: AccountId, edit: Edit<'_>, once: &Once) -> Result<Message> {
    check_body(edit.body)?;
    server.limits.check(Limit::Messages, &viewer.to_string())?;
    let message = change(&server.pool, viewer, Act::Edit(edit), once).await?;
    previews::look_at(server, &message);
    Ok(message)
}

/// Deletes a message for everybody, and returns what is left of it: its place. Deleting it again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] where neither the viewer said it nor they run the group; [`Error::Missing`] where there is no such
/// message for them; [`Error::Conflict`] where `once` names another act.
pub async fn delete(pool: &Pool, viewer: AccountId, id: MessageId, once: &Once) -> Result<Message> {
    change(pool, viewer, Act::Delete(id), once).await
}

/// An emoji that somebody chooses for a message, or does not choose any more.
#[derive(Clone, Copy, Debug)]
pub struct React<'a> {
    /// For which message.
    pub message: MessageId,
    /// One emoji.
    pub emoji: &'a str,
    /// Whether they choose it.
    pub on: bool,
}

/// Gives a message an emoji of the viewer, or takes it away, and returns it as it stands then. Doing so again changes
/// nothing.
///
/// # Errors
/// `emoji`, as [`as_emoji`] says, and `too_many` where it would be the 21st of the message, or its 1,501st reaction;
/// [`Error::Missing`] where there is no such message for the viewer, or it was deleted; [`Error::Conflict`] where `once`
/// names another act; `with`: `not_accepting` as for an edit; [`Error::Slow`] past 100 a minute, new messages included.
pub async fn react(server: &Server, viewer: AccountId, react: React<'_>, once: &Once) -> Result<Message> {
    let react = React { emoji: as_emoji(react.emoji)?, ..react };
    server.limits.check(Limit::Messages, &viewer.to_string())?;
    change(&server.pool, viewer, Act::React(react), once).await
}

/// What is done to a message.
#[derive(Clone, Copy)]
enum Act<'a> {
    Edit(Edit<'a>),
    Delete(MessageId),
    React(React<'a>),
}

/// Of an act that was applied before, what holds by now is the answer: kept words would outlive a deletion.
async fn change(pool: &Pool, viewer: AccountId, act: Act<'_>, once: &Once) -> Result<Message> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        let (Act::Edit(Edit { id, .. }) | Act::Delete(id) | Act::React(React { message: id, .. })) = act;
        if once.known::<()>(&mut tx).await?.is_none() {
            let outcome = match act {
                Act::Edit(Edit { body, expected_version, .. }) => {
                    let leads = first_link(body);
                    let edited = db::edit_message(&mut tx, id, body, expected_version, leads.as_deref()).await;
                    db::unless_refused(edited)??
                }
                Act::Delete(_) => db::delete_message(&mut tx, id).await?,
                Act::React(React { emoji, on, .. }) => {
                    db::unless_refused(db::react_message(&mut tx, id, emoji, on).await)??
                }
            };
            match outcome {
                Changing::Done => once.keep(&mut tx, &()).await?,
                Changing::Forbidden => return Err(Error::Forbidden),
                Changing::Full => return Err(Error::invalid("emoji", "too_many")),
                Changing::Missing => return Err(Error::Missing),
                Changing::Conflict => return Err(Error::Conflict),
            }
        }
        let message = find(&mut tx, id).await?;
        tx.commit().await?;
        Ok(message)
    })
    .await
}

/// A message as it is now.
///
/// # Errors
/// [`Error::Missing`] where there is no such message for the viewer.
pub async fn message(pool: &Pool, viewer: AccountId, id: MessageId) -> Result<Message> {
    find(&mut pool.as_viewer(viewer).await?, id).await
}

/// What a message says and what it said before, the newest first, at most `limit` (1–100) of it before a version.
///
/// # Errors
/// [`Error::Missing`] where there is no such message for the viewer, or it was deleted.
pub async fn revisions(
    pool: &Pool,
    viewer: AccountId,
    id: MessageId,
    before: Option<i64>,
    limit: u32,
) -> Result<Page<Revision>> {
    let limit = limit.clamp(1, MAX_LIMIT);
    let mut tx = pool.as_viewer(viewer).await?;
    let message = find(&mut tx, id).await?;
    if message.is_deleted() {
        return Err(Error::Missing);
    }
    let said =
        db::select_revisions(&mut tx, message.conversation_id, message.seq, before, i64::from(limit) + 1).await?;
    let (version, at) = (message.version, message.edited_at.unwrap_or(message.at));
    let now = Revision { version, body: message.body, at };
    let is_asked = before.is_none_or(|before| version < before);
    let revisions = is_asked.then_some(now).into_iter().chain(said).collect();
    Ok(Page::cut(revisions, limit, |revision: &Revision| revision.version.to_string()))
}

/// The messages from one `seq` to another that were ever edited, deleted, reacted to, previewed or answered in a thread, as
/// they are now, by rising `seq`; 100 at most.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in the conversation.
pub async fn changed(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    (low, high): (i64, i64),
) -> Result<Vec<Message>> {
    let mut tx = pool.as_viewer(viewer).await?;
    db::last_seq(&mut tx, id).await?.ok_or(Error::Missing)?;
    Ok(db::select_changed(&mut tx, id, low, high, i64::from(MAX_LIMIT)).await?)
}

/// The beginnings of messages of a conversation, for above their answers; of the first 100 that are asked for. What is not
/// there is left out.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in the conversation.
pub async fn quotes(pool: &Pool, viewer: AccountId, id: ConversationId, messages: &[MessageId]) -> Result<Vec<Quote>> {
    let mut tx = pool.as_viewer(viewer).await?;
    db::last_seq(&mut tx, id).await?.ok_or(Error::Missing)?;
    let most = messages.len().min(MAX_LIMIT as usize);
    Ok(db::select_quotes(&mut tx, id, &messages[..most]).await?)
}

/// A message that the viewer may read.
pub(super) async fn find(tx: &mut Tx, id: MessageId) -> Result<Message> {
    let place = db::find_message(tx, id).await?.ok_or(Error::Missing)?;
    db::select_messages(tx, place.conversation_id, place.seq, place.seq).await?.pop().ok_or(Error::Missing)
}
