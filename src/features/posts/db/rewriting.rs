//! What becomes of what was published.

use sqlx::PgConnection;

use crate::{
    features::posts::model::{Entry, Rewrite, handles},
    shared::id::PostId,
};

/// What the functions that rewrite and delete did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewriting {
    /// What was asked for holds.
    Done,
    /// Somebody else wrote it.
    Forbidden,
    /// There is no such entry for the viewer.
    Missing,
    /// Something newer holds than what was seen.
    Conflict,
    /// It would be a question without a title.
    Untitled,
    /// It quotes others, whose words are not the author's to change.
    Quoted,
}

impl Rewriting {
    fn read(outcome: &str) -> Self {
        match outcome {
            "done" => Self::Done,
            "forbidden" => Self::Forbidden,
            "conflict" => Self::Conflict,
            "untitled" => Self::Untitled,
            "quoted" => Self::Quoted,
            _ => Self::Missing,
        }
    }
}

/// Has a post of the viewer say something else.
pub async fn rewrite_post(connection: &mut PgConnection, id: PostId, rewrite: &Rewrite) -> sqlx::Result<Rewriting> {
    let outcome = sqlx::query_scalar!(
        r#"select rewrite_post($1, $2, $3, $4, $5, $6) as "outcome!""#,
        id.0,
        rewrite.title.as_deref(),
        rewrite.body.as_deref(),
        rewrite.tags.as_deref(),
        &handles(rewrite.body.as_deref().unwrap_or_default()),
        rewrite.version
    );
    Ok(Rewriting::read(&outcome.fetch_one(connection).await?))
}

/// Has an answer or a comment of the viewer say something else; a post has more than words.
pub async fn rewrite_words(
    connection: &mut PgConnection,
    entry: Entry,
    body: &str,
    expected_version: Option<i64>,
) -> sqlx::Result<Rewriting> {
    let handles = handles(body);
    let outcome = match entry {
        Entry::Post(id) => {
            let rewrite = Rewrite { body: Some(body.to_owned()), version: expected_version, ..Rewrite::default() };
            return rewrite_post(connection, id, &rewrite).await;
        }
        Entry::Answer(id) => {
            sqlx::query_scalar!(
                r#"select rewrite_answer($1, $2, $3, $4) as "outcome!""#,
                id.0,
                body,
                &handles,
                expected_version
            )
            .fetch_one(connection)
            .await?
        }
        Entry::Comment(id) => {
            sqlx::query_scalar!(
                r#"select rewrite_comment($1, $2, $3, $4) as "outcome!""#,
                id.0,
                body,
                &handles,
                expected_version
            )
            .fetch_one(connection)
            .await?
        }
    };
    Ok(Rewriting::read(&outcome))
}

/// Whether an entry of the viewer quotes others, whose words are not theirs to change.
pub async fn quotes_others(connection: &mut PgConnection, entry: Entry) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select quotes_others($1) as "quotes!""#, entry.id()).fetch_one(connection).await
}

/// Deletes an entry of the viewer; its place stays.
pub async fn delete_entry(connection: &mut PgConnection, entry: Entry) -> sqlx::Result<Rewriting> {
    let outcome = match entry {
        Entry::Post(id) => {
            sqlx::query_scalar!(r#"select delete_post($1) as "outcome!""#, id.0).fetch_one(connection).await?
        }
        Entry::Answer(id) => {
            sqlx::query_scalar!(r#"select delete_answer($1) as "outcome!""#, id.0).fetch_one(connection).await?
        }
        Entry::Comment(id) => {
            sqlx::query_scalar!(r#"select delete_comment($1) as "outcome!""#, id.0).fetch_one(connection).await?
        }
    };
    Ok(Rewriting::read(&outcome))
}
