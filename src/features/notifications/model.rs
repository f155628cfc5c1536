//! Nouns of notifications: `notification` is what a person is told, `kind` of what, `listing` a part of all they were told,
//! `told` what an event says.

mod kind;
mod listing;
mod notification;
mod told;

pub use kind::Kind;
pub use listing::{Listing, Unread};
pub use notification::{Notification, Preview};
pub use told::{AllRead, Changed};
