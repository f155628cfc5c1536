//! The viewer's conversations: the list, one of them, and how the viewer stands to them.

use sqlx::PgConnection;

use super::{Cursor, Listing};

use crate::{
    features::messages::model::{Conversation, Kind, Mark, Participant, Preview, Standing, Subject},
    shared::{
        id::{AccountId, ConversationId},
        time::Time,
    },
};

/// A conversation without its people.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct ConversationRow {
    /// Which.
    pub id: ConversationId,
    kind: String,
    name: Option<String>,
    thread_of: Option<ConversationId>,
    around: Option<String>,
    root_author: Option<AccountId>,
    subject: Option<String>,
    subject_link: Option<String>,
    conversation_version: i64,
    last_seq: i64,
    last_author_id: Option<AccountId>,
    last_body: Option<String>,
    last_at: Option<Time>,
    last_version: i64,
    /// For the viewer: not before it was there for them, or it would tell them who had opened it in silence.
    created_at: Time,
    read_seq: i64,
    own_past: i64,
    muted: bool,
    pinned: bool,
    archived: bool,
    requested: bool,
    version: i64,
}

impl ConversationRow {
    /// Its place in the list.
    pub fn cursor(&self) -> Cursor {
        Cursor { pinned: self.pinned, at: self.last_at.unwrap_or(self.created_at), id: self.id }
    }

    /// The conversation of these people.
    pub fn with(self, participants: Vec<Participant>) -> Conversation {
        let last = match (self.last_author_id, self.last_body, self.last_at) {
            (Some(author_id), Some(body), Some(at)) => {
                Some(Preview { author_id, body, at, version: self.last_version })
            }
            _ => None,
        };
        Conversation {
            id: self.id,
            kind: kind(&self.kind),
            name: self.name,
            thread_of: self.thread_of,
            around: self.around.as_deref().map(kind),
            root: None,
            root_author: self.root_author,
            subject: self.subject.map(|words| Subject { words, link: self.subject_link }),
            version: self.conversation_version,
            participants,
            last_seq: self.last_seq,
            last,
            pins: None,
            mark: Mark {
                read_seq: self.read_seq,
                own_past: self.own_past,
                muted: self.muted,
                pinned: self.pinned,
                archived: self.archived,
                requested: self.requested,
                version: self.version,
            },
            created_at: self.created_at,
        }
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "group" => Kind::Group,
        "thread" => Kind::Thread,
        _ => Kind::Pair,
    }
}

/// A page of the viewer's conversations and one more row, which tells that there is a next page.
///
/// A thread is found by what it is called after, whoever takes part in it.
///
/// When the viewer joined is asked by its key, of what nothing was said in and of what is on the page: a join would read it
/// for all.
pub async fn select_conversations(
    connection: &mut PgConnection,
    listing: &Listing,
) -> sqlx::Result<Vec<ConversationRow>> {
    let cursor = listing.cursor;
    sqlx::query_as!(
        ConversationRow,
        r#"
        select c.id as "id: ConversationId", c.kind,
            coalesce(c.name, (select root.words from beginning(c.thread_of, c.id) root)) as "name?",
            c.thread_of as "thread_of: ConversationId",
            (select around.kind from conversations around where around.id = c.thread_of) as "around?",
            case when c.thread_of is not null then c.created_by end as "root_author?: AccountId",
            c.subject, c.subject_link,
            coalesce((select root.version from beginning(c.thread_of, c.id) root), c.version) as "conversation_version!",
            c.last_seq, c.last_author_id as "last_author_id: AccountId",
            c.last_body, c.last_at as "last_at: Time", c.last_version, greatest(c.created_at, joined.at) as "created_at!: Time",
            k.read_seq, k.own_past, k.muted, k.pinned, k.archived, k.requested, k.version
          from marks k join conversations c on c.id = k.conversation_id
            cross join lateral (select (
              select p.joined_at from participants p
                where p.conversation_id = c.id and p.account_id = viewer()) as at) joined
          where k.account_id = viewer()
            and (c.last_seq > 0 or joined.at is not null)
            and ($1::boolean is null or (c.last_seq - k.read_seq - k.own_past > 0) = $1)
            and ($2::boolean is null or k.archived = $2)
            and ($3::text is null or strpos(folded(c.name), (select folded($3))) > 0
              or c.thread_of is null and exists (
                select from participants p join accounts a on a.id = p.account_id
                  where p.conversation_id = c.id and p.account_id <> viewer()
                    and strpos(a.sought, (select folded($3))) > 0)
              or strpos(folded((select root.words from beginning(c.thread_of, c.id) root)), (select folded($3))) > 0)
            and ($8::boolean is null or (c.kind = 'group') = $8)
            and ($9::boolean is null or (c.thread_of is not null) = $9)
            and ($10::boolean is null or k.requested = $10)
            and ($4::boolean is null or (k.pinned, coalesce(c.last_at, greatest(c.created_at, joined.at)), c.id)
              < ($4, $5::timestamptz, $6::uuid))
          order by k.pinned desc, coalesce(c.last_at, greatest(c.created_at, joined.at)) desc, c.id desc
          limit $7
        "#,
        listing.unread,
        listing.archived,
        listing.find,
        cursor.map(|cursor| cursor.pinned),
        cursor.map(|cursor| cursor.at.0),
        cursor.map(|cursor| cursor.id.0),
        i64::from(listing.limit) + 1,
        listing.group,
        listing.thread,
        listing.requested,
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
            and ($3::text is null or strpos(folded(c.name), (select folded($3))) > 0
              or c.thread_of is null and exists (
                select from participants p join accounts a on a.id = p.account_id
                  where p.conversation_id = c.id and p.account_id <> viewer()
                    and strpos(a.sought, (select folded($3))) > 0)
              or strpos(folded((select root.words from beginning(c.thread_of, c.id) root)), (select folded($3))) > 0)
            and ($4::boolean is null or (c.kind = 'group') = $4)
            and ($5::boolean is null or (c.thread_of is not null) = $5)
            and ($6::boolean is null or k.requested = $6)
        "#,
        listing.unread,
        listing.archived,
        listing.find,
        listing.group,
        listing.thread,
        listing.requested,
    )
    .fetch_one(connection)
    .await
}

/// At most 500 conversations of the viewer that hold something unread, are muted or are requests, the former first.
pub async fn select_standings(connection: &mut PgConnection) -> sqlx::Result<Vec<Standing>> {
    let rows = sqlx::query!(
        r#"
        select c.id as "id: ConversationId", c.last_seq, p.delivered_seq, k.read_seq, k.own_past, k.muted, k.pinned,
            k.archived, k.requested, k.version
          from marks k join conversations c on c.id = k.conversation_id
            join participants p on p.conversation_id = c.id and p.account_id = k.account_id
          where k.account_id = viewer() and (k.muted or k.requested or c.last_seq - k.read_seq - k.own_past > 0)
          order by c.last_seq - k.read_seq - k.own_past > 0 desc, c.last_at desc nulls last
          limit 500
        "#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Standing {
            conversation_id: row.id,
            last_seq: row.last_seq,
            delivered_seq: row.delivered_seq,
            mark: Mark {
                read_seq: row.read_seq,
                own_past: row.own_past,
                muted: row.muted,
                pinned: row.pinned,
                archived: row.archived,
                requested: row.requested,
                version: row.version,
            },
        })
        .collect())
}

/// One conversation of the viewer. In a thread that they take no part in nothing is unread for them.
pub async fn select_conversation(
    connection: &mut PgConnection,
    id: ConversationId,
) -> sqlx::Result<Option<ConversationRow>> {
    sqlx::query_as!(
        ConversationRow,
        r#"
        select c.id as "id: ConversationId", c.kind,
            coalesce(c.name, (select root.words from beginning(c.thread_of, c.id) root)) as "name?",
            c.thread_of as "thread_of: ConversationId",
            (select around.kind from conversations around where around.id = c.thread_of) as "around?",
            case when c.thread_of is not null then c.created_by end as "root_author?: AccountId",
            c.subject, c.subject_link,
            coalesce((select root.version from beginning(c.thread_of, c.id) root), c.version) as "conversation_version!",
            c.last_seq, c.last_author_id as "last_author_id: AccountId",
            c.last_body, c.last_at as "last_at: Time", c.last_version, greatest(c.created_at, p.joined_at) as "created_at!: Time",
            coalesce(k.read_seq, c.last_seq) as "read_seq!", coalesce(k.own_past, 0) as "own_past!",
            coalesce(k.muted, false) as "muted!", coalesce(k.pinned, false) as "pinned!",
            coalesce(k.archived, false) as "archived!", coalesce(k.requested, false) as "requested!", coalesce(k.version, 0) as "version!"
          from conversations c join participants p on p.conversation_id = c.id and p.account_id = viewer()
            left join marks k on k.conversation_id = c.id and k.account_id = p.account_id
          where c.id = $1 and (k.account_id is not null or c.thread_of is not null)
        "#,
        id.0
    )
    .fetch_optional(connection)
    .await
}
