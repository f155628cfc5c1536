//! What is published for the first time.

use sqlx::PgConnection;

use crate::features::posts::model::{AnswerDraft, CommentDraft, Parent, PostDraft, handles};

/// What `publish_post`, `publish_answer` and `publish_comment` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// It is there now.
    Stored,
    /// The same was published before, whatever became of it.
    Known,
    /// Another one has this id.
    Conflict,
    /// There is nothing for the viewer below which it could stand.
    Missing,
    /// It would answer what asks nothing.
    NoQuestion,
}

impl Publishing {
    fn read(outcome: &str) -> Self {
        match outcome {
            "stored" => Self::Stored,
            "known" => Self::Known,
            "conflict" => Self::Conflict,
            "no_question" => Self::NoQuestion,
            _ => Self::Missing,
        }
    }
}

/// Publishes a post of the viewer.
pub async fn publish_post(connection: &mut PgConnection, draft: &PostDraft) -> sqlx::Result<Publishing> {
    let outcome = sqlx::query_scalar!(
        r#"select publish_post($1, $2, $3, $4, $5, $6) as "outcome!""#,
        draft.id.0,
        draft.kind.as_str(),
        draft.title.as_deref(),
        draft.body,
        &draft.tags,
        &handles(&draft.body)
    );
    Ok(Publishing::read(&outcome.fetch_one(connection).await?))
}

/// Publishes an answer of the viewer.
pub async fn publish_answer(connection: &mut PgConnection, draft: &AnswerDraft) -> sqlx::Result<Publishing> {
    let outcome = sqlx::query_scalar!(
        r#"select publish_answer($1, $2, $3, $4) as "outcome!""#,
        draft.id.0,
        draft.post_id.0,
        draft.body,
        &handles(&draft.body)
    );
    Ok(Publishing::read(&outcome.fetch_one(connection).await?))
}

/// Publishes a comment of the viewer.
pub async fn publish_comment(connection: &mut PgConnection, draft: &CommentDraft) -> sqlx::Result<Publishing> {
    let (post, answer) = match draft.on {
        Parent::Post(id) => (Some(id.0), None),
        Parent::Answer(id) => (None, Some(id.0)),
    };
    let outcome = sqlx::query_scalar!(
        r#"select publish_comment($1, $2, $3, $4, $5, $6) as "outcome!""#,
        draft.id.0,
        post,
        answer,
        draft.reply_to.map(|id| id.0),
        draft.body,
        &handles(&draft.body)
    );
    Ok(Publishing::read(&outcome.fetch_one(connection).await?))
}
