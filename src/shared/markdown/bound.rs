//! How much of a tree is drawn.

use super::{Block, Inline};

/// Keeps the first so many blocks and stretches of words, in the order in which they are read, and counts them down.
/// Whether those were all.
pub(super) fn keep(blocks: &mut Vec<Block>, left: &mut usize) -> bool {
    each(blocks, left, |block, left| match block {
        Block::Paragraph(words) => keep_words(words, left),
        Block::Quote(blocks) => keep(blocks, left),
        Block::List { items, .. } => each(items, left, keep),
        Block::Table { head, rows, .. } => {
            each(head, left, keep_words) && each(rows, left, |row, left| each(row, left, keep_words))
        }
        Block::Notes(notes) => each(notes, left, |note, left| keep(&mut note.blocks, left)),
        Block::Code { .. } | Block::Rule | Block::Cut => true,
    })
}

fn keep_words(words: &mut Vec<Inline>, left: &mut usize) -> bool {
    each(words, left, |word, left| match word {
        Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) | Inline::Link { words, .. } => {
            keep_words(words, left)
        }
        Inline::Text(_) | Inline::Code(_) | Inline::Note(..) | Inline::Task(_) => true,
    })
}

/// Each with what is inside it; the first that does not fit whole is the last.
fn each<T>(parts: &mut Vec<T>, left: &mut usize, inside: impl Fn(&mut T, &mut usize) -> bool) -> bool {
    for place in 0..parts.len() {
        let Some(rest) = left.checked_sub(1) else {
            parts.truncate(place);
            return false;
        };
        *left = rest;
        if !inside(&mut parts[place], left) {
            parts.truncate(place + 1);
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn what_does_not_fit_is_left_away_from_the_end() {
        let whole =
            vec![Block::Quote(vec![Block::Paragraph(vec![text("a"), Inline::Strong(vec![text("b")])])]), Block::Rule];
        let mut tree = whole.clone();
        assert!(keep(&mut tree, &mut 6));
        assert_eq!(tree, whole);
        assert!(!keep(&mut tree, &mut 5));
        assert_eq!(tree, whole[..1]);
        assert!(!keep(&mut tree, &mut 3));
        assert_eq!(tree, [Block::Quote(vec![Block::Paragraph(vec![text("a")])])]);
        assert!(!keep(&mut tree, &mut 0));
        assert_eq!(tree, []);
    }
}
