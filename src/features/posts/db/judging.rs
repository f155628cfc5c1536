//! What people think of what was published: votes, accepted answers, bookmarks.

use sqlx::PgConnection;

use crate::{
    features::posts::model::Vote,
    shared::id::{AnswerId, PostId},
};

/// What `cast_vote`, `accept_answer` and `set_bookmark` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judging {
    /// What was asked for holds.
    Done,
    /// They wrote it themselves, or somebody else asked.
    Forbidden,
    /// There is nothing like it for the viewer.
    Missing,
}

impl Judging {
    fn read(outcome: &str) -> Self {
        match outcome {
            "done" => Self::Done,
            "own" | "forbidden" => Self::Forbidden,
            _ => Self::Missing,
        }
    }
}

/// Has the viewer vote so.
pub async fn cast_vote(connection: &mut PgConnection, vote: Vote) -> sqlx::Result<Judging> {
    let outcome =
        sqlx::query_scalar!(r#"select cast_vote($1, $2, $3) as "outcome!""#, vote.on.kind(), vote.on.id(), vote.value);
    Ok(Judging::read(&outcome.fetch_one(connection).await?))
}

/// Has a question of the viewer have this answer be the accepted one, or none.
pub async fn accept_answer(
    connection: &mut PgConnection,
    post: PostId,
    answer: Option<AnswerId>,
) -> sqlx::Result<Judging> {
    let outcome = sqlx::query_scalar!(r#"select accept_answer($1, $2) as "outcome!""#, post.0, answer.map(|id| id.0));
    Ok(Judging::read(&outcome.fetch_one(connection).await?))
}

/// Has the viewer keep a post, or not any more.
pub async fn set_bookmark(connection: &mut PgConnection, post: PostId, on: bool) -> sqlx::Result<Judging> {
    let outcome = sqlx::query_scalar!(r#"select set_bookmark($1, $2) as "outcome!""#, post.0, on);
    Ok(Judging::read(&outcome.fetch_one(connection).await?))
}
