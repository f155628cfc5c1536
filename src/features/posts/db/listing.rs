//! Which posts stand in a list: their places alone, by the index of the list.
//!
//! Where a list gathers what many publish, nothing is in it of whom the viewer muted. Those people are read once, by a
//! key, and are at most 500; what they wrote is passed over while the index is read in its order, as is what blocks
//! keep apart.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Listed, Spot, top::select_top};
use crate::{features::posts::model::Feed, shared::id::PostId};

/// The places of at most `limit` posts of a list, after a spot.
pub async fn select_listed(
    connection: &mut PgConnection,
    feed: &Feed,
    after: Option<Spot>,
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    if let Feed::Top(span) = feed {
        return select_top(connection, *span, after, limit).await;
    }
    let (at, id) = before(after);
    let rows = match feed {
        Feed::Following => select_followed(connection, (at, id), limit).await?,
        Feed::Tag(tag) => select_tagged(connection, tag, (at, id), limit).await?,
        Feed::Person(author) => {
            sqlx::query_as!(
                Timed,
                r#"select at, id as "id: PostId" from posts
                  where author_id = $1 and deleted_at is null and (at, id) < ($2, $3)
                  order by at desc, id desc limit $4"#,
                author.0,
                at,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Feed::Questions => {
            sqlx::query_as!(
                Timed,
                r#"select at, id as "id: PostId" from posts
                  where kind = 'question' and deleted_at is null and (at, id) < ($1, $2)
                    and author_id <> all (array(select muted_people()))
                  order by at desc, id desc limit $3"#,
                at,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Feed::Unanswered => {
            sqlx::query_as!(
                Timed,
                r#"select at, id as "id: PostId" from posts
                  where kind = 'question' and answers = 0 and deleted_at is null
                    and (at, id) < ($1, $2) and author_id <> all (array(select muted_people()))
                  order by at desc, id desc limit $3"#,
                at,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Feed::Bookmarks => select_bookmarked(connection, (at, id), limit).await?,
        Feed::Latest | Feed::Top(_) => {
            sqlx::query_as!(
                Timed,
                r#"select at, id as "id: PostId" from posts
                  where deleted_at is null and (at, id) < ($1, $2)
                    and author_id <> all (array(select muted_people()))
                  order by at desc, id desc limit $3"#,
                at,
                id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(rows.into_iter().map(Timed::spot).collect())
}

type Before = (DateTime<Utc>, Uuid);

/// Those of the viewer and of whomever they follow. The first of all stand with those people whose own first are the first:
/// so of each of them one entry of an index is read, and more of a page of them alone.
async fn select_followed(connection: &mut PgConnection, (at, id): Before, limit: i64) -> sqlx::Result<Vec<Timed>> {
    sqlx::query_as!(
        Timed,
        r#"with people as (
            select viewer() as id union all select f.followed_id from follows f
              where f.follower_id = viewer() and f.followed_id <> all (array(select muted_people()))),
          foremost as (
            select people.id from people cross join lateral (
                select p.at, p.id from posts p
                  where p.author_id = people.id and p.deleted_at is null and (p.at, p.id) < ($1, $2)
                  order by p.at desc, p.id desc limit 1) first
              order by first.at desc, first.id desc limit $3)
          select own.at as "at!", own.id as "id!: PostId" from foremost cross join lateral (
              select p.at, p.id from posts p
                where p.author_id = foremost.id and p.deleted_at is null and (p.at, p.id) < ($1, $2)
                order by p.at desc, p.id desc limit $3) own
            order by own.at desc, own.id desc limit $3"#,
        at,
        id,
        limit
    )
    .fetch_all(connection)
    .await
}

async fn select_tagged(
    connection: &mut PgConnection,
    tag: &str,
    (at, id): Before,
    limit: i64,
) -> sqlx::Result<Vec<Timed>> {
    sqlx::query_as!(
        Timed,
        r#"select k.at, k.post_id as "id: PostId" from post_tags k join posts p on p.id = k.post_id
          where k.tag = $1 and p.deleted_at is null and (k.at, k.post_id) < ($2, $3)
            and p.author_id <> all (array(select muted_people()))
          order by k.at desc, k.post_id desc limit $4"#,
        tag,
        at,
        id,
        limit
    )
    .fetch_all(connection)
    .await
}

/// Those of the viewer.
async fn select_bookmarked(connection: &mut PgConnection, (at, id): Before, limit: i64) -> sqlx::Result<Vec<Timed>> {
    sqlx::query_as!(
        Timed,
        r#"select b.at, b.post_id as "id: PostId" from bookmarks b join posts p on p.id = b.post_id
          where b.account_id = viewer() and p.deleted_at is null
            and (b.at, b.post_id) < ($1, $2)
          order by b.at desc, b.post_id desc limit $3"#,
        at,
        id,
        limit
    )
    .fetch_all(connection)
    .await
}

/// A post in a list by time.
struct Timed {
    at: DateTime<Utc>,
    id: PostId,
}

impl Timed {
    fn spot(self) -> Spot {
        Spot { key: self.at.timestamp_micros(), first: 0, at: 0, id: self.id.0 }
    }
}

/// Before what the rest of a list stands that goes back in time. A place after all others stands for none: with a plan that
/// is made once, a condition for none would have the index read from its beginning.
fn before(after: Option<Spot>) -> Before {
    after.map_or((moment(LAST), Uuid::max()), |spot| (moment(spot.key), spot.id))
}

/// The last moment that there is, in microseconds.
pub(super) const LAST: i64 = 253_402_300_799_999_999;

/// The moment of a key; out of range it is the beginning of 1970.
pub(super) fn moment(micros: i64) -> DateTime<Utc> {
    let in_range = (0..=LAST).contains(&micros);
    DateTime::from_timestamp_micros(if in_range { micros } else { 0 }).unwrap_or_default()
}
