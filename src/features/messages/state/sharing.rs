//! What another application shares with this one, on its way into a conversation.

use leptos_router::location::Url;

use crate::shared::{id::ConversationId, text::is_blank};

/// What brings it along in the address of a conversation.
pub const SHARED: &str = "shared";

/// A title, words and an address as one text, each on a line of its own and none twice; nothing where there is nothing.
#[must_use]
pub fn words(title: &str, text: &str, url: &str) -> Option<String> {
    let parts = [title, text, url].map(str::trim);
    // Many put the address, or the title, into the words as well.
    let is_said = |at: usize| {
        let is_in = |(other, longer): (usize, &&str)| {
            other != at && longer.contains(parts[at]) && (longer.len() > parts[at].len() || other < at)
        };
        parts.iter().enumerate().any(is_in)
    };
    let said = (0..parts.len()).filter(|at| !is_blank(parts[*at]) && !is_said(*at)).map(|at| parts[at]);
    let said: Vec<_> = said.collect();
    (!said.is_empty()).then(|| said.join("\n"))
}

/// Where a conversation opens with these words in its field, which may be none.
#[must_use]
pub fn address(id: ConversationId, words: &str) -> String {
    if words.is_empty() {
        return format!("/messages/{id}");
    }
    format!("/messages/{id}?{SHARED}={}", Url::escape(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::HERE;

    #[test]
    fn what_is_shared_is_one_text_in_which_nothing_stands_twice() {
        let page = "https://example.org/walks";
        for (title, text, url, shared) in [
            ("Walks", "Read this", page, Some("Walks\nRead this\nhttps://example.org/walks")),
            ("Walks", "Walks https://example.org/walks", page, Some("Walks https://example.org/walks")),
            (page, page, page, Some(page)),
            ("", " Read this\n", "", Some("Read this")),
            ("", " ", "", None),
        ] {
            assert_eq!(words(title, text, url).as_deref(), shared, "{title} {text} {url}");
        }
    }

    #[test]
    fn whatever_is_shared_stands_whole_in_the_address_of_the_conversation() {
        assert_eq!(address(HERE, ""), format!("/messages/{HERE}"));
        assert_eq!(address(HERE, "a b&c=\n#"), format!("/messages/{HERE}?shared=a%20b%26c%3D%0A%23"));
    }
}
