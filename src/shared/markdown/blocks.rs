//! Lines, from the first to the last: which of them belong together, and to what.
//!
//! What a sign begins holds the lines that carry the sign, or stand further in; a line without is outside again.

use std::iter::repeat_n;

use super::{Block, DEEPEST, Inline, inline};

/// How many spaces may stand before a sign.
const INDENT: usize = 3;
/// Digits that the number of a point has; what has more is a year at the end of a sentence.
const DIGITS: usize = 3;

/// The blocks that the lines make, which stand so deep inside others.
pub(super) fn read(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut page = Page::default();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let (block, after) = match Begun::by(line, depth, !page.paragraph.is_empty()) {
            Some(Begun::Fence(fence)) if !after.is_empty() => fence.read(after),
            Some(Begun::Heading(words)) => (Block::Paragraph(vec![Inline::Strong(inline::read(words))]), after),
            Some(Begun::Quote) => quote(rest, depth),
            Some(Begun::List(marker)) => list(&marker, rest, depth),
            Some(Begun::Fence(_)) | None => {
                page.take(line);
                rest = after;
                continue;
            }
        };
        page.end_paragraph();
        page.blocks.push(block);
        page.empty = 0;
        rest = after;
    }
    page.end_paragraph();
    page.blocks
}

/// What was read so far.
#[derive(Default)]
struct Page<'t> {
    blocks: Vec<Block>,
    /// The lines of the paragraph that has not ended.
    paragraph: Vec<&'t str>,
    /// How many empty lines stand before.
    empty: usize,
}

impl<'t> Page<'t> {
    fn take(&mut self, line: &'t str) {
        if is_empty(line) {
            self.end_paragraph();
            self.empty += 1;
            return;
        }
        if self.paragraph.is_empty() && matches!(self.blocks.last(), Some(Block::Paragraph(_))) {
            // One empty line is what parts two paragraphs; whoever leaves more wants more room.
            self.paragraph.extend(repeat_n("", self.empty.saturating_sub(1)));
        }
        self.paragraph.push(line);
        self.empty = 0;
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            self.blocks.push(Block::Paragraph(inline::read(&self.paragraph.join("\n"))));
            self.paragraph.clear();
        }
    }
}

/// What a line begins.
enum Begun<'t> {
    Fence(Fence<'t>),
    Heading(&'t str),
    Quote,
    List(Marker<'t>),
}

impl<'t> Begun<'t> {
    fn by(line: &'t str, depth: usize, is_in_paragraph: bool) -> Option<Self> {
        let may_nest = depth < DEEPEST;
        let is_quote = || may_nest && unquoted(line).is_some_and(|words| !is_empty(words));
        let marker = || Marker::of(line).filter(|marker| may_nest && (!is_in_paragraph || marker.may_interrupt()));
        Fence::of(line)
            .map(Self::Fence)
            .or_else(|| heading(line).map(Self::Heading))
            .or_else(|| is_quote().then_some(Self::Quote))
            .or_else(|| marker().map(Self::List))
    }
}

/// What begins and ends lines of code.
struct Fence<'t> {
    sign: char,
    length: usize,
    indent: usize,
    language: Option<&'t str>,
}

impl<'t> Fence<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let fence = at_edge(line)?;
        let sign = fence.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let behind = fence.trim_start_matches(sign);
        let length = fence.len() - behind.len();
        // Three backticks that close in their own line hold words of that line.
        let is_fence = length >= 3 && !(sign == '`' && behind.contains(sign));
        let language = Some(behind.trim()).filter(|language| !language.is_empty());
        is_fence.then_some(Self { sign, length, indent: line.len() - fence.len(), language })
    }

    /// The code, to the fence that ends it or to the end of all, and the lines after it.
    fn read<'a, 'l>(&self, lines: &'a [&'l str]) -> (Block, &'a [&'l str]) {
        let end = lines.iter().position(|line| self.is_ended_by(line)).unwrap_or(lines.len());
        let code: Vec<&str> = lines[..end].iter().map(|line| further_left(line, self.indent)).collect();
        let block = Block::Code { language: self.language.map(str::to_owned), text: code.join("\n") };
        (block, lines.get(end + 1..).unwrap_or_default())
    }

    fn is_ended_by(&self, line: &str) -> bool {
        at_edge(line).is_some_and(|fence| {
            let behind = fence.trim_start_matches(self.sign);
            fence.len() - behind.len() >= self.length && is_empty(behind)
        })
    }
}

/// The words of a heading.
fn heading(line: &str) -> Option<&str> {
    let signs = at_edge(line)?;
    let words = signs.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(signs.len() - words.len())) && words.starts_with(' ') && !is_empty(words);
    is_heading.then(|| words.trim())
}

/// What a line quotes. A face like `>:(` is no quote.
fn unquoted(line: &str) -> Option<&str> {
    let words = at_edge(line)?.strip_prefix('>')?;
    let behind = words.trim_start_matches('>');
    let is_quote = behind.is_empty() || behind.starts_with([' ', '\t']);
    is_quote.then(|| words.strip_prefix(' ').unwrap_or(words))
}

/// A quote from its first line on, and the lines after it.
fn quote<'a, 'l>(lines: &'a [&'l str], depth: usize) -> (Block, &'a [&'l str]) {
    let quoted: Vec<&str> = lines.iter().map_while(|line| unquoted(line)).collect();
    (Block::Quote(read(&quoted, depth + 1)), &lines[quoted.len()..])
}

/// A list from its first point on, and the lines after it.
fn list<'a, 'l>(first: &Marker, lines: &'a [&'l str], depth: usize) -> (Block, &'a [&'l str]) {
    let mut items = Vec::new();
    let mut rest = lines;
    while let Some(marker) = rest.first().and_then(|line| Marker::of(line)).filter(|marker| marker.sign == first.sign) {
        let (own, after) = marker.read(rest);
        items.push(read(&own, depth + 1));
        // Empty lines part the points of one list too.
        let empty = after.iter().take_while(|line| is_empty(line)).count();
        let goes_on = after.get(empty).and_then(|line| Marker::of(line)).is_some_and(|next| next.sign == first.sign);
        rest = if goes_on { &after[empty..] } else { after };
    }
    (Block::List { start: first.number, items }, rest)
}

/// What a point of a list begins with.
struct Marker<'t> {
    /// What it ends with; a point with another belongs to another list.
    sign: char,
    number: Option<u16>,
    indent: usize,
    width: usize,
    words: &'t str,
}

impl<'t> Marker<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let text = at_edge(line)?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = text.split_at(digits);
        let sign = behind.chars().next()?;
        let is_marker = if digits == 0 { matches!(sign, '-' | '*' | '+') } else { matches!(sign, '.' | ')') };
        let is_line = text.chars().all(|c| matches!(c, '-' | '*' | '+' | ' '));
        if !is_marker || digits > DIGITS || is_line {
            return None;
        }
        let words = behind[1..].strip_prefix([' ', '\t'])?.trim_start();
        let marker =
            Self { sign, number: number.parse().ok(), indent: line.len() - text.len(), width: digits + 2, words };
        (!words.is_empty()).then_some(marker)
    }

    /// Whether it begins a list below words that no empty line ends: a number that begins a line of a sentence does not.
    fn may_interrupt(&self) -> bool {
        self.number.is_none_or(|number| number == 1)
    }

    /// The lines of the point, without what they stand further in, and the lines after it.
    fn read<'a>(&self, lines: &'a [&'t str]) -> (Vec<&'t str>, &'a [&'t str]) {
        let mut own = vec![self.words];
        let mut length = own.len();
        for line in lines.iter().skip(1) {
            match self.inner(line) {
                Some(inner) => {
                    own.push(inner);
                    length = own.len();
                }
                None if is_empty(line) => own.push(""),
                None => break,
            }
        }
        own.truncate(length);
        (own, &lines[length..])
    }

    /// What a line says that stands further in than the sign.
    fn inner<'l>(&self, line: &'l str) -> Option<&'l str> {
        if is_empty(line) {
            return None;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let inner = || further_left(line, self.indent + self.width);
        line.strip_prefix('\t').or_else(|| (indent >= self.indent + 2).then(inner))
    }
}

/// The line from its first sign on, where that stands at the edge.
fn at_edge(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len() <= INDENT).then_some(text)
}

/// The line with at most so many spaces fewer before it.
fn further_left(line: &str, most: usize) -> &str {
    &line[line.bytes().take(most).take_while(|byte| *byte == b' ').count()..]
}

fn is_empty(line: &str) -> bool {
    line.trim().is_empty()
}
