//! What messages are looked for by, and what is shown of those that were found.
//!
//! The rule is the same in the database (`searched`): words in small letters and without accents; several terms that all
//! have to be there, each one or more words that follow one another.

mod letters;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::letters::{Word, words_of};
use crate::{
    features::accounts::model::Account,
    shared::{
        id::{ConversationId, MessageId},
        markdown::plain,
        time::Time,
    },
};

/// Characters that may be looked for at once.
pub const MAX_SOUGHT: usize = 200;
/// Letters that a word has at least, to be looked for as the beginning of others.
const BEGINNING: usize = 2;
/// Characters that are shown of a message.
const SHOWN: usize = 160;
/// Those of them before the first word that was looked for.
const BEFORE: usize = 40;

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Found {
    /// Which message.
    pub id: MessageId,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// What that is called: the name of the group, or of the other person; of a thread, what its message says.
    pub title: String,
    /// Beside which conversation it was said, where that is the thread of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_of: Option<ConversationId>,
    /// Its number in the conversation.
    pub seq: i64,
    /// When it was said.
    pub at: Time,
    /// Who said it.
    pub author: Account,
    /// Some of its words without the signs of markdown, those that were looked for among them.
    pub excerpt: Vec<Piece>,
}

/// A piece of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Piece {
    /// As it was written; plain text.
    pub text: String,
    /// Whether it was looked for.
    pub marked: bool,
}

/// What was typed, as it is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The words of each.
    terms: Vec<Vec<String>>,
    /// Whether the last word is the beginning of others: it may not be typed to its end.
    open: bool,
}

impl Terms {
    /// What stands between two quotation marks is one term, and so is every word outside of them. No sign is ever wrong:
    /// one that means nothing is no part of a word.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
        let parts: Vec<_> = typed.split(is_mark).collect();
        // Between the first and the second mark, the third and the fourth; the last one may have no other.
        let is_quoted = |at: usize| at % 2 == 1 && at + 1 < parts.len();
        let mut found = Self::default();
        for (at, part) in parts.iter().copied().enumerate() {
            let terms: Vec<&str> = if is_quoted(at) { vec![part] } else { part.split_whitespace().collect() };
            for term in terms {
                let words: Vec<_> = words_of(term).into_iter().map(|word| word.text).collect();
                if let Some(last) = words.last() {
                    found.open = !is_quoted(at) && last.chars().count() >= BEGINNING;
                    found.terms.push(words);
                }
            }
        }
        found
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Each term, its words one after the other.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        self.terms.iter().map(|words| words.join(" ")).collect()
    }

    /// Whether the last word is the beginning of others.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether all of it stands in a text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        let words = words_of(text);
        !self.is_empty() && (0..self.terms.len()).all(|term| self.find(term, &words).next().is_some())
    }

    /// What is shown of a message that was found, as its author wrote it.
    #[must_use]
    pub fn excerpt(&self, body: &str) -> Vec<Piece> {
        let text = plain(body);
        let marks = self.marks(&text);
        let start = marks.first().map_or(0, |first| word_before(&text, first.start));
        let end = text[start..].char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| start + at);
        let mut pieces = Vec::new();
        let mut add = |text: &str, marked| {
            if !text.is_empty() {
                pieces.push(Piece { text: text.to_owned(), marked });
            }
        };
        add(if start > 0 { "…" } else { "" }, false);
        let mut at = start;
        for mark in marks.into_iter().filter(|mark| mark.end <= end) {
            add(&text[at..mark.start], false);
            add(&text[mark.clone()], true);
            at = mark.end;
        }
        add(&text[at..end], false);
        add(if end < text.len() { "…" } else { "" }, false);
        pieces
    }

    /// Where the terms stand in a text, from its beginning on, none over another.
    fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let words = words_of(text);
        let mut marks: Vec<_> = (0..self.terms.len()).flat_map(|term| self.find(term, &words)).collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(marks.len());
        for mark in marks {
            match apart.last_mut().filter(|last| mark.start < last.end) {
                Some(last) => last.end = last.end.max(mark.end),
                None => apart.push(mark),
            }
        }
        apart
    }

    /// Each place where a term stands among the words.
    fn find<'a>(&'a self, term: usize, words: &'a [Word]) -> impl Iterator<Item = Range<usize>> + 'a {
        let sought = &self.terms[term];
        let last = sought.len() - 1;
        let open = self.open && term + 1 == self.terms.len();
        let is_it = move |(at, (word, sought)): (usize, (&Word, &String))| {
            word.text == *sought || open && at == last && word.text.starts_with(sought.as_str())
        };
        let places = words.windows(sought.len()).filter(move |place| place.iter().zip(sought).enumerate().all(is_it));
        places.filter_map(|place| Some(place.first()?.at.start..place.last()?.at.end))
    }
}

/// Where an excerpt begins whose first mark begins here: with a word.
fn word_before(text: &str, mark: usize) -> usize {
    match text[..mark].char_indices().rev().nth(BEFORE) {
        Some((at, _)) => text[at..mark].find(' ').map_or(mark, |space| at + space + 1),
        None => 0,
    }
}

#[cfg(test)]
mod tests;
