//! The slice's SQL. Row-level security says what the viewer may see: no statement asks who they are
//! but where it is about their own marks.

mod sending;

use sqlx::PgConnection;

pub use sending::{Outcome, send_messages};

use super::{
    model::{Conversation, Kind, Mark, Message, Participant, Preview},
    service::{Choice, Cursor, Listing},
};
use crate::{
    features::accounts::model::Account,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// A conversation without its people.
pub struct ConversationRow {
    id: ConversationId,
    kind: String,
    name: Option<String>,
    last_seq: i64,
    last_author_id: Option<AccountId>,
    last_body: Option<String>,
    last_at: Option<Time>,
    created_at: Time,
    read_seq: i64,
    own_past: i64,
    muted: bool,
    pinned: bool,
    archived: bool,
    version: i64,
}

impl ConversationRow {
    /// Its place in the list.
    pub fn cursor(&self) -> Cursor {
        Cursor { pinned: self.pinned, at: self.last_at.unwrap_or(self.created_at), id: self.id }
    }

    fn with(self, participants: Vec<Participant>) -> Conversation {
        let last = match (self.last_author_id, self.last_body, self.last_at) {
            (Some(author_id), Some(body), Some(at)) => Some(Preview { author_id, body, at }),
            _ => None,
        };
        Conversation {
            id: self.id,
            kind: if self.kind == "group" { Kind::Group } else { Kind::Pair },
            name: self.name,
            participants,
            last_seq: self.last_seq,
            last,
            mark: Mark {
                read_seq: self.read_seq,
                own_past: self.own_past,
                muted: self.muted,
                pinned: self.pinned,
                archived: self.archived,
                version: self.version,
            },
            created_at: self.created_at,
        }
    }
}

/// Those of the conversations that the viewer may read.
pub async fn select_readable(
    connection: &mut PgConnection,
    ids: &[ConversationId],
) -> sqlx::Result<Vec<ConversationId>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(r#"select id as "id!: ConversationId" from conversations where id = any ($1)"#, &ids)
        .fetch_all(connection)
        .await
}

/// All conversations that are there for the viewer: not those that somebody opened and said nothing in.
pub async fn select_own(connection: &mut PgConnection) -> sqlx::Result<Vec<ConversationId>> {
    sqlx::query_scalar!(
        r#"select conversation_id as "id!: ConversationId" from participants
          where account_id = viewer() and joined_at is not null"#
    )
    .fetch_all(connection)
    .await
}

/// Those of the people who took part in a conversation with the viewer, the viewer included.
pub async fn select_acquainted(connection: &mut PgConnection, people: &[AccountId]) -> sqlx::Result<Vec<AccountId>> {
    let people: Vec<_> = people.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(
        r#"select id as "id!: AccountId" from unnest($1::uuid[]) id
          where id = viewer() or id = any (array(select my_people()))"#,
        &people
    )
    .fetch_all(connection)
    .await
}

/// Everybody for whom the conversations are there. Only the background may.
pub async fn select_participants(
    connection: &mut PgConnection,
    ids: &[ConversationId],
) -> sqlx::Result<Vec<(ConversationId, AccountId)>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select conversation_id as "conversation_id!: ConversationId", account_id as "account_id!: AccountId"
          from participants where conversation_id = any ($1) and joined_at is not null"#,
        &ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.conversation_id, row.account_id)).collect())
}

/// Whose handle this is.
pub async fn find_account(connection: &mut PgConnection, handle: &str) -> sqlx::Result<Option<AccountId>> {
    sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where handle = lower($1) and deleted_at is null"#,
        handle
    )
    .fetch_optional(connection)
    .await
}

/// The conversation of a pair, and whether it was made now.
pub struct PairRow {
    /// Which.
    pub id: ConversationId,
    /// Whether it is new.
    pub created: bool,
}

/// Opens or finds the conversation of the viewer with somebody.
pub async fn open_pair(
    connection: &mut PgConnection,
    id: ConversationId,
    other: AccountId,
) -> sqlx::Result<Option<PairRow>> {
    sqlx::query_as!(
        PairRow,
        r#"select id as "id!: ConversationId", created as "created!" from open_pair($1, $2)"#,
        id.0,
        other.0
    )
    .fetch_optional(connection)
    .await
}

/// A page of the viewer's conversations and one more row, which tells that there is a next page.
pub async fn select_conversations(
    connection: &mut PgConnection,
    listing: &Listing,
) -> sqlx::Result<Vec<ConversationRow>> {
    let cursor = listing.cursor;
    sqlx::query_as!(
        ConversationRow,
        r#"
        select c.id as "id: ConversationId", c.kind, c.name, c.last_seq, c.last_author_id as "last_author_id: AccountId",
            c.last_body, c.last_at as "last_at: Time", c.created_at as "created_at: Time",
            k.read_seq, k.own_past, k.muted, k.pinned, k.archived, k.version
          from marks k join conversations c on c.id = k.conversation_id
          where k.account_id = viewer()
            and (c.last_seq > 0 or exists (
              select from participants p
                where p.conversation_id = c.id and p.account_id = viewer() and p.joined_at is not null))
            and ($1::boolean is null or (c.last_seq - k.read_seq - k.own_past > 0) = $1)
            and ($2::boolean is null or k.archived = $2)
            and ($3::text is null or strpos(lower(c.name), lower($3)) > 0 or exists (
              select from participants p join accounts a on a.id = p.account_id
                where p.conversation_id = c.id and p.account_id <> viewer()
                  and (strpos(a.handle, lower($3)) > 0 or strpos(lower(a.display_name), lower($3)) > 0)))
            and ($4::boolean is null or (k.pinned, coalesce(c.last_at, c.created_at), c.id) < ($4, $5::timestamptz, $6::uuid))
          order by k.pinned desc, coalesce(c.last_at, c.created_at) desc, c.id desc
          limit $7
        "#,
        listing.unread,
        listing.archived,
        listing.find,
        cursor.map(|cursor| cursor.pinned),
        cursor.map(|cursor| cursor.at.0),
        cursor.map(|cursor| cursor.id.0),
        i64::from(listing.limit) + 1,
    )
    .fetch_all(connection)
    .await
}

/// How many conversations all pages of a listing have.
pub async fn count_conversations(connection: &mut PgConnection, listing: &Listing) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        select count(*) as "number!"
          from marks k join conversations c on c.id = k.conversation_id
          where k.account_id = viewer()
            and (c.last_seq > 0 or exists (
              select from participants p
                where p.conversation_id = c.id and p.account_id = viewer() and p.joined_at is not null))
            and ($1::boolean is null or (c.last_seq - k.read_seq - k.own_past > 0) = $1)
            and ($2::boolean is null or k.archived = $2)
            and ($3::text is null or strpos(lower(c.name), lower($3)) > 0 or exists (
              select from participants p join accounts a on a.id = p.account_id
                where p.conversation_id = c.id and p.account_id <> viewer()
                  and (strpos(a.handle, lower($3)) > 0 or strpos(lower(a.display_name), lower($3)) > 0)))
        "#,
        listing.unread,
        listing.archived,
        listing.find,
    )
    .fetch_one(connection)
    .await
}

/// One conversation of the viewer.
pub async fn select_conversation(
    connection: &mut PgConnection,
    id: ConversationId,
) -> sqlx::Result<Option<ConversationRow>> {
    sqlx::query_as!(
        ConversationRow,
        r#"
        select c.id as "id: ConversationId", c.kind, c.name, c.last_seq, c.last_author_id as "last_author_id: AccountId",
            c.last_body, c.last_at as "last_at: Time", c.created_at as "created_at: Time",
            k.read_seq, k.own_past, k.muted, k.pinned, k.archived, k.version
          from marks k join conversations c on c.id = k.conversation_id
          where k.account_id = viewer() and k.conversation_id = $1
        "#,
        id.0
    )
    .fetch_optional(connection)
    .await
}

/// Gives conversations their people, all in one query. Whoever does not let others know what they
/// read does not learn it of others either.
pub async fn with_participants(connection: &mut PgConnection, rows: Vec<ConversationRow>) -> Result<Vec<Conversation>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
    let people = sqlx::query!(
        r#"
        select p.conversation_id as "conversation_id: ConversationId", p.account_id as "account_id: AccountId",
            a.handle, a.display_name, a.role, a.deleted_at is not null as "deleted!", p.delivered_seq,
            case when p.account_id = viewer() or s.send_receipts then p.seen_seq else 0 end as "seen_seq!"
          from participants p join accounts a on a.id = p.account_id
            left join settings s on s.account_id = viewer()
          where p.conversation_id = any ($1)
          order by p.conversation_id, p.joined_at, p.account_id
        "#,
        &ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let first = people.partition_point(|person| person.conversation_id < row.id);
            let participants = people[first..]
                .iter()
                .take_while(|person| person.conversation_id == row.id)
                .map(|person| {
                    let account = Account {
                        id: person.account_id,
                        handle: person.handle.clone(),
                        display_name: person.display_name.clone(),
                        role: person.role.parse()?,
                        deleted: person.deleted,
                    };
                    Ok(Participant { account, delivered_seq: person.delivered_seq, seen_seq: person.seen_seq })
                })
                .collect::<Result<_, Error>>()?;
            Ok(row.with(participants))
        })
        .collect()
}

/// The `seq` of a conversation's newest message; nothing where the viewer is not in it.
pub async fn last_seq(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select last_seq from conversations where id = $1", id.0).fetch_optional(connection).await
}

/// The messages between two `seq`s, both included, by rising `seq`.
pub async fn select_messages(
    connection: &mut PgConnection,
    id: ConversationId,
    low: i64,
    high: i64,
) -> sqlx::Result<Vec<Message>> {
    sqlx::query_as!(
        Message,
        r#"
        select id as "id: MessageId", conversation_id as "conversation_id: ConversationId", seq,
            author_id as "author_id: AccountId", body, at as "at: Time", version
          from messages where conversation_id = $1 and seq between $2 and $3 order by seq
        "#,
        id.0,
        low,
        high
    )
    .fetch_all(connection)
    .await
}

/// Moves the viewer's marks; whether they are in the conversation.
pub async fn move_marks(
    connection: &mut PgConnection,
    id: ConversationId,
    delivered: Option<i64>,
    read: Option<i64>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select move_marks($1, $2, $3) as "found!""#, id.0, delivered, read)
        .fetch_one(connection)
        .await
}

/// Where a message stands.
pub struct Place {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// At which number.
    pub seq: i64,
}

/// The place of a message that the viewer may read.
pub async fn find_message(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Option<Place>> {
    sqlx::query_as!(
        Place,
        r#"select conversation_id as "conversation_id: ConversationId", seq from message_ids where id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await
}

/// Waits until nobody sends in a conversation of the viewer: `own_past` and its events then come in
/// the order of the messages.
pub async fn lock_own(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<()> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended(conversation_id::text, 0))::text from marks
             where account_id = viewer() and conversation_id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(())
}

/// Changes the viewer's own view of a conversation.
pub async fn update_mark(
    connection: &mut PgConnection,
    id: ConversationId,
    choice: Choice,
) -> sqlx::Result<Option<Mark>> {
    sqlx::query_as!(
        Mark,
        r#"
        update marks set muted = coalesce($2, muted), pinned = coalesce($3, pinned),
            archived = coalesce($4, archived), version = version + 1
          where account_id = viewer() and conversation_id = $1
          returning read_seq, own_past, muted, pinned, archived, version
        "#,
        id.0,
        choice.muted,
        choice.pinned,
        choice.archived
    )
    .fetch_optional(connection)
    .await
}
