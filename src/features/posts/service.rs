//! What posts need of the world: transactions, limits, and what is answered to whom.
//!
//! `listing` reads lists, `threads` what stands below a post and `parts` from
//! further down, `publishing` stores what is new, `rewriting` changes and
//! deletes it, `public` names all that has a page, `judging` is what people think of it. Visitors read what members read, and change nothing.

mod judging;
mod listing;
mod parts;
mod public;
mod publishing;
mod rewriting;
mod threads;

pub use judging::{accept, bookmark, vote};
pub use listing::{Listing, find_author, find_tags, list, read_list, trending_tags};
pub use parts::thread_part;
pub use public::{published_in, published_months, published_people, published_tags};
pub use publishing::{Published, answer, comment, publish};
pub use rewriting::{
    Told, delete_answer, delete_comment, delete_post, newest, quotes_others, revisions, rewrite_answer,
    rewrite_comment, rewrite_post,
};
pub use threads::{answers, comments, thread};

use super::{
    db,
    model::{Answer, Comment, Entry, Post},
};
use crate::{
    server::{Pool, Tx, Viewer},
    shared::{
        Error, Result,
        id::{AnswerId, CommentId, PostId},
    },
};

/// Characters of a whole body.
const WHOLE: i32 = 100_000;

async fn begin(pool: &Pool, viewer: Option<Viewer>) -> Result<Tx> {
    match viewer {
        Some(viewer) => pool.as_viewer(viewer.account).await,
        None => pool.as_visitor().await,
    }
}

async fn find_post(tx: &mut Tx, id: PostId) -> Result<Post> {
    db::select_posts(tx, &[id.0], WHOLE).await?.pop().ok_or(Error::Missing)
}

async fn find_answer(tx: &mut Tx, id: AnswerId) -> Result<Answer> {
    db::select_answers(tx, &[id.0]).await?.pop().ok_or(Error::Missing)
}

async fn find_comment(tx: &mut Tx, id: CommentId) -> Result<Comment> {
    db::select_comments(tx, &[id.0]).await?.pop().ok_or(Error::Missing)
}

/// That what an entry stands on is there for the viewer, too.
async fn stands_there(tx: &mut Tx, told: &Told) -> Result<()> {
    let (post, answer) = match told {
        Told::Post(_) => return Ok(()),
        Told::Answer(answer) => (answer.post_id, None),
        Told::Comment(comment) => (comment.post_id, comment.answer_id),
    };
    if db::select_readable(tx, &[post]).await?.is_empty() {
        return Err(Error::Missing);
    }
    if let Some(answer) = answer {
        find_answer(tx, answer).await?;
    }
    Ok(())
}

/// The same as whichever of the three it is.
async fn find(tx: &mut Tx, entry: Entry) -> Result<Told> {
    Ok(match entry {
        Entry::Post(id) => Told::Post(Box::new(find_post(tx, id).await?)),
        Entry::Answer(id) => Told::Answer(Box::new(find_answer(tx, id).await?)),
        Entry::Comment(id) => Told::Comment(Box::new(find_comment(tx, id).await?)),
    })
}
