//! Tables, row by row.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::{Block, Cell, Side, page::Words, reader::Reader};

impl Reader<'_> {
    /// The table that has begun, to its end.
    pub(super) fn table(&mut self, sides: &[Alignment]) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.read_on() {
            match event {
                Event::Start(Tag::TableHead) => head = self.row(range.end),
                Event::Start(Tag::TableRow) => rows.push(self.row(range.end)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { sides: sides.iter().copied().map(side).collect(), head, rows }
    }

    /// The cells of the row that has begun and ends there. What stands behind as many as the head has belongs to the last.
    fn row(&mut self, end: usize) -> Vec<Cell> {
        let (mut cells, mut read) = (Vec::new(), end);
        while let Some((Event::Start(_), range)) = self.read_on() {
            read = range.end;
            cells.push(self.words(Words::default()));
        }
        let rest = self.source[read.min(end)..end].trim_matches(|c: char| c == '|' || c.is_whitespace());
        if !rest.is_empty()
            && let Some(last) = cells.last_mut()
        {
            let mut words = Words::default();
            words.say(" | ");
            words.say(rest);
            last.extend(words.end());
        }
        cells
    }
}

fn side(of: Alignment) -> Side {
    match of {
        Alignment::None | Alignment::Left => Side::Start,
        Alignment::Center => Side::Middle,
        Alignment::Right => Side::End,
    }
}
