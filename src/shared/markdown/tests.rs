mod blocks;
mod hostile;

use std::iter;

use super::*;

/// The tree as HTML would have it, but that nothing is escaped.
fn drawn(text: &str) -> String {
    blocks_drawn(&parse(text))
}

fn blocks_drawn(blocks: &[Block]) -> String {
    let draw = |block: &Block| match block {
        Block::Paragraph(words) => format!("<p>{}</p>", words_drawn(words)),
        Block::Code { language: None, text, .. } => format!("<pre>{text}</pre>"),
        Block::Code { language: Some(language), text, .. } => format!("<pre {language}>{text}</pre>"),
        Block::Quote(blocks) => format!("<quote>{}</quote>", blocks_drawn(blocks)),
        Block::List { start, items } => {
            let draw = |blocks: &Vec<Block>| format!("<li>{}</li>", blocks_drawn(blocks));
            let items: String = items.iter().map(draw).collect();
            match start {
                None => format!("<ul>{items}</ul>"),
                Some(start) => format!("<ol {start}>{items}</ol>"),
            }
        }
        Block::Table { sides, head, rows } => {
            let row = |cells: &Vec<Cell>| cells.iter().map(|cell| words_drawn(cell)).collect::<Vec<_>>().join("|");
            let rows: Vec<_> = iter::once(head).chain(rows).map(row).collect();
            format!("<table {sides:?}>{}</table>", rows.join("/"))
        }
        Block::Notes(notes) => {
            let draw = |note: &Note| format!("<note {}>{}</note>", note.is_named, blocks_drawn(&note.blocks));
            notes.iter().map(draw).collect()
        }
        Block::Rule => "<hr>".to_owned(),
        Block::Cut => "<cut>".to_owned(),
    };
    blocks.iter().map(draw).collect()
}

fn words_drawn(words: &[Inline]) -> String {
    let draw = |word: &Inline| match word {
        Inline::Text(text) => text.clone(),
        Inline::Code(text) => format!("<code>{text}</code>"),
        Inline::Emphasis(words) => format!("<em>{}</em>", words_drawn(words)),
        Inline::Strong(words) => format!("<strong>{}</strong>", words_drawn(words)),
        Inline::Strike(words) => format!("<s>{}</s>", words_drawn(words)),
        Inline::Link { to, words } => format!("<a {to}>{}</a>", words_drawn(words)),
        Inline::Note(number, is_first) => format!("<{number} {is_first}>"),
        Inline::Task(is_done) => format!("<{is_done}>"),
    };
    words.iter().map(draw).collect()
}

#[test]
fn signs_around_words_say_how_they_are_read() {
    for (text, expected) in [
        ("Hello *you* and **all**", "<p>Hello <em>you</em> and <strong>all</strong></p>"),
        ("_you_ and __all__ but ~~him~~", "<p><em>you</em> and <strong>all</strong> but <s>him</s></p>"),
        ("***both***", "<p><em><strong>both</strong></em></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b***", "<p><em>a <strong>b</strong></em></p>"),
        ("**over\nlines**", "<p><strong>over\nlines</strong></p>"),
        ("`1 < 2` and `` a`b `` and `` `c` ``", "<p><code>1 < 2</code> and <code>a`b</code> and <code>`c`</code></p>"),
        ("`*not*`", "<p><code>*not*</code></p>"),
        ("```one line```", "<p><code>one line</code></p>"),
        ("强*调*的", "<p>强<em>调</em>的</p>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn signs_that_belong_to_no_other_are_words() {
    for text in [
        "2 * 3 * 4",
        "a_name_like_this",
        "*open",
        "close*",
        "**",
        "~5 to ~6",
        "I <3 you, a < b > c",
        "``open`",
        "a `",
        "~~~~",
        "** a **",
        "]( [x] [] ![",
        "#tag",
        "#",
        "-5 degrees",
        ">:( and >_<",
        ">",
        "---",
        "- - -",
        "1986. A year",
        "```",
        "a\\b",
        "[note]: this",
        "some words\n---",
        "some words\n===",
        "some words\n-",
        "| a | b |\n| 1 | 2 |",
        "it costs $5 or $10, or $5-$10 in $HOME/$USER",
        "[^1]",
        "a[^1] b",
    ] {
        assert_eq!(drawn(text), format!("<p>{text}</p>"));
    }
    assert_eq!(drawn("**a*"), "<p>*<em>a</em></p>");
    assert_eq!(drawn("*a _b* c_"), "<p><em>a _b</em> c_</p>");
}

#[test]
fn a_backslash_makes_a_sign_a_word() {
    for (text, expected) in [
        (r"\*not\*", "<p>*not*</p>"),
        (r"\# not \`this\`", "<p># not `this`</p>"),
        (r"\- not", "<p>- not</p>"),
        (r"1\. not", "<p>1. not</p>"),
        (r"\[not](https://example.org)", "<p>[not](<a https://example.org>https://example.org</a>)</p>"),
        (r"`\*`", r"<p><code>\*</code></p>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn mathematics_is_the_code_that_it_was_typed_in() {
    for (text, expected) in [
        ("so $a_1 * b_1 * c$.", "<p>so <code>$a_1 * b_1 * c$</code>.</p>"),
        ("$$\n\\sum_{i} *x*_i\n$$", "<p><code>$$\n\\sum_{i} *x*_i\n$$</code></p>"),
        ("$5 and $6", "<p>$5 and $6</p>"),
        ("$<b>$", "<p><code>$<b>$</code></p>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn a_listing_says_what_its_words_are() {
    let stretches = |text: &str| match &parse(text)[..] {
        [Block::Code { stretches, .. }] => {
            stretches.iter().map(|stretch| (stretch.sense, stretch.end)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(stretches("```rust\nlet a\n```"), [(Sense::Keyword, 3), (Sense::Plain, 5)]);
    assert_eq!(stretches("```\nlet a\n```"), []);
    assert_eq!(stretches("    let a"), []);
    let long = "1 ".repeat(COLOURED);
    assert_eq!(stretches(&format!("```c\n{long}\n```")).len(), COLOURED);
}

#[test]
fn addresses_lead_where_they_say() {
    for (text, expected) in [
        ("[*there*](https://example.org/a_(b))", "<p><a https://example.org/a_(b)><em>there</em></a></p>"),
        ("see https://example.org/a_b_c.", "<p>see <a https://example.org/a_b_c>https://example.org/a_b_c</a>.</p>"),
        ("(<http://example.org>)", "<p>(<a http://example.org>http://example.org</a>)</p>"),
        ("**https://example.org**", "<p><strong><a https://example.org>https://example.org</a></strong></p>"),
        ("[mail](mailto:ann@example.org)", "<p><a mailto:ann@example.org>mail</a></p>"),
        ("<ann@example.org>", "<p><a mailto:ann@example.org>ann@example.org</a></p>"),
        (
            "https://example.org/__init__.py and _this_",
            "<p><a https://example.org/__init__.py>https://example.org/__init__.py</a> and <em>this</em></p>",
        ),
        (
            "[![a](https://a.example/a.png)](https://b.example)",
            "<p><a https://b.example>![a](https://a.example/a.png)</a></p>",
        ),
        ("xhttps://example.org", "<p>xhttps://example.org</p>"),
        ("[ ](https://example.org)", "<p>[ ](<a https://example.org>https://example.org</a>)</p>"),
        (
            "[a [b](https://b.example) c](https://c.example)",
            "<p>[a <a https://b.example>b</a> c](<a https://c.example>https://c.example</a>)</p>",
        ),
        ("[https://a.example](https://b.example)", "<p><a https://b.example>https://a.example</a></p>"),
        ("![a cat](https://example.org/cat.png)", "<p><a https://example.org/cat.png>a cat</a></p>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn what_could_do_harm_is_shown_as_it_was_typed() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- --><iframe srcdoc='<script>alert(1)</script>'>",
        "![x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[w](https://bank.example@evil.example/) https://bank.example@evil.example/x",
        "[y](//evil.example) [z](/settings) [w](#top)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)",
        "[x]\n\n[x]: javascript:alert(1)",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<svg/onload=alert(1)>",
        "<div\n*x*\n</div>",
        "<style>*{display:none}</style>",
        "[x](<javascript:alert(1)>) [x](java\\script:alert(1)) [x](vbscript:x) [x](file:///etc/passwd)",
        "[![x](javascript:alert(1))](data:,x)",
        "[**x**](JAVASCRIPT:alert(1) \"title\")",
    ] {
        assert_eq!(drawn(text), format!("<p>{}</p>", text.replace("\n\n", "</p><p>")));
    }
}

#[test]
fn an_entity_is_a_character_and_no_way_to_hide_one() {
    assert_eq!(drawn("&amp; &copy; &lt;b&gt;"), "<p>& © <b></p>");
    assert_eq!(parse("&lt;b&gt;"), [Block::Paragraph(vec![Inline::Text("<b>".to_owned())])]);
    assert_eq!(drawn("[x](https&#58;//a.example)"), "<p><a https://a.example>x</a></p>");
    assert_eq!(
        drawn("[x](https://a.example&#10;b)"),
        "<p>[x](<a https://a.example&#10;b>https://a.example&#10;b</a>)</p>"
    );
}

#[test]
fn what_would_show_nothing_is_shown_as_it_was_typed() {
    for text in ["#", ">", "-", "1.", "```", "---", "- - -", "&#8203;", "> >", "***"] {
        assert_eq!(drawn(text), format!("<p>{text}</p>"));
    }
    for text in ["", " ", "\n\n", "\u{200b}\n"] {
        assert!(plain(text).trim_matches('\u{200b}').is_empty(), "{text:?}");
    }
}

#[test]
fn one_line_has_the_words_without_the_signs() {
    for (text, expected) in [
        ("**Lunch** at [Ann's](https://example.org)?", "Lunch at Ann's?"),
        ("# Plan\n\n3. buy\n4. *cook*\n\n> eat  well", "Plan 3. buy 4. cook eat well"),
        ("To buy:\n- rye\n  - whole\n- [ ] salt", "To buy: • rye • whole • salt"),
        ("```rust\nlet a;\n```\nlike `this`", "let a; like this"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a\n\n***\n\nb", "a b"),
        ("---", "---"),
        ("", ""),
    ] {
        assert_eq!(plain(text), expected, "{text}");
    }
}
