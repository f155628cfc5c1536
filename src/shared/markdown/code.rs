//! What the words of a listing are, as far as its colours tell: comments, text, numbers, words of the language, names.
//!
//! It reads words, not programs: what begins a comment or a text, which words are the language's own, and what a name is
//! called or given by stands in `languages`. So it takes time in proportion to the code, whatever that says, and never fails.

mod languages;

use languages::{Language, named};

/// What a stretch of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Nothing else.
    Plain,
    /// Said to who reads the code.
    Comment,
    /// Given in quotes.
    Text,
    /// A number.
    Number,
    /// A word of the language itself.
    Keyword,
    /// What is called, or given a value.
    Name,
    /// A line that came, in a comparison.
    Added,
    /// A line that went.
    Removed,
}

/// What code is up to a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What it is.
    pub sense: Sense,
    /// The byte that is behind it.
    pub end: usize,
}

/// The stretches of a listing, to its end; none where the language is not known. At most so many bytes get colours, and
/// those are counted down; the rest is plain.
pub(super) fn stretches(name: &str, text: &str, left: &mut usize) -> Vec<Stretch> {
    let Some(language) = named(name) else { return Vec::new() };
    let end = text.floor_char_boundary(*left);
    *left -= end;
    let mut words = Words { text: &text[..end], at: 0, language, stretches: Vec::new() };
    while words.at < end {
        words.read();
    }
    words.end(Sense::Plain, text.len());
    words.stretches
}

struct Words<'t> {
    text: &'t str,
    at: usize,
    language: &'static Language,
    stretches: Vec<Stretch>,
}

impl Words<'_> {
    /// Reads what comes next.
    fn read(&mut self) {
        let rest = &self.text[self.at..];
        let (sense, bytes) = self
            .line(rest)
            .or_else(|| self.comment(rest))
            .or_else(|| self.quoted(rest))
            .unwrap_or_else(|| match rest.chars().next().unwrap_or_default() {
                c if c.is_ascii_digit() => (Sense::Number, number(rest)),
                c if c.is_alphabetic() || c == '_' => self.word(rest),
                c => (Sense::Plain, c.len_utf8()),
            });
        self.end(sense, self.at + bytes);
        self.at += bytes;
    }

    /// Adds a stretch to the one before where that is the same.
    fn end(&mut self, sense: Sense, end: usize) {
        if let Some(last) = self.stretches.last_mut().filter(|last| last.sense == sense) {
            last.end = end;
        } else if self.stretches.last().map_or(0, |last| last.end) < end {
            self.stretches.push(Stretch { sense, end });
        }
    }

    /// A whole line of a comparison.
    fn line(&self, rest: &str) -> Option<(Sense, usize)> {
        if !self.language.compares || !(self.at == 0 || self.text[..self.at].ends_with('\n')) {
            return None;
        }
        let sense = match rest.as_bytes()[0] {
            b'+' => Sense::Added,
            b'-' => Sense::Removed,
            b'@' => Sense::Comment,
            _ => Sense::Plain,
        };
        Some((sense, rest.find('\n').map_or(rest.len(), |end| end + 1)))
    }

    fn comment(&self, rest: &str) -> Option<(Sense, usize)> {
        if let Some((begin, end)) = self.language.comment.filter(|(begin, _)| rest.starts_with(begin)) {
            return Some((Sense::Comment, behind(rest, begin.len(), end)));
        }
        // `$#` and an address with a part are no comments.
        let is_apart = |sign: &str| sign != "#" || self.at == 0 || self.text[..self.at].ends_with(char::is_whitespace);
        let mut signs = self.language.lines.iter();
        let begins = signs.any(|sign| rest.starts_with(sign) && is_apart(sign));
        begins.then(|| (Sense::Comment, rest.find('\n').unwrap_or(rest.len())))
    }

    /// What stands in quotes: over lines where the language says so, and else to the end of the line at most.
    fn quoted(&self, rest: &str) -> Option<(Sense, usize)> {
        let mut signs = self.language.long_quotes.iter();
        if let Some(sign) = signs.find(|sign| rest.starts_with(*sign)) {
            return Some((Sense::Text, behind(rest, sign.len(), sign)));
        }
        let sign = rest.chars().next().filter(|sign| self.language.quotes.contains(*sign))?;
        // As in "don't".
        if sign == '\'' && self.text[..self.at].ends_with(char::is_alphanumeric) {
            return None;
        }
        let mut is_escaped = false;
        let closing = rest[1..].find(|c: char| {
            let ends = c == '\n' || c == sign && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        });
        Some((Sense::Text, closing.map_or(rest.len(), |end| end + 1 + usize::from(!rest[1 + end..].starts_with('\n')))))
    }

    /// A word, and what it is by the language or by what stands beside it.
    fn word(&self, rest: &str) -> (Sense, usize) {
        let language = self.language;
        let is_in = |c: char| c.is_alphanumeric() || c == '_' || c == '-' && !language.gives.is_empty();
        let end = rest.find(|c| !is_in(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let is_tag = || language.gives == "=>" && self.text[..self.at].ends_with(['<', '/']);
        let is_given = || behind.trim_start_matches(' ').starts_with(|c: char| language.gives.contains(c));
        let sense = if language.has(word) || is_tag() {
            Sense::Keyword
        } else if behind.starts_with('(') || is_given() || language.types && word.starts_with(char::is_uppercase) {
            Sense::Name
        } else {
            Sense::Plain
        };
        (sense, end)
    }
}

/// The bytes to behind an end, which is looked for from there on.
fn behind(rest: &str, from: usize, end: &str) -> usize {
    rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len())
}

/// The bytes of a number with whatever is written in it.
fn number(rest: &str) -> usize {
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let is_point = c == '.' && rest[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !(c.is_alphanumeric() || c == '_' || is_point) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each stretch that is something, in brackets behind the first letter of what it is.
    fn told(language: &str, text: &str) -> String {
        let mut start = 0;
        let told = stretches(language, text, &mut 1_000).into_iter().map(|Stretch { sense, end }| {
            let words = &text[std::mem::replace(&mut start, end)..end];
            if sense == Sense::Plain { words.to_owned() } else { format!("{}[{words}]", &format!("{sense:?}")[..1]) }
        });
        told.collect()
    }

    #[test]
    fn the_words_of_a_language_are_told_from_others() {
        for (language, text, expected) in [
            ("rust", "let a = 1; // one", "K[let] a = N[1]; C[// one]"),
            ("rs,ignore", "fn f(x: &'a str) -> Vec<u8>", "K[fn] N[f](x: &'a K[str]) -> N[Vec]<K[u8]>"),
            (
                "python",
                "def f():\n  '''a\nb'''\n  return \"x\\\"y\" # z",
                "K[def] N[f]():\n  T['''a\nb''']\n  K[return] T[\"x\\\"y\"] C[# z]",
            ),
            ("js", "const a = `x\n${b}`;", "K[const] a = T[`x\n${b}`];"),
            ("sh", "echo $# \"$HOME\" # it's", "K[echo] $# T[\"$HOME\"] C[# it's]"),
            ("sql", "SELECT 'a' -- b\nfrom t", "K[SELECT] T['a'] C[-- b]\nK[from] t"),
            ("html", "<a href=\"x\">don't</a><!-- b -->", "<K[a] N[href]=T[\"x\"]>don't</K[a]>C[<!-- b -->]"),
            ("toml", "[a]\nkey-b = 1.5e3", "[a]\nN[key-b] = N[1.5e3]"),
            ("diff", "+a\n-b\n c", "A[+a\n]R[-b\n] c"),
            ("c", "/* open\nto the end", "C[/* open\nto the end]"),
            ("c", "char *a = \"open\nint b;", "K[char] *a = T[\"open]\nK[int] b;"),
        ] {
            assert_eq!(told(language, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_in_no_known_language_has_no_colours() {
        for language in ["", "klingon", "rustic", "txt"] {
            assert_eq!(stretches(language, "let a = 1;", &mut 100), []);
        }
    }

    #[test]
    fn stretches_go_to_the_end_also_where_nothing_is_left_for_colours() {
        let mut left = 7;
        let plain = Stretch { sense: Sense::Plain, end: 10 };
        assert_eq!(stretches("rust", "let a = 1;", &mut left), [Stretch { sense: Sense::Keyword, end: 3 }, plain]);
        assert_eq!((left, stretches("rust", "let a = 1;", &mut left)), (0, vec![plain]));
        assert_eq!(stretches("rust", "", &mut left), []);
    }

    #[test]
    fn many_stretches_cover_the_whole_of_whatever_is_typed() {
        for part in ["\"", "\\\"", "'", "/*", "*/", "#", "`", "'''", "ä", "1.", "0x", "<!--", "\n", "+\n", "a(", "字 "]
        {
            for language in ["rust", "python", "js", "sh", "html", "diff", "json", "sql", "tex"] {
                let text = part.repeat(500);
                let found = stretches(language, &text, &mut 20_000);
                assert_eq!(found.last().map(|last| last.end), Some(text.len()), "{language}: {part}");
                assert!(found.windows(2).all(|two| two[0].end < two[1].end), "{language}: {part}");
                assert!(found.iter().all(|stretch| text.is_char_boundary(stretch.end)), "{language}: {part}");
            }
        }
    }
}
