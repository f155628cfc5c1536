//! What posts look like, one component a file. Pages compose them.

mod answer_list;
mod arrived;
mod author_line;
mod comment_list;
mod delete_form;
mod edit_form;
mod edited_words;
mod entry_acts;
mod entry_body;
mod feed_list;
mod post_card;
mod post_form;
mod preview;
mod revision_list;
mod tag_links;
mod tag_list;
mod thread_view;
mod title_field;
mod trending_tags;
mod unsent;
mod vote_buttons;
mod ways;
mod words_field;
mod write_form;

pub use entry_acts::{Reporting, Sharing};
pub use feed_list::FeedList;
pub use post_form::{PostForm, heading};
pub use tag_list::TagList;
pub use thread_view::{ThreadView, title};
pub use trending_tags::TrendingTags;
