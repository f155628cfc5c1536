//! By what posts are found.

use sqlx::PgConnection;

use crate::features::posts::model::Tag;

/// Those of the tags that there are.
pub async fn select_known_tags(connection: &mut PgConnection, names: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select name from tags where name = any ($1)", names).fetch_all(connection).await
}

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
