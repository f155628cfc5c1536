//! Where a page of a list ended: the list, and the number of the last one in it.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{
    features::follows::model::Side,
    shared::{Error, Result, id::AccountId},
};

/// Names the place behind a number of this list.
pub(super) fn write(side: Side, of: AccountId, number: i64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{}:{of}:{number}", side.as_str()))
}

/// The number behind which a page begins.
///
/// # Errors
/// `cursor`: `unreadable` for what is none, or is one of another list.
pub(super) fn read(side: Side, of: AccountId, cursor: &str) -> Result<i64> {
    let read = || {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        text.strip_prefix(&format!("{}:{of}:", side.as_str()))?.parse().ok()
    };
    read().ok_or_else(|| Error::invalid("cursor", "unreadable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_for_its_list_alone() {
        let (ann, bob) = (AccountId::new(), AccountId::new());
        let cursor = write(Side::Followers, ann, 7);
        assert_eq!(read(Side::Followers, ann, &cursor), Ok(7));
        let unreadable = Err(Error::invalid("cursor", "unreadable"));
        assert_eq!(read(Side::Following, ann, &cursor), unreadable);
        assert_eq!(read(Side::Followers, bob, &cursor), unreadable);
        for wrong in ["", "!", "7", &BASE64_URL_SAFE_NO_PAD.encode(format!("followers:{ann}:x"))] {
            assert_eq!(read(Side::Followers, ann, wrong), unreadable, "{wrong}");
        }
    }
}
