//! SQL of accounts and nothing else. Policies decide what a statement sees (migrations/0002).
//!
//! `entry` is joining and logging in, `sessions` who holds a token, `tokens` which ones a person gave to programs, `people`
//! what others see, `own` what is a person's, `away` whom they keep away.

mod away;
mod entry;
mod own;
mod people;
mod sessions;
mod tokens;

pub use away::*;
pub use entry::*;
pub use own::*;
pub use people::*;
pub use sessions::*;
pub use tokens::*;
