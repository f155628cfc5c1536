//! Posts as they stand, with what the viewer did with each.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::author;
use crate::{
    features::posts::model::Post,
    shared::{
        Result,
        id::{AccountId, AnswerId, PostId},
        time::Time,
    },
};

/// Those of the posts that are there for the viewer, in the order of the ids; of each body at most so many characters.
pub async fn select_posts(connection: &mut PgConnection, ids: &[Uuid], most: i32) -> Result<Vec<Post>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        select p.id as "id: PostId", p.kind, p.title, left(p.body, $2) as "body!",
            char_length(p.body) > $2 as "cut!", p.tags, p.at as "at: Time", p.version, p.edited_at as "edited_at: Time",
            p.deleted_at as "deleted_at: Time", p.score, p.answers, p.comments,
            p.accepted_id as "accepted_id: AnswerId", p.tallied,
            a.id as "author_id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "gone!",
            coalesce((select v.value from votes v
              where v.account_id = viewer() and v.kind = 'post' and v.entry_id = p.id), 0::smallint) as "vote!",
            exists (select from bookmarks b where b.account_id = viewer() and b.post_id = p.id) as "bookmarked!"
          from posts p join accounts a on a.id = p.author_id where p.id = any ($1)
        "#,
        ids,
        most
    )
    .fetch_all(connection)
    .await?;
    let posts = rows.into_iter().map(|row| {
        Ok(Post {
            id: row.id,
            kind: row.kind.parse()?,
            author: author(row.author_id, row.handle, row.display_name, &row.role, row.gone)?,
            title: row.title,
            body: row.body,
            cut: row.cut,
            tags: row.tags,
            at: row.at,
            version: row.version,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            score: row.score,
            answers: row.answers,
            comments: row.comments,
            accepted_id: row.accepted_id,
            tallied: row.tallied,
            vote: row.vote,
            bookmarked: row.bookmarked,
        })
    });
    let mut found = posts.map(|post| post.map(|post: Post| (post.id.0, post))).collect::<Result<HashMap<_, _>>>()?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Those of the posts that are there for the viewer.
pub async fn select_readable(connection: &mut PgConnection, ids: &[PostId]) -> sqlx::Result<Vec<PostId>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(r#"select id as "id!: PostId" from posts where id = any ($1)"#, &ids)
        .fetch_all(connection)
        .await
}

/// Whose handle this is, but whoever is hidden from the viewer.
pub async fn find_author(connection: &mut PgConnection, handle: &str) -> sqlx::Result<Option<AccountId>> {
    sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts
          where handle = lower($1) and id <> all (array(select hidden_people()))"#,
        handle
    )
    .fetch_optional(connection)
    .await
}
