//! Where a log-in leads: to the page that asked for it, never to another site.

/// Where a member starts: among what people write, and people to follow.
const START: &str = "/";

/// Bytes of an address that is gone to: a page of text that another application shares, and no more than a proxy takes in
/// the head of an answer, where the way to the log-in has it escaped once more.
const LONGEST: usize = 2048;

/// The page to go to, or where a member starts if what was asked for is no page of this site.
///
/// A browser reads `//host` and `/\host` as another site, and takes out tabs and line ends before it looks.
#[must_use]
pub fn next_page(asked: &str) -> &str {
    let mut bytes = asked.bytes();
    let rooted = bytes.next() == Some(b'/') && bytes.next() != Some(b'/');
    let plain = comes_along(asked) && asked.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let loops = ["/login", "/signup", "/logout", "/rpc/", "/api/"].iter().any(|page| asked.starts_with(page));
    if rooted && plain && !loops { asked } else { START }
}

/// Whether an address is short enough to stand in the head of an answer, and so to come along to the log-in.
#[must_use]
pub const fn comes_along(address: &str) -> bool {
    address.len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_this_site_are_gone_to() {
        for page in ["/", "/messages/0199?x=1#y", "/u/ann", "/a//b"] {
            assert_eq!(next_page(page), page);
        }
    }

    #[test]
    fn what_somebody_shares_before_they_log_in_comes_along_up_to_the_bound() {
        let page = format!("/messages/new?text={}", "%20a".repeat(500));
        assert_eq!(next_page(&page), page);
        let longer = format!("{page}{page}");
        assert!(comes_along(&page) && !comes_along(&longer));
        assert_eq!(next_page(&longer), START);
    }

    #[test]
    fn nothing_leads_to_another_site_or_in_a_circle() {
        for page in [
            "",
            "ann",
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "/\t/example.org",
            "/\n",
            "javascript:0",
            "/é",
            "/login",
            "/logout",
            "/rpc/log_out",
        ] {
            assert_eq!(next_page(page), START, "{page:?}");
        }
    }
}
