//! What a line of a conversation means otherwise than in CommonMark, said in CommonMark before the library reads it.
//!
//! A quote ends where a line has no `>`, and a list where a line stands at the edge again; a line of dashes below words
//! makes no heading of them, nor a year that begins a line a list; a face like `>:(` is no quote, the address of a page
//! has no underscores that stress, and `[note]: this` defines nothing, for what is defined is shown nowhere, but
//! `[^note]: this` at the edge is a note, to the next line at the edge. An empty line is what ends a quote, a list or a note;
//! anything else is done by a shield, a character behind which a sign is a word.

use super::{DEEPEST, address};

/// A character that no text has: Unicode keeps it for what never leaves a program.
const SHIELD: char = '\u{fdd0}';
const DEFINITION: &str = "]:";
const NO_DEFINITION: &str = "]\u{fdd0}:";
const NO_STRESS: &str = "\u{fdd0}_\u{fdd0}";

/// Where the last sign of a line may stand; a point further in is words, so that lists are not deep either.
const WIDEST: usize = 64;

/// Digits that the number of a point has; what has more is a year.
const DIGITS: usize = 3;
/// What may stand before the words of a line.
const EDGE: &str = "> \t-*+.)0123456789";
/// What of it begins a quote or a point.
const SIGNS: &str = ">-*+.)";

/// The text as CommonMark has it.
pub(super) fn prepared(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut page = String::with_capacity(text.len() + text.len() / 8);
    let mut place = Place::default();
    let mut above = "";
    for line in text.lines() {
        if place.ends_before(line) {
            page.push('\n');
        }
        shield(line, above, &mut page);
        page.push('\n');
        above = line;
    }
    page
}

/// What the library read, without shields.
pub(super) fn as_typed(text: &str) -> String {
    text.replace(SHIELD, "")
}

/// Where a line stands.
#[derive(Default)]
struct Place<'t> {
    sign: Sign,
    /// What ends the lines of code that it is one of.
    fence: Option<Fence<'t>>,
}

impl<'t> Place<'t> {
    /// Goes on to a line; whether the quote or the list above it ends there.
    fn ends_before(&mut self, line: &'t str) -> bool {
        let sign = Sign::of(line);
        let leaves_quote = self.sign == Sign::Quote && sign != Sign::Quote;
        if let Some(fence) = self.fence
            && !leaves_quote
        {
            if fence.ends_at(line) {
                self.fence = None;
            }
            return false;
        }
        self.fence = Fence::of(line);
        let leaves_list = self.sign == Sign::Point && sign == Sign::Words;
        let leaves_note = self.sign == Sign::Note && sign != Sign::Deeper;
        if !matches!(self.sign, Sign::Point | Sign::Note) || sign != Sign::Deeper {
            self.sign = sign;
        }
        leaves_quote || leaves_list || leaves_note || sign == Sign::Note
    }
}

/// What a line begins with.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Sign {
    Quote,
    Point,
    /// What is said beside the text.
    Note,
    /// Spaces, or nothing at all.
    #[default]
    Deeper,
    Words,
}

impl Sign {
    fn of(line: &str) -> Self {
        let text = line.trim_start();
        if text.starts_with('>') && !is_face(text) {
            Self::Quote
        } else if is_point(text) {
            Self::Point
        } else if note(line).is_some() {
            Self::Note
        } else if text.is_empty() || text.len() < line.len() {
            Self::Deeper
        } else {
            Self::Words
        }
    }
}

/// What lines of code begin with, and end with.
#[derive(Clone, Copy)]
struct Fence<'t> {
    signs: &'t str,
    /// Behind how many `>` it stands.
    depth: usize,
}

impl<'t> Fence<'t> {
    /// The one that a line has. Three backticks that close in their own line hold words of that line.
    fn of(line: &'t str) -> Option<Self> {
        let words = line.trim_start_matches(|c: char| EDGE.contains(c));
        let sign = words.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let behind = words.trim_start_matches(sign);
        let signs = &words[..words.len() - behind.len()];
        let is_fence = signs.len() >= 3 && !(sign == '`' && behind.contains(sign));
        is_fence.then(|| Self { signs, depth: depth(line, words) })
    }

    /// Whether a line is its end: at least as many of its signs and nothing else, behind as many `>`.
    fn ends_at(self, line: &str) -> bool {
        let words = line.trim_start_matches(['>', ' ', '\t']);
        let more = words.trim_end_matches([' ', '\t']).strip_prefix(self.signs);
        let is_end = more.is_some_and(|more| more.chars().all(|sign| self.signs.starts_with(sign)));
        is_end && depth(line, words) == self.depth
    }
}

/// How many `>` a line has before its words.
fn depth(line: &str, words: &str) -> usize {
    line[..line.len() - words.len()].matches('>').count()
}

/// Adds a line to the page, with a shield before each sign that is a word.
fn shield(line: &str, above: &str, page: &mut String) {
    let text = line.trim_start();
    page.push_str(&line[..line.len() - text.len()]);
    if is_face(text) || is_year(text) || is_underline(text) && !above.trim().is_empty() {
        page.push(SHIELD);
    }
    let (signs, words) = text.split_at(too_deep(text, line.len() - text.len()).unwrap_or_default());
    page.push_str(signs);
    if !signs.is_empty() {
        page.push(SHIELD);
    }
    let name = note(line).unwrap_or_default();
    page.push_str(name);
    let words = words.strip_prefix(name).unwrap_or(words);
    let mut read = 0;
    for (at, to) in address::each(words) {
        undefined(&words[read..at], page);
        page.push_str(&to.replace('_', NO_STRESS));
        read = at + to.len();
    }
    undefined(&words[read..], page);
}

/// Adds words, of which none defines anything.
fn undefined(words: &str, page: &mut String) {
    for (place, part) in words.split(DEFINITION).enumerate() {
        if place > 0 {
            page.push_str(NO_DEFINITION);
        }
        page.push_str(part);
    }
}

/// Whether a text that begins like a quote has no space behind the sign.
fn is_face(text: &str) -> bool {
    let behind = text.trim_start_matches('>');
    behind.len() < text.len() && !behind.is_empty() && !behind.starts_with([' ', '\t'])
}

fn is_point(text: &str) -> bool {
    let digits = digits(text);
    let mut behind = text[digits..].chars();
    let is_sign = |c| if digits == 0 { matches!(c, '-' | '*' | '+') } else { matches!(c, '.' | ')') };
    digits <= DIGITS && behind.next().is_some_and(is_sign) && behind.next().is_none_or(|c| matches!(c, ' ' | '\t'))
}

fn is_year(text: &str) -> bool {
    let digits = digits(text);
    digits > DIGITS && text[digits..].starts_with(['.', ')'])
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether CommonMark would make a heading of the words above.
fn is_underline(text: &str) -> bool {
    let line = text.trim_end();
    ['-', '='].iter().any(|sign| line.starts_with(*sign) && line.trim_start_matches(*sign).is_empty())
}

/// The beginning of a line that begins a note: `[^name]:`.
fn note(line: &str) -> Option<&str> {
    let name = line.strip_prefix("[^")?;
    let end = name.find([']', '[', '\\', ' ', '\t'])?;
    (end > 0 && name[end..].starts_with(DEFINITION)).then(|| &line[..2 + end + DEFINITION.len()])
}

/// Where in a text that stands so far in stands one sign more than may stand inside one another, or one further in than any
/// may, unless they make a line across. The library looks at all that are open with each line; so many lines of so many
/// signs would be a long look.
fn too_deep(text: &str, indent: usize) -> Option<usize> {
    let is_rule = ['-', '*'].iter().any(|sign| text.chars().all(|c| c == *sign || c.is_whitespace()));
    let edge = || text.char_indices().take_while(|(_, c)| EDGE.contains(*c));
    let signs = || edge().filter(|(_, c)| SIGNS.contains(*c)).enumerate();
    let deeper = || signs().find(|(n, (at, _))| *n >= DEEPEST || indent + at > WIDEST).map(|(_, sign)| sign);
    if is_rule { None } else { deeper().map(|(at, _)| at) }
}
