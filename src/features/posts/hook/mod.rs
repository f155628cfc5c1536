//! What keeps posts alive: `opening` brings a thread, `thread` is one that is open, with what is done in it (`acting`,
//! `deleting`), how it is read on (`paging`) and heard (`hearing`), and what of that waits (`arriving`); `listing` brings a
//! list, `feed` is one at which somebody looks, `rereading` is for what was read while somebody was left out; `publishing` is
//! a post that is being written, `desk` what a tab has open of what one writes, `completing` what is meant by half a name,
//! `quoting` what others said of what is one's own; `refusals` says what did not happen, wherever one is by then, `returning`
//! what a refused form was about, `revisions` reads what was said before, `tags` which there are, `leaving` how a thread is
//! left, and `seeking` leads to the place that an address names; `writing` is what is written in a thread and not sent, and
//! `unfinished` lists all that was begun.

mod acting;
mod arriving;
mod completing;
mod deleting;
mod desk;
mod feed;
mod hearing;
mod leaving;
mod listing;
mod opening;
mod paging;
mod publishing;
mod quoting;
mod refusals;
mod rereading;
mod returning;
mod revisions;
mod seeking;
mod tags;
mod thread;
mod unfinished;
mod writing;

pub use arriving::{BELOW_ANSWERS, below_comments};
pub use completing::{Completing, Hit, use_completing};
pub use desk::provide_desk;
pub use feed::follow_feed;
pub use listing::{Listed, use_feed, use_posts};
pub use opening::{Asked, Fetched, use_thread};
pub use publishing::{Publishing, use_publishing};
pub use quoting::use_quoting;
pub use refusals::follow_refusals;
pub use revisions::use_revisions;
pub use tags::{Found, follow_tags, follow_trending_tags, use_tags, use_trending_tags};
pub use thread::{OpenThread, follow_thread};
pub use unfinished::{Begun, Unpublished, use_unpublished};
pub use writing::{Writing, Written};
