//! Nouns and pure rules of what is published: `post` is what begins a thread, `answer` and `comment` what is said in it,
//! `entry` any of the three, `vote` what a person thinks of one, `tag` how a post is found, `draft` what may be published,
//! `feed` which lists there are, `thread` what a page shows of a post, `words` the rules that all texts keep.
//!
//! Two numbers order what is heard of an entry: `version` counts the changes of its words, `tallied` those of the numbers
//! beside it. A reading or an event with a smaller number tells nothing new.

mod answer;
mod comment;
mod draft;
mod entry;
mod feed;
mod mention;
mod post;
mod tag;
mod thread;
mod vote;
mod words;

pub use answer::Answer;
pub use comment::Comment;
pub use draft::{AnswerDraft, CommentDraft, PostDraft, Rewrite};
pub use entry::{Entry, Parent, Revision};
pub use feed::{Feed, Span};
#[cfg(feature = "ssr")]
pub use mention::handles;
pub use post::{Bookmark, Kind, Post};
pub use tag::{Tag, tag_typed, tags_typed};
pub use thread::{Answers, Sort, Thread};
pub use vote::{Tally, Vote};
#[cfg(test)]
pub use words::{MAX_BODY, MAX_COMMENT};
