//! Markdown: what people write with a few signs, as HTML that may stand in a page.
//!
//! `pulldown-cmark` reads it. What has no place in the middle of a page is made plain first: headings are
//! strong paragraphs, pictures and links that may lead nowhere their words, and HTML the text that was typed. `ammonia`
//! then lets through what stands on the lists below.
//!
//! Invariant: whatever was typed, what comes out has no other element, attribute or address than those on the list, and
//! the length of it is in proportion.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd, html};
use url::Url;

/// Elements that may stand in a page.
const TAGS: [&str; 11] = ["a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"];
/// Where links may lead.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
/// How links tell that we do not speak for where they lead.
const REL: &str = "nofollow ugc noopener";
/// How far elements stand inside one another; what is typed deeper stands there too, without its own.
const DEEPEST: usize = 16;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some(REL));
    cleaner
});

/// The text as HTML: paragraphs, emphasis, code, links, lists and quotes. A line that was typed is a line
/// that is shown.
#[must_use]
pub fn render(text: &str) -> String {
    let mut open = Open::default();
    let events = Parser::new(text).flat_map(|event| plain(event, &mut open)).flatten();
    let mut html = String::with_capacity(text.len() * 2);
    html::push_html(&mut html, events);
    CLEANER.clean(&html).to_string()
}

/// What is open at a place of the text.
#[derive(Default)]
struct Open {
    /// How many elements.
    depth: usize,
    /// Of each link, from the outer to the inner, whether it leads where links may.
    links: Vec<bool>,
}

/// The same as far as it has a place in the middle of a page.
fn plain<'a>(event: Event<'a>, open: &mut Open) -> [Option<Event<'a>>; 2] {
    match event {
        Event::Start(tag) => begin(tag, open),
        Event::End(tag) => end(tag, open),
        Event::Html(typed) | Event::InlineHtml(typed) => [Some(Event::Text(typed)), None],
        Event::SoftBreak => [Some(Event::HardBreak), None],
        event => [Some(event), None],
    }
}

fn begin<'a>(tag: Tag<'a>, open: &mut Open) -> [Option<Event<'a>>; 2] {
    open.depth += 1;
    let leads = if let Tag::Link { link_type, dest_url, .. } = &tag { Some(leads(*link_type, dest_url)) } else { None };
    open.links.extend(leads);
    match tag {
        Tag::Image { .. } => [None, None],
        _ if leads == Some(false) => [None, None],
        // Words of two paragraphs stay two words.
        _ if open.depth > DEEPEST => [matches!(tag, Tag::Paragraph | Tag::Item).then_some(Event::SoftBreak), None],
        Tag::Heading { .. } => [Some(Event::Start(Tag::Paragraph)), Some(Event::Start(Tag::Strong))],
        Tag::HtmlBlock => [Some(Event::Start(Tag::Paragraph)), None],
        tag => [Some(Event::Start(tag)), None],
    }
}

fn end<'a>(tag: TagEnd, open: &mut Open) -> [Option<Event<'a>>; 2] {
    open.depth -= 1;
    let is_refused = tag == TagEnd::Link && open.links.pop() == Some(false);
    match tag {
        TagEnd::Image => [None, None],
        _ if is_refused || open.depth >= DEEPEST => [None, None],
        TagEnd::Heading(_) => [Some(Event::End(TagEnd::Strong)), Some(Event::End(TagEnd::Paragraph))],
        TagEnd::HtmlBlock => [Some(Event::End(TagEnd::Paragraph)), None],
        tag => [Some(Event::End(tag)), None],
    }
}

/// Whether a link leads where links may. `ammonia` judges again; what it takes the address from would still look like a
/// link.
fn leads(kind: LinkType, to: &str) -> bool {
    kind == LinkType::Email || Url::parse(to).is_ok_and(|url| SCHEMES.contains(&url.scheme()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_shown() {
        for (text, html) in [
            ("Hello *you* and **all**", "<p>Hello <em>you</em> and <strong>all</strong></p>"),
            ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
            ("# Me\n\nI walk.", "<p><strong>Me</strong></p>\n<p>I walk.</p>"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>"),
            ("> wise", "<blockquote>\n<p>wise</p>\n</blockquote>"),
            ("`1 < 2`", "<p><code>1 &lt; 2</code></p>"),
            ("```rust\nlet a;\n```", "<pre><code>let a;\n</code></pre>"),
            ("", ""),
        ] {
            assert_eq!(render(text).trim_end(), html);
        }
    }

    #[test]
    fn a_link_says_that_we_do_not_speak_for_it() {
        for (text, to) in [
            ("[there](https://example.org/a)", "https://example.org/a"),
            ("<http://example.org>", "http://example.org"),
            ("<ann@example.org>", "mailto:ann@example.org"),
        ] {
            let html = render(text);
            assert!(html.contains(&format!("<a href=\"{to}\" rel=\"{REL}\">")), "{html}");
        }
    }

    #[test]
    fn a_link_that_may_lead_nowhere_is_its_words() {
        for (text, html) in [
            ("[x](javascript:alert(1))", "<p>x</p>"),
            ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>"),
            ("a [**b**](data:text/html,b) c", "<p>a <strong>b</strong> c</p>"),
            ("[y](//evil.example) [z](/settings)", "<p>y z</p>"),
            ("[x][1]\n\n[1]: vbscript:x", "<p>x</p>"),
        ] {
            assert_eq!(render(text).trim_end(), html);
        }
    }

    /// Finds nothing in it but what is on the list.
    fn judge(text: &str) -> String {
        let html = render(text);
        for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(TAGS.contains(&name.trim_start_matches('/')), "{tag}");
            let leads_somewhere = |to: &str| ["http://", "https://", "mailto:"].iter().any(|way| to.starts_with(way));
            let rest = match attributes.strip_prefix("href=\"").and_then(|rest| rest.split_once("\" ")) {
                Some((to, rest)) if leads_somewhere(to) => rest,
                _ => attributes,
            };
            let is_start = name == "ol" && attributes.starts_with("start=\"");
            assert!(rest.is_empty() || rest == format!("rel=\"{REL}\"") || is_start, "{tag}");
        }
        html
    }

    #[test]
    fn nothing_that_was_typed_does_harm() {
        for text in [
            "<script>alert(1)</script>",
            "a <script src=//evil.example></script> b",
            "<img src=x onerror=alert(1)>",
            "<div style=position:fixed><form action=//evil.example><input></form></div>",
            "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
            "<!-- --><iframe srcdoc='<script>alert(1)</script>'>",
            "![x](https://evil.example/pixel.png)",
            "![x](javascript:alert(1))",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt&#58;alert(1))",
            "[x](&#x6A;avascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x) [y](//evil.example) [z](/settings) [w](#top)",
            "[x](https://example.org \"\\\" onmouseover=alert(1) \\\"\")",
            "[x](https://example.org/\"onmouseover=alert(1))",
            "<javascript:alert(1)>",
            "```\"onmouseover=\"alert(1)\n</code></pre><script>alert(1)</script>\n```",
            "[x]: javascript:alert(1)\n\n[x] and [y][x]",
            "<p\n\nonclick=alert(1)>",
            "\u{0}<scr\u{0}ipt>",
        ] {
            judge(text);
        }
        assert_eq!(render("<b>bold</b>").trim_end(), "<p>&lt;b&gt;bold&lt;/b&gt;</p>", "it is shown as it was typed");
        assert_eq!(render("![a cat](https://example.org/cat.png)").trim_end(), "<p>a cat</p>");
        assert!(!render("[x](javascript:alert(1))").contains("href"));
    }

    #[test]
    fn nothing_that_was_typed_takes_forever() {
        let quotes = judge(&format!("{}deep", "> ".repeat(10_000)));
        assert!(quotes.contains("deep") && quotes.matches("<blockquote>").count() <= DEEPEST, "{quotes}");
        let lists = judge(&(0..500).map(|depth| "  ".repeat(depth) + "- x").collect::<Vec<_>>().join("\n"));
        assert!(lists.matches("<ul>").count() <= DEEPEST);
        let line = judge(&"<b onclick=x>[a](javascript:x)*b* ".repeat(5_000));
        assert_eq!(line.matches("<em>b</em>").count(), 5_000);
        for sign in ["[", "*a ", "`", "<", "![", "_a*", "&"] {
            judge(&sign.repeat(160_000 / sign.len()));
        }
    }
}
