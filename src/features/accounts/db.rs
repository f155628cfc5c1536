//! SQL of accounts and nothing else. Policies decide what a statement sees (migrations/0002).
//!
//! `entry` is joining and logging in, `sessions` who holds a token, `tokens` which ones a person gave to programs, `people`
//! what others see, `own` what is a person's, `blocks` whom they keep away, `mutes`
//! of whom they want to hear nothing.

mod blocks;
mod entry;
mod mutes;
mod own;
mod people;
mod sessions;
mod tokens;

pub use blocks::*;
pub use entry::*;
pub use mutes::*;
pub use own::*;
pub use people::*;
pub use sessions::*;
pub use tokens::*;
