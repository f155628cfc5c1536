//! Nouns and pure rules of what is published: `post` is what begins a thread, `answer` and `comment` what is said in
//! it, `entry` any of the three, `vote` what a person thinks of one, `tag` how a post is found, `draft` what may be
//! published, `feed` which lists there are, `address` where each stands, `thread` what a page shows of a post and `part` less
//! than all of its answers, `words` the rules that all texts keep.
//!
//! Two numbers order what is heard of an entry: `version` counts the changes of its words, `tallied` those of the
//! numbers beside it. A reading or an event with a smaller number tells nothing new.

mod address;
mod answer;
mod comment;
mod draft;
mod entry;
mod feed;
#[cfg(feature = "ssr")]
mod mention;
mod part;
mod post;
mod tag;
mod thread;
mod vote;
mod words;

pub use address::{place_address, slug, tag_address, thread_address};
pub use answer::Answer;
pub use comment::Comment;
pub use draft::{AnswerDraft, CommentDraft, PostDraft, Rewrite};
#[cfg(feature = "ssr")]
pub use entry::Revision;
pub use entry::{Entry, Parent};
pub use feed::{Feed, Span};
#[cfg(feature = "ssr")]
pub use mention::handles;
pub use part::{Part, Start, ThreadPart};
pub use post::{Bookmark, Kind, Post};
#[cfg(feature = "ssr")]
pub use tag::tag_typed;
pub use tag::{MAX_TAG, MAX_TAGS, Tag, tags_typed};
pub use thread::{Answers, Sort, Thread};
pub use vote::{Tally, Vote};
pub use words::{MAX_BODY, MAX_COMMENT, MAX_TITLE};
