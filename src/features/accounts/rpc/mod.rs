//! The slice's server functions: who asks, for what, and the page that a plain form goes back to.
//!
//! `entry` is the way in and out, `own` what a person changes of theirs, `people` the others, `away` whom of them one
//! keeps away, `tokens` what one gives to programs.

mod away;
mod entry;
mod own;
mod people;
mod tokens;

pub use away::{BlockPerson, MutePerson};
pub use entry::{LogIn, LogOut, LogOutEverywhere, RevokeSession, SignUp, list_sessions};
pub use own::{ChangeProfile, ChangeSettings, read_me, read_own};
pub use people::{find_people, read_person};
pub use tokens::{MakeToken, RevokeToken, list_tokens};
