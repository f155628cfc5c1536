//! The slice's SQL. Row-level security says what is there for the viewer: no statement asks but where it is about their own
//! votes and bookmarks.
//!
//! `listing` says which posts stand in a list and from where on, `posts`, `answers` and `comments` read them whole,
//! `revisions` what they said before, `tags` by what they are found, `public` all that has a page; `publishing`, `rewriting` and `judging` call the
//! functions that change something.

mod answers;
mod comments;
mod cursor;
mod judging;
mod listing;
mod posts;
mod public;
mod publishing;
mod revisions;
mod rewriting;
mod tags;
mod top;

pub use answers::{select_answers, select_place, select_places, select_places_up_to};
pub use comments::{select_comment_place, select_comments, select_comments_on, select_first_comments};
pub use cursor::{Cursor, Listed, Spot};
pub use judging::{Judging, accept_answer, cast_vote, set_bookmark};
pub use listing::select_listed;
pub use posts::{find_author, select_posts, select_readable};
pub use public::{PublicThread, select_authors, select_months, select_of_month, select_used_tags};
pub use publishing::{Publishing, publish_answer, publish_comment, publish_post};
pub use revisions::select_revisions;
pub use rewriting::{Rewriting, delete_entry, quotes_others, rewrite_post, rewrite_words};
pub use tags::{select_tags, select_trending};

use crate::{
    features::accounts::model::Account,
    shared::{Result, id::AccountId},
};

/// Whoever wrote something, as a statement reads them.
fn author(id: AccountId, handle: String, display_name: String, role: &str, deleted: bool) -> Result<Account> {
    Ok(Account { id, handle, display_name, role: role.parse()?, deleted })
}
