//! Where what is published stands.

use std::fmt::Write;

use uuid::Uuid;

use super::{Entry, Post};
use crate::shared::{id::PostId, text::folded};

/// Letters of a title in an address at most; it ends with a whole word.
const LONGEST: usize = 80;

/// The words of a title as an address has them: small letters and digits with `-` between words. Nothing where the title
/// has none of these.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for word in folded(title).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters = slug.chars().count() + word.chars().count();
        if letters >= LONGEST && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    slug
}

/// The address of a thread whose post has this title, or none.
#[must_use]
pub fn thread_address(post: PostId, title: Option<&str>) -> String {
    match title.map(slug).filter(|slug| !slug.is_empty()) {
        Some(slug) => format!("/p/{post}/{}", escaped(&slug)),
        None => format!("/p/{post}"),
    }
}

/// The address of the very place of an entry in the thread of a post that has this title, or none. The server is told of the
/// place, too, so that the page has it for who has no JavaScript, however far down it stands.
#[must_use]
pub fn place_address(post: PostId, title: Option<&str>, entry: Entry) -> String {
    let thread = thread_address(post, title);
    if entry == Entry::Post(post) { thread } else { format!("{thread}?at={0}#{0}", entry.anchor()) }
}

/// The address of what is published with a tag: the same on the server and in a browser.
#[must_use]
pub fn tag_address(tag: &str) -> String {
    format!("/tags/{}", escaped(tag))
}

/// Words of an address as a header can carry them: of other scripts each byte by its number.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for byte in words.bytes() {
        if byte.is_ascii() {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

impl Post {
    /// The address of its thread.
    #[must_use]
    pub fn address(&self) -> String {
        thread_address(self.id, self.title.as_deref())
    }
}

impl Entry {
    /// The name of its place on the page of its thread, as `answer-0199…`.
    #[must_use]
    pub fn anchor(self) -> String {
        format!("{}-{}", self.kind(), self.id())
    }

    /// The entry that has its place there.
    #[must_use]
    pub fn of_anchor(anchor: &str) -> Option<Self> {
        let (kind, id) = anchor.split_once('-')?;
        let id: Uuid = id.parse().ok()?;
        match kind {
            "post" => Some(Self::Post(id.into())),
            "answer" => Some(Self::Answer(id.into())),
            "comment" => Some(Self::Comment(id.into())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_words_of_the_title_in_small_letters_without_accents() {
        for (title, expected) in [
            ("How do I join a tertulia?", "how-do-i-join-a-tertulia"),
            ("  ¿Qué es «Rust»? (2026)", "que-es-rust-2026"),
            ("हिन्दी 安", "हिन-दी-安"),
            ("???", ""),
        ] {
            assert_eq!(slug(title), expected);
        }
        let id = PostId(Uuid::from_u128(1));
        assert_eq!(thread_address(id, Some("???")), format!("/p/{id}"));
        assert_eq!(thread_address(id, None), format!("/p/{id}"));
        assert_eq!(thread_address(id, Some("Öl 安")), format!("/p/{id}/ol-%E5%AE%89"));
    }

    #[test]
    fn an_entry_is_found_by_its_place() {
        let entry = Entry::Answer(Uuid::from_u128(7).into());
        assert_eq!(Entry::of_anchor(&entry.anchor()), Some(entry));
        for anchor in ["", "answer", "answer-7", "person-00000000-0000-0000-0000-000000000007"] {
            assert_eq!(Entry::of_anchor(anchor), None, "{anchor}");
        }
    }

    #[test]
    fn what_stands_below_a_post_is_found_by_the_address_of_its_thread_and_its_place() {
        let (id, answer) = (PostId(Uuid::from_u128(1)), Entry::Answer(Uuid::from_u128(7).into()));
        assert_eq!(place_address(id, Some("Tea?"), Entry::Post(id)), format!("/p/{id}/tea"));
        assert_eq!(place_address(id, Some("Tea?"), answer), format!("/p/{id}/tea?at={0}#{0}", answer.anchor()));
        assert_eq!(place_address(id, None, answer), format!("/p/{id}?at={0}#{0}", answer.anchor()));
    }

    #[test]
    fn a_long_title_ends_with_a_whole_word() {
        let slug = slug(&"lantern ".repeat(30));
        assert!(slug.chars().count() <= LONGEST && slug.ends_with("lantern"), "{slug}");
        assert_eq!(super::slug(&"x".repeat(300)).len(), LONGEST);
    }
}
