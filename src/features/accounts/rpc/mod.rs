//! The slice's server functions: who asks, for what, and the page that a plain form goes back to.
//!
//! `entry` is the way in and out, `own` what a person changes of theirs, `people` the others, `blocks` whom of them one
//! keeps away, `mutes` of whom one wants to hear nothing, `tokens` what one gives to programs.

mod blocks;
mod entry;
mod mutes;
mod own;
mod people;
mod tokens;

pub use blocks::BlockPerson;
pub use entry::{LogIn, LogOut, LogOutEverywhere, RevokeSession, SignUp, list_sessions};
pub use mutes::MutePerson;
pub use own::{ChangeProfile, ChangeSettings, read_me, read_own};
pub use people::{find_people, read_person};
pub use tokens::{MakeToken, RevokeToken, list_tokens};
