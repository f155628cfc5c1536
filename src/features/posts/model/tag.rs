//! By what posts are found.

use serde::{Deserialize, Serialize};

use crate::{
    realtime::topic::MAX_TAG_BYTES,
    shared::{
        Error, Result,
        script::stacks,
        text::{composed, is_blank},
    },
};

/// Tags that a post may have at most.
pub const MAX_TAGS: usize = 5;

/// Characters that a tag may have at most; in some scripts it has fewer, as a topic has room for 63 bytes of it.
pub const MAX_TAG: usize = 35;

/// A tag that some post has or had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Tag {
    /// As it is written in addresses and topics: letters, digits and `-`, in small letters.
    pub name: String,
    /// How many posts have it.
    pub posts: i64,
}

/// A tag as it is stored: in small letters, composed, without a `#` before it, and `-` for space and `_`.
///
/// # Errors
/// `tags`: `shape` where something else than letters, digits and `-` is in it or nothing is left, `too_long`.
pub fn tag_typed(typed: &str) -> Result<String> {
    let bare = typed.trim().trim_start_matches('#').to_lowercase();
    let words: Vec<_> = bare.split(|c: char| c.is_whitespace() || c == '_').filter(|word| !word.is_empty()).collect();
    let name = composed(&words.join("-"));
    let fits = |c: char| c.is_alphanumeric() || c == '-' || stacks(c);
    if !name.starts_with(char::is_alphanumeric) || !name.chars().all(fits) || is_blank(&name) {
        return Err(Error::invalid("tags", "shape"));
    }
    if name.chars().count() > MAX_TAG || name.len() > MAX_TAG_BYTES {
        Err(Error::invalid("tags", "too_long"))
    } else {
        Ok(name)
    }
}

/// Tags as they are stored: each once, in the order in which they were given.
///
/// # Errors
/// `tags`: `too_many` for more than [`MAX_TAGS`], and as [`tag_typed`].
pub fn tags_typed<T: AsRef<str>>(typed: &[T]) -> Result<Vec<String>> {
    let mut tags = Vec::new();
    for typed in typed {
        let tag = tag_typed(typed.as_ref())?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        if tags.len() > MAX_TAGS {
            return Err(Error::invalid("tags", "too_many"));
        }
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_written_in_one_way_only() {
        for (typed, stored) in [
            ("#Rust", "rust"),
            (" feature  request ", "feature-request"),
            ("status_completed", "status-completed"),
            ("Ubersetzung", "ubersetzung"),
            ("U\u{308}bung", "übung"),
            ("हिन्दी", "हिन्दी"),
            ("42", "42"),
        ] {
            assert_eq!(tag_typed(typed).as_deref(), Ok(stored), "{typed}");
            assert_eq!(tag_typed(stored).as_deref(), Ok(stored), "twice is once");
        }
        for typed in ["", "#", "-", "-a", "a/b", "a:b", "a,b", "a\0b", "\u{301}", "c#", "a\u{202e}b"] {
            assert_eq!(tag_typed(typed), Err(Error::invalid("tags", "shape")), "{typed:?}");
        }
        assert!(tag_typed(&"x".repeat(MAX_TAG)).is_ok());
        assert_eq!(tag_typed(&"x".repeat(MAX_TAG + 1)), Err(Error::invalid("tags", "too_long")));
    }

    #[test]
    fn the_same_tag_in_two_spellings_is_one() {
        assert_eq!(tags_typed(&["Rust", "#rust", "wasm"]), Ok(vec!["rust".to_owned(), "wasm".to_owned()]));
        assert_eq!(tags_typed(&["a", "b", "c", "d", "e", "E"]).map(|tags| tags.len()), Ok(5));
        assert_eq!(tags_typed(&["a", "b", "c", "d", "e", "f"]), Err(Error::invalid("tags", "too_many")));
    }
}
