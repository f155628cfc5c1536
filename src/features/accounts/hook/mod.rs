//! Signals around accounts: who is signed in (`me`) and what they chose (`settings`), the way in (`entry`), one's own
//! things (`own` and `own_copy`, `profile`, `sessions`, `tokens`), others (`people`), who of them is kept away
//! (`away`), and of what those are then left out (`left_out`).

mod away;
mod entry;
mod left_out;
mod me;
mod own;
mod own_copy;
mod people;
mod profile;
mod sessions;
mod settings;
mod tokens;

pub use away::{KeptAway, use_blocks, use_change_away, use_is_away, use_kept_away};
pub use entry::{Entry, field_of, use_log_in, use_next, use_sign_up};
pub use left_out::{is_let_back, use_left_out, use_unwanted, when_let_back};
#[cfg(feature = "ssr")]
pub use me::theme_of_request;
#[cfg(feature = "hydrate")]
pub use me::{Known, read_known};
pub use me::{follow_me, provide_me, use_me};
pub use own::use_own;
pub use own_copy::{OwnCopy, follow_own_copy};
pub use people::{follow_person, use_person};
pub use profile::{ProfileForm, use_profile_form};
pub use sessions::{Sessions, use_sessions};
pub use settings::use_change_settings;
pub use tokens::{Tokens, use_tokens};
