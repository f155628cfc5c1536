//! People and tags that are named in words: `@ann`, `#poetry`.

/// Characters of a handle.
const HANDLE: std::ops::RangeInclusive<usize> = 3..=30;
/// Characters of a tag at most.
const TAG: usize = 35;

/// A piece of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Plain(&'a str),
    /// Somebody's handle, without its sign.
    Mention(&'a str),
    /// A tag, without its sign.
    Tag(&'a str),
}

/// Words in their pieces: all of them together are the words again, with a sign before each name. What stands inside a
/// word, as in an address, names nobody.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let mut before = None;
    for (at, sign) in text.char_indices() {
        let is_first =
            before.is_none_or(|before: char| !before.is_alphanumeric() && !matches!(before, '_' | '/' | '@' | '#'));
        before = Some(sign);
        if at < start || !is_first {
            continue;
        }
        let Some((piece, bytes)) = named(sign, &text[at + sign.len_utf8()..]) else { continue };
        if start < at {
            pieces.push(Piece::Plain(&text[start..at]));
        }
        pieces.push(piece);
        start = at + 1 + bytes;
    }
    if start < text.len() {
        pieces.push(Piece::Plain(&text[start..]));
    }
    pieces
}

/// What is named behind a sign, and its bytes.
fn named(sign: char, rest: &str) -> Option<(Piece<'_>, usize)> {
    let is_in: fn(char) -> bool = match sign {
        '@' => |c| c.is_ascii_alphanumeric() || c == '_',
        '#' => |c| c.is_alphanumeric() || c == '-',
        _ => return None,
    };
    let end = rest.find(|c| !is_in(c)).unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches('-');
    let letters = name.chars().count();
    if sign == '@' {
        return HANDLE.contains(&letters).then_some((Piece::Mention(name), name.len()));
    }
    let is_tag = (1..=TAG).contains(&letters) && name.chars().any(char::is_alphabetic) && !name.starts_with('-');
    is_tag.then_some((Piece::Tag(name), name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_tags_are_found_where_they_are_named_and_the_rest_stays_as_it_is() {
        use Piece::{Mention, Plain, Tag};
        for (text, found) in [
            ("Ask @ann, please", vec![Plain("Ask "), Mention("ann"), Plain(", please")]),
            ("#rust and #été-2026.", vec![Tag("rust"), Plain(" and "), Tag("été-2026"), Plain(".")]),
            ("(@bob)", vec![Plain("("), Mention("bob"), Plain(")")]),
            ("@ann@bob", vec![Mention("ann"), Plain("@bob")]),
        ] {
            assert_eq!(pieces(text), found, "{text}");
        }
        for text in ["ann@example.org", "@an", "#1", "# heading", "https://a.example/#part", "##", "a#b", "@"] {
            assert_eq!(pieces(text), [Plain(text)], "{text}");
        }
        assert_eq!(pieces(""), []);
    }
}
