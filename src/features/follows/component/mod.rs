//! What the graph looks like, one component a file. Pages compose them.

mod counts;
mod follow_button;
mod follows_you;
mod lists;
mod nobody;
mod people_list;
mod person_row;
mod suggestion_list;

pub use counts::Counts;
pub use follow_button::{FollowButton, FollowRefused};
pub use people_list::PeopleList;
pub use suggestion_list::SuggestionList;
