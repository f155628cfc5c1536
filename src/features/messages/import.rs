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

/// A conversation of two people with everything that was said.
#[derive(Clone, Debug)]
pub struct Import {
    /// The same every time.
    pub id: ConversationId,
    /// Who talk.
    pub people: [AccountId; 2],
    /// How many of the newest messages each of them has not read.
    pub unread: [i64; 2],
    /// In order.
    pub lines: Vec<Line>,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Line {
    /// The same every time.
    pub id: MessageId,
    /// Which of the two said it: 0 or 1.
    pub author: usize,
    /// What was said.
    pub body: String,
    /// When.
    pub at: Time,
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
