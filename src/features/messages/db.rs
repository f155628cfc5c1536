//! The slice's SQL. Row-level security says what the viewer may see: no statement asks who they are
//! but where it is about their own marks.

mod accepting;
mod changing;
mod drafts;
mod former;
mod groups;
mod history;
mod list;
mod listing;
mod participants;
mod pinning;
mod previews;
mod reach;
mod scheduled;
mod search;
mod sending;
mod threads;

use sqlx::PgConnection;

pub use accepting::{is_closed, unless_refused};
pub use changing::{Changing, delete_message, edit_message, react_message, select_revisions};
pub use drafts::{DraftRow, save_draft, select_draft, select_drafts};
pub use former::select_former;
pub use groups::{change_conversation, create_group, find_accounts, remove_participant, set_participant, set_role};
pub use history::{first_since, select_changed, select_messages, select_quotes, select_seq};
pub use list::{count_conversations, select_conversation, select_conversations, select_standings};
pub use listing::{Cursor, Listing};
pub use participants::with_participants;
pub use pinning::{newest_pin, pin_message, select_pins};
pub use previews::{Published, find_page, find_published, keep_page, preview_message, unpreview_message};
pub use reach::select_reached;
pub use scheduled::{
    cancel_scheduled, change_scheduled, claim_scheduled, delete_scheduled, fail_scheduled, hold_waiting,
    plan_scheduled, schedule_message, select_all_scheduled, select_scheduled, was_said,
};
pub use search::{FoundRow, Search, Spot, TitleRow, search_messages, select_people, select_titles};
pub use sending::{Outcome, send_messages};
pub use threads::{Begun, begin_thread, follow_thread};

use super::model::{Choice, Mark};
use crate::shared::id::{AccountId, ConversationId, MessageId};

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
    /// Whether it is new to the viewer, who may not know that the other one has opened it.
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

/// The `seq` of a conversation's newest message; nothing where the viewer is not in it.
pub async fn last_seq(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select last_seq from conversations where id = $1", id.0).fetch_optional(connection).await
}

/// The `seq` of the first message that the viewer has not read; nothing where all are.
pub async fn first_unread(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"
        select m.seq from marks k join messages m on m.conversation_id = k.conversation_id and m.seq > k.read_seq
          where k.account_id = viewer() and k.conversation_id = $1 and m.conversation_id = $1
            and m.author_id <> viewer()
          order by m.seq limit 1
        "#,
        id.0
    )
    .fetch_optional(connection)
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
            archived = coalesce($4, archived), requested = requested and coalesce($5, true), version = version + 1
          where account_id = viewer() and conversation_id = $1
          returning read_seq, own_past, muted, pinned, archived, requested, version
        "#,
        id.0,
        choice.muted,
        choice.pinned,
        choice.archived,
        choice.requested
    )
    .fetch_optional(connection)
    .await
}
