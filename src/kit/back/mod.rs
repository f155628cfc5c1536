//! Back means back: what was left at an entry of the history stands there again when one comes back to it, by Back, by
//! Forward or by a reload (COM-7).
//!
//! A list says how it is left ([`keep`]) and puts itself back ([`put_back`], or [`kept`] before it draws anything),
//! under a name that is its own among all pages; [`keep_scroll`] does both for an element that scrolls,
//! [`keep_page_scroll`] for the page. What has the focus is kept for every page, with what stands beside it in a list, which
//! has the focus where that is gone. Parts are asked how they are left when one goes: when something is pressed or sent that
//! may lead away, when the entry is another one, and when the page goes; [`Returning`] is for what is read again meanwhile.
//! `live` is the history of a browser, `focus` what has the focus, by `names` under which it is found again; on
//! the server nothing is left, and `still` does nothing.
//!
//! Invariant: whoever follows a link comes to a new entry, of which nothing is kept: where the link leads wins.

#[cfg(feature = "hydrate")]
mod focus;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(not(feature = "hydrate"))]
#[path = "still.rs"]
mod live;
#[cfg(any(feature = "hydrate", test))]
mod names;
mod returning;
#[cfg(feature = "hydrate")]
mod scroll;

#[cfg(feature = "hydrate")]
pub use focus::{awaits_focus, returns_focus};
#[cfg(feature = "hydrate")]
pub use live::leave_entry;
#[cfg(not(feature = "hydrate"))]
pub use live::{awaits_focus, keep_page_scroll, keep_scroll, returns_focus};
pub use live::{follow_address, forget_history, forget_parts, keep, keep_history, kept, put_back};
pub use returning::Returning;
#[cfg(feature = "hydrate")]
pub use scroll::{keep_page_scroll, keep_scroll};
