//! What the library says of a text, one event after another, folded into the tree.
//!
//! What begins is read to its end by the function that saw it begin, so that an end is always one's own; what may not
//! begin, because it would be too deep, is counted and its words belong to what is open.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{
    Block, COLOURED, DEEPEST, Inline, LARGEST, address, code, lines,
    notes::Noted,
    page::{Page, Words},
    plain,
};

/// What is read beyond CommonMark.
const MORE: Options = Options::ENABLE_STRIKETHROUGH
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH);

/// How many events of a text are read, several for each block and stretch of words that may be drawn: a table may have many
/// more cells than it has letters.
const EVENTS: usize = 6 * LARGEST;

/// The blocks of a text that was prepared, and whether it was read to its end.
pub(super) fn read(source: &str) -> (Vec<Block>, bool) {
    let events = Parser::new_ext(source, MORE).into_offset_iter();
    let mut reader = Reader { source, events, left: EVENTS, to_colour: COLOURED, noted: Noted::default() };
    let mut blocks = reader.blocks(0);
    let notes = reader.noted.end();
    if !notes.is_empty() {
        blocks.push(Block::Notes(notes));
    }
    (blocks, reader.left > 0)
}

pub(super) struct Reader<'t> {
    pub(super) source: &'t str,
    /// With where in the source each stands.
    events: OffsetIter<'t>,
    /// How many more of them are read.
    left: usize,
    /// How many more bytes of code get colours.
    to_colour: usize,
    noted: Noted,
}

impl<'t> Reader<'t> {
    /// What comes next; nothing once too much was read.
    pub(super) fn read_on(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.left = self.left.checked_sub(1)?;
        self.events.next()
    }

    /// What stands in what is open, which stands so deep itself.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut page = Page::default();
        let mut too_deep = 0_usize;
        while let Some((event, range)) = self.read_on() {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => page.end_paragraph(),
                Event::Start(Tag::Heading { .. }) => page.push_heading(self.words(Words::default().inside())),
                Event::Start(Tag::CodeBlock(kind)) => page.push(self.code(language(&kind))),
                Event::Start(Tag::Table(sides)) => page.push(self.table(&sides)),
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    page.end_paragraph();
                    let blocks = self.blocks(depth + 1);
                    self.noted.define(&name, blocks);
                }
                Event::Start(Tag::HtmlBlock) => page.push_words(&self.verbatim()),
                Event::Start(Tag::BlockQuote(_)) if depth < DEEPEST => page.push(Block::Quote(self.blocks(depth + 1))),
                Event::Start(Tag::List(start)) if depth < DEEPEST => {
                    page.push(Block::List { start, items: self.items(depth + 1) });
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
                    page.end_paragraph();
                    too_deep += 1;
                }
                Event::End(_) if too_deep == 0 => break,
                Event::End(_) => {
                    page.end_paragraph();
                    too_deep -= 1;
                }
                Event::Rule => page.push(Block::Rule),
                event => self.take(event, range, &mut page.words),
            }
        }
        page.end_paragraph();
        page.blocks
    }

    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((Event::Start(_), _)) = self.read_on() {
            items.push(self.blocks(depth));
        }
        items
    }

    /// Lines of code in a language.
    fn code(&mut self, language: Option<String>) -> Block {
        let text = self.verbatim();
        let stretches = language.as_deref().map(|name| code::stretches(name, &text, &mut self.to_colour));
        Block::Code { language, text, stretches: stretches.unwrap_or_default() }
    }

    /// Lines in which no sign says anything, without a line end behind the last.
    fn verbatim(&mut self) -> String {
        let mut text = String::new();
        while let Some((event, _)) = self.read_on() {
            match event {
                Event::Text(line) | Event::Html(line) => text.push_str(&line),
                Event::End(_) => break,
                _ => {}
            }
        }
        lines::as_typed(text.strip_suffix('\n').unwrap_or(&text))
    }

    /// The words to the end of what surrounds them.
    pub(super) fn words(&mut self, mut words: Words) -> Vec<Inline> {
        let mut too_deep = 0_usize;
        while let Some((event, range)) = self.read_on() {
            match event {
                Event::Start(ref tag) if words.depth >= DEEPEST && around(tag).is_some() => too_deep += 1,
                Event::End(_) if too_deep == 0 => break,
                Event::End(_) => too_deep -= 1,
                event => self.take(event, range, &mut words),
            }
        }
        words.end()
    }

    /// Adds what an event of a paragraph says, to the end of what it begins.
    fn take(&mut self, event: Event<'t>, range: Range<usize>, words: &mut Words) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => words.say(&text),
            Event::SoftBreak | Event::HardBreak => words.say("\n"),
            Event::Code(text) => words.push(Inline::Code(lines::as_typed(&text))),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.mathematics(range, words),
            Event::FootnoteReference(name) if !words.is_linked => words.push(self.noted.name(&name)),
            Event::FootnoteReference(_) => words.say(&self.source[range]),
            Event::TaskListMarker(is_done) => words.push(Inline::Task(is_done)),
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => {
                self.link(&format!("{}{dest_url}", address::MAIL), range, words);
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.link(&dest_url, range, words);
            }
            Event::Start(tag) => {
                if let Some(around) = around(&tag) {
                    words.push(around(self.words(words.inside())));
                } else {
                    self.skip();
                }
            }
            _ => {}
        }
    }

    /// Adds what stands between the signs of mathematics, with them. Where a letter or a digit follows, they are those of
    /// money or of a shell, and all are words.
    fn mathematics(&self, range: Range<usize>, words: &mut Words) {
        let (text, behind) = (&self.source[range.clone()], &self.source[range.end..]);
        if behind.starts_with(char::is_alphanumeric) {
            words.say(text);
        } else {
            words.push(Inline::Code(lines::as_typed(text)));
        }
    }

    /// Adds a link, to what a picture shows too. One that may not be or has nothing to read is words, as it was typed.
    fn link(&mut self, to: &str, range: Range<usize>, words: &mut Words) {
        let to = lines::as_typed(to);
        if words.is_linked || !address::leads(&to) {
            self.skip();
        } else {
            let inner = self.words(words.inside_link());
            if plain::shows_words(&inner) {
                words.push(Inline::Link { to, words: inner });
                return;
            }
        }
        words.say(&self.source[range]);
    }

    /// Goes on behind the end of what began.
    fn skip(&mut self) {
        let mut open = 1_usize;
        while let Some((event, _)) = self.read_on() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
    }
}

/// What signs make of the words that they surround.
fn around(tag: &Tag<'_>) -> Option<fn(Vec<Inline>) -> Inline> {
    match tag {
        Tag::Emphasis => Some(Inline::Emphasis),
        Tag::Strong => Some(Inline::Strong),
        Tag::Strikethrough => Some(Inline::Strike),
        _ => None,
    }
}

fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Fenced(language) => Some(lines::as_typed(language.trim())).filter(|name| !name.is_empty()),
        CodeBlockKind::Indented => None,
    }
}
