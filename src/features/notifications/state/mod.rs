//! Notifications as the screen holds them, pure: `inbox` is the list as far as it was read, `tally` how many are unread,
//! `told` what is heard, `sweep` what was read at once, `operation` the acts that are kept until the server has them, and
//! `words` what each one says.
//!
//! Invariant: whatever is heard twice or late changes nothing, by the version of each notification.

mod inbox;
mod operation;
mod sweep;
mod tally;
mod told;
mod words;

#[cfg(test)]
mod world;

pub use inbox::Inbox;
pub use operation::{Wanted, answered, read, read_all};
pub use tally::Tally;
pub use told::Told;
pub use words::{Piece, address, excerpt, sentence};
