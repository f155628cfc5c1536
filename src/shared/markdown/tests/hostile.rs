use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;

/// How many stand inside one another.
fn depth_of_blocks(blocks: &[Block]) -> usize {
    let depth = |block: &Block| match block {
        Block::Paragraph(words) => depth_of_words(words),
        Block::Code { .. } | Block::Rule | Block::Cut => 0,
        Block::Quote(blocks) => 1 + depth_of_blocks(blocks),
        Block::List { items, .. } => 1 + items.iter().map(|blocks| depth_of_blocks(blocks)).max().unwrap_or_default(),
        Block::Table { head, rows, .. } => cells(head, rows).map(|cell| depth_of_words(cell)).max().unwrap_or_default(),
        Block::Notes(notes) => 1 + notes.iter().map(|note| depth_of_blocks(&note.blocks)).max().unwrap_or_default(),
    };
    blocks.iter().map(depth).max().unwrap_or_default()
}

fn cells<'t>(head: &'t [Cell], rows: &'t [Vec<Cell>]) -> impl Iterator<Item = &'t Cell> {
    head.iter().chain(rows.iter().flatten())
}

fn depth_of_words(words: &[Inline]) -> usize {
    let depth = |word: &Inline| match word {
        Inline::Text(_) | Inline::Code(_) | Inline::Note(..) | Inline::Task(_) => 0,
        Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) | Inline::Link { words, .. } => {
            1 + depth_of_words(words)
        }
    };
    words.iter().map(depth).max().unwrap_or_default()
}

/// Lines, signs around words, a heading around all and a link in all.
const DEPTH: usize = 2 * DEEPEST + 2;

/// The letters that are shown, and those of addresses behind the words that lead there.
fn letters_of_blocks(blocks: &[Block], letters: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(words) => letters_of_words(words, letters),
            Block::Code { language, text, .. } => {
                letters.push_str(language.as_deref().unwrap_or_default());
                letters.push_str(text);
            }
            Block::Quote(blocks) => letters_of_blocks(blocks, letters),
            Block::List { items, .. } => items.iter().for_each(|blocks| letters_of_blocks(blocks, letters)),
            Block::Table { head, rows, .. } => cells(head, rows).for_each(|cell| letters_of_words(cell, letters)),
            Block::Notes(notes) => notes.iter().for_each(|note| letters_of_blocks(&note.blocks, letters)),
            Block::Rule | Block::Cut => {}
        }
    }
}

fn letters_of_words(words: &[Inline], letters: &mut String) {
    for word in words {
        match word {
            Inline::Text(text) | Inline::Code(text) => letters.push_str(text),
            Inline::Emphasis(words) | Inline::Strong(words) | Inline::Strike(words) => letters_of_words(words, letters),
            Inline::Link { to, words } => {
                letters_of_words(words, letters);
                if *words != [Inline::Text(to.clone())] {
                    letters.push_str(to);
                }
            }
            Inline::Note(..) | Inline::Task(_) => {}
        }
    }
}

#[test]
fn whatever_is_typed_no_letter_of_it_is_lost() {
    const PARTS: [&str; 37] = [
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "[",
        "](",
        ")",
        "](https://e.org)",
        "<",
        ">",
        "> ",
        "- ",
        "1. ",
        "# ",
        "\\",
        "!",
        "\n",
        "\n\n",
        "  ",
        "\t",
        "https://e.org/",
        "|",
        "|-|\n",
        "| a | b |\n|---|---|\n",
        "[^1]",
        "\n[^1]: ",
        "$",
        "$$",
        "[ ] ",
        "```c\n",
        "ä",
        "word",
        "字",
        "👩\u{200d}💻",
        "\u{202e}",
    ];
    for seed in 0..20_000 {
        let mut chance = SmallRng::seed_from_u64(seed);
        let length = chance.random_range(1..30);
        let text: String = (0..length).map(|_| PARTS[chance.random_range(0..PARTS.len())]).collect();
        let blocks = parse(&text);
        let mut shown = String::new();
        letters_of_blocks(&blocks, &mut shown);
        // Notes stand behind the rest.
        let letters = |text: &str| {
            let mut letters: Vec<_> = text.chars().filter(|c| c.is_alphabetic()).collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(letters(&shown), letters(&text), "seed {seed}: {text:?} is {blocks:?}");
        assert!(depth_of_blocks(&blocks) <= DEPTH, "seed {seed}: {blocks:?}");
        assert!(plain(&text).lines().count() <= 1, "seed {seed}: {text:?}");
    }
}

/// What a text is made of that says the same again and again.
const PARTS: &[&str] = &[
    "[",
    "]",
    "](",
    "[a](",
    "[](",
    "![",
    "(",
    "*",
    "*a ",
    "a*",
    "**a",
    "a**b",
    "_a*",
    "*a _b ~~c ",
    "~~",
    "`",
    "<",
    "<a",
    "&",
    "\\",
    ">",
    "> ",
    "- ",
    "1. ",
    "# ",
    "\n",
    " \n",
    "- a\n\n\n",
    "- a\n",
    "> a\n",
    "```\n",
    "```a",
    "~~~\n",
    "http://",
    "http://,",
    "http://a@",
    "*字",
    "字_字 ",
    "https://a ",
    "https://a)",
    "<https://a",
    "[a](https://a)",
    "![[a](https://a)",
    "![a](https://a",
    "[a]: b\n\n",
    "[a][",
    "&#",
    "<!--",
    "<?",
    "<![CDATA[",
    "<a b='",
    "</",
    "<div>\n",
    "\\\n",
    "- - + ",
    "+ > 1. ",
    "a\n-\n",
    "|-",
    "|",
    "|a",
    "|\n",
    "|a|a|\n|-|-|\n",
    "[^1]",
    "[^1]: a\n",
    "[^a]: [^b]: ",
    "- [ ] a\n",
    "$",
    "$a",
    "$$",
    "$a$ ",
    "{$",
    "```c\n1 \"\n```\n",
    "\u{fdd0}",
    "\u{202e}\u{200b}",
    "a\n\n",
];

#[test]
fn nothing_that_is_typed_takes_forever_or_goes_deep() {
    const LONG: usize = 1_000_000;
    for part in PARTS {
        let blocks = parse(&part.repeat(LONG / part.len()));
        assert!(depth_of_blocks(&blocks) <= DEPTH, "{part:?}");
        assert_eq!(blocks.last(), Some(&Block::Cut), "{part:?}");
    }
    let nested = [
        (0..500).map(|depth| "  ".repeat(depth) + "- x").collect::<Vec<_>>().join("\n"),
        "*a ".repeat(LONGEST / 6) + &" a*".repeat(LONGEST / 6),
        "**a".repeat(LONGEST / 6) + &"a**".repeat(LONGEST / 6),
        "[".repeat(LONGEST / 2) + &"](https://a)".repeat(LONGEST / 24),
        "![".repeat(LONGEST / 15) + &"](https://a)".repeat(LONGEST / 15),
        "\r".to_owned() + &"+ ".repeat(LONGEST / 4) + "a" + &"\r".repeat(LONGEST / 2),
        "+ ".repeat(LONGEST / 4) + "a" + &"\n".repeat(LONGEST / 2),
        (1..800).map(|length| "`".repeat(length) + "a").collect(),
        "|".repeat(LONGEST / 8) + "\n" + &"|-".repeat(LONGEST / 8) + "|\n" + &"a\n".repeat(LONGEST / 4),
        "|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"a\n".repeat(LONGEST / 4),
        (0..LONGEST / 16).fold(String::new(), |text, n| text + &format!("[^{n}]\n[^{n}]: a\n")),
        (0..500).map(|depth| "  ".repeat(depth) + "- x\n").collect::<String>() + &"\n".repeat(LONGEST / 2),
        "> ".to_owned() + &(0..500).map(|depth| "  ".repeat(depth) + "- x\n> ").collect::<String>(),
    ];
    for text in nested {
        assert!(depth_of_blocks(&parse(&text)) <= DEPTH, "{}", &text[..40]);
    }
    assert!(drawn(&format!("{}deep", "> ".repeat(10_000))).contains("deep"));
    assert!(drawn(&"> a\n".repeat(5_000)).ends_with("a</p></quote>"));
    assert_eq!(drawn(&"*b* ".repeat(5_000)).matches("<em>b</em>").count(), 5_000);
}

#[test]
fn the_longest_text_is_whole_and_what_is_longer_says_that_it_is_cut() {
    let longest = "\u{1f469}".repeat(LONGEST);
    assert_eq!(parse(&longest), [Block::Paragraph(vec![Inline::Text(longest.clone())])]);
    let longer = parse(&format!("a{longest}"));
    assert_eq!(longer.last(), Some(&Block::Cut));
    assert!(blocks_drawn(&longer).starts_with("<p>a\u{1f469}"));
    for words in ["安全第一", "Réunion à huit heures.\n", "> *Sein* oder `nicht`, das ist hier die Frage.\n\n"] {
        let text: String = words.chars().cycle().take(LONGEST).collect();
        assert_ne!(parse(&text).last(), Some(&Block::Cut), "{words:?} again and again");
    }
    for signs in ["`a`", "*a*", "- a\n", "a\n\n"] {
        let message = signs.repeat(10_000 / signs.len());
        assert_ne!(parse(&message).last(), Some(&Block::Cut), "a message of {signs:?}");
    }
    let line = "a".repeat(1 << 20);
    assert_eq!(drawn(&line), format!("<p>{}</p><cut>", &line[..LONGEST]));
    let links = drawn(&"https://a.example ".repeat(100_000));
    assert_eq!(links.matches("<a https://a.example>").count(), LONGEST / "https://a.example ".len());
    let links = drawn(&"https://a ".repeat(10_000));
    assert_eq!(links.matches("<a https://a>").count(), (LARGEST - 1) / 3);
    assert!(links.ends_with("<cut>"));
    let cells = drawn(&("|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"a\n".repeat(10_000)));
    assert!(cells.len() < 2 * LARGEST && cells.ends_with("<cut>"), "{}", cells.len());
}

#[test]
fn what_is_read_before_the_library_shows_in_nothing() {
    for text in
        ["`a[0]: b`", "`https://e.org/a_b`", "```\n]: https://e.org/a_b\n```", "[a](https://e.org/a_b_c)", "a]: b"]
    {
        assert!(!drawn(text).contains('\u{fdd0}'), "{text}");
    }
}
