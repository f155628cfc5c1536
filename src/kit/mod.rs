//! The component kit: what every screen is drawn with, one component a file, none of which knows what
//! a message or an account is.
//!
//! Components take plain values and signals and call back; they use the tokens of `style/tokens.css` by
//! utility class and name no colour. `/dev/gallery` shows each in each state.
//!
//! Invariant: what the server draws and what the browser first draws are the same. Whatever depends on
//! the clock or on the device comes in an effect, after hydration.

mod arrived;
mod as_of;
mod avatar;
mod awaited;
mod back;
mod badge;
mod button;
mod chunk;
mod clock;
mod connection;
mod copy_button;
mod cover;
mod dialog;
mod dom;
mod empty;
mod failure;
mod feed;
mod field;
pub mod gallery;
mod icon;
mod icon_button;
mod infinite_list;
mod key_row;
mod keys;
mod lasting;
mod leisure;
mod logo;
mod menu;
mod more_acts;
mod notice;
mod offer;
mod page_link;
mod paging;
mod panel;
mod prose;
mod sheet;
mod skeleton;
mod steady;
mod succession;
mod switch;
mod tabs;
mod telling;
mod text_area;
mod time_ago;
mod toast;
mod tooltip;
mod verbatim;
mod virtual_list;
mod wide;
mod zone;

#[cfg(test)]
mod contrast;

pub use arrived::{Arrived, is_reading};
pub use as_of::AsOf;
pub use avatar::{Avatar, Size};
pub use awaited::{awaited, on_its_way};
#[cfg(feature = "hydrate")]
pub use back::leave_entry;
pub use back::{
    Returning, follow_address, forget_history, forget_parts, keep, keep_history, keep_page_scroll, keep_scroll, kept,
    put_back, returns_focus,
};
pub use badge::{Badge, Dot};
pub use button::{Button, Kind, LinkButton};
pub use chunk::{Chunk, Draw, Gone, at_once};
pub use clock::{Clock, provide_clock};
pub use connection::{Connection, ConnectionNotice, ConnectionStatus, Fact};
pub use copy_button::{CopyButton, copy_words};
pub use cover::Cover;
pub use dialog::Dialog;
pub use dom::{focus_on, is_focused, land, rows_of_window, write_on};
pub use empty::EmptyState;
pub use failure::{ErrorState, Reachable, when_reachable};
pub use feed::Feed;
pub use field::Field;
pub use icon::{Icon, Symbol};
pub use icon_button::IconButton;
pub use infinite_list::{Further, InfiniteList, WAY_ON};
pub use key_row::KeyRow;
#[cfg(any(feature = "hydrate", test))]
pub use key_row::THEN;
pub use keys::on_key;
pub use lasting::{lasting, lasting_each};
pub use leisure::{Leisure, use_leisure};
pub use logo::Logo;
pub use menu::{Choice, Menu};
pub use more_acts::MoreActs;
pub use notice::{NOTICE_ACT, Notice};
pub use offer::Offer;
pub use page_link::PageLink;
pub use paging::Paging;
pub use panel::Panel;
pub use prose::Prose;
pub use sheet::Sheet;
pub use skeleton::{Skeleton, SkeletonRows};
#[cfg(feature = "hydrate")]
pub use steady::hold_anew;
pub use steady::{Room, give_rooms_back, hold_page, keep_rooms, on_scrolled, would_move};
pub use succession::succession;
pub use switch::Switch;
pub use tabs::Tabs;
pub use telling::{NoticesAbove, NoticesWithin, provide_notices};
pub use text_area::{Shape, TextArea};
pub use time_ago::TimeAgo;
pub use toast::{ToastRegion, Toasts, provide_toasts, use_toasts};
pub use tooltip::Tooltip;
pub use verbatim::Verbatim;
pub use virtual_list::{Item, Left, Scroll, VirtualList};
pub use wide::use_wide;
pub use zone::{Zone, use_zone};
