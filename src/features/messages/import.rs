//! Conversations that took place elsewhere, or never: stored whole, with the times they bring.

mod db;

use crate::{
    server::Pool,
    shared::{
        Result,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// A conversation with everything that was said.
#[derive(Clone, Debug)]
pub struct Import {
    /// The same every time.
    pub id: ConversationId,
    /// What a group is called. Without it there are two people, and they have no other conversation by themselves.
    pub name: Option<String>,
    /// Who talk; the first of a group owns it.
    pub people: Vec<AccountId>,
    /// How many of the newest messages each of them has not read.
    pub unread: Vec<i64>,
    /// Whether the second of two has not accepted it yet.
    pub requested: bool,
    /// In order.
    pub lines: Vec<Line>,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Line {
    /// The same every time.
    pub id: MessageId,
    /// Which of the people said it, from 0 on.
    pub author: usize,
    /// What was said.
    pub body: String,
    /// When.
    pub at: Time,
    /// What it answers, in the same conversation.
    pub reply_to: Option<MessageId>,
    /// Each emoji with those who chose it, from 0 on.
    pub reactions: Vec<(String, Vec<usize>)>,
}

impl Line {
    /// Words that answer nothing, and to which nobody reacted.
    #[must_use]
    pub fn said(id: MessageId, author: usize, body: &str, at: Time) -> Self {
        Self { id, author, body: body.to_owned(), at, reply_to: None, reactions: Vec::new() }
    }
}

/// Stores a conversation, unless it is there or its people have one already. Whether it was stored
/// is the answer.
///
/// # Errors
/// What the database says.
pub async fn import(pool: &Pool, import: &Import) -> Result<bool> {
    let mut tx = pool.as_jobs().await?;
    let stored = db::insert_conversation(&mut tx, import).await?;
    if stored {
        db::insert_people(&mut tx, import).await?;
        db::insert_messages(&mut tx, import).await?;
    }
    tx.commit().await?;
    Ok(stored)
}
