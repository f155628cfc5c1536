//! Where a text leads.

use super::{Block, Inline, parse};

/// The first page that a text leads to, as it says; neither what somebody else said counts, nor what stands in code.
#[must_use]
pub fn first_link(text: &str) -> Option<String> {
    // Nothing else leads to a page, and most texts lead nowhere.
    if text.contains("://") { in_blocks(&parse(text)) } else { None }
}

fn in_blocks(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(words) => in_words(words),
        Block::List { items, .. } => items.iter().find_map(|item| in_blocks(item)),
        Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).find_map(|cell| in_words(cell)),
        Block::Notes(notes) => notes.iter().find_map(|note| in_blocks(&note.blocks)),
        Block::Quote(_) | Block::Code { .. } | Block::Rule | Block::Cut => None,
    })
}

fn in_words(words: &[Inline]) -> Option<String> {
    words.iter().find_map(|word| match word {
        Inline::Link { to, .. } => is_page(to).then(|| to.clone()),
        Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) => in_words(words),
        Inline::Text(_) | Inline::Code(_) | Inline::Note(..) | Inline::Task(_) => None,
    })
}

/// Not somebody's mail.
fn is_page(to: &str) -> bool {
    to.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_that_is_led_to_counts_wherever_it_stands() {
        for (text, link) in [
            ("see https://a.example/b and https://c.example", "https://a.example/b"),
            ("[tea](https://a.example \"title\")", "https://a.example"),
            ("**[tea](HTTP://a.example)**", "HTTP://a.example"),
            ("mailto:ann@a.example [mail](mailto:ann@a.example) https://b.example", "https://b.example"),
            ("- one\n- https://a.example", "https://a.example"),
            ("> https://quoted.example\n\nhttps://a.example", "https://a.example"),
            ("`https://code.example` https://a.example", "https://a.example"),
        ] {
            assert_eq!(first_link(text).as_deref(), Some(link), "{text}");
        }
    }

    #[test]
    fn what_leads_nowhere_has_no_first_link() {
        for text in
            ["", "tea", "example.org", "://", "ftp://a.example", "`https://a.example`", "```\nhttps://a.example\n```"]
        {
            assert_eq!(first_link(text), None, "{text}");
        }
    }
}
