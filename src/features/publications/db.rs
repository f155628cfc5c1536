//! SQL of publications and nothing else. Policies say who reads them (`migrations/…_publishing.sql`).

use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Consent, NewPublication, Origin, Part, Publication, Source, Stage};
use crate::{
    features::accounts::model::Account,
    shared::{
        Result,
        id::{AccountId, ConversationId, MessageId, PostId, PublicationId},
        time::Time,
    },
};

/// Asks whoever wrote something of it; the outcome in the words of the database.
pub async fn ask_publication(db: &mut PgConnection, new: &NewPublication) -> sqlx::Result<String> {
    let messages: Vec<Uuid> = new.messages.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(
        r#"select ask_publication($1, $2, $3, $4, $5, $6, $7) as "outcome!""#,
        new.id.0,
        new.conversation_id.0,
        if new.question_id.is_some() { "answer" } else { "question" },
        new.question_id.map(|id| id.0),
        new.title.as_deref(),
        &new.tags,
        &messages
    )
    .fetch_one(db)
    .await
}

/// Says whether the viewer's words may be part of it; `done` or `missing`.
pub async fn consent_publication(db: &mut PgConnection, id: PublicationId, allowed: bool) -> sqlx::Result<String> {
    sqlx::query_scalar!(r#"select consent_publication($1, $2) as "outcome!""#, id.0, allowed).fetch_one(db).await
}

/// Publishes it, or takes it back; the outcome in the words of the database.
pub async fn settle_publication(db: &mut PgConnection, id: PublicationId, publish: bool) -> sqlx::Result<String> {
    sqlx::query_scalar!(r#"select settle_publication($1, $2) as "outcome!""#, id.0, publish).fetch_one(db).await
}

/// One that is there for the viewer.
pub async fn find_publication(db: &mut PgConnection, id: PublicationId) -> Result<Option<Publication>> {
    let found: Vec<Uuid> =
        sqlx::query_scalar!("select id from publications where id = $1", id.0).fetch_all(&mut *db).await?;
    Ok(select_whole(db, &found).await?.pop())
}

/// What the viewer asked for or was asked for and is open, of one conversation with its threads or of all; and what was
/// published of that one. The newest first, at most 100.
pub async fn select_publications(
    db: &mut PgConnection,
    conversation: Option<ConversationId>,
) -> Result<Vec<Publication>> {
    let found: Vec<Uuid> = sqlx::query_scalar!(
        "select p.id from publications p left join conversations c on c.id = p.conversation_id
          where p.conversation_id = any (array(select my_conversations()))
            and ($1::uuid is null or p.conversation_id = $1 or c.thread_of = $1)
            and (p.state = 'asked' or p.state = 'published' and p.conversation_id = $1)
          order by p.at desc, p.id desc limit 100",
        conversation.map(|id| id.0)
    )
    .fetch_all(&mut *db)
    .await?;
    select_whole(db, &found).await
}

async fn select_whole(db: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Publication>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PublicationId", p.conversation_id as "conversation_id: ConversationId",
            c.thread_of as "thread_of?: ConversationId", p.question_id as "question_id: PostId", p.title, p.tags, p.state, p.at as "at: Time", p.version,
            a.id as "asker_id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "gone!"
          from publications p join accounts a on a.id = p.account_id left join conversations c on c.id = p.conversation_id
          where p.id = any ($1) order by p.at desc, p.id desc"#,
        ids
    )
    .fetch_all(&mut *db)
    .await?;
    let mut parts = select_parts(db, ids).await?;
    let publication = rows.into_iter().map(|row| {
        let own = parts.extract_if(.., |(of, _)| *of == row.id).map(|(_, part)| part).collect();
        Ok(Publication {
            id: row.id,
            conversation_id: row.conversation_id,
            thread_of: row.thread_of,
            asker: account(row.asker_id, row.handle, row.display_name, &row.role, row.gone)?,
            question_id: row.question_id,
            title: row.title,
            tags: row.tags,
            state: stage(&row.state),
            parts: own,
            at: row.at,
            version: row.version,
        })
    });
    publication.collect()
}

async fn select_parts(db: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<(PublicationId, Part)>> {
    let rows = sqlx::query!(
        r#"select k.publication_id as "publication_id: PublicationId", k.message_id as "message_id: MessageId", k.body,
            k.consent, a.id as "author_id: AccountId", a.handle, a.display_name, a.role,
            a.deleted_at is not null as "gone!"
          from publication_parts k join accounts a on a.id = k.account_id
          where k.publication_id = any ($1) order by k.publication_id, k.place"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let part = rows.into_iter().map(|row| {
        let author = account(row.author_id, row.handle, row.display_name, &row.role, row.gone)?;
        let (message_id, body, consent) = (row.message_id, row.body, consent(&row.consent));
        Ok((row.publication_id, Part { message_id, author, body, consent }))
    });
    part.collect()
}

/// What can be published of where a message stands, without what was deleted or forwarded, and without whom a block keeps
/// apart.
pub async fn select_source(db: &mut PgConnection, message: MessageId) -> Result<Option<Source>> {
    let place = sqlx::query!(
        r#"select case when c.thread_of is null and t.id is not null then t.id else c.id end
              as "conversation_id!: ConversationId",
            c.thread_of is not null or t.id is not null as "is_thread!"
          from message_ids i join conversations c on c.id = i.conversation_id
            left join conversations t on t.id = i.id and t.thread_of = c.id and t.last_seq > 0
          where i.id = $1"#,
        message.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(place) = place else { return Ok(None) };
    let thread = place.is_thread.then_some(place.conversation_id.0);
    // One by one by their keys, and not among all that the viewer may read.
    let rows = sqlx::query!(
        r#"select m.id as "message_id!: MessageId", m.body as "body!", m.author_id = viewer() as "mine!",
            a.id as "author_id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "gone!"
          from (select i.conversation_id, i.seq from message_ids i where i.id = $1
              union all
              (select t.conversation_id, t.seq from messages t where t.conversation_id = $2 order by t.seq limit 49)) place
            cross join lateral (
              select s.id, s.conversation_id, s.seq, s.author_id, s.body, s.deleted_at, s.forwarded
                from messages s where s.conversation_id = place.conversation_id and s.seq = place.seq limit 1) m
            join accounts a on a.id = m.author_id
          where m.deleted_at is null and not m.forwarded and m.author_id <> all (array(select hidden_people()))
          order by m.conversation_id is not distinct from $2, m.seq"#,
        thread.unwrap_or(message.0),
        thread
    )
    .fetch_all(db)
    .await?;
    let part = rows.into_iter().map(|row| {
        let author = account(row.author_id, row.handle, row.display_name, &row.role, row.gone)?;
        let consent = if row.mine { Consent::Own } else { Consent::Asked };
        Ok(Part { message_id: row.message_id, author, body: row.body, consent })
    });
    Ok(Some(Source { conversation_id: place.conversation_id, parts: part.collect::<Result<_>>()? }))
}

/// Whether there is such a question for the viewer.
pub async fn has_question(db: &mut PgConnection, id: PostId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from posts where id = $1 and kind = 'question' and deleted_at is null) as "has!""#,
        id.0
    )
    .fetch_one(db)
    .await
}

/// From which conversations of the viewer a post and the answers to it come, and which of them quote the viewer.
pub async fn select_origins(db: &mut PgConnection, post: PostId) -> sqlx::Result<Vec<Origin>> {
    sqlx::query_as!(
        Origin,
        r#"select p.id as "id: PublicationId", case when p.conversation_id = any (array(select my_conversations()))
              then p.conversation_id end as "conversation_id: ConversationId",
            exists (select from publication_parts k where k.publication_id = p.id and k.account_id = viewer()
              and k.consent = 'allowed') as "is_quoted!"
          from publications p where (p.id = $1 or p.question_id = $1) and p.state = 'published' order by p.at, p.id"#,
        post.0
    )
    .fetch_all(db)
    .await
}

fn account(id: AccountId, handle: String, display_name: String, role: &str, deleted: bool) -> Result<Account> {
    Ok(Account { id, handle, display_name, role: role.parse()?, deleted })
}

fn stage(state: &str) -> Stage {
    match state {
        "asked" => Stage::Asked,
        "published" => Stage::Published,
        _ => Stage::Withdrawn,
    }
}

fn consent(consent: &str) -> Consent {
    match consent {
        "own" => Consent::Own,
        "asked" => Consent::Asked,
        "allowed" => Consent::Allowed,
        "declined" => Consent::Declined,
        _ => Consent::Ended,
    }
}
