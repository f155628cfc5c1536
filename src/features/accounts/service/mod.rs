//! What accounts decide, and the transactions of it.
//!
//! `session` proves who somebody is, `log_ins` lists where and forgets what has ended, `own` changes what is theirs,
//! `people` finds others, `away` keeps some of them away, `tokens` is what they give to programs of theirs. Below them
//! `password` and `token` keep the two secrets, and `known` remembers who has just been asked about.

mod away;
mod known;
pub mod live;
mod log_ins;
mod own;
mod password;
mod people;
mod session;
mod token;
mod tokens;

pub use away::{KeepAway, keep_away, list_away};
pub use log_ins::{forget_expired, list_sessions};
pub use own::{change_own, change_profile, change_settings, me, operate, own};
pub use people::{People, find_people, find_person, grant_role, read_person};
pub use session::{SignedIn, authenticate, log_in, log_out, log_out_everywhere, revoke_session, sign_up};
pub use token::Token;
pub use tokens::{list_tokens, make_token, revoke_token};
