//! The words of a paragraph, from the first to the last.

use super::{Inline, address, emphasis};
use crate::shared::text::is_blank;

/// Signs that a backslash makes words.
const ESCAPED: &str = "\\`*_~[]<>#+-.";

/// The words as they are drawn.
pub(super) fn read(text: &str) -> Vec<Inline> {
    let mut reader = Reader::new(text);
    while let Some(sign) = reader.rest().chars().next() {
        let is_taken = match sign {
            '\\' => reader.take_escaped(),
            '`' => reader.take_code(),
            '*' | '_' | '~' => reader.take_run(sign),
            '[' => reader.open_bracket(),
            ']' => reader.close_bracket(),
            '<' => reader.take_address(2, address::in_angles),
            'h' | 'H' => reader.take_address(0, address::bare),
            _ => false,
        };
        if !is_taken {
            reader.take_word(sign.len_utf8());
        }
    }
    emphasis::pair(reader.pieces)
}

/// A part of a paragraph whose signs have not been paired.
pub(super) enum Piece {
    /// Is what it is.
    Done(Inline),
    /// Signs that may surround words.
    Run(Run),
    /// What a link may begin with.
    Bracket,
}

/// The same sign several times.
pub(super) struct Run {
    pub(super) sign: char,
    pub(super) length: usize,
    /// Whether words may begin behind it.
    pub(super) opens: bool,
    /// Whether words may end before it.
    pub(super) closes: bool,
}

struct Reader<'t> {
    text: &'t str,
    /// How many bytes were read.
    at: usize,
    pieces: Vec<Piece>,
    /// The brackets that are open: which piece, and where it stands in the text.
    brackets: Vec<(usize, usize)>,
    /// Where each run of backticks begins, and its length.
    ticks: Vec<(usize, usize)>,
    /// Lengths of runs of backticks that do not come any more.
    missing: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, pieces: Vec::new(), brackets: Vec::new(), ticks: ticks(text), missing: Vec::new() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Takes so many bytes as they stand.
    fn take_word(&mut self, length: usize) {
        let word = &self.rest()[..length];
        if let Some(Piece::Done(Inline::Text(words))) = self.pieces.last_mut() {
            words.push_str(word);
        } else {
            self.pieces.push(Piece::Done(Inline::Text(word.to_owned())));
        }
        self.at += length;
    }

    /// Takes a sign as a word, without the backslash before it.
    fn take_escaped(&mut self) -> bool {
        let is_sign = self.rest()[1..].starts_with(|c: char| ESCAPED.contains(c));
        if is_sign {
            self.at += 1;
            self.take_word(1);
        }
        is_sign
    }

    /// Takes what stands between two runs of backticks of one length; a run that has no other is words.
    fn take_code(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches('`').len();
        let begin = self.at + length;
        let Some(end) = self.end_of_code(begin, length) else {
            self.take_word(length);
            return true;
        };
        self.pieces.push(Piece::Done(Inline::Code(bare_code(&self.text[begin..end]).to_owned())));
        self.at = end + length;
        true
    }

    /// Where the next run of this length begins. What was looked for in vain is not looked for again.
    fn end_of_code(&mut self, begin: usize, length: usize) -> Option<usize> {
        if self.missing.contains(&length) {
            return None;
        }
        let next = self.ticks.partition_point(|(at, _)| *at < begin);
        let end = self.ticks[next..].iter().find(|(_, other)| *other == length).map(|(at, _)| *at);
        if end.is_none() {
            self.missing.push(length);
        }
        end
    }

    /// Takes signs that may surround words, by what stands around them.
    fn take_run(&mut self, sign: char) -> bool {
        let rest = self.rest();
        let behind = rest.trim_start_matches(sign);
        let length = rest.len() - behind.len();
        let (before, after) = (self.before(), behind.chars().next());
        let begins = !is_space(after) && (!is_mark(after) || is_space(before) || is_mark(before));
        let ends = !is_space(before) && (!is_mark(before) || is_space(after) || is_mark(after));
        // A name_like_this holds no emphasis, and one wave says about.
        let (opens, closes) = match sign {
            '_' => (begins && (!ends || is_mark(before)), ends && (!begins || is_mark(after))),
            '~' => (begins && length == 2, ends && length == 2),
            _ => (begins, ends),
        };
        if opens || closes {
            self.pieces.push(Piece::Run(Run { sign, length, opens, closes }));
            self.at += length;
        } else {
            self.take_word(length);
        }
        true
    }

    fn open_bracket(&mut self) -> bool {
        self.brackets.push((self.pieces.len(), self.at));
        self.pieces.push(Piece::Bracket);
        self.at += 1;
        true
    }

    /// Makes a link of the words since the last bracket, where an address follows.
    fn close_bracket(&mut self) -> bool {
        let Some((piece, begin)) = self.brackets.pop() else { return false };
        let Some(to) = address::in_parentheses(&self.rest()[1..]) else { return false };
        if is_blank(&self.text[begin + 1..self.at]) {
            return false;
        }
        let words = emphasis::pair(self.pieces.drain(piece + 1..).flat_map(without_link));
        self.pieces.pop();
        self.pieces.push(Piece::Done(Inline::Link { to: to.to_owned(), words }));
        self.brackets.clear();
        self.at += to.len() + "]()".len();
        true
    }

    /// Takes an address that stands for itself, with so many signs around it.
    fn take_address(&mut self, around: usize, find: fn(&str) -> Option<&str>) -> bool {
        if around == 0 && self.before().is_some_and(char::is_alphanumeric) {
            return false;
        }
        let Some(to) = find(self.rest()).map(str::to_owned) else { return false };
        self.at += to.len() + around;
        self.pieces.push(Piece::Done(Inline::Link { words: vec![Inline::Text(to.clone())], to }));
        true
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }
}

/// A piece as it stands in a link: no link stands in another.
fn without_link(piece: Piece) -> Vec<Piece> {
    match piece {
        Piece::Done(Inline::Link { words, .. }) => words.into_iter().map(Piece::Done).collect(),
        piece => vec![piece],
    }
}

/// Where each run of backticks begins, and its length.
fn ticks(text: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some((begin, length)) if *begin + *length == at => *length += 1,
            _ => runs.push((at, 1)),
        }
    }
    runs
}

/// Code without the spaces that keep its own backticks from those around it.
fn bare_code(code: &str) -> &str {
    let inner = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' '));
    inner.filter(|inner| inner.starts_with('`') || inner.ends_with('`')).unwrap_or(code)
}

/// Whether nothing stands there, as at an end of the text.
fn is_space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

/// Whether it is neither space nor part of a word.
fn is_mark(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace() && !c.is_alphanumeric())
}
