//! Messages by their words. Who may find which, the function asks: the policy would keep the search from the index.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::DateTime;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    features::{accounts::model::Account, messages::model::Terms},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// The place of a message among those that were found, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// When it was said, to the microsecond.
    pub at: Time,
    /// Decides between equals.
    pub id: MessageId,
}

impl Spot {
    /// As it crosses the wire; nobody there looks into it.
    #[must_use]
    pub fn encode(self) -> String {
        let mut bytes = self.at.0.timestamp_micros().to_be_bytes().to_vec();
        bytes.extend(self.id.0.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what [`Spot::encode`] wrote.
    ///
    /// # Errors
    /// `cursor`: `unreadable`.
    pub fn decode(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(|| Error::invalid("cursor", "unreadable"))
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 24] = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (micros, id) = bytes.split_at(8);
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(micros.try_into().ok()?))?;
        let in_range = at >= DateTime::UNIX_EPOCH && at.timestamp() < 1 << 38;
        in_range.then_some(Self { at: Time(at), id: MessageId(Uuid::from_slice(id).ok()?) })
    }
}

/// What is looked for, and where.
pub struct Search<'a> {
    /// What all has to be in a message.
    pub terms: &'a Terms,
    /// In this conversation and its threads alone.
    pub within: Option<ConversationId>,
    /// Where the page before ended.
    pub after: Option<Spot>,
    /// At most so many.
    pub limit: i64,
}

/// A message that was found.
pub struct FoundRow {
    /// Which.
    pub id: MessageId,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// At which number.
    pub seq: i64,
    /// Who said it.
    pub author_id: AccountId,
    /// What.
    pub body: String,
    /// When.
    pub at: Time,
}

/// Those of the viewer's messages that hold what is looked for, the newest first.
pub async fn search_messages(connection: &mut PgConnection, search: &Search<'_>) -> sqlx::Result<Vec<FoundRow>> {
    let terms = search.terms.in_words();
    sqlx::query_as!(
        FoundRow,
        r#"
        select id as "id!: MessageId", conversation_id as "conversation_id!: ConversationId", seq as "seq!",
            author_id as "author_id!: AccountId", body as "body!", at as "at!: Time"
          from search_messages($1, $2, $3, $4, $5, $6)
          order by at desc, id desc limit $6
        "#,
        &terms,
        search.terms.is_open(),
        search.within.map(|within| within.0),
        search.after.map(|after| after.at.0),
        search.after.map(|after| after.id.0),
        search.limit
    )
    .fetch_all(connection)
    .await
}

/// What a conversation is called: by its name, after the other one in it, or by the message on which it hangs.
pub struct TitleRow {
    /// Which.
    pub id: ConversationId,
    /// That of a group; of a thread the beginning of its message.
    pub name: Option<String>,
    /// Beside which conversation a thread stands.
    pub thread_of: Option<ConversationId>,
    /// Whether somebody whom the viewer blocked said that message in a group.
    pub is_folded: bool,
    /// The other one of a pair.
    pub other: Option<AccountId>,
}

/// What those of the conversations are called that the viewer may read.
pub async fn select_titles(connection: &mut PgConnection, ids: &[ConversationId]) -> sqlx::Result<Vec<TitleRow>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        TitleRow,
        r#"
        select c.id as "id: ConversationId",
            coalesce(c.name, (select root.words from beginning(c.thread_of, c.id) root)) as "name?",
            c.thread_of as "thread_of: ConversationId",
            coalesce((select around.kind from conversations around where around.id = c.thread_of) = 'group'
              and exists (select from blocks b where b.account_id = viewer() and b.blocked_id = c.created_by), false)
              as "is_folded!",
            case when c.pair_low = viewer() then c.pair_high else c.pair_low end as "other?: AccountId"
          from conversations c where c.id = any ($1)
        "#,
        &ids
    )
    .fetch_all(connection)
    .await
}

/// These people, by their ids.
pub async fn select_people(
    connection: &mut PgConnection,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Account>> {
    let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: AccountId", handle, display_name, role, deleted_at is not null as "deleted!"
           from accounts where id = any ($1)"#,
        &ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse()?;
            let (handle, display_name) = (row.handle, row.display_name);
            Ok((row.id, Account { id: row.id, handle, display_name, role, deleted: row.deleted }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_among_the_found_is_read_as_it_was_written_and_nothing_else_is() {
        let spot = Spot { at: Time::from_millis(1_795_226_700_000), id: MessageId::new() };
        assert_eq!(Spot::decode(&spot.encode()), Ok(spot));
        let none = Error::invalid("cursor", "unreadable");
        for text in ["", "7", "not base64!", &"A".repeat(31), &"_".repeat(32)] {
            assert_eq!(Spot::decode(text), Err(none.clone()), "{text}");
        }
    }
}
