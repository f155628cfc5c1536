//! Parts of a thread further down than its beginning.

use super::{
    super::{
        db::{self, Spot},
        model::{Comment, Entry, Parent, Part, Sort, Start, ThreadPart},
    },
    threads::{cursor_of, first_comments, page},
};
use crate::{
    features::posts::model::Thread,
    server::{Pool, Tx, Viewer},
    shared::{Result, id::PostId, page::DEFAULT_LIMIT},
};

/// A post as a whole, the part of its answers that is asked for, and the first comments on each.
///
/// # Errors
/// [`crate::shared::Error::Missing`] where there is no such post for the viewer; `cursor`: `unreadable`, also for that of
/// another order. Around what is not there, or in another thread, are the first answers.
pub async fn thread_part(
    pool: &Pool,
    viewer: Option<Viewer>,
    (id, sort): (PostId, Sort),
    part: &Part,
) -> Result<ThreadPart> {
    let mut tx = super::begin(pool, viewer).await?;
    let post = super::find_post(&mut tx, id).await?;
    let (after, comments) = match part {
        Part::Behind(cursor) => (Some(cursor_of(id, sort).decode(cursor)?), Vec::new()),
        Part::Around(entry) => around(&mut tx, (id, sort), *entry, None).await?,
        Part::With(cursor, entry) => {
            let behind = cursor_of(id, sort).decode(cursor)?;
            around(&mut tx, (id, sort), *entry, Some(behind)).await?
        }
    };
    let start = match after {
        Some(spot) => Some(start(&mut tx, (id, sort), spot).await?),
        None => None,
    };
    let answers = page(&mut tx, id, sort, after, DEFAULT_LIMIT).await?;
    let mut first = first_comments(&mut tx, Some(id), &answers.items).await?;
    first.extend(comments);
    Ok(ThreadPart { thread: Thread { post, answers, comments: first }, start })
}

/// Behind which place the part begins in which an entry stands, the given one if it stands in that, and the comments around
/// that entry, where it is one.
async fn around(
    tx: &mut Tx,
    list: (PostId, Sort),
    entry: Entry,
    behind: Option<Spot>,
) -> Result<(Option<Spot>, Vec<Comment>)> {
    let (post, sort) = list;
    let (answer, comments) = match entry {
        Entry::Post(_) => (None, Vec::new()),
        Entry::Answer(id) => (Some(id), Vec::new()),
        Entry::Comment(id) => match db::select_comment_place(tx, post, id).await? {
            Some((answer, place)) => {
                (answer, from(tx, answer.map_or(Parent::Post(post), Parent::Answer), place).await?)
            }
            None => (None, Vec::new()),
        },
    };
    let Some(answer) = answer else { return Ok((behind, comments)) };
    // What stands on an answer that is hidden from the viewer is not on the page either.
    let Some(place) = db::select_place(tx, post, answer).await? else { return Ok((None, Vec::new())) };
    if let Some(behind) = behind {
        let part = db::select_places(tx, post, sort, Some(behind), i64::from(DEFAULT_LIMIT)).await?;
        if part.iter().any(|spot| spot.id == answer.0) {
            return Ok((Some(behind), comments));
        }
    }
    let up_to = db::select_places_up_to(tx, post, sort, place, i64::from(DEFAULT_LIMIT) + 1).await?;
    // One of the first stands among them; before any other there is the one behind which a part with it begins.
    let is_first = up_to.len() <= DEFAULT_LIMIT as usize;
    Ok((up_to.get(1).copied().filter(|_| !is_first), comments))
}

/// A comment and some behind it.
async fn from(tx: &mut Tx, on: Parent, place: Spot) -> Result<Vec<Comment>> {
    let behind = db::select_comments_on(tx, on, Some(place), i64::from(DEFAULT_LIMIT)).await?;
    let ids: Vec<_> = std::iter::once(place).chain(behind).map(|spot| spot.id).collect();
    db::select_comments(tx, &ids).await
}

/// Where a part begins that begins behind a place.
async fn start(tx: &mut Tx, (post, sort): (PostId, Sort), spot: Spot) -> Result<Start> {
    let cursor = cursor_of(post, sort);
    let up_to = db::select_places_up_to(tx, post, sort, spot, i64::from(DEFAULT_LIMIT) + 1).await?;
    let before = up_to.get(DEFAULT_LIMIT as usize).map(|spot| cursor.encode(spot));
    Ok(Start { cursor: cursor.encode(&spot), before })
}
