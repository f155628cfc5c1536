//! The words alone, for where one line has room.

use super::{Block, Inline, parse};

/// What the text says, in one line and without signs.
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
            Block::List { items, .. } => items.iter().for_each(|blocks| add_blocks(blocks, words)),
        }
        words.push(' ');
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
        }
    }
}
