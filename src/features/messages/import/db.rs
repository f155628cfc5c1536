//! SQL of imported conversations.

use sqlx::PgConnection;

use super::Import;

/// Inserts the conversation with its preview; false where it or its pair is there.
pub async fn insert_conversation(db: &mut PgConnection, import: &Import) -> sqlx::Result<bool> {
    let [one, other] = import.people.map(|person| person.0);
    let (first, last) = (import.lines.first(), import.lines.last());
    let done = sqlx::query!(
        r#"insert into conversations (id, kind, pair_low, pair_high, created_by, created_at, last_seq, last_author_id, last_body, last_at)
           values ($1, 'pair', least($2::uuid, $3), greatest($2, $3), $2, coalesce($4, now()), $5, $6, left($7, 200), $8)
           on conflict do nothing"#,
        import.id.0,
        one,
        other,
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

/// Inserts both people, each with what they have read.
pub async fn insert_people(db: &mut PgConnection, import: &Import) -> sqlx::Result<()> {
    let first = import.lines.first();
    for (person, account) in import.people.iter().enumerate() {
        let last = last_seq(import);
        let read = (last - import.unread[person]).max(0);
        let own = import.lines.iter().zip(1..).filter(|(line, seq)| line.author == person && *seq > read).count();
        sqlx::query!(
            "insert into marks (account_id, conversation_id, read_seq, own_past) values ($1, $2, $3, $4)",
            account.0,
            import.id.0,
            read,
            i64::try_from(own).unwrap_or(i64::MAX)
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!(
            "insert into participants (account_id, conversation_id, delivered_seq, seen_seq, joined_at)
             values ($1, $2, $3, $4, coalesce($5, now()))",
            account.0,
            import.id.0,
            last,
            read,
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
    sqlx::query!(
        "insert into message_ids (id, conversation_id, seq)
         select id, $1, seq from unnest($2::uuid[]) with ordinality line (id, seq)",
        import.id.0,
        &ids
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into messages (conversation_id, seq, id, author_id, body, at)
         select $1, seq, id, author, body, at
           from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) with ordinality line (id, author, body, at, seq)
           order by seq",
        import.id.0,
        &ids,
        &authors,
        &bodies,
        &times
    )
    .execute(db)
    .await?;
    Ok(())
}

fn last_seq(import: &Import) -> i64 {
    i64::try_from(import.lines.len()).unwrap_or(i64::MAX)
}
