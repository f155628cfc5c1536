//! What notifications look like, one component a file. Pages compose them.

mod faces;
mod line;
mod notification_list;
mod notification_row;

pub use notification_list::NotificationList;
