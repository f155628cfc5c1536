//! What a page says of itself in its head.

use std::{borrow::Cow, collections::BTreeMap};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::shared::text::is_blank;

/// Characters that are kept of each.
const TITLE: usize = 200;
const DESCRIPTION: usize = 300;
const SITE: usize = 80;

/// Bytes of a page in which it may say how its letters are written.
const DECLARATION: usize = 1024;

/// What is looked for in the head, the better word first.
const TITLES: [&str; 2] = ["og:title", "twitter:title"];
const DESCRIPTIONS: [&str; 3] = ["og:description", "description", "twitter:description"];
const SITES: [&str; 2] = ["og:site_name", "application-name"];

/// What a page says of itself: each in one line that shows something, without signs that turn its direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name; at most 200 characters.
    pub title: String,
    /// What it is about; at most 300 characters.
    pub description: Option<String>,
    /// What it belongs to; at most 80 characters.
    pub site: Option<String>,
}

/// Bytes that belong to what ends a head and may have come before.
pub const OVERLAP: usize = 5;

/// Whether a head ends among these bytes. Where words in a script look so, what stands behind them is not read.
pub fn ends_head(bytes: &[u8]) -> bool {
    let has = |end: &[u8]| bytes.windows(end.len()).any(|window| window.eq_ignore_ascii_case(end));
    has(b"</head") || has(b"<body")
}

/// Reads a head, the letters written as `charset` says, or as it says itself; nothing where it has no title.
pub fn read(bytes: &[u8], charset: Option<&str>) -> Option<Page> {
    let head = Head::of(&decode(bytes, charset));
    let first = |keys: &[&str], most| keys.iter().find_map(|key| tidy(head.named.get(*key)?, most));
    let title = first(&TITLES, TITLE).or_else(|| tidy(&head.title, TITLE))?;
    Some(Page { title, description: first(&DESCRIPTIONS, DESCRIPTION), site: first(&SITES, SITE) })
}

#[derive(Default)]
struct Head {
    title: String,
    /// What is said under a name, the first time.
    named: BTreeMap<String, String>,
}

impl Head {
    fn of(text: &str) -> Self {
        let mut head = Self::default();
        let (mut in_title, mut had_title) = (false, false);
        for token in tokens(text) {
            match token {
                Token::StartTag(tag) => match &tag.name.0[..] {
                    b"body" => break,
                    b"title" => in_title = !had_title,
                    b"meta" => head.note(&tag),
                    _ => {}
                },
                Token::EndTag(tag) => match &tag.name.0[..] {
                    b"head" => break,
                    b"title" => (in_title, had_title) = (false, true),
                    _ => {}
                },
                Token::String(words) if in_title => head.title.push_str(&String::from_utf8_lossy(&words.value.0)),
                _ => {}
            }
        }
        head
    }

    fn note(&mut self, tag: &StartTag<()>) {
        let key = attribute(tag, b"property").or_else(|| attribute(tag, b"name"));
        if let (Some(key), Some(words)) = (key, attribute(tag, b"content")) {
            self.named.entry(key.to_ascii_lowercase()).or_insert(words);
        }
    }
}

fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map_while(Result::ok)
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|words| String::from_utf8_lossy(&words.value.0).into_owned())
}

/// The text, as its mark of order, whoever sent it, or itself says how it is written.
fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    let told = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding =
        told.or_else(|| declared(bytes)).unwrap_or_else(|| if is_utf_8(bytes) { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(bytes).0
}

/// What a page says of how it is written, which can be read whatever that is: so it is not UTF-16.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let label = tokens(&start).find_map(|token| match token {
        Token::StartTag(tag) if &tag.name.0[..] == b"meta" => {
            attribute(&tag, b"charset").or_else(|| Some(charset_of(&attribute(&tag, b"content")?)?.to_owned()))
        }
        _ => None,
    })?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The `charset` among what is said of a kind of content.
pub fn charset_of(kind: &str) -> Option<&str> {
    kind.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// Whether it is, as far as it goes: its last letter may be cut.
fn is_utf_8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// The words in one line, without what is not seen, and cut behind so many characters; nothing where they show nothing.
fn tidy(text: &str, most: usize) -> Option<String> {
    let seen = text.chars().filter(|c| !turns(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = match words.char_indices().nth(most) {
        Some(_) => words.chars().take(most - 1).chain(['…']).collect(),
        None => words,
    };
    (!is_blank(&line)).then_some(line)
}

/// Whether a sign turns the direction of what stands around it.
const fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, description: Option<&str>, site: Option<&str>) -> Page {
        let owned = |words: Option<&str>| words.map(str::to_owned);
        Page { title: title.to_owned(), description: owned(description), site: owned(site) }
    }

    #[test]
    fn a_page_is_called_as_it_says_for_previews_and_else_by_its_title() {
        let both = "<!doctype html><html><head><title>Plain</title><meta name=description content='About tea'>\
            <meta property=\"og:title\" content=\"Tea &amp; cake\"><meta property='og:site_name' content='Leaves'></head>";
        assert_eq!(read(both.as_bytes(), None), Some(page("Tea & cake", Some("About tea"), Some("Leaves"))));
        let plain = "<TITLE>\n  Tea\n and  cake </TITLE><p>no end of a head";
        assert_eq!(read(plain.as_bytes(), None), Some(page("Tea and cake", None, None)));
        let twice = "<title>One</title><title>Two</title>";
        assert_eq!(read(twice.as_bytes(), None), Some(page("One", None, None)));
        for none in ["", "hello", "<title></title>", "<title>\u{200b} </title>", "<body><title>Tea</title>", "\0\0"] {
            assert_eq!(read(none.as_bytes(), None), None, "{none:?}");
        }
    }

    #[test]
    fn what_stands_in_scripts_and_comments_or_behind_the_head_is_not_the_title() {
        let hidden = "<head><script>'<title>Script</title>'</script><!-- <title>Comment</title> --><title>Tea</title>\
            </head><body><svg><title>Drawing</title></svg><meta property='og:title' content='Behind'>";
        assert_eq!(read(hidden.as_bytes(), None), Some(page("Tea", None, None)));
    }

    #[test]
    fn letters_are_read_as_they_are_written() {
        let cafe = Some(page("café", None, None));
        assert_eq!(read("<title>café</title>".as_bytes(), None), cafe);
        assert_eq!(read(b"<title>caf\xe9</title>", Some("iso-8859-1")), cafe);
        assert_eq!(read(b"<meta charset=latin1><title>caf\xe9</title>", None), cafe);
        assert_eq!(
            read(
                b"<meta http-equiv=content-type content='text/html; charset=windows-1252'><title>caf\xe9</title>",
                None
            ),
            cafe
        );
        assert_eq!(read(b"<title>caf\xe9</title>", None), cafe, "what is not UTF-8 is the other usual way");
        assert_eq!(
            read(b"\xef\xbb\xbf<title>caf\xc3\xa9</title>", Some("latin1")),
            cafe,
            "the mark of order says more"
        );
        assert_eq!(
            read(b"<meta charset=shift_jis><title>\x82\xa8\x92\x83</title>", None),
            Some(page("お茶", None, None))
        );
    }

    #[test]
    fn words_are_one_line_that_turns_nothing_and_has_an_end() {
        let turned = "<title>a\u{202e}b\u{0}c\u{7}d</title>";
        assert_eq!(read(turned.as_bytes(), None).map(|page| page.title), Some("ab\u{fffd}c d".to_owned()));
        let long = format!("<title>{}</title>", "ä".repeat(201));
        let title = read(long.as_bytes(), None).expect("it has one").title;
        assert_eq!((title.chars().count(), title.chars().next_back()), (200, Some('…')));
        let fits = format!("<title>{}</title>", "ä".repeat(200));
        assert_eq!(read(fits.as_bytes(), None).map(|page| page.title), Some("ä".repeat(200)));
    }

    #[test]
    fn a_head_ends_where_it_says_or_where_the_body_begins() {
        assert!(ends_head(b"<p></HEAD >") && ends_head(b"<Body class=a>") && ends_head(b"</head"));
        assert!(!ends_head(b"<header>") && !ends_head(b"") && !ends_head(b"</hea"));
    }
}
