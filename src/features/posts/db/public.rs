//! All that has a public page: threads by the month in which they began, people who published, and tags in use.
//!
//! Months and people are read by going from one to the next in an index: whoever asks for them does not read all posts.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::shared::{id::PostId, time::Time};

/// A thread as a list of all of them has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicThread {
    /// Of the post that began it.
    pub id: PostId,
    /// Of the same, where it has one.
    pub title: Option<String>,
    /// When its post last came to say what it says.
    pub changed_at: Time,
}

/// The first days of the months in UTC in which a thread began, the earliest first.
pub async fn select_months(connection: &mut PgConnection) -> sqlx::Result<Vec<NaiveDate>> {
    sqlx::query_scalar!(
        r#"with recursive months as (
            (select date_trunc('month', p.at at time zone 'utc') as month from posts p
              where p.deleted_at is null order by p.at, p.id limit 1)
            union all
            select (select date_trunc('month', p.at at time zone 'utc') from posts p
                where p.deleted_at is null and p.at >= (months.month + interval '1 month') at time zone 'utc'
                order by p.at, p.id limit 1)
              from months where months.month is not null)
          select month::date as "month!" from months where month is not null order by month"#
    )
    .fetch_all(connection)
    .await
}

/// At most `limit` of the threads that began in a month, the latest first.
pub async fn select_of_month(
    connection: &mut PgConnection,
    month: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<PublicThread>> {
    sqlx::query_as!(
        PublicThread,
        r#"select id as "id: PostId", title, coalesce(edited_at, at) as "changed_at!: Time" from posts
          where deleted_at is null and at >= $1::date::timestamp at time zone 'utc'
            and at < ($1::date + interval '1 month') at time zone 'utc'
          order by at desc, id desc limit $2"#,
        month,
        limit
    )
    .fetch_all(connection)
    .await
}

/// The handles of at most `limit` people who published something.
pub async fn select_authors(connection: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with recursive authors as (
            (select p.author_id from posts p order by p.author_id limit 1)
            union all
            select (select p.author_id from posts p where p.author_id > authors.author_id order by p.author_id limit 1)
              from authors where authors.author_id is not null)
          select a.handle as "handle!" from (select author_id from authors where author_id is not null limit $1) author
            cross join lateral (
              select a.handle from accounts a where a.id = author.author_id and a.deleted_at is null limit 1) a"#,
        limit
    )
    .fetch_all(connection)
    .await
}

/// At most `limit` tags that some post has; those of most posts first.
pub async fn select_used_tags(connection: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select name from tags where posts > 0 order by posts desc, name limit $1", limit)
        .fetch_all(connection)
        .await
}
