//! Which posts have the highest score.
//!
//! The best of a time are the best among the entries of an index, which holds the score beside the time: `offset 0` keeps
//! them from being looked for among the best of all times. Each time is said in its statement, so that a plan that is made
//! once knows how few they are.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Listed, Spot};
use crate::{features::posts::model::Span, shared::id::PostId};

/// The places of at most `limit` posts of some time, after a spot.
pub(super) async fn select_top(
    connection: &mut PgConnection,
    span: Span,
    after: Option<Spot>,
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    let (score, id) = after.map_or((i64::MAX, Uuid::max()), |spot| (spot.key, spot.id));
    let rows = match span {
        Span::Day => {
            sqlx::query_as!(
                Scored,
                r#"select score as "score!", id as "id!: PostId" from (
                    select score, id from posts where deleted_at is null and at > now() - interval '1 day' offset 0) recent
                  where (score, id) < ($1, $2)
                  order by score desc, id desc limit $3"#,
                score,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Span::Week => {
            sqlx::query_as!(
                Scored,
                r#"select score as "score!", id as "id!: PostId" from (
                    select score, id from posts where deleted_at is null and at > now() - interval '7 days' offset 0) recent
                  where (score, id) < ($1, $2)
                  order by score desc, id desc limit $3"#,
                score,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Span::Month => {
            sqlx::query_as!(
                Scored,
                r#"select score as "score!", id as "id!: PostId" from (
                    select score, id from posts where deleted_at is null and at > now() - interval '30 days' offset 0) recent
                  where (score, id) < ($1, $2)
                  order by score desc, id desc limit $3"#,
                score,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Span::All => {
            sqlx::query_as!(
                Scored,
                r#"select score, id as "id: PostId" from posts
                  where deleted_at is null and (score, id) < ($1, $2)
                  order by score desc, id desc limit $3"#,
                score,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(rows.into_iter().map(|Scored { score, id }| Spot { key: score, first: 0, at: 0, id: id.0 }).collect())
}

/// A post in a list by score.
struct Scored {
    score: i64,
    id: PostId,
}
