//! Markdown: what people write with a few signs, read into a small tree that either side draws.
//!
//! `lines` says in CommonMark what a line of a conversation means otherwise than there, `reader` folds what
//! `pulldown-cmark` makes of it into the tree, `address` says where a link may lead, `link` finds the first, `named`
//! the people and tags in words, and `plain` leaves the signs away.
//! That library, because it reads CommonMark as everybody else does, is well kept, gives events instead of HTML, and takes
//! time in proportion; the price is what it weighs in the browser, most of it tables of the names of characters and of
//! their foldings. It makes no links of bare addresses. Where a link may lead is for `address` to say in any case, so that
//! it says too where an address ends, which is less than what another library would have to be kept from.
//!
//! Invariant: HTML is text like any other. A tree has no other nodes than these and no other addresses than those that
//! `address` lets pass, it is never deep, and no word that was typed is missing in it, but the titles of links and what
//! stands behind `LONGEST`.

mod address;
mod lines;
mod link;
mod named;
mod plain;
mod reader;

#[cfg(test)]
mod tests;

pub use link::first_link;
pub use named::{Piece, pieces};
pub use plain::plain;

use crate::shared::text::is_blank;

/// How many bytes are read: those of 10,000 characters of four bytes, the most that a message has.
const LONGEST: usize = 40_000;

/// How far blocks stand inside one another, and signs around one another; what is deeper stands at the deepest.
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
        start: Option<u64>,
        /// What each holds.
        items: Vec<Vec<Self>>,
    },
    /// A line across.
    Rule,
    /// What follows is too long to be read; the last of all.
    Cut,
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

/// Whether what is typed behind a text is code: behind an open fence, or an open sign of code in the same line.
#[must_use]
pub fn is_code(before: &str) -> bool {
    let fences = before.lines().filter(|line| line.trim_start().starts_with("```")).count();
    let line = before.rsplit('\n').next().unwrap_or_default();
    fences % 2 == 1 || line.matches('`').count() % 2 == 1
}

/// The text as it is drawn. What would show nothing is drawn as it was typed.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let (text, rest) = text.split_at(text.floor_char_boundary(LONGEST));
    let mut blocks = reader::read(&lines::prepared(text));
    if !plain::shows(&blocks) && !is_blank(text) {
        blocks = vec![Block::Paragraph(vec![Inline::Text(text.trim().to_owned())])];
    }
    if !rest.is_empty() {
        blocks.push(Block::Cut);
    }
    blocks
}
