//! SQL of imported conversations.

use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Import, Line};

/// Inserts the conversation with its preview; false where it or its pair is there.
pub async fn insert_conversation(db: &mut PgConnection, import: &Import) -> sqlx::Result<bool> {
    let pair = match import.people[..] {
        [one, other] if import.name.is_none() => Some((one.0.min(other.0), one.0.max(other.0))),
        _ => None,
    };
    let made_by = import.people.first().map(|person| person.0);
    let (first, last) = (import.lines.first(), import.lines.last());
    let done = sqlx::query!(
        r#"insert into conversations
             (id, kind, name, pair_low, pair_high, created_by, created_at, last_seq, last_author_id, last_body, last_at)
           values ($1, case when $2::text is null then 'pair' else 'group' end, $2, $3, $4, $5, coalesce($6, now()), $7, $8,
             left($9, 200), $10)
           on conflict do nothing"#,
        import.id.0,
        import.name,
        pair.map(|(low, _)| low),
        pair.map(|(_, high)| high),
        made_by,
        first.map(|line| line.at.0),
        last_seq(import),
        last.map(|line| import.people[line.author].0),
        last.map(|line| line.body.as_str()),
        last.map(|line| line.at.0)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Inserts the people, each with what they have read. Nobody is told that a request reached who has not accepted it.
pub async fn insert_people(db: &mut PgConnection, import: &Import) -> sqlx::Result<()> {
    let first = import.lines.first();
    for (person, account) in import.people.iter().enumerate() {
        let last = last_seq(import);
        let read = (last - import.unread[person]).max(0);
        let (is_requested, is_owner) = (import.requested && person == 1, import.name.is_some() && person == 0);
        let own = import.lines.iter().zip(1..).filter(|(line, seq)| line.author == person && *seq > read).count();
        sqlx::query!(
            "insert into marks (account_id, conversation_id, read_seq, own_past, requested) values ($1, $2, $3, $4, $5)",
            account.0,
            import.id.0,
            read,
            i64::try_from(own).unwrap_or(i64::MAX),
            is_requested
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "insert into participants (account_id, conversation_id, role, delivered_seq, seen_seq, joined_at)
             values ($1, $2, $3, $4, $5, coalesce($6, now()))",
            account.0,
            import.id.0,
            if is_owner { "owner" } else { "member" },
            if is_requested { 0 } else { last },
            if is_requested { 0 } else { read },
            first.map(|line| line.at.0)
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Inserts every message.
pub async fn insert_messages(db: &mut PgConnection, import: &Import) -> sqlx::Result<()> {
    let ids: Vec<_> = import.lines.iter().map(|line| line.id.0).collect();
    let authors: Vec<_> = import.lines.iter().map(|line| import.people[line.author].0).collect();
    let bodies: Vec<_> = import.lines.iter().map(|line| line.body.clone()).collect();
    let times: Vec<_> = import.lines.iter().map(|line| line.at.0).collect();
    let replies: Vec<_> = import.lines.iter().map(|line| line.reply_to.map(|id| id.0)).collect();
    let reactions: Vec<_> = import.lines.iter().map(|line| reactions(import, line)).collect();
    sqlx::query!(
        "insert into message_ids (id, conversation_id, seq)
         select id, $1, seq from unnest($2::uuid[]) with ordinality line (id, seq)",
        import.id.0,
        &ids
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into messages (conversation_id, seq, id, author_id, body, at, reply_to, reactions, reacted)
         select $1, seq, id, author, body, at, reply_to, reactions, jsonb_array_length(reactions)
           from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::uuid[], $7::jsonb[])
             with ordinality line (id, author, body, at, reply_to, reactions, seq)
           order by seq",
        import.id.0,
        &ids,
        &authors,
        &bodies,
        &times,
        &replies as &[Option<Uuid>],
        &reactions
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The reactions to a line as its row has them.
fn reactions(import: &Import, line: &Line) -> Value {
    let of = |(emoji, by): &(String, Vec<usize>)| {
        let people: Vec<_> = by.iter().filter_map(|person| import.people.get(*person)).collect();
        json!({"emoji": emoji, "by": people})
    };
    line.reactions.iter().map(of).collect()
}

fn last_seq(import: &Import) -> i64 {
    i64::try_from(import.lines.len()).unwrap_or(i64::MAX)
}
