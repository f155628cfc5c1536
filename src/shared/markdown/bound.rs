//! How much of a tree is drawn.

use super::{Block, Inline};

/// The stretches of words that a cell of a table counts as: an empty one takes as long to draw as so many.
const CELL: usize = 4;

/// How much of something was kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Whole,
    Part,
    Nothing,
}

/// Keeps the first so many blocks and stretches of words, in the order in which they are read. Whether those were all;
/// nothing stays of which all is left away that stood inside.
pub(super) fn keep(blocks: &mut Vec<Block>, most: usize) -> bool {
    keep_blocks(blocks, &mut { most }) == Kept::Whole
}

fn keep_blocks(blocks: &mut Vec<Block>, left: &mut usize) -> Kept {
    each(blocks, left, |block, left| match block {
        Block::Paragraph(words) => keep_words(words, left),
        Block::Quote(blocks) => keep_blocks(blocks, left),
        Block::List { items, .. } => each(items, left, keep_blocks),
        Block::Table { head, rows, .. } => match each(head, left, keep_cell) {
            Kept::Whole if each(rows, left, |row, left| each(row, left, keep_cell)) == Kept::Whole => Kept::Whole,
            Kept::Nothing => Kept::Nothing,
            _ => Kept::Part,
        },
        Block::Notes(notes) => each(notes, left, |note, left| keep_blocks(&mut note.blocks, left)),
        Block::Code { .. } | Block::Rule | Block::Cut => Kept::Whole,
    })
}

fn keep_cell(words: &mut Vec<Inline>, left: &mut usize) -> Kept {
    *left = left.saturating_sub(CELL - 1);
    keep_words(words, left)
}

fn keep_words(words: &mut Vec<Inline>, left: &mut usize) -> Kept {
    each(words, left, |word, left| match word {
        Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) | Inline::Link { words, .. } => {
            keep_words(words, left)
        }
        Inline::Text(_) | Inline::Code(_) | Inline::Note(..) | Inline::Task(_) => Kept::Whole,
    })
}

/// Each with what is inside it, as long as there is room.
fn each<T>(parts: &mut Vec<T>, left: &mut usize, inside: impl Fn(&mut T, &mut usize) -> Kept) -> Kept {
    for place in 0..parts.len() {
        let rest = left.checked_sub(1);
        *left = rest.unwrap_or_default();
        let kept = if rest.is_some() { inside(&mut parts[place], left) } else { Kept::Nothing };
        if kept != Kept::Whole {
            parts.truncate(place + usize::from(kept == Kept::Part));
            return if parts.is_empty() { Kept::Nothing } else { Kept::Part };
        }
    }
    Kept::Whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn a_cell_counts_as_more_than_its_words() {
        let table = |rows: usize| Block::Table { sides: vec![], head: vec![vec![]], rows: vec![vec![vec![]]; rows] };
        let mut tree = vec![table(3)];
        assert!(keep(&mut tree, 1 + CELL + 3 * (1 + CELL)));
        assert!(!keep(&mut tree, 1 + CELL + 2 * (1 + CELL)));
        assert_eq!(tree, [table(2)]);
    }

    #[test]
    fn what_does_not_fit_is_left_away_from_the_end() {
        let whole =
            vec![Block::Quote(vec![Block::Paragraph(vec![text("a"), Inline::Strong(vec![text("b")])])]), Block::Rule];
        let mut tree = whole.clone();
        assert!(keep(&mut tree, 6));
        assert_eq!(tree, whole);
        assert!(!keep(&mut tree, 5));
        assert_eq!(tree, whole[..1]);
        assert!(!keep(&mut tree, 4));
        assert_eq!(tree, [Block::Quote(vec![Block::Paragraph(vec![text("a")])])]);
        assert!(!keep(&mut tree, 2));
        assert_eq!(tree, []);
    }
}
