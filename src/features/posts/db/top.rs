//! Which posts have the highest score.
//!
//! The best of some days are the best among the best of each: of every day an index gives the first ones, however many were
//! published in it.

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
    let rows = match days(span) {
        Some(days) => {
            sqlx::query_as!(
                Scored,
                r#"select best.score as "score!", best.id as "id!: PostId" from generate_series(0, $4::integer) back
                  cross join lateral (
                    select p.score, p.id from posts p
                      where p.deleted_at is null and p.day = (now() at time zone 'UTC')::date - back
                        and p.at > now() - make_interval(days => $4) and (p.score, p.id) < ($1, $2)
                        and p.author_id <> all (array(select muted_people()))
                      order by p.score desc, p.id desc limit $3) best
                  order by best.score desc, best.id desc limit $3"#,
                score,
                id,
                limit,
                days
            )
            .fetch_all(connection)
            .await?
        }
        None => {
            sqlx::query_as!(
                Scored,
                r#"select score, id as "id: PostId" from posts
                  where deleted_at is null and (score, id) < ($1, $2)
                    and author_id <> all (array(select muted_people()))
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

/// How many days it goes back, where it ends.
fn days(span: Span) -> Option<i32> {
    match span {
        Span::Day => Some(1),
        Span::Week => Some(7),
        Span::Month => Some(30),
        Span::All => None,
    }
}

/// A post in a list by score.
struct Scored {
    score: i64,
    id: PostId,
}
