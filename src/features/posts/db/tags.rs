//! By what posts are found.

use sqlx::PgConnection;

use crate::features::posts::model::Tag;

/// At most `limit` tags that some post has and that begin so; those of most posts first.
pub async fn select_tags(connection: &mut PgConnection, beginning: &str, limit: i64) -> sqlx::Result<Vec<Tag>> {
    match beginning.chars().count() {
        0 => {
            sqlx::query_as!(
                Tag,
                "select name, posts from tags where posts > 0 order by posts desc, name limit $1",
                limit
            )
            .fetch_all(connection)
            .await
        }
        // So many begin with one or two letters that they stand in order.
        1 => sqlx::query_as!(
            Tag,
            "select name, posts from tags where left(name, 1) = $1 and posts > 0 order by posts desc, name limit $2",
            beginning,
            limit
        )
        .fetch_all(connection)
        .await,
        2 => sqlx::query_as!(
            Tag,
            "select name, posts from tags where left(name, 2) = $1 and posts > 0 order by posts desc, name limit $2",
            beginning,
            limit
        )
        .fetch_all(connection)
        .await,
        // Not by `like`, whose pattern a plan that is made once does not know.
        _ => {
            sqlx::query_as!(
                Tag,
                "select name, posts from tags where name ~>=~ $1 and name ~<~ ($1 || chr(1114111)) and posts > 0
                  order by posts desc, name limit $2",
                beginning,
                limit
            )
            .fetch_all(connection)
            .await
        }
    }
}

/// At most `limit` tags that are lively: of the last 500 uses within a week those by the most people, the less so the more a
/// week usually has of them, from their first use on. What the viewer does not see, or of whom they muted, counts for
/// nothing.
pub async fn select_trending(connection: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Tag>> {
    sqlx::query_as!(
        Tag,
        r#"with lately as (
            select k.tag, count(*) as uses, count(distinct p.author_id) as people
              from (select k.tag, k.post_id from post_tags k where k.at > now() - interval '7 days'
                    order by k.at desc limit 500) k
                cross join lateral (select p.author_id from posts p
                  where p.id = k.post_id and p.author_id <> all (array(select muted_people())) limit 1) p
              group by k.tag)
          select t.name as "name!", t.posts as "posts!" from lately l
            cross join lateral (select t.name, t.posts from tags t where t.name = l.tag limit 1) t
            cross join lateral (
              select greatest(extract(epoch from now() - k.at) / 604800, 1)::float8 as weeks from post_tags k
                where k.tag = l.tag order by k.at, k.post_id limit 1) since
            order by l.people / sqrt(1 + greatest(t.posts - l.uses, 0) / since.weeks) desc, l.people desc, t.name limit $1"#,
        limit
    )
    .fetch_all(connection)
    .await
}
