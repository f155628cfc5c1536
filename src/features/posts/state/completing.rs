//! Names while somebody types: which person or tag is begun before the caret, and what comes into its place.

use crate::shared::markdown::is_code;

/// Letters of a name that are looked at.
const LONGEST: usize = 40;

/// What is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Somebody's handle.
    Person,
    /// A tag.
    Tag,
}

/// A name that is begun before the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What kind of name.
    pub sign: Sign,
    /// Where the name begins, in bytes, behind its sign.
    pub from: usize,
    /// What there is of it, never nothing.
    pub name: String,
}

/// What is begun before the caret in words: a sign that begins a word, with a letter behind it; never in code.
#[must_use]
pub fn begun(before: &str) -> Option<Begun> {
    let at = before.rfind(['@', '#'])?;
    let (head, name) = (&before[..at], &before[at + 1..]);
    let sign = if before[at..].starts_with('@') { Sign::Person } else { Sign::Tag };
    let begins = !head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '@' | '#'));
    (begins && is_name(name) && !is_code(head)).then(|| Begun { sign, from: at + 1, name: name.to_owned() })
}

/// The tag that is begun last in a list of tags.
#[must_use]
pub fn begun_tag(before: &str) -> Option<Begun> {
    let from = before.rfind(|c: char| c.is_whitespace() || matches!(c, ',' | '#')).map_or(0, |at| at + 1);
    let name = &before[from..];
    is_name(name).then(|| Begun { sign: Sign::Tag, from, name: name.to_owned() })
}

/// The tags in a list of them, as they were typed.
#[must_use]
pub fn listed_tags(typed: &str) -> Vec<String> {
    let parts = typed.split(|c: char| c.is_whitespace() || c == ',');
    parts.filter(|tag| !tag.trim_matches('#').is_empty()).map(str::to_owned).collect()
}

/// The text with the whole name in the place of what was begun and a space behind it, and where the caret is then, in bytes.
#[must_use]
pub fn completed(text: &str, begun: &Begun, name: &str) -> (String, usize) {
    let end = (begun.from + begun.name.len()).min(text.len());
    let (head, rest) = (&text[..begun.from], &text[end..]);
    let space = if rest.starts_with(char::is_whitespace) { "" } else { " " };
    (format!("{head}{name}{space}{rest}"), head.len() + name.len() + 1)
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty() && name.len() <= LONGEST && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_begun_by_a_sign_at_the_beginning_of_a_word_and_never_in_code() {
        let found = begun("Ask @an").expect("somebody is begun");
        assert_eq!((found.sign, found.from, found.name.as_str()), (Sign::Person, 5, "an"));
        let found = begun("(#ru").expect("a tag is begun");
        assert_eq!((found.sign, found.from), (Sign::Tag, 2));
        for before in ["", "@", "ann@ex", "@ann ", "`@an", "```\n@an", "https://a.example/#pa"] {
            assert_eq!(begun(before), None, "{before}");
        }
    }

    #[test]
    fn the_whole_name_stands_in_the_place_of_its_beginning() {
        let text = "Ask @an, please";
        let found = begun(&text[..7]).expect("somebody is begun");
        assert_eq!(completed(text, &found, "ann"), ("Ask @ann , please".to_owned(), 9));
        let found = begun_tag("rust, wa").expect("a tag is begun");
        assert_eq!(completed("rust, wa", &found, "wasm"), ("rust, wasm ".to_owned(), 11));
    }

    #[test]
    fn tags_are_listed_with_spaces_or_commas_between_them() {
        assert_eq!(listed_tags(" rust,wasm  #web # "), ["rust", "wasm", "#web"]);
        assert_eq!(begun_tag("rust "), None);
    }
}
