//! Words in XML.

use std::fmt::{self, Display, Write};

/// How every document begins.
pub(super) const BEGINNING: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Words as they stand between tags or between quotation marks. What XML 1.0 has no place for is left out.
pub(super) struct Words<'a>(pub &'a str);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().filter(|c| is_allowed(*c)).try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            c => f.write_char(c),
        })
    }
}

const fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn nothing_in_words_is_taken_for_a_tag_and_what_xml_does_not_know_is_left_out() {
        let words = Words("a<b & \"c\">\u{0}\u{1b}\u{ffff} 안\n😊");
        assert_eq!(words.to_string(), "a&lt;b &amp; &quot;c&quot;&gt; 안\n😊");
    }
}
