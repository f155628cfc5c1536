//! What keeps notifications alive: `bell` how many are unread, wherever one is, with what one reads; `list` all of them while
//! somebody looks.

mod bell;
mod list;

pub use bell::{Bell, provide_bell, use_bell};
pub use list::{Asked, List, Listed, follow_list, use_list};
