//! Where a page of notifications ended: among those that are unread or the others, and at which place.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{
    features::notifications::model::Notification,
    shared::{Error, Result},
};

/// A place in the list, behind which a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Whether it is among the unread ones, which come first.
    pub is_unread: bool,
    /// The `number` of what stands there.
    pub number: i64,
}

/// Before all of them.
pub(super) const BEGINNING: Place = Place { is_unread: true, number: i64::MAX };

/// Names the place of a notification.
pub(super) fn write(notification: &Notification) -> String {
    let part = if notification.is_read() { "read" } else { "unread" };
    BASE64_URL_SAFE_NO_PAD.encode(format!("{part}:{}", notification.number))
}

/// The place behind which a page begins.
///
/// # Errors
/// `cursor`: `unreadable`.
pub(super) fn read(cursor: &str) -> Result<Place> {
    let read = || {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (part, number) = text.split_once(':')?;
        let is_unread = part == "unread";
        (is_unread || part == "read").then_some(Place { is_unread, number: number.parse().ok()? })
    };
    read().ok_or_else(|| Error::invalid("cursor", "unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_names_a_part_and_a_place_and_nothing_else_is_one() {
        for (text, is_unread) in [("unread:7", true), ("read:7", false)] {
            assert_eq!(read(&BASE64_URL_SAFE_NO_PAD.encode(text)), Ok(Place { is_unread, number: 7 }));
        }
        for wrong in ["", "!", "7", &BASE64_URL_SAFE_NO_PAD.encode("seen:7"), &BASE64_URL_SAFE_NO_PAD.encode("read:x")]
        {
            assert_eq!(read(wrong), Err(Error::invalid("cursor", "unreadable")), "{wrong}");
        }
    }
}
