//! Links of a profile: a line each in the form, and what each has to be.

use super::new_account::is_invisible;
use crate::shared::{Error, Result};

/// How many a profile holds.
const MOST: usize = 5;
/// Characters of the longest.
const LONGEST: usize = 300;

/// The links that were typed into the form, a line each, as [`link_typed`] says.
#[must_use]
pub fn links_typed(typed: &str) -> Vec<String> {
    typed.lines().map(link_typed).collect()
}

/// The link that was typed into a form. What begins with the name of a site (`example.org/ann`) is meant as a link, so
/// `https://` is put before it; callers of the API write that themselves.
#[must_use]
pub fn link_typed(line: &str) -> String {
    let typed = line.trim();
    if begins_with_a_site(typed) { format!("https://{typed}") } else { typed.to_owned() }
}

/// Which line of the form holds no link, and why, in a sentence; nothing where each is one.
#[must_use]
pub fn wrong_line(typed: &str) -> Option<String> {
    typed.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).find_map(|(line, number)| {
        let (_, words) = fault_of(&link_typed(line))?;
        Some(format!("Line {number} {words}"))
    })
}

/// Links as they are stored: without space around them, and without empty ones.
///
/// # Errors
/// `links`: `too_many`, `too_long` or `shape`.
pub(super) fn links_of(links: &[String]) -> Result<Vec<String>> {
    let links: Vec<_> = links.iter().map(|link| link.trim().to_owned()).filter(|link| !link.is_empty()).collect();
    if links.len() > MOST {
        return Err(Error::invalid("links", "too_many"));
    }
    match links.iter().find_map(|link| fault_of(link)) {
        Some((rule, _)) => Err(Error::invalid("links", rule)),
        None => Ok(links),
    }
}

/// The rule that a link breaks: `too_long` or `shape`.
#[cfg(feature = "ssr")]
#[must_use]
pub fn link_fault(link: &str) -> Option<&'static str> {
    fault_of(link).map(|(rule, _)| rule)
}

/// The rule that a link breaks, and what a person has to know to mend it.
fn fault_of(link: &str) -> Option<(&'static str, &'static str)> {
    let site = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    match site {
        _ if link.chars().count() > LONGEST => Some(("too_long", "is too long: a link has at most 300 characters.")),
        _ if link.chars().any(char::is_whitespace) => Some(("shape", "does not look right: a link has no spaces.")),
        _ if link.chars().any(is_invisible) => {
            Some(("shape", "does not look right: it has characters that cannot be seen."))
        }
        None => Some(("shape", "does not look right: a link begins with https:// or http://.")),
        Some(site) if !names_a_site(site) => Some(("shape", "does not look right: it names no site.")),
        Some(site) if site.contains(['"', '<', '>', '\\', '`']) => {
            Some(("shape", "does not look right: it has characters that no link has."))
        }
        Some(_) => None,
    }
}

/// Whether a host stands first, and perhaps a port, with no name to log in by before them.
fn names_a_site(link: &str) -> bool {
    let site = link.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = site.split_once(':').unwrap_or((site, ""));
    let is_label = |part: &str| {
        let fits = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        !part.is_empty() && part.chars().all(fits)
    };
    let is_port = port.is_empty() || port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    name.strip_suffix('.').unwrap_or(name).split('.').all(is_label) && is_port
}

/// Whether a name with a dot stands first, and perhaps a port: `javascript:…` and `ann@example.org` are something else.
fn begins_with_a_site(link: &str) -> bool {
    let site = link.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = site.split_once(':').unwrap_or((site, ""));
    let is_name = name.contains('.') && name.split('.').all(|part| !part.is_empty()) && !name.contains('@');
    is_name && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_somewhere_on_the_web() {
        for link in [
            "javascript:alert(1)",
            "https://",
            "example.org",
            "https://a b",
            "https://a\u{202e}b",
            "https://[::",
            "https:///path",
            "https://a..b",
            "https://:80",
            "https://a:b",
            "https://a:99999",
            "https://example.org@example.com",
            "https://a.b/\"><script>",
            "https://a.b\\c",
        ] {
            assert_eq!(links_of(&[link.into()]), Err(Error::invalid("links", "shape")), "{link}");
        }
        let long = format!("https://{}", "a".repeat(293));
        assert_eq!(links_of(&[long]), Err(Error::invalid("links", "too_long")));
        let six = vec!["https://example.org".to_owned(); 6];
        assert_eq!(links_of(&six), Err(Error::invalid("links", "too_many")));
        let kept = [" https://example.org ".into(), String::new(), "http://example.com/a?b#c".into()];
        assert_eq!(links_of(&kept).unwrap(), ["https://example.org", "http://example.com/a?b#c"]);
        for link in ["https://परीक्षा.example/?a[]=1&b={c}|d", "http://localhost:8080", "https://example.org./@ann:1"]
        {
            assert_eq!(links_of(&[link.into()]).unwrap(), [link]);
        }
    }

    #[test]
    fn the_name_of_a_site_is_typed_for_a_link_to_it() {
        for (typed, link) in [
            ("example.org", "https://example.org"),
            (" www.example.org:8080/ann ", "https://www.example.org:8080/ann"),
            ("例え.jp?a", "https://例え.jp?a"),
            ("http://example.org", "http://example.org"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("java.script:alert(1)", "java.script:alert(1)"),
            ("ann@example.org", "ann@example.org"),
            ("//example.org", "//example.org"),
            ("..", ".."),
        ] {
            assert_eq!(links_typed(typed), [link]);
        }
    }

    #[test]
    fn the_line_that_is_no_link_is_named_as_it_is_counted_on_the_screen() {
        assert_eq!(wrong_line("example.org\n\nhttps://example.com\n"), None);
        for (typed, words) in [
            (
                "example.org\n\njavascript:alert(1)",
                "Line 3 does not look right: a link begins with https:// or http://.",
            ),
            ("no link", "Line 1 does not look right: a link has no spaces."),
            ("https://", "Line 1 does not look right: it names no site."),
        ] {
            assert_eq!(wrong_line(typed).as_deref(), Some(words));
        }
    }
}
