//! Where links may lead, and where an address ends that stands among words.

const WEB: [&str; 2] = ["https://", "http://"];
/// What the address of somebody's mail begins with.
pub(super) const MAIL: &str = "mailto:";

/// Whether a link may lead there: to a page or to somebody's mail, and nothing in the address hides where.
pub(super) fn leads(to: &str) -> bool {
    let rest = WEB.iter().chain([&MAIL]).find_map(|scheme| after(to, scheme));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) && !to.contains(ends) && !hides(to)
}

/// Whether a name to log in by stands where one looks for the site.
fn hides(to: &str) -> bool {
    let rest = to.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#', '\\']).next().is_some_and(|site| site.contains('@'))
}

/// The addresses of pages that stand among the words of a text, and where each begins.
pub(super) fn each(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.match_indices(['h', 'H']).filter_map(move |(at, _)| {
        if at < end || text[..at].ends_with(char::is_alphanumeric) {
            return None;
        }
        let to = bare(&text[at..])?;
        // Also where it is none: one of many that go on in one another would else be looked at again from each of them.
        end = at + to.len();
        (!hides(to)).then_some((at, to))
    })
}

/// What looks like the address of a page and begins the text, without the signs of the sentence it stands in.
fn bare(text: &str) -> Option<&str> {
    let rest = WEB.iter().find_map(|scheme| after(text, scheme))?;
    // Asked before the end is looked for, so that what is none costs nothing.
    if !rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let end = text.find(|c: char| ends(c) || matches!(c, '[' | ']')).unwrap_or(text.len());
    Some(without_sentence(&text[..end]))
}

/// The address without what closes the sentence: a parenthesis belongs to it only where it opened there.
fn without_sentence(address: &str) -> &str {
    let mut to = address;
    let mut surplus = address.matches(')').count().saturating_sub(address.matches('(').count());
    while let Some(last) = to.chars().next_back() {
        match last {
            ')' if surplus > 0 => surplus -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '}' | '…' | '’' | '”' | '»' | '。' | '、' =>
                {}
            _ => break,
        }
        to = &to[..to.len() - last.len_utf8()];
    }
    to
}

/// What follows the scheme, in whatever letters.
fn after<'t>(text: &'t str, scheme: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// What no address holds: spaces, quotes, and what is not seen or turns the direction.
fn ends(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '\\' | '\u{ad}' | '\u{feff}')
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_and_to_mail_and_nowhere_else() {
        for to in
            ["https://example.org", "HTTP://EXAMPLE.ORG/a", "mailto:ann@example.org", "https://bücher.example/ä?a=(b)"]
        {
            assert!(leads(to), "{to}");
        }
        for to in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,b",
            "vbscript:x",
            "//evil.example",
            "/settings",
            "#top",
            "",
            "https:",
            "https://",
            "https:///etc",
            "https://\u{202e}gro.elpmaxe",
            "https://example.org\\@evil.example",
            "https://example.org/\"onmouseover=alert(1)",
            "https://example.org/a b",
            "java\nscript:alert(1)",
            " https://example.org",
        ] {
            assert!(!leads(to), "{to}");
        }
    }

    #[test]
    fn an_address_among_words_ends_before_the_signs_of_its_sentence() {
        for (text, to) in [
            ("https://example.org", "https://example.org"),
            ("https://example.org/a_b_c, and", "https://example.org/a_b_c"),
            ("https://example.org/a?b=c&d=e!", "https://example.org/a?b=c&d=e"),
            ("https://example.org).", "https://example.org"),
            ("https://example.org/a_(b))", "https://example.org/a_(b)"),
            ("https://example.org/a**", "https://example.org/a"),
            ("https://example.org/…", "https://example.org/"),
            ("http://localhost:3000/x>y", "http://localhost:3000/x"),
        ] {
            assert_eq!(bare(text), Some(to), "{text}");
        }
        for text in ["https://", "https://...", "http:/example.org", "ftp://example.org", "mailto:ann@example.org"] {
            assert_eq!(bare(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_inside_of_what_hides_where_it_leads_is_an_address() {
        let text = "http://a@http://b.example https://c.example";
        assert_eq!(each(text).collect::<Vec<_>>(), [(26, "https://c.example")]);
    }
}
