//! What stands below a post.

use super::super::{
    db::{self, Cursor, Spot},
    model::{Answer, Answers, Comment, Parent, Sort, Thread},
};
use crate::{
    server::{Pool, Tx, Viewer},
    shared::{
        Result,
        id::PostId,
        page::{DEFAULT_LIMIT, MAX_LIMIT, Page},
    },
};

/// Comments on a post or an answer that come with it; the others are asked for.
const FIRST_COMMENTS: i64 = 5;

/// A post as a whole, the first page of its answers, and the first comments on each.
///
/// # Errors
/// [`crate::shared::Error::Missing`] where there is no such post for the viewer.
pub async fn thread(pool: &Pool, viewer: Option<Viewer>, id: PostId, sort: Sort) -> Result<Thread> {
    let mut tx = super::begin(pool, viewer).await?;
    let post = super::find_post(&mut tx, id).await?;
    // What asks nothing has no answers.
    let answers = if post.is_question() {
        page(&mut tx, id, sort, None, DEFAULT_LIMIT).await?
    } else {
        Page { items: Vec::new(), next: None, total: None }
    };
    let comments = first_comments(&mut tx, Some(id), &answers.items).await?;
    Ok(Thread { post, answers, comments })
}

/// A further page of the answers to a question, of at most `limit`, with the first comments on each.
///
/// # Errors
/// [`crate::shared::Error::Missing`] where there is no such post for the viewer; `cursor`: `unreadable`, also for that of
/// another order.
pub async fn answers(
    pool: &Pool,
    viewer: Option<Viewer>,
    (id, sort): (PostId, Sort),
    cursor: Option<&str>,
    limit: u32,
) -> Result<Answers> {
    let after = cursor.map(|text| cursor_of(id, sort).decode(text)).transpose()?;
    let mut tx = super::begin(pool, viewer).await?;
    super::find_post(&mut tx, id).await?;
    let answers = page(&mut tx, id, sort, after, limit).await?;
    let comments = first_comments(&mut tx, None, &answers.items).await?;
    Ok(Answers { answers, comments })
}

/// The comments on a post or an answer, in the order in which they were said, at most `limit` a page.
///
/// # Errors
/// [`crate::shared::Error::Missing`] where there is nothing like it for the viewer; `cursor`: `unreadable`, also for that of
/// another list.
pub async fn comments(
    pool: &Pool,
    viewer: Option<Viewer>,
    on: Parent,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Comment>> {
    let list = Cursor::of(&format!("comments/{on:?}"));
    let after = cursor.map(|text| list.decode(text)).transpose()?;
    let limit = limit.clamp(1, MAX_LIMIT);
    let mut tx = super::begin(pool, viewer).await?;
    let post = match on {
        Parent::Post(id) => id,
        Parent::Answer(id) => super::find_answer(&mut tx, id).await?.post_id,
    };
    super::find_post(&mut tx, post).await?;
    let places = db::select_comments_on(&mut tx, on, after, i64::from(limit) + 1).await?;
    let page = Page::cut(places, limit, |spot| list.encode(spot));
    let items = db::select_comments(&mut tx, &ids(&page.items)).await?;
    Ok(Page { items, next: page.next, total: None })
}

pub(super) async fn page(tx: &mut Tx, id: PostId, sort: Sort, after: Option<Spot>, limit: u32) -> Result<Page<Answer>> {
    let (cursor, limit) = (cursor_of(id, sort), limit.clamp(1, MAX_LIMIT));
    let places = db::select_places(tx, id, sort, after, i64::from(limit) + 1).await?;
    let page = Page::cut(places, limit, |spot| cursor.encode(spot));
    let items = db::select_answers(tx, &ids(&page.items)).await?;
    Ok(Page { items, next: page.next, total: None })
}

pub(super) async fn first_comments(tx: &mut Tx, post: Option<PostId>, answers: &[Answer]) -> Result<Vec<Comment>> {
    let commented = answers.iter().filter(|answer| answer.comments > 0);
    let answers: Vec<_> = commented.map(|answer| answer.id.0).collect();
    let first = db::select_first_comments(tx, post, &answers, FIRST_COMMENTS).await?;
    db::select_comments(tx, &first).await
}

pub(super) fn cursor_of(id: PostId, sort: Sort) -> Cursor {
    Cursor::of(&format!("answers/{id}/{}", sort.as_str()))
}

fn ids(places: &[Spot]) -> Vec<uuid::Uuid> {
    places.iter().map(|spot| spot.id).collect()
}
