//! Operations on what is published: posts, answers, comments, and what people think of them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{read, remembered};
use crate::{
    features::posts::{
        model::{AnswerDraft, CommentDraft, Kind, Parent, PostDraft, Rewrite, Vote},
        service,
    },
    server::{Server, Viewer},
    shared::{
        Error, Result,
        id::{AnswerId, CommentId, PostId},
    },
    sync::Operation,
};

/// Every kind that begins with `post.`, `answer.`, `comment.` or `vote.`.
pub(super) async fn apply(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    match operation.kind.as_str() {
        "post.create" => publish(server, viewer, operation).await,
        "post.edit" => edit_post(server, viewer, operation).await,
        "post.bookmark" => bookmark(server, viewer, operation).await,
        "answer.create" => answer(server, viewer, operation).await,
        "answer.edit" => edit_answer(server, viewer, operation).await,
        "answer.accept" => accept(server, viewer, operation).await,
        "comment.create" => comment(server, viewer, operation).await,
        "comment.edit" => edit_comment(server, viewer, operation).await,
        "post.delete" | "answer.delete" | "comment.delete" => delete(server, viewer, operation).await,
        "vote.cast" => vote(server, viewer, operation).await,
        _ => Err(Error::invalid("kind", "unknown")),
    }
}

/// `post.create`: the operation's id is the post's.
#[derive(Deserialize)]
struct Publish {
    kind: Kind,
    title: Option<String>,
    body: String,
    tags: Vec<String>,
}

async fn publish(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let id = PostId(operation.id.0);
    let Publish { kind, title, body, tags } = read(operation.body)?;
    let draft = PostDraft { id, kind, title, body, tags };
    Ok(json!(service::publish(server, viewer, draft).await?.into_inner()))
}

/// `post.edit`: what a post of theirs is to say, over the version that was seen.
#[derive(Deserialize)]
struct EditPost {
    post_id: PostId,
    title: Option<String>,
    body: Option<String>,
    tags: Option<Vec<String>>,
}

async fn edit_post(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let (once, version) = (remembered(&operation), operation.expected_version);
    let EditPost { post_id, title, body, tags } = read(operation.body)?;
    let rewrite = Rewrite { title, body, tags, version };
    Ok(json!(service::rewrite_post(server, viewer, post_id, rewrite, &once).await?))
}

/// `post.bookmark`: whether they keep a post.
#[derive(Deserialize)]
struct KeepPost {
    post_id: PostId,
    on: bool,
}

async fn bookmark(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let KeepPost { post_id, on } = read(operation.body)?;
    Ok(json!(service::bookmark(server, viewer, post_id, on, &once).await?))
}

/// `answer.create`: the operation's id is the answer's.
#[derive(Deserialize)]
struct AnswerPost {
    post_id: PostId,
    body: String,
}

async fn answer(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let id = AnswerId(operation.id.0);
    let AnswerPost { post_id, body } = read(operation.body)?;
    let draft = AnswerDraft { id, post_id, body };
    Ok(json!(service::answer(server, viewer, &draft).await?.into_inner()))
}

/// `answer.edit`: what an answer of theirs is to say, over the version that was seen.
#[derive(Deserialize)]
struct EditAnswer {
    answer_id: AnswerId,
    body: String,
}

async fn edit_answer(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let (once, version) = (remembered(&operation), operation.expected_version);
    let EditAnswer { answer_id, body } = read(operation.body)?;
    let rewrite = Rewrite { body: Some(body), version, ..Rewrite::default() };
    Ok(json!(service::rewrite_answer(server, viewer, answer_id, &rewrite, &once).await?))
}

/// `answer.accept`: which answer to a question of theirs is the accepted one; without one none is.
#[derive(Deserialize)]
struct Accept {
    post_id: PostId,
    answer_id: Option<AnswerId>,
}

async fn accept(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let Accept { post_id, answer_id } = read(operation.body)?;
    Ok(json!(service::accept(server, viewer, (post_id, answer_id), &once).await?))
}

/// `comment.create`: the operation's id is the comment's.
#[derive(Deserialize)]
struct CommentOn {
    on: Parent,
    reply_to: Option<CommentId>,
    body: String,
}

async fn comment(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let id = CommentId(operation.id.0);
    let CommentOn { on, reply_to, body } = read(operation.body)?;
    let draft = CommentDraft { id, on, reply_to, body };
    Ok(json!(service::comment(server, viewer, &draft).await?.into_inner()))
}

/// `comment.edit`: what a comment of theirs is to say, over the version that was seen.
#[derive(Deserialize)]
struct EditComment {
    comment_id: CommentId,
    body: String,
}

async fn edit_comment(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let (once, version) = (remembered(&operation), operation.expected_version);
    let EditComment { comment_id, body } = read(operation.body)?;
    let rewrite = Rewrite { body: Some(body), version, ..Rewrite::default() };
    Ok(json!(service::rewrite_comment(server, viewer, comment_id, &rewrite, &once).await?))
}

/// `post.delete`: which post of theirs is to go, for everybody.
#[derive(Deserialize)]
struct DeletePost {
    post_id: PostId,
}

/// `answer.delete`: which answer of theirs is to go, for everybody.
#[derive(Deserialize)]
struct DeleteAnswer {
    answer_id: AnswerId,
}

/// `comment.delete`: which comment of theirs is to go, for everybody.
#[derive(Deserialize)]
struct DeleteComment {
    comment_id: CommentId,
}

async fn delete(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let (once, pool) = (remembered(&operation), &server.pool);
    match operation.kind.as_str() {
        "post.delete" => {
            let DeletePost { post_id } = read(operation.body)?;
            Ok(json!(service::delete_post(pool, viewer, post_id, &once).await?))
        }
        "answer.delete" => {
            let DeleteAnswer { answer_id } = read(operation.body)?;
            Ok(json!(service::delete_answer(pool, viewer, answer_id, &once).await?))
        }
        _ => {
            let DeleteComment { comment_id } = read(operation.body)?;
            Ok(json!(service::delete_comment(pool, viewer, comment_id, &once).await?))
        }
    }
}

/// `vote.cast`: how they vote on an entry. Of two devices the later vote holds.
async fn vote(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let vote: Vote = read(operation.body)?;
    Ok(json!(service::vote(server, viewer, vote, &once).await?))
}
