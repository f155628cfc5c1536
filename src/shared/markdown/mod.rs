//! Markdown: what people write with a few signs, read into a small tree that either side draws.
//!
//! `blocks` reads lines, `inline` the words of a paragraph, `emphasis` pairs their signs, `address` says where a link may
//! lead, and `plain` leaves the signs away. The subset is one for conversations: a line that was typed is a line that is
//! shown, a face is no quote, headings are strong paragraphs, and there are no pictures, footnotes or addresses that stand
//! elsewhere than their words. It is written by hand because the browser reads it too, in a conversation without a
//! network: a library for all of markdown brings tables there, of the names of characters and of their foldings, that
//! weigh more than all of this.
//!
//! Invariant: HTML is text like any other. A tree has no other nodes than these and no other addresses than those that
//! `address` lets pass, it is never deep, no word that was typed is missing in it, and it takes time in proportion.

mod address;
mod blocks;
mod emphasis;
mod inline;
mod plain;

#[cfg(test)]
mod tests;

pub use plain::plain;

/// How far blocks stand inside one another, and signs around one another; what is deeper is read as words.
const DEEPEST: usize = 8;

/// What stands below the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Words, with the ends of lines as they were typed.
    Paragraph(Vec<Inline>),
    /// Lines of code, and what was said of the language they are in.
    Code {
        /// As it was typed behind the fence.
        language: Option<String>,
        /// Without a line end behind the last line.
        text: String,
    },
    /// What somebody else said.
    Quote(Vec<Self>),
    /// One point after another.
    List {
        /// The number of the first, where they are counted.
        start: Option<u16>,
        /// What each holds.
        items: Vec<Vec<Self>>,
    },
}

/// What stands beside the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words, never none.
    Text(String),
    /// Words of code.
    Code(String),
    /// Words that are stressed.
    Emphasis(Vec<Self>),
    /// Words that weigh more.
    Strong(Vec<Self>),
    /// Words that were taken back.
    Strike(Vec<Self>),
    /// Words that lead somewhere. No link stands in another.
    Link {
        /// An address that begins with `https://`, `http://` or `mailto:`.
        to: String,
        /// What is read.
        words: Vec<Self>,
    },
}

/// The text as it is drawn.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    blocks::read(&lines, 0)
}
