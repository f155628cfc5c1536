//! Posts and threads as the screen holds them, pure: `acts` are what a person does, `told` what is heard, `thread` and
//! `feed` are what stands there, `folding` which comments are shown, `placing` where an answer stands that has come since,
//! `arriving` what waits as it would move what is read, `comments` how far those of a great many were read, `overlay` lays
//! the one over the other, `hiding` leaves out whom one has blocked, `settling` is what the server answered, `refusals` why
//! it took something not, `unfinished` what was begun and not published, and `completing` what is meant by half a name.
//!
//! Invariant: whatever is heard twice or late changes nothing, since each entry keeps the newest words and the newest
//! numbers that were told of it.

pub mod acts;
mod arriving;
mod comments;
pub mod completing;
mod feed;
mod folding;
mod hiding;
mod overlay;
mod part;
mod placing;
pub mod refusals;
pub mod settling;
mod thread;
mod told;
pub mod unfinished;

#[cfg(test)]
mod tests;

pub use arriving::{Spot, Wording, count_new, written};
pub use feed::Listing;
pub use folding::FIRST;
pub use thread::{Talk, parent_of};
pub use told::Told;
