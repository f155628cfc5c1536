//! What somebody reads stands where it is while a page changes that others change, too.
//!
//! What is above the window and below it may grow and shrink: [`hold_page`] keeps what is seen in its place, and once
//! somebody was brought elsewhere, what is seen there (`hold_anew`). What stands within it has to be asked about first
//! ([`would_move`]), for whatever is done, either what stands above it moves or what below: what would move something waits
//! until it is asked for, or until its place is scrolled out of sight ([`on_scrolled`]). What stands there already and says
//! something else keeps its [`Room`] until then ([`keep_rooms`]).
//!
//! `live` is the page of a browser, and `holding` the rooms on it; on the server nobody reads, and `still` does nothing.

#[cfg(feature = "hydrate")]
mod holding;
#[cfg(feature = "hydrate")]
mod live;
mod room;
#[cfg(not(feature = "hydrate"))]
mod still;

#[cfg(feature = "hydrate")]
pub use crate::browser::anchor::hold_anew;
#[cfg(feature = "hydrate")]
use holding::{give_back, has_more};
#[cfg(feature = "hydrate")]
pub use holding::{give_rooms_back, keep_rooms};
#[cfg(feature = "hydrate")]
pub use live::{hold_page, on_scrolled, would_move};
pub use room::Room;
#[cfg(not(feature = "hydrate"))]
use still::{give_back, has_more};
#[cfg(not(feature = "hydrate"))]
pub use still::{give_rooms_back, hold_page, keep_rooms, on_scrolled, would_move};

/// What stands in one place may be off by a part of a pixel.
#[cfg(any(feature = "hydrate", test))]
const SLACK: f64 = 1.0;

/// Whether something that is read would move if something higher than nothing came to stand at a place in the window: by how
/// far below the upper edge each begins, in pixels, and how high the window is.
#[cfg(any(feature = "hydrate", test))]
fn is_moved(place: f64, read: impl IntoIterator<Item = f64>, height: f64) -> bool {
    let is_within = (0.0..height).contains(&place);
    is_within && read.into_iter().any(|begins| begins >= place - SLACK && begins < height)
}

#[cfg(test)]
mod tests {
    use super::is_moved;

    const HEIGHT: f64 = 800.0;

    #[test]
    fn what_comes_within_the_window_moves_what_begins_below_it_there() {
        assert!(is_moved(200.0, [300.0], HEIGHT));
        assert!(is_moved(200.0, [199.5], HEIGHT), "it takes its very place");
        assert!(!is_moved(200.0, [100.0], HEIGHT), "it is above");
        assert!(!is_moved(200.0, [800.0], HEIGHT), "nobody sees it");
        assert!(!is_moved(200.0, [], HEIGHT), "nothing is there to be read");
    }

    #[test]
    fn what_comes_above_the_window_or_below_it_moves_nothing() {
        assert!(!is_moved(-1.0, [300.0], HEIGHT), "what is seen is held");
        assert!(!is_moved(800.0, [300.0, 900.0], HEIGHT));
    }
}
