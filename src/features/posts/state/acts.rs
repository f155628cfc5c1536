//! What a person does to posts, answers and comments, as operations that are kept until the server has confirmed them.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    features::posts::model::{AnswerDraft, CommentDraft, Entry, Parent, PostDraft, Rewrite, Vote},
    shared::{
        id::{AnswerId, CommentId, OperationId, PostId},
        json::typed,
        time::Time,
    },
    sync::Operation,
};

/// The kind of the operation that publishes a post or asks a question.
pub const PUBLISH: &str = "post.create";
/// The kind of the operation that answers a question.
pub const ANSWER: &str = "answer.create";
/// The kind of the operation that comments on a post or an answer.
pub const COMMENT: &str = "comment.create";
/// The kind of the operation that votes, or takes a vote back.
pub const VOTE: &str = "vote.cast";
/// The kind of the operation that accepts an answer, or none.
pub const ACCEPT: &str = "answer.accept";
/// The kind of the operation that bookmarks a post, or does so no longer.
pub const BOOKMARK: &str = "post.bookmark";
/// The kinds of the operations that have something say something else.
pub const EDITS: [&str; 3] = ["post.edit", "answer.edit", "comment.edit"];
/// The kinds of the operations that delete something.
pub const DELETES: [&str; 3] = ["post.delete", "answer.delete", "comment.delete"];

/// The operation that publishes a post; it has the id of the post.
#[must_use]
pub fn publish(draft: &PostDraft) -> Operation {
    let PostDraft { id, kind, title, body, tags } = draft;
    let members = json!({ "kind": kind, "title": title, "body": body, "tags": tags });
    act(PUBLISH, OperationId(id.0), format!("post:{id}"), members)
}

/// The post that an operation publishes; nothing where it does something else.
#[must_use]
pub fn published(operation: &Operation) -> Option<PostDraft> {
    let mut draft = operation.body.clone();
    draft.as_object_mut()?.insert("id".to_owned(), json!(operation.id));
    (operation.kind == PUBLISH).then(|| typed::<PostDraft>(&draft).ok()).flatten()
}

/// The operation that answers a question; it has the id of the answer.
#[must_use]
pub fn answer(AnswerDraft { id, post_id, body }: &AnswerDraft) -> Operation {
    let members = json!({ "post_id": post_id, "body": body });
    act(ANSWER, OperationId(id.0), format!("post:{post_id}"), members)
}

/// The answer that an operation publishes; nothing where it does something else.
#[must_use]
pub fn answered(operation: &Operation) -> Option<AnswerDraft> {
    #[derive(Deserialize)]
    struct Members {
        post_id: PostId,
        body: String,
    }
    let Members { post_id, body } = members(operation, ANSWER)?;
    Some(AnswerDraft { id: AnswerId(operation.id.0), post_id, body })
}

/// The operation that comments in the thread of a post; it has the id of the comment.
#[must_use]
pub fn comment(post: PostId, CommentDraft { id, on, reply_to, body }: &CommentDraft) -> Operation {
    let mut members = json!({ "on": on, "body": body });
    if let Some(comment) = reply_to {
        members["reply_to"] = json!(comment);
    }
    act(COMMENT, OperationId(id.0), format!("post:{post}"), members)
}

/// The comment that an operation publishes; nothing where it does something else.
#[must_use]
pub fn commented(operation: &Operation) -> Option<CommentDraft> {
    #[derive(Deserialize)]
    struct Members {
        on: Parent,
        reply_to: Option<CommentId>,
        body: String,
    }
    let Members { on, reply_to, body } = members(operation, COMMENT)?;
    Some(CommentDraft { id: CommentId(operation.id.0), on, reply_to, body })
}

/// The operation that votes, or takes a vote back. Of two that wait the later one counts.
#[must_use]
pub fn vote(id: OperationId, vote: Vote) -> Operation {
    act(VOTE, id, format!("vote:{}", vote.on.id()), json!(vote))
}

/// The operation that accepts an answer, or none.
#[must_use]
pub fn accept(id: OperationId, post: PostId, answer: Option<AnswerId>) -> Operation {
    act(ACCEPT, id, format!("accepted:{post}"), json!({ "post_id": post, "answer_id": answer }))
}

/// The operation that bookmarks a post, or does so no longer.
#[must_use]
pub fn bookmark(id: OperationId, post: PostId, on: bool) -> Operation {
    act(BOOKMARK, id, format!("bookmark:{post}"), json!({ "post_id": post, "on": on }))
}

/// The operation that has an entry in the thread of a post say something else, over the version that was seen.
#[must_use]
pub fn edit(id: OperationId, post: PostId, entry: Entry, rewrite: Rewrite) -> Operation {
    let mut members = about(entry);
    let Rewrite { title, body, tags, version } = rewrite;
    for (name, value) in [("title", json!(title)), ("body", json!(body)), ("tags", json!(tags))] {
        if !value.is_null() {
            members[name] = value;
        }
    }
    Operation { expected_version: version, ..act(of(entry, EDITS), id, format!("post:{post}"), members) }
}

/// What an operation has an entry say; nothing where it does something else.
#[must_use]
pub fn edited(operation: &Operation) -> Option<(Entry, Rewrite)> {
    #[derive(Deserialize)]
    struct Members {
        title: Option<String>,
        body: Option<String>,
        tags: Option<Vec<String>>,
    }
    let kind = EDITS.into_iter().find(|kind| operation.kind == *kind)?;
    let Members { title, body, tags } = members(operation, kind)?;
    Some((entry_of(operation)?, Rewrite { title, body, tags, version: operation.expected_version }))
}

/// The operation that deletes an entry in the thread of a post.
#[must_use]
pub fn delete(id: OperationId, post: PostId, entry: Entry) -> Operation {
    act(of(entry, DELETES), id, format!("post:{post}"), about(entry))
}

/// The entry that an operation deletes.
#[must_use]
pub fn deleted(operation: &Operation) -> Option<Entry> {
    DELETES.contains(&operation.kind.as_str()).then(|| entry_of(operation)).flatten()
}

/// When the device made an id, by its own clock: good for drawing, not for rules.
#[must_use]
pub fn named_at(id: Uuid) -> Time {
    Time::from_millis(i64::try_from(id.as_u128() >> 80).unwrap_or_default())
}

/// What an operation names by the member of its kind.
fn entry_of(operation: &Operation) -> Option<Entry> {
    let named = |member: &str| operation.body.get(member)?.as_str()?.parse::<Uuid>().ok();
    let comment = named("comment_id").map(|id| Entry::Comment(CommentId(id)));
    let answer = || named("answer_id").map(|id| Entry::Answer(AnswerId(id)));
    comment.or_else(answer).or_else(|| named("post_id").map(|id| Entry::Post(PostId(id))))
}

fn members<'a, T: Deserialize<'a>>(operation: &'a Operation, kind: &str) -> Option<T> {
    (operation.kind == kind).then(|| typed(&operation.body).ok()).flatten()
}

/// Which of three kinds of operations is the one for an entry.
#[must_use]
pub fn of(entry: Entry, [post, answer, comment]: [&'static str; 3]) -> &'static str {
    match entry {
        Entry::Post(_) => post,
        Entry::Answer(_) => answer,
        Entry::Comment(_) => comment,
    }
}

fn about(entry: Entry) -> Value {
    match entry {
        Entry::Post(id) => json!({ "post_id": id }),
        Entry::Answer(id) => json!({ "answer_id": id }),
        Entry::Comment(id) => json!({ "comment_id": id }),
    }
}

fn act(kind: &str, id: OperationId, object: String, body: Value) -> Operation {
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id,
        object,
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::posts::model::Kind;

    const ID: Uuid = Uuid::from_u128(7 << 80 | 9);

    #[test]
    fn what_is_written_is_read_from_its_operation_again() {
        let on = Parent::Answer(AnswerId(Uuid::from_u128(2)));
        let reply_to = Some(CommentId(Uuid::from_u128(3)));
        let said = CommentDraft { id: CommentId(ID), on, reply_to, body: "why?".to_owned() };
        assert_eq!(commented(&comment(PostId(Uuid::from_u128(1)), &said)), Some(said));
        let said = AnswerDraft { id: AnswerId(ID), post_id: PostId(Uuid::from_u128(1)), body: "so".to_owned() };
        assert_eq!(answered(&answer(&said)), Some(said.clone()));
        assert_eq!(commented(&answer(&said)), None);
        let draft = PostDraft {
            id: PostId(ID),
            kind: Kind::Question,
            title: Some("How?".to_owned()),
            body: "So?".to_owned(),
            tags: vec!["rust".to_owned()],
        };
        assert_eq!(published(&publish(&draft)), Some(draft));
    }

    #[test]
    fn an_edit_says_what_it_changes_over_which_version_and_a_deletion_what_goes() {
        let (id, post) = (OperationId(ID), PostId(Uuid::from_u128(1)));
        for entry in [
            Entry::Post(post),
            Entry::Answer(AnswerId(Uuid::from_u128(2))),
            Entry::Comment(CommentId(Uuid::from_u128(3))),
        ] {
            let rewrite = Rewrite { body: Some("better".to_owned()), version: Some(4), ..Rewrite::default() };
            let operation = edit(id, post, entry, rewrite.clone());
            assert_eq!(operation.body.get("title"), None);
            assert_eq!(edited(&operation), Some((entry, rewrite)));
            assert_eq!(deleted(&delete(id, post, entry)), Some(entry));
            assert_eq!(deleted(&operation), None);
        }
    }

    #[test]
    fn the_time_of_what_is_not_stored_is_the_one_in_its_id() {
        assert_eq!(named_at(ID), Time::from_millis(7));
    }
}
