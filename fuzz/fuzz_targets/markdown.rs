//! Whatever is written becomes a small tree with nothing in it that could do harm.

#![no_main]

use fuzz::shared::markdown::{Block, Inline, Piece, first_link, parse, pieces, plain};
use libfuzzer_sys::fuzz_target;

/// Blocks and stretches of words that a tree has at most, and the cut.
const LARGEST: usize = 20_001;
/// How far they stand inside one another at most: blocks, signs around words, a heading around all and a link in all.
const DEEPEST: usize = 18;
/// What makes words of signs before the library reads them.
const SHIELD: char = '\u{fdd0}';

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut seen = Seen { has_shields: text.contains(SHIELD), ..Seen::default() };
    seen.blocks(&parse(text), 0);
    assert!(seen.nodes <= LARGEST, "{} nodes", seen.nodes);
    // The words of an address that stands alone are the address.
    assert!(seen.bytes <= 2 * text.len() + 16, "{} bytes of {}", seen.bytes, text.len());
    assert!(plain(text).lines().count() <= 1);
    assert!(first_link(text).is_none_or(|to| leads(&to)));
    let whole: String = pieces(text).into_iter().map(typed).collect();
    assert_eq!(whole, text);
});

#[derive(Default)]
struct Seen {
    /// Whether somebody typed one.
    has_shields: bool,
    nodes: usize,
    /// Of words and of addresses.
    bytes: usize,
}

impl Seen {
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        assert!(depth <= DEEPEST);
        self.nodes += blocks.len();
        for block in blocks {
            match block {
                Block::Paragraph(words) => self.words(words, depth),
                Block::Code { language, text, stretches } => {
                    self.bytes += text.len() + language.as_ref().map_or(0, String::len);
                    assert!(stretches.windows(2).all(|two| two[0].end < two[1].end));
                    assert!(stretches.iter().all(|stretch| text.is_char_boundary(stretch.end)));
                    assert!(stretches.last().is_none_or(|last| last.end == text.len()));
                }
                Block::Quote(blocks) => self.blocks(blocks, depth + 1),
                Block::List { items, .. } => {
                    self.nodes += items.len();
                    items.iter().for_each(|blocks| self.blocks(blocks, depth + 1));
                }
                Block::Table { sides, head, rows } => {
                    assert!(rows.iter().chain([head]).all(|row| row.len() <= sides.len()));
                    self.nodes += rows.len() + head.len() + rows.iter().map(Vec::len).sum::<usize>();
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| self.words(cell, depth));
                }
                Block::Notes(notes) => {
                    self.nodes += notes.len();
                    notes.iter().for_each(|note| self.blocks(&note.blocks, depth + 1));
                }
                Block::Rule | Block::Cut => {}
            }
        }
    }

    fn words(&mut self, words: &[Inline], depth: usize) {
        assert!(depth <= DEEPEST);
        self.nodes += words.len();
        for word in words {
            match word {
                Inline::Text(text) | Inline::Code(text) => {
                    assert!(self.has_shields || !text.contains(SHIELD), "a shield is shown");
                    self.bytes += text.len();
                }
                Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) => self.words(words, depth + 1),
                Inline::Link { to, words } => {
                    assert!(leads(to), "{to}");
                    self.bytes += to.len();
                    self.words(words, depth + 1);
                }
                Inline::Note(..) | Inline::Task(_) => {}
            }
        }
    }
}

/// Whether an address is of a page or of somebody's mail, and has no sign that ends an attribute.
fn leads(to: &str) -> bool {
    let small = to.to_ascii_lowercase();
    let begins = ["https://", "http://", "mailto:"].iter().any(|scheme| small.starts_with(scheme));
    begins && !to.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`' | '\\'))
}

fn typed(piece: Piece<'_>) -> String {
    match piece {
        Piece::Plain(words) => words.to_owned(),
        Piece::Mention(handle) => format!("@{handle}"),
        Piece::Tag(tag) => format!("#{tag}"),
    }
}
