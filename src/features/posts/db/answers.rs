//! The answers to a question, in the order that is asked for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Listed, Spot, author,
    listing::{LAST, moment},
};
use crate::{
    features::posts::model::{Answer, Sort},
    shared::{
        Result,
        id::{AccountId, AnswerId, PostId},
        time::Time,
    },
};

/// The places of at most `limit` answers to a question, after a spot.
pub async fn select_places(
    connection: &mut PgConnection,
    post: PostId,
    sort: Sort,
    after: Option<Spot>,
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    let rows = match sort {
        Sort::Score => {
            // Of equals the oldest comes first: so the order has two directions, and is said in full.
            sqlx::query_as!(
                Placed,
                r#"select accepted, score, at, id as "id: AnswerId" from answers
                  where post_id = $1 and ($2::boolean is null or accepted < $2 or accepted = $2 and (score < $3
                    or score = $3 and (at, id) > ($4, $5)))
                  order by accepted desc, score desc, at, id limit $6"#,
                post.0,
                after.map(|spot| spot.first == 1),
                after.map(|spot| spot.key),
                after.map(|spot| moment(spot.at)),
                after.map(|spot| spot.id),
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Sort::Newest => {
            sqlx::query_as!(
                Placed,
                r#"select accepted, score, at, id as "id: AnswerId" from answers
                  where post_id = $1 and (at, id) < ($2, $3)
                  order by at desc, id desc limit $4"#,
                post.0,
                moment(after.map_or(LAST, |spot| spot.at)),
                after.map_or(Uuid::max(), |spot| spot.id),
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Sort::Oldest => {
            sqlx::query_as!(
                Placed,
                r#"select accepted, score, at, id as "id: AnswerId" from answers
                  where post_id = $1 and (at, id) > ($2, $3)
                  order by at, id limit $4"#,
                post.0,
                moment(after.map_or(0, |spot| spot.at)),
                after.map_or(Uuid::nil(), |spot| spot.id),
                limit
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(rows.into_iter().map(Placed::spot).collect())
}

/// The places of at most `limit` answers to a question up to a spot, that one first and each before the one behind it.
pub async fn select_places_up_to(
    connection: &mut PgConnection,
    post: PostId,
    sort: Sort,
    last: Spot,
    limit: i64,
) -> sqlx::Result<Vec<Listed>> {
    let rows = match sort {
        Sort::Score => {
            sqlx::query_as!(
                Placed,
                r#"select accepted, score, at, id as "id: AnswerId" from answers
                  where post_id = $1 and (accepted > $2 or accepted = $2 and (score > $3
                    or score = $3 and (at, id) <= ($4, $5)))
                  order by accepted, score, at desc, id desc limit $6"#,
                post.0,
                last.first == 1,
                last.key,
                moment(last.at),
                last.id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Sort::Newest => {
            sqlx::query_as!(
                Placed,
                r#"select accepted, score, at, id as "id: AnswerId" from answers
                  where post_id = $1 and (at, id) >= ($2, $3)
                  order by at, id limit $4"#,
                post.0,
                moment(last.at),
                last.id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
        Sort::Oldest => {
            sqlx::query_as!(
                Placed,
                r#"select accepted, score, at, id as "id: AnswerId" from answers
                  where post_id = $1 and (at, id) <= ($2, $3)
                  order by at desc, id desc limit $4"#,
                post.0,
                moment(last.at),
                last.id,
                limit
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(rows.into_iter().map(Placed::spot).collect())
}

/// The place of an answer among those to a question, where it is one of them.
pub async fn select_place(
    connection: &mut PgConnection,
    post: PostId,
    answer: AnswerId,
) -> sqlx::Result<Option<Listed>> {
    let row = sqlx::query_as!(
        Placed,
        r#"select accepted, score, at, id as "id: AnswerId" from answers where id = $1 and post_id = $2"#,
        answer.0,
        post.0
    );
    Ok(row.fetch_optional(connection).await?.map(Placed::spot))
}

struct Placed {
    accepted: bool,
    score: i64,
    at: DateTime<Utc>,
    id: AnswerId,
}

impl Placed {
    fn spot(self) -> Spot {
        Spot { key: self.score, first: u8::from(self.accepted), at: self.at.timestamp_micros(), id: self.id.0 }
    }
}

/// Those of the answers that are there for the viewer, whole and in the order of the ids.
pub async fn select_answers(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Answer>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        select w.id as "id: AnswerId", w.post_id as "post_id: PostId", w.body, w.at as "at: Time", w.version,
            w.edited_at as "edited_at: Time", w.deleted_at as "deleted_at: Time", w.score, w.comments, w.accepted,
            w.tallied,
            a.id as "author_id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "gone!",
            coalesce((select v.value from votes v
              where v.account_id = viewer() and v.kind = 'answer' and v.entry_id = w.id), 0::smallint) as "vote!"
          from answers w join accounts a on a.id = w.author_id where w.id = any ($1)
        "#,
        ids
    )
    .fetch_all(connection)
    .await?;
    let answers = rows.into_iter().map(|row| {
        Ok(Answer {
            id: row.id,
            post_id: row.post_id,
            author: author(row.author_id, row.handle, row.display_name, &row.role, row.gone)?,
            body: row.body,
            cut: false,
            at: row.at,
            version: row.version,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            score: row.score,
            comments: row.comments,
            accepted: row.accepted,
            tallied: row.tallied,
            vote: row.vote,
        })
    });
    let mut found =
        answers.map(|answer| answer.map(|answer: Answer| (answer.id.0, answer))).collect::<Result<HashMap<_, _>>>()?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
