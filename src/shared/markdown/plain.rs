//! The words alone, for where one line has room.

use std::fmt::Write;

use super::{Block, Inline, parse};
use crate::shared::text::is_blank;

/// What the text says, in one line and without signs, but those that tell one point from the next.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    add_blocks(&parse(text), &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_blocks(blocks: &[Block], words: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => add_inlines(inlines, words),
            Block::Code { text, .. } => words.push_str(text),
            Block::Quote(blocks) => add_blocks(blocks, words),
            Block::List { start, items } => add_points(*start, items, words),
            Block::Table { head, rows, .. } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    add_inlines(cell, words);
                    words.push(' ');
                }
            }
            Block::Notes(notes) => notes.iter().for_each(|note| add_blocks(&note.blocks, words)),
            Block::Rule | Block::Cut => {}
        }
        words.push(' ');
    }
}

/// Each point behind its number, or behind a dot where they are not counted.
fn add_points(start: Option<u64>, items: &[Vec<Block>], words: &mut String) {
    for (number, blocks) in (start.unwrap_or_default()..).zip(items).filter(|(_, blocks)| shows(blocks)) {
        match start {
            Some(_) => _ = write!(words, "{number}. "),
            None => words.push_str("• "),
        }
        add_blocks(blocks, words);
    }
}

fn add_inlines(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link { words: inner, .. } => {
                add_inlines(inner, words);
            }
            Inline::Note(..) | Inline::Task(_) => {}
        }
    }
}

/// Whether there is something to read.
pub(super) fn shows(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(words) => shows_words(words),
        Block::Code { language, text, .. } => language.is_some() || !is_blank(text),
        Block::Quote(blocks) => shows(blocks),
        Block::List { items, .. } => items.iter().any(|blocks| shows(blocks)),
        Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).any(|cell| shows_words(cell)),
        Block::Notes(notes) => notes.iter().any(|note| shows(&note.blocks)),
        Block::Rule | Block::Cut => false,
    })
}

/// Whether one of the words can be seen.
pub(super) fn shows_words(words: &[Inline]) -> bool {
    words.iter().any(|word| match word {
        Inline::Text(text) | Inline::Code(text) => !is_blank(text),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link { words: inner, .. } => {
            shows_words(inner)
        }
        Inline::Note(..) => true,
        Inline::Task(_) => false,
    })
}
