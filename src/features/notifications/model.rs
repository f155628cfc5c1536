//! Nouns of notifications: `notification` is what a person is told, `kind` of what, `listing` a part of all they were told,
//! `removed` what of theirs is gone, `told` what an event says.

mod kind;
mod listing;
mod notification;
mod removed;
mod told;

pub use kind::Kind;
pub use listing::{Listing, Unread};
pub use notification::{Notification, Preview};
pub use removed::{Removed, What};
pub use told::{AllRead, Changed};
