//! What changes something, for who has no JavaScript: with it these are operations. Each leads back to where in the thread it
//! happened.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::posts::model::{Answer, Bookmark, Comment, Kind, Post, Tally},
    shared::{
        Result,
        id::{AnswerId, CommentId, PostId},
        json::Json,
    },
};
#[cfg(feature = "ssr")]
use crate::{
    features::posts::{
        model::{AnswerDraft, CommentDraft, Entry, Parent, PostDraft, Rewrite, Vote, place_address},
        service,
        state::completing::listed_tags,
    },
    server::{Server, Viewer, form, once::Once},
    shared::Error,
};

/// Publishes a post or asks a question, and goes on to it. With an id the same form sent twice is one post.
///
/// # Errors
/// As the service's `publish` says.
#[server(prefix = "/rpc", endpoint = "publish_post", output = Json, client = OwnCalls)]
pub async fn publish_post(
    id: PostId,
    #[server(default)] kind: Kind,
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] tags: String,
) -> Result<Post> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let draft = PostDraft { id, kind, title: Some(title), body: lines(&body), tags: listed_tags(&tags) };
    let post = service::publish(&server, viewer, draft).await?.into_inner();
    form::back_to(&post.address());
    Ok(post)
}

/// Answers a question. With an id the same form sent twice is one answer.
///
/// # Errors
/// As the service's `answer` says.
#[server(prefix = "/rpc", endpoint = "write_answer", output = Json, client = OwnCalls)]
pub async fn write_answer(id: AnswerId, post_id: PostId, #[server(default)] body: String) -> Result<Answer> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let draft = AnswerDraft { id, post_id, body: lines(&body) };
    let answer = service::answer(&server, viewer, &draft).await?.into_inner();
    back_to(post_id, Entry::Answer(id));
    Ok(answer)
}

/// Comments on a post, or on the answer that is named, perhaps as a reply. With an id the same form sent twice is one comment.
///
/// # Errors
/// As the service's `comment` says.
#[server(prefix = "/rpc", endpoint = "write_comment", output = Json, client = OwnCalls)]
pub async fn write_comment(
    id: CommentId,
    post_id: PostId,
    #[server(default)] answer_id: String,
    #[server(default)] reply_to: String,
    #[server(default)] body: String,
) -> Result<Comment> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let on = named("answer_id", &answer_id)?.map_or(Parent::Post(post_id), Parent::Answer);
    let draft = CommentDraft { id, on, reply_to: named("reply_to", &reply_to)?, body: lines(&body) };
    let comment = service::comment(&server, viewer, &draft).await?.into_inner();
    back_to(post_id, Entry::Comment(id));
    Ok(comment)
}

/// Has an entry say something else, over the version that the form was made for.
///
/// # Errors
/// As the service's `rewrite_post`, `rewrite_answer` and `rewrite_comment` say.
#[server(prefix = "/rpc", endpoint = "rewrite_entry", output = Json, client = OwnCalls)]
pub async fn rewrite_entry(
    entry: String,
    post_id: PostId,
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] tags: String,
    version: Option<i64>,
) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let entry = Entry::of_anchor(&entry).ok_or(Error::Missing)?;
    let words = Rewrite { body: Some(lines(&body)), version, ..Rewrite::default() };
    match entry {
        Entry::Post(id) => {
            let rewrite = Rewrite { title: Some(title), tags: Some(listed_tags(&tags)), ..words };
            drop(service::rewrite_post(&server, viewer, id, rewrite, &Once::UNNAMED).await?);
        }
        Entry::Answer(id) => drop(service::rewrite_answer(&server, viewer, id, &words, &Once::UNNAMED).await?),
        Entry::Comment(id) => drop(service::rewrite_comment(&server, viewer, id, &words, &Once::UNNAMED).await?),
    }
    back_to(post_id, entry);
    Ok(())
}

/// Deletes an entry; its place stays.
///
/// # Errors
/// `Missing` where it is not the viewer's.
#[server(prefix = "/rpc", endpoint = "delete_entry", output = Json, client = OwnCalls)]
pub async fn delete_entry(entry: String, post_id: PostId) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let (pool, once) = (&server.pool, &Once::UNNAMED);
    let entry = Entry::of_anchor(&entry).ok_or(Error::Missing)?;
    match entry {
        Entry::Post(id) => drop(service::delete_post(pool, viewer, id, once).await?),
        Entry::Answer(id) => drop(service::delete_answer(pool, viewer, id, once).await?),
        Entry::Comment(id) => drop(service::delete_comment(pool, viewer, id, once).await?),
    }
    back_to(post_id, entry);
    Ok(())
}

/// Votes on an entry: 1 up, -1 down, 0 takes it back.
///
/// # Errors
/// As the service's `vote` says.
#[server(prefix = "/rpc", endpoint = "vote_on", output = Json, client = OwnCalls)]
pub async fn vote_on(entry: String, post_id: PostId, value: i16) -> Result<Tally> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let on = Entry::of_anchor(&entry).ok_or(Error::Missing)?;
    let tally = service::vote(&server, viewer, Vote { on, value }, &Once::UNNAMED).await?;
    back_to(post_id, on);
    Ok(tally)
}

/// Accepts an answer to a question of the viewer's, or takes that back.
///
/// # Errors
/// As the service's `accept` says.
#[server(prefix = "/rpc", endpoint = "accept_answer", output = Json, client = OwnCalls)]
pub async fn accept_answer(post_id: PostId, answer_id: AnswerId, on: bool) -> Result<Post> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let post = service::accept(&server, viewer, (post_id, on.then_some(answer_id)), &Once::UNNAMED).await?;
    back_to(post_id, Entry::Answer(answer_id));
    Ok(post)
}

/// Keeps a post to come back to, or does so no longer.
///
/// # Errors
/// As the service's `bookmark` says.
#[server(prefix = "/rpc", endpoint = "bookmark_post", output = Json, client = OwnCalls)]
pub async fn bookmark_post(post_id: PostId, on: bool) -> Result<Bookmark> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let bookmark = service::bookmark(&server, viewer, post_id, on, &Once::UNNAMED).await?;
    back_to(post_id, Entry::Post(post_id));
    Ok(bookmark)
}

/// Leads back to an entry, in the order that was chosen and to the part of the thread where that has it; the page goes on
/// to its own address.
#[cfg(feature = "ssr")]
fn back_to(post: PostId, entry: Entry) {
    let (place, asked) = (place_address(post, None, entry), form::asked(&["sort", "cursor"]));
    if asked.is_empty() {
        return form::back_to(&place);
    }
    form::back_to(&match place.split_once('?') {
        Some((path, rest)) => format!("{path}?{asked}&{rest}"),
        None => format!("{place}?{asked}"),
    });
}

/// A plain form breaks lines as e-mail does.
#[cfg(feature = "ssr")]
fn lines(typed: &str) -> String {
    typed.replace("\r\n", "\n")
}

/// What a field names that may be empty.
#[cfg(feature = "ssr")]
fn named<T: std::str::FromStr>(field: &str, typed: &str) -> Result<Option<T>> {
    if typed.is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(|_| Error::invalid(field, "shape")) }
}
