//! Emoji and what they are called: a table that browsers fetch when somebody looks for one, and keep with the application
//! (`public/emoji.json`). The program itself carries none of it, as it weighs more than a page does.

use serde::Deserialize;

/// An emoji and its names. In the table it is a list of these three.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Emoji {
    /// The emoji itself.
    pub sign: String,
    /// What it shows, in words.
    pub name: String,
    /// What is typed for it between colons: none, one, or some with spaces between them.
    codes: String,
}

/// Emoji that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EmojiGroup {
    /// What they are called together.
    pub name: String,
    /// Never none.
    pub emoji: Vec<Emoji>,
}

/// All emoji, in the order in which people expect them; of those in several tones of skin the one without.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EmojiTable {
    /// By what they show.
    pub groups: Vec<EmojiGroup>,
}

/// How well an emoji answers what is looked for; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Code,
    BeginningOfCode,
    BeginningOfWord,
    Inside,
}

impl Emoji {
    /// What is typed for it; the words of its name where nothing is agreed on.
    #[must_use]
    pub fn code(&self) -> String {
        self.codes().next().map_or_else(|| self.name.to_lowercase().replace(' ', "_"), str::to_owned)
    }

    fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.split_whitespace()
    }

    fn answer(&self, words: &str) -> Option<Match> {
        let name = self.name.to_lowercase();
        let begins_word =
            |name: &str| name.match_indices(words).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric));
        if self.codes().any(|code| code == words) {
            Some(Match::Code)
        } else if self.codes().any(|code| code.starts_with(words)) {
            Some(Match::BeginningOfCode)
        } else if begins_word(&name) || begins_word(&self.codes) {
            Some(Match::BeginningOfWord)
        } else if name.contains(words) {
            Some(Match::Inside)
        } else {
            None
        }
    }
}

impl EmojiTable {
    /// The emoji for which this is typed between colons.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<&Emoji> {
        self.all().find(|emoji| emoji.codes().any(|other| other == code))
    }

    /// The emoji that is this one.
    #[must_use]
    pub fn of_sign(&self, sign: &str) -> Option<&Emoji> {
        self.all().find(|emoji| emoji.sign == sign)
    }

    /// Those whose names hold the words, the best answers first; at most so many.
    #[must_use]
    pub fn find(&self, words: &str, most: usize) -> Vec<Emoji> {
        self.best(words, most, Match::Inside)
    }

    /// Those for whose name somebody types this, the best answers first; at most so many.
    #[must_use]
    pub fn complete(&self, code: &str, most: usize) -> Vec<Emoji> {
        self.best(code, most, Match::BeginningOfWord)
    }

    fn best(&self, words: &str, most: usize, least: Match) -> Vec<Emoji> {
        let words = words.trim().to_lowercase();
        if words.is_empty() {
            return Vec::new();
        }
        let answers = |emoji: &Emoji| emoji.answer(&words).filter(|answer| *answer <= least);
        let mut found: Vec<_> = self.all().filter_map(|emoji| Some((answers(emoji)?, emoji))).collect();
        found.sort_by_key(|(answer, _)| *answer);
        found.into_iter().take(most).map(|(_, emoji)| emoji.clone()).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Emoji> {
        self.groups.iter().flat_map(|group| &group.emoji)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The one that browsers fetch.
    fn table() -> EmojiTable {
        serde_json::from_str(include_str!("../../../../public/emoji.json")).expect("the table is JSON")
    }

    fn signs(emoji: &[Emoji]) -> Vec<&str> {
        emoji.iter().map(|emoji| &*emoji.sign).collect()
    }

    #[test]
    fn the_best_answers_come_first() {
        let table = table();
        assert_eq!(signs(&table.complete("tea", 2)), ["🍵", "🧑\u{200d}🏫"], "a code, then the beginning of one");
        assert_eq!(table.complete("smile", 8)[0].sign, "😄");
        assert_eq!(table.find("Red Heart", 1)[0].sign, "\u{2764}\u{fe0f}");
        assert_eq!(table.find("spain", 1)[0].sign, "🇪🇸");
        assert_eq!(table.complete("s", 8).len(), 8);
        assert!(table.find("no emoji has such a name", 8).is_empty() && table.find(" ", 8).is_empty());
        assert!(table.complete("rinning", 8).is_empty() && !table.find("rinning", 8).is_empty());
    }

    #[test]
    fn a_code_has_its_emoji_and_each_emoji_something_to_type() {
        let table = table();
        assert_eq!(table.of_code("+1").map(|emoji| &*emoji.sign), Some("👍"));
        assert_eq!(table.of_code("smil"), None);
        assert_eq!(table.of_sign("🫖").map(|emoji| &*emoji.name), Some("teapot"));
        assert!(table.all().all(|emoji| !emoji.code().contains(char::is_whitespace)));
    }

    /// What the server takes for a reaction is what the table offers.
    #[cfg(feature = "ssr")]
    #[test]
    fn the_table_is_what_the_server_knows() {
        let known = emojis::iter().filter(|emoji| emoji.emoji_version().major() <= 16);
        let known: Vec<_> = known
            .map(|emoji| (emoji.as_str(), emoji.name(), emoji.shortcodes().collect::<Vec<_>>().join(" ")))
            .collect();
        let table = table();
        let told: Vec<_> = table.all().map(|emoji| (&*emoji.sign, &*emoji.name, emoji.codes.clone())).collect();
        let other = known.iter().zip(&told).find(|(known, told)| known != told);
        assert_eq!(other, None, "the first that is another one");
        assert_eq!(known.len(), told.len());
        assert!(table.groups.iter().all(|group| !group.emoji.is_empty()));
    }
}
