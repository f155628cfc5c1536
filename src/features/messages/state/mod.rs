//! What the screens of messaging stand on: plain data and its reducers, no browser and no clock.
//!
//! `change` reads events, `operation`, `changing`, `choosing` and `pinning` write what a person does, `answers` frees
//! what waits for a message that is not sent after all; `timeline` is one conversation's messages, `rows` what is drawn
//! of it with the pending operations laid over, `jumping` where in it one is led; `inbox` is the list of conversations in
//! the same manner, `threads` what those of them are called that hang on a message, `overheard` those of these that are
//! only looked at, `tally` how many of them hold something unread; `announcing` is what is said of one by itself; `drafts`
//! is what is written in them and not sent, `emoji` what is typed for one. `journey` is how far one's own message came, step
//! by step, `scheduling` what is said later, `search` what finds messages; `copies` is what of all that outlives the page,
//! `sharing` what comes from other
//! applications.
//!
//! Invariant: applying an event twice, or an older one after a newer one, changes nothing; and a
//! snapshot with the events since is the next snapshot.

pub mod announcing;
pub mod answers;
pub mod change;
pub mod changing;
pub mod choosing;
pub mod copies;
pub mod drafts;
pub mod emoji;
pub mod inbox;
pub mod journey;
pub mod jumping;
pub mod operation;
pub mod overheard;
pub mod pinning;
pub mod refused;
pub mod rows;
pub mod scheduling;
pub mod search;
pub mod sharing;
pub mod tally;
pub mod threads;
pub mod timeline;
pub mod typists;

pub use announcing::{Announcer, Ear};
pub use change::Change;
pub use inbox::{Filter, Inbox, Listed, View};
pub use jumping::{AT, Bearing};
pub use overheard::Overheard;
pub use rows::{Key, Line, Progress, Row};
pub use search::Search;
pub use tally::Tally;
pub use timeline::Timeline;
pub use typists::Typists;

#[cfg(test)]
mod unread;
#[cfg(test)]
pub(super) mod world;
