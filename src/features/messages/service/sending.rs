//! How a draft becomes a message.

use super::lanes::{Lanes, send_alone};
use crate::{
    features::messages::{
        db::Outcome,
        model::{Draft, Message},
    },
    server::{Limit, Server},
    shared::{Error, Result, id::AccountId},
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
/// `body`, as [`Draft::check`] says; [`Error::Missing`] where the author is not in the conversation;
/// [`Error::Conflict`] where the id names something else; [`Error::Slow`] past 100 a minute.
pub async fn send(server: &Server, author: AccountId, draft: &Draft) -> Result<Sent> {
    draft.check()?;
    server.limits.check(Limit::Messages, &author.to_string())?;
    let lanes = server.keep.of(|| Lanes::start(&server.pool));
    let outcome = match lanes.send(author, draft.clone()).await? {
        Outcome::Busy => send_alone(&server.pool, author, draft.clone()).await?,
        outcome => outcome,
    };
    let message = |seq, at, version| Message {
        id: draft.id,
        conversation_id: draft.conversation_id,
        seq,
        author_id: author,
        body: draft.body.clone(),
        at,
        version,
    };
    match outcome {
        Outcome::Stored { seq, at } => Ok(Sent::Stored(message(seq, at, 1))),
        Outcome::Known { seq, at, version } => Ok(Sent::Known(message(seq, at, version))),
        Outcome::Missing => Err(Error::Missing),
        Outcome::Conflict | Outcome::Busy => Err(Error::Conflict),
    }
}
