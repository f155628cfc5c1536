//! One folder a domain. A slice has only the files that it needs, and names only slices on floors
//! below its own: accounts stand on the first, badges and follows on the second, messages and posts on the third,
//! moderation, notifications and publications on the fourth.

pub mod accounts;
pub mod badges;
pub mod follows;
pub mod messages;
pub mod moderation;
pub mod notifications;
pub mod posts;
pub mod publications;
