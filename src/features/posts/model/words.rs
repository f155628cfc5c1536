//! The rules of all texts that are published.

use crate::shared::{Error, Result, text::is_blank};

/// Characters that a title may have at most.
pub const MAX_TITLE: usize = 300;

/// Characters that the body of a post or of an answer may have at most: a long article with its listings.
pub const MAX_BODY: usize = 100_000;

/// Characters that a comment may have at most: some paragraphs, and whole in every event and list; who has more to say
/// answers, or writes a post.
pub const MAX_COMMENT: usize = 5_000;

/// A body as it is stored.
///
/// # Errors
/// `body`: `required` where nothing of it can be seen, `too_long` past so many characters, `characters` for a NUL.
pub(super) fn check_body(body: &str, most: usize) -> Result<()> {
    match fault(body, most) {
        Some(rule) => Err(Error::invalid("body", rule)),
        None => Ok(()),
    }
}

/// A title as it is stored: on one line, without space around it; none where there is nothing but space and none is needed.
///
/// # Errors
/// `title`: `required` where one is needed and nothing of it can be seen, `too_long`, `characters` for a NUL.
pub(super) fn title_typed(typed: Option<&str>, is_needed: bool) -> Result<Option<String>> {
    let title = typed.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    match fault(&title, MAX_TITLE) {
        Some("required") if !is_needed => Ok(None),
        Some(rule) => Err(Error::invalid("title", rule)),
        None => Ok(Some(title)),
    }
}

fn fault(text: &str, most: usize) -> Option<&'static str> {
    if is_blank(text) {
        Some("required")
    } else if text.chars().count() > most {
        Some("too_long")
    } else if text.contains('\0') {
        Some("characters")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::markdown::{Block, parse};

    #[test]
    fn the_longest_body_is_drawn_whole_however_wide_its_letters_are() {
        for letter in ["a", "ä", "字", "\u{1f469}"] {
            assert_ne!(parse(&letter.repeat(MAX_BODY)).last(), Some(&Block::Cut), "{letter}");
        }
    }
}
