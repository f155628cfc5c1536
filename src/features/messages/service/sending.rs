//! How a draft becomes a message.

use super::{
    Counted, changing,
    lanes::{Lanes, send_alone},
    open_in, previews, threads,
};
use crate::{
    features::messages::{
        db::{self, Outcome},
        model::{Draft, Message},
    },
    server::{Limit, OnConstraint, Server, fault::CONTENTION, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
};

/// What became of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is a message now.
    Stored(Message),
    /// It was one before; nothing changed.
    Known(Message),
}

impl Sent {
    /// The message, whenever it was stored.
    #[must_use]
    pub fn into_message(self) -> Message {
        match self {
            Self::Stored(message) | Self::Known(message) => message,
        }
    }
}

/// Accepts a draft into its conversation and returns it as stored, durably.
///
/// Sending the same draft again returns the first row unchanged. Nobody is told from here: the
/// table's trigger speaks once the transaction commits.
///
/// # Errors
/// `body`, as [`Draft::check`] says; [`Error::Missing`] where the author is not in the conversation, or what the draft
/// answers is not; `with`: `not_accepting` where the other one of a pair takes no words from the author, whether or not
/// the author knows why; `thread`: `nested` where it is said in the thread of a message that stands in a thread itself;
/// [`Error::Conflict`] where the id names something else; [`Error::Slow`] past 100 a minute, or 60 threads begun an hour,
/// and where it was in the way of others three times over.
pub async fn send(server: &Server, author: AccountId, draft: &Draft) -> Result<Sent> {
    check(server, author, draft)?;
    match store(server, author, draft).await {
        // The thread of a message has its id, and begins with the first answer.
        Err(Error::Missing) => {
            threads::begin(server, author, draft.conversation_id).await?;
            store(server, author, draft).await
        }
        sent => sent,
    }
}

/// The same in the conversation with somebody. Where there is none yet it is opened under the id that the draft has for
/// it, by this message or not at all: what is refused leaves no empty one behind.
///
/// # Errors
/// As [`send`] and [`super::open`] say.
pub async fn send_to(server: &Server, author: AccountId, handle: &str, mut draft: Draft) -> Result<Sent> {
    check(server, author, &draft)?;
    let opening = Counted::of(Limit::Openings, author);
    let begun = patiently(|| begin(server, &opening, handle, &draft)).await?;
    match begun {
        Begun::With(outcome) => sent(server, author, &draft, outcome).await,
        Begun::Before(id) => {
            draft.conversation_id = id;
            store(server, author, &draft).await
        }
    }
}

fn check(server: &Server, author: AccountId, draft: &Draft) -> Result<()> {
    draft.check()?;
    server.limits.check(Limit::Messages, &author.to_string())
}

/// Where a conversation with somebody comes from.
enum Begun {
    /// From this message, if anything came of it.
    With(Outcome),
    /// It was there, and is as it was.
    Before(ConversationId),
}

async fn begin(server: &Server, opening: &Counted, handle: &str, draft: &Draft) -> Result<Begun> {
    let author = opening.viewer;
    let mut tx = server.pool.as_viewer(author).await?;
    let opened = open_in(&mut tx, author, draft.conversation_id, handle).await?;
    // What the other one has opened in silence counts as made now, and was there before.
    if !opened.created || opened.id != draft.conversation_id {
        return Ok(Begun::Before(opened.id));
    }
    tx.become_jobs().await?;
    let drafts = [(author, draft.clone())];
    let sent = db::unless_refused(db::send_messages(&mut tx, true, &drafts).await)?;
    let outcome = sent.on_constraint("message_ids_pkey", || CONTENTION)?[0];
    if matches!(outcome, Outcome::Stored { .. }) {
        opening.count(server, 1)?;
        tx.commit().await?;
    }
    Ok(Begun::With(outcome))
}

async fn store(server: &Server, author: AccountId, draft: &Draft) -> Result<Sent> {
    let lanes = server.keep.of(|| Lanes::start(&server.pool));
    let outcome = match lanes.send(author, draft.clone()).await? {
        Outcome::Busy => send_alone(&server.pool, author, draft.clone()).await?,
        outcome => outcome,
    };
    sent(server, author, draft, outcome).await
}

async fn sent(server: &Server, author: AccountId, draft: &Draft, outcome: Outcome) -> Result<Sent> {
    match outcome {
        Outcome::Stored { seq, at } => {
            let message = Message {
                id: draft.id,
                conversation_id: draft.conversation_id,
                seq,
                author_id: author,
                body: draft.body.clone(),
                at,
                version: 1,
                edited_at: None,
                deleted_at: None,
                reply_to: draft.reply_to,
                forwarded: draft.forwarded,
                reactions: Vec::new(),
                reacted: 0,
                preview: None,
                previewed: 0,
                answers: None,
            };
            previews::look_at(server, &message);
            Ok(Sent::Stored(message))
        }
        // It may have been edited, deleted or reacted to since.
        Outcome::Known => {
            let mut tx = server.pool.as_viewer(author).await?;
            Ok(Sent::Known(changing::find(&mut tx, draft.id).await?))
        }
        Outcome::Missing => Err(Error::Missing),
        Outcome::Conflict => Err(Error::Conflict),
        // Nothing is stored under the id: said to be something else, the message would be given up where it was written.
        Outcome::Busy => Err(CONTENTION),
    }
}
