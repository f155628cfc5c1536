//! The comments on posts and answers, in the order in which they were said.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Listed, Spot, author, listing::moment};
use crate::{
    features::posts::model::{Comment, Parent},
    shared::{
        Result,
        id::{AccountId, AnswerId, CommentId, PostId},
        time::Time,
    },
};

/// The ids of the first `most` comments on a post and on each of these answers to it, each parent's in the order in which
/// they were said.
pub async fn select_first_comments(
    connection: &mut PgConnection,
    post: Option<PostId>,
    answers: &[Uuid],
    most: i64,
) -> sqlx::Result<Vec<Uuid>> {
    let parents: Vec<_> = post.map(|post| post.0).into_iter().chain(answers.iter().copied()).collect();
    let is_post: Vec<_> = (0..parents.len()).map(|place| place == 0 && post.is_some()).collect();
    sqlx::query_scalar!(
        r#"
        select c.id as "id!" from unnest($1::uuid[], $2::boolean[]) with ordinality p(id, is_post, place)
          cross join lateral (
            select c.id, c.at from comments c where c.parent_id = p.id and (c.answer_id is null) = p.is_post
              order by c.at, c.id limit $3) c
          order by p.place, c.at, c.id
        "#,
        &parents,
        &is_post,
        most
    )
    .fetch_all(connection)
    .await
}

/// The places of at most `limit` comments on something, after a spot.
pub async fn select_comments_on(
    connection: &mut PgConnection,
    on: Parent,
    after: Option<Spot>,
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    let (parent, is_post) = match on {
        Parent::Post(id) => (id.0, true),
        Parent::Answer(id) => (id.0, false),
    };
    let rows = sqlx::query_as!(
        Placed,
        r#"select at, id as "id: CommentId" from comments
          where parent_id = $1 and (answer_id is null) = $2 and (at, id) > ($3, $4)
          order by at, id limit $5"#,
        parent,
        is_post,
        moment(after.map_or(0, |spot| spot.key)),
        after.map_or(Uuid::nil(), |spot| spot.id),
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Placed::spot).collect())
}

/// On which answer a comment in a thread stands, if on any, and its place among those on the same.
pub async fn select_comment_place(
    connection: &mut PgConnection,
    post: PostId,
    comment: CommentId,
) -> sqlx::Result<Option<(Option<AnswerId>, Listed)>> {
    let row = sqlx::query!(
        r#"select answer_id as "answer_id: AnswerId", at, id as "id: CommentId" from comments where id = $1 and post_id = $2"#,
        comment.0,
        post.0
    );
    let row = row.fetch_optional(connection).await?;
    Ok(row.map(|row| (row.answer_id, Placed { at: row.at, id: row.id }.spot())))
}

struct Placed {
    at: DateTime<Utc>,
    id: CommentId,
}

impl Placed {
    fn spot(self) -> Spot {
        Spot { key: self.at.timestamp_micros(), first: 0, at: 0, id: self.id.0 }
    }
}

/// Those of the comments that are there for the viewer, in the order of the ids.
pub async fn select_comments(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Comment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        select c.id as "id: CommentId", c.post_id as "post_id: PostId", c.answer_id as "answer_id: AnswerId",
            c.reply_to as "reply_to: CommentId", c.body, c.at as "at: Time", c.version,
            c.edited_at as "edited_at: Time", c.deleted_at as "deleted_at: Time", c.score, c.tallied,
            a.id as "author_id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "gone!",
            coalesce((select v.value from votes v
              where v.account_id = viewer() and v.kind = 'comment' and v.entry_id = c.id), 0::smallint) as "vote!"
          from comments c join accounts a on a.id = c.author_id where c.id = any ($1)
        "#,
        ids
    )
    .fetch_all(connection)
    .await?;
    let comments = rows.into_iter().map(|row| {
        Ok(Comment {
            id: row.id,
            post_id: row.post_id,
            answer_id: row.answer_id,
            reply_to: row.reply_to,
            author: author(row.author_id, row.handle, row.display_name, &row.role, row.gone)?,
            body: row.body,
            cut: false,
            at: row.at,
            version: row.version,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            score: row.score,
            tallied: row.tallied,
            vote: row.vote,
        })
    });
    let mut found = comments
        .map(|comment| comment.map(|comment: Comment| (comment.id.0, comment)))
        .collect::<Result<HashMap<_, _>>>()?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
