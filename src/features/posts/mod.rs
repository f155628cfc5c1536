//! Posts: what people publish for everybody, and the answers, comments and votes below it.
//!
//! `component` draws it, `hook` keeps it alive, `rpc` carries it across, `http` is the public API, `service` decides, `db`
//! remembers; `model` and `state` are plain data and know nobody.
//!
//! Reads by `rpc`: `list_posts(feed, cursor)` for every list and the bookmarks, `read_thread(id, sort)`, `read_thread_part(id, sort, part)`,
//! `list_answers(id, sort, cursor)`, `list_comments(on, cursor)`, `compare_revisions(entry)`, `find_tags(q)`, `list_tags(q)`,
//! `trending_tags()`.
//! What changes something is an operation: `post.create|edit|delete|bookmark`, `answer.create|edit|delete|accept`,
//! `comment.create|edit|delete`, `vote.cast`.
//!
//! Invariant: the numbers beside an entry are stored, kept by the triggers of what they count, and told with their own
//! version, so that no reader ever counts and no two readers disagree for long.

pub mod component;
#[cfg(feature = "ssr")]
mod db;
pub mod hook;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod live;
pub mod model;
pub mod rpc;
#[cfg(feature = "ssr")]
pub mod service;
pub mod state;
#[cfg(all(test, feature = "ssr"))]
mod tests;
