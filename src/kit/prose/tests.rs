//! What people write, drawn by the server and read again as a browser reads it.

use html5gum::{Token, Tokenizer};
use leptos::prelude::*;
use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::Prose;
use crate::kit::provide_toasts;

/// The elements that may come of a text, with their attributes. Those of the button that copies code are among them.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["aria-label", "class", "href", "id", "rel", "target"]),
    ("blockquote", &["class"]),
    ("button", &["aria-label", "class", "title", "type"]),
    ("code", &["class"]),
    ("div", &["aria-label", "class", "dir", "role", "tabindex"]),
    ("em", &[]),
    ("hr", &["class"]),
    ("li", &["class", "id", "tabindex"]),
    ("ol", &["aria-label", "class", "start"]),
    ("p", &["class", "dir"]),
    ("path", &["d"]),
    ("pre", &["aria-label", "class", "role", "tabindex"]),
    ("s", &[]),
    ("span", &["aria-label", "class", "role"]),
    ("strong", &[]),
    ("sup", &[]),
    (
        "svg",
        &["aria-hidden", "class", "fill", "stroke", "stroke-linecap", "stroke-linejoin", "stroke-width", "viewbox"],
    ),
    ("table", &["class"]),
    ("tbody", &[]),
    ("td", &["class", "dir"]),
    ("th", &["class", "dir", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &["class"]),
];
/// What an address begins with that a text leads to: pages, mail, people, tags, and its own notes.
const WAYS: &[&str] = &["https://", "http://", "mailto:", "/u/", "/tags/", "#here-"];
/// Bytes that may come of one that was typed, and of a text of none: a point of a list is two elements.
const FACTOR: usize = 400;

fn html(text: &str) -> String {
    Owner::new().with(|| {
        provide_toasts();
        view! { <Prose text=text.to_owned() linked=true name="here" /> }.to_html()
    })
}

/// What the HTML has that may not be, where it has something; and the words of it.
fn faults(html: &str) -> (Vec<String>, String) {
    let (mut faults, mut open, mut words, mut ids) = (Vec::new(), Vec::new(), String::new(), Vec::new());
    for token in Tokenizer::new(html).map(|token| token.expect("a text has no other errors")) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let Some((_, attributes)) = ELEMENTS.iter().find(|(element, _)| *element == name) else {
                    faults.push(format!("<{name}>"));
                    continue;
                };
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) =
                        (String::from_utf8_lossy(attribute), String::from_utf8_lossy(&value.value));
                    let leads = || WAYS.iter().any(|way| value.to_ascii_lowercase().starts_with(way));
                    if !attributes.contains(&&*attribute) || attribute == "href" && !leads() {
                        faults.push(format!("<{name} {attribute}={value:?}>"));
                    }
                    if attribute == "id" {
                        ids.push(value.into_owned());
                    }
                }
                if !tag.self_closing && name != "hr" {
                    open.push(name);
                }
            }
            Token::EndTag(tag) if open.pop().is_none_or(|name| name.as_bytes() != &tag.name[..]) => {
                faults.push(format!("</{}>", String::from_utf8_lossy(&tag.name)));
            }
            Token::String(text) => words.push_str(&String::from_utf8_lossy(&text.value)),
            Token::Comment(comment) if !comment.value.is_empty() => faults.push(format!("<!--{comment:?}-->")),
            Token::Error(error) if format!("{error:?}").contains("Eof") => faults.push(format!("{error:?}")),
            Token::Doctype(_) => faults.push("<!DOCTYPE>".to_owned()),
            _ => {}
        }
    }
    let names = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < names {
        faults.push("an id twice".to_owned());
    }
    faults.extend(open.into_iter().map(|name| format!("<{name}> without an end")));
    (faults, words)
}

#[test]
fn whatever_is_written_nothing_comes_of_it_but_harmless_elements() {
    for (text, shown) in [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("</code></pre><script>alert(1)</script>", "</code></pre><script>alert(1)</script>"),
        ("<style>*{display:none}</style>", "<style>*{display:none}</style>"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("<svg/onload=alert(1)>", "<svg/onload=alert(1)>"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<mglyph>"),
        ("<p style=\"position:fixed;inset:0\" onmouseover=\"alert(1)\">x", "onmouseover"),
        ("<iframe srcdoc=\"&lt;script>alert(1)&lt;/script>\"></iframe>", "<iframe"),
        ("<form action=\"https://evil.example\"><input name=password>", "<form"),
        ("<base href=\"https://evil.example\">", "<base"),
        ("<meta http-equiv=refresh content=\"0;url=https://evil.example\">", "http-equiv"),
        ("<!-- a --><!DOCTYPE html><![CDATA[x]]><?php x ?>", "<!DOCTYPE html>"),
        ("<plaintext>", "<plaintext>"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](JaVa\tScRiPt:alert(1))", "alert(1)"),
        ("[x](&#106;avascript&colon;alert(1))", "alert(1)"),
        ("[x](data:text/html,<script>alert(1)</script>)", "data:text/html"),
        ("![x](data:image/svg+xml,<svg/onload=alert(1)>)", "onload"),
        ("[x](vbscript:x) [y](file:///etc/passwd) [z](blob:https://a.example/b)", "blob:"),
        ("<javascript:alert(1)> <data:text/html,x>", "<javascript:alert(1)>"),
        ("[x](//evil.example) [y](/settings) [z](#top) [w](https://bank.example@evil.example)", "//evil.example"),
        ("[x](https://a.example/\"onmouseover=\"alert(1))", "onmouseover"),
        ("[x](https://a.example \"\\\" onmouseover=alert(1)\")", "x"),
        ("https://a.example/\"onmouseover=\"alert(1)", "onmouseover"),
        ("```\"><script>alert(1)</script>\nx\n```", "\"><script>alert(1)</script>"),
        (
            "```js\n</code></pre><script>alert(\"</span>\")</script>\n```",
            "</code></pre><script>alert(\"</span>\")</script>",
        ),
        ("```html\n<a href=\"javascript:alert(1)\">\n```", "<a href=\"javascript:alert(1)\">"),
        ("`</code><script>`", "</code><script>"),
        ("$</code><script>$", "$</code><script>$"),
        ("| <script> | b |\n|---|---|\n| </td></table> | \" onclick=\" |", "</td></table>"),
        ("| a |\n|---|\n| 1 | </table><script> |", "</table><script>"),
        ("x[^\"><script>]\n\n[^\"><script>]: <script>", "<script>"),
        ("a[^1][^1][^1] b[^2]\n\n[^1]: x\n[^1]: y\n[^2]: [^1]", "y"),
        ("[^javascript:alert(1)]: [x](javascript:alert(1))", "javascript"),
        ("- [x] <input type=checkbox onclick=alert(1)>", "<input"),
        ("@ann\"><script> #tag\"><script>", "<script>"),
        ("# <script>\n> <script>\n- <script>", "<script>"),
        ("\u{202e}gnp.exe\u{202c} [\u{202e}moc.live](https://a.example) `\u{2066}x`", "gnp.exe"),
        ("a\0b\u{fdd0}c\u{feff}", "c"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ] {
        let html = html(text);
        let (faults, words) = faults(&html);
        assert_eq!(faults, Vec::<String>::new(), "{text}");
        assert!(words.contains(shown), "{text}: {words}");
    }
}

#[test]
fn what_turns_the_direction_turns_nothing_outside_of_its_own_element() {
    let html = html(
        "a [\u{202e}x](https://a.example) `\u{202e}y` @ann | \u{202e}\n\n| a | \u{202e}b |\n|---|---|\n\n- \u{202e}c",
    );
    for (element, apart) in [
        ("<a ", "[unicode-bidi:isolate]"),
        ("<code", "[unicode-bidi:isolate]"),
        ("<p ", "dir=\"auto\""),
        ("<th ", "dir=\"auto\""),
    ] {
        let tags: Vec<_> =
            html.match_indices(element).map(|(at, _)| html[at..].split('>').next().unwrap_or_default()).collect();
        assert!(!tags.is_empty() && tags.iter().all(|tag| tag.contains(apart)), "{element}: {tags:?}");
    }
}

#[test]
fn what_is_drawn_is_bounded_by_what_was_typed_and_by_a_number_of_elements() {
    for (text, is_cut) in [
        ("> ".repeat(10_000) + "deep", false),
        ("a".repeat(1 << 20), true),
        ("https://a.example ".repeat(100_000), true),
        ("[a](https://a.example) ".repeat(100_000), true),
        ("- a\n".repeat(100_000), true),
        ("|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"a\n".repeat(10_000), true),
        ("[^1] ".repeat(30_000) + "\n\n[^1]: x", true),
        ("```c\n".to_owned() + &"1 ".repeat(45_000) + "\n```", false),
        ("*a".repeat(5_000) + &"*".repeat(5_000), false),
    ] {
        let html = html(&text);
        let elements = html.matches('<').count();
        assert!(elements <= 6 * 20_000, "{}…: {elements} tags", &text[..20]);
        assert!(html.len() <= FACTOR * text.len(), "{}…: {} bytes of {}", &text[..20], html.len(), text.len());
        assert_eq!(html.contains("too long to be shown"), is_cut, "{}…", &text[..20]);
        assert_eq!(faults(&html).0, Vec::<String>::new(), "{}…", &text[..20]);
    }
}

/// Texts of these parts, one after another at random: `TERTULIA_SEEDS` of them, or a few.
#[test]
fn texts_that_were_made_up_are_harmless_and_well_formed() {
    const PARTS: [&str; 36] = [
        "<",
        ">",
        "\"",
        "'",
        "=",
        "&",
        "/",
        "script",
        "onclick",
        "javascript:",
        "data:",
        "https://e.org/",
        "](",
        "[",
        "![",
        ")",
        "*",
        "_",
        "~~",
        "`",
        "```",
        "```js\n",
        "$",
        "|",
        "|-|-|\n",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "- [x] ",
        "[^1]",
        "\n[^1]: ",
        "@ann ",
        "\u{202e}",
        "\\",
    ];
    #[expect(clippy::disallowed_methods, reason = "not a setting of the program")]
    let seeds = std::env::var("TERTULIA_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(400);
    for seed in 0..seeds {
        let mut chance = SmallRng::seed_from_u64(seed);
        let length = chance.random_range(1..40);
        let text: String = (0..length).map(|_| PARTS[chance.random_range(0..PARTS.len())]).collect();
        assert_eq!(faults(&html(&text)).0, Vec::<String>::new(), "seed {seed}: {text:?}");
    }
}

#[test]
fn hostile_texts_draw_no_more_than_a_page_can_hold() {
    // Whatever was typed: some two hundred bytes for each part that is drawn.
    const MOST: usize = 4_000_000;
    for text in [
        "> ".repeat(10_000) + "deep",
        "a".repeat(1 << 20),
        "https://a.example ".repeat(100_000),
        "|a".repeat(100) + "|\n" + &"|-".repeat(100) + "|\n" + &"a\n".repeat(200_000),
        "```c\n".to_owned() + &"1 ".repeat(200_000) + "\n```",
    ] {
        let bytes = html(&text).len();
        assert!(bytes <= MOST, "{bytes} bytes for {}…", &text[..20]);
    }
}
