//! Messaging at work: signals around the state, kept alive by events, and the acts of a person.
//!
//! `inbox` is the list of conversations and what outlives a single one (presence, who types), `unread` how many of
//! them call and `drafts` what is being written in them, on whatever device; `deliveries` tells what has reached this
//! one, on whatever page; `thread` is an open conversation, `details` one apart from what is said in it; `people` finds
//! somebody to talk to, `targets` conversations to take something to, `search` what was said, `scheduling` is what is said
//! later, `emoji` the emoji that there are, and `finding` leads by keys to the field that finds a conversation. Each hears
//! its topic once, from the place in the stream at which it was read, and ends with its owner; what it knew then stands on
//! the `shelf` until one comes back, and in `copies` beyond the end of the page.

mod attention;
mod copies;
mod deliveries;
mod details;
mod drafts;
mod emoji;
mod finding;
mod focus;
mod inbox;
mod people;
mod presence;
mod publishing;
mod reporting;
mod scheduling;
mod search;
mod shelf;
mod targets;
mod thread;
mod typing;
mod unread;

pub use copies::open_thread;
pub use details::{Details, use_conversation, use_details};
pub use drafts::{Unfinished, Unsent, provide_drafts, use_unfinished};
pub use emoji::{Emojis, use_emojis};
pub use finding::{Finding, provide_finding};
pub use focus::{focus_on, focus_on_log, focus_where_keys_are};
pub use inbox::{Asked, Inbox, MOST_TARGETS, provide_inbox, use_inbox};
pub use people::{Hits, People, use_make_group, use_open_conversation, use_people, use_strangers};
pub use presence::{Presence, Presences};
pub use publishing::Publishing;
pub use reporting::{Reported, Reporting};
pub use scheduling::{Schedules, provide_schedules, use_schedules};
pub use search::{Finder, Findings, Results, use_finder};
pub use targets::{Targets, use_targets};
pub use thread::{Opened, Revisions, Thread, Told, returns_to, use_thread};
pub use unread::{Unread, provide_unread};
