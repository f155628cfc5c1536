//! What was read so far of what stands below one another, and beside.

use std::mem;

use super::{Block, Inline, address, lines};

/// Blocks that were read, and the paragraph that has not ended.
#[derive(Default)]
pub(super) struct Page {
    pub blocks: Vec<Block>,
    pub words: Words,
}

impl Page {
    pub fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    pub fn push_heading(&mut self, words: Vec<Inline>) {
        self.end_paragraph();
        if !words.is_empty() {
            self.blocks.push(Block::Paragraph(vec![Inline::Strong(words)]));
        }
    }

    pub fn push_words(&mut self, text: &str) {
        self.end_paragraph();
        self.words.say(text);
        self.end_paragraph();
    }

    pub fn end_paragraph(&mut self) {
        let words = mem::take(&mut self.words).end();
        if !words.is_empty() {
            self.blocks.push(Block::Paragraph(words));
        }
    }
}

/// Words that were read one after another.
#[derive(Default)]
pub(super) struct Words {
    /// How many signs surround them.
    pub depth: usize,
    /// Whether they lead somewhere.
    pub is_linked: bool,
    read: Vec<Inline>,
    /// What no sign parted yet. An address may stand in several events.
    text: String,
}

impl Words {
    /// None yet, inside these.
    pub fn inside(&self) -> Self {
        Self { depth: self.depth + 1, is_linked: self.is_linked, ..Self::default() }
    }

    /// None yet, inside a link that stands in these.
    pub fn inside_link(&self) -> Self {
        Self { is_linked: true, ..self.inside() }
    }

    pub fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub fn push(&mut self, inline: Inline) {
        self.part();
        self.read.push(inline);
    }

    pub fn end(mut self) -> Vec<Inline> {
        self.part();
        self.read
    }

    /// Ends the text: what comes next is another.
    fn part(&mut self) {
        let text = lines::as_typed(&mem::take(&mut self.text));
        let mut said = 0;
        if !self.is_linked {
            for (at, to) in address::each(&text) {
                self.read.extend(words(&text[said..at]));
                self.read.push(Inline::Link { to: to.to_owned(), words: vec![Inline::Text(to.to_owned())] });
                said = at + to.len();
            }
        }
        self.read.extend(words(&text[said..]));
    }
}

fn words(text: &str) -> Option<Inline> {
    (!text.is_empty()).then(|| Inline::Text(text.to_owned()))
}
