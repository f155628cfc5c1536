//! Markdown: what people write with a few signs, read into a small tree that either side draws.
//!
//! `lines` says in CommonMark what a line of a conversation means otherwise than there, `reader` folds what
//! `pulldown-cmark` makes of it into the tree by way of a `page`, `tables` and `notes` are more than a line, `bound` ends a
//! tree that would be too large, `address` says where a link may lead, `link` finds the first, `named` the people and tags
//! in words, `code` what the words of a listing are, and `plain` leaves the signs away.
//!
//! `pulldown-cmark`, because it reads CommonMark as everybody else does, is well kept, gives events instead of HTML, and takes
//! time in proportion; the price is what it weighs in the browser, most of it tables of the names of characters and of
//! their foldings. It makes no links of bare addresses. Where a link may lead is for `address` to say in any case, so that
//! it says too where an address ends, which is less than what another library would have to be kept from.
//!
//! A listing gets its colours from a small reader of words (`code`) that both sides compile, in about 4 KiB of the browser's.
//! The libraries that read grammars were weighed: `syntect` brings half a megabyte of them and an engine for expressions,
//! those around tree-sitter are C and a megabyte for each language, and both are too much for a browser. On the server
//! alone they would colour what a page brings, but neither the preview nor what arrives while one reads or is offline, and
//! what they found would have to travel beside each text. So a listing is coloured less finely, but everywhere, at once and
//! alike. Nothing is kept of a text that was read: that takes tens of microseconds for a usual one, less than drawing it.
//!
//! Conversations have the same signs (MSG-7). Mathematics stays the code that it was typed in, and loses no sign.
//!
//! Invariant: HTML is text like any other. A tree has no other nodes than these and no other addresses than those that
//! `address` lets pass, it is never deep nor large, and no word that was typed is missing in it, but the titles of links, the
//! names of notes and what a `Cut` stands for.

mod address;
mod bound;
mod code;
mod lines;
mod link;
mod named;
mod notes;
mod page;
mod plain;
mod reader;
mod tables;

#[cfg(test)]
mod tests;

pub use code::{Sense, Stretch};
pub use link::first_link;
pub use named::{Piece, pieces};
pub use plain::plain;

use crate::shared::text::is_blank;

/// How many characters are read: as many as a post has at most, whatever bytes they are of. What takes time in them are
/// signs, of one byte each: reading 100,000 of those takes some 15 ms.
const LONGEST: usize = 100_000;

/// How many blocks and stretches of words are drawn: more than the longest message can have of them.
const LARGEST: usize = 20_000;

/// How many bytes of code in one text get colours: some six hundred lines.
const COLOURED: usize = 20_000;

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
        /// What its words are, one stretch behind another to the end; none where nothing is known of the language.
        stretches: Vec<Stretch>,
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
    /// Cells in rows. Each row has as many as the head.
    Table {
        /// Towards which side the cells of each column stand.
        sides: Vec<Side>,
        /// What the columns are called.
        head: Vec<Cell>,
        /// From the top.
        rows: Vec<Vec<Cell>>,
    },
    /// What is said beside the text: the first is note 1. Behind everything else but a cut.
    Notes(Vec<Note>),
    /// A line across.
    Rule,
    /// What follows is too long to be read; the last of all.
    Cut,
}

/// The words of a cell.
pub type Cell = Vec<Inline>;

/// Where the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Where a line begins.
    Start,
    /// Between both.
    Middle,
    /// Where a line ends.
    End,
}

/// What is said beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub blocks: Vec<Block>,
    /// Whether the text names it somewhere.
    pub is_named: bool,
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
    /// The number of a note that belongs here, and whether it is the first place that names it.
    Note(usize, bool),
    /// Something to do, and whether it is done.
    Task(bool),
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
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    let (text, rest) = text.split_at(end);
    let (mut blocks, is_whole) = reader::read(&lines::prepared(text));
    if !plain::shows(&blocks) && !is_blank(text) {
        blocks = vec![Block::Paragraph(vec![Inline::Text(text.trim().to_owned())])];
    }
    let fits = bound::keep(&mut blocks, LARGEST);
    if !fits || !is_whole || !rest.is_empty() {
        blocks.push(Block::Cut);
    }
    blocks
}
