//! Which signs of a paragraph belong together.
//!
//! What may close is paired with the last of its kind that may open. Markdown's own rule of three is left out: without it
//! the last one is always the right one, so that a thousand signs cost a thousand looks.

use super::{
    DEEPEST, Inline,
    inline::{Piece, Run},
};

/// Signs that may surround words.
const SIGNS: [char; 3] = ['*', '_', '~'];

/// The pieces with the words that stand between two signs inside them. Signs that have no other are words.
pub(super) fn pair(pieces: impl IntoIterator<Item = Piece>) -> Vec<Inline> {
    let mut pairing = Pairing::default();
    for piece in pieces {
        match piece {
            Piece::Done(inline) => pairing.nodes.push(Node::Done { inline, depth: 0 }),
            Piece::Bracket => pairing.nodes.push(Node::Signs { sign: '[', left: 1 }),
            Piece::Run(run) => pairing.take(run),
        }
    }
    finish(pairing.nodes)
}

enum Node {
    /// Is what it is, with so many around one another inside.
    Done { inline: Inline, depth: usize },
    /// So many signs that surround nothing yet.
    Signs { sign: char, left: usize },
}

#[derive(Default)]
struct Pairing {
    nodes: Vec<Node>,
    /// Where the signs of each kind stand that may open.
    open: [Vec<usize>; SIGNS.len()],
}

impl Pairing {
    fn take(&mut self, run: Run) {
        let Some(kind) = SIGNS.iter().position(|sign| *sign == run.sign) else { return };
        let mut left = run.length;
        while run.closes && left > 0 {
            let Some((at, there)) = self.last_open(kind) else { break };
            let used = left.min(there).min(2);
            self.surround(kind, at, used);
            left -= used;
        }
        if left > 0 {
            if run.opens {
                self.open[kind].push(self.nodes.len());
            }
            self.nodes.push(Node::Signs { sign: run.sign, left });
        }
    }

    /// Where the last signs of a kind stand that may open, and how many are left of them.
    fn last_open(&self, kind: usize) -> Option<(usize, usize)> {
        let at = *self.open[kind].last()?;
        match self.nodes.get(at)? {
            Node::Signs { left, .. } => Some((at, *left)),
            Node::Done { .. } => None,
        }
    }

    /// Makes one of all that follows the signs there, which are as many fewer.
    fn surround(&mut self, kind: usize, at: usize, used: usize) {
        let inner = self.nodes.split_off(at + 1);
        for open in &mut self.open {
            while open.last().is_some_and(|last| *last > at) {
                open.pop();
            }
        }
        let depth = 1 + inner.iter().map(Node::depth).max().unwrap_or_default();
        let words = finish(inner);
        let inline = match (SIGNS[kind], used) {
            ('~', _) => Inline::Strike(words),
            (_, 1) => Inline::Emphasis(words),
            _ => Inline::Strong(words),
        };
        match self.nodes.last_mut() {
            Some(Node::Signs { left, .. }) if *left > used => *left -= used,
            _ => {
                self.nodes.pop();
                self.open[kind].pop();
            }
        }
        self.nodes.push(Node::Done { inline, depth });
        if depth >= DEEPEST {
            // Nothing that stands before surrounds it any more.
            self.open.iter_mut().for_each(Vec::clear);
        }
    }
}

impl Node {
    const fn depth(&self) -> usize {
        match self {
            Self::Done { depth, .. } => *depth,
            Self::Signs { .. } => 0,
        }
    }
}

/// The nodes as they are drawn: signs that surround nothing are words, and words that meet are one.
fn finish(nodes: Vec<Node>) -> Vec<Inline> {
    let mut words: Vec<Inline> = Vec::new();
    for node in nodes {
        let inline = match node {
            Node::Done { inline, .. } => inline,
            Node::Signs { sign, left } => Inline::Text(sign.to_string().repeat(left)),
        };
        if let (Some(Inline::Text(before)), Inline::Text(text)) = (words.last_mut(), &inline) {
            before.push_str(text);
        } else {
            words.push(inline);
        }
    }
    words
}
