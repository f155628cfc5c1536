//! What an address may have below a page, which is one page with it and without.

use std::borrow::Cow;

use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};

/// The last part of an address, which is there or not; where it is, there is a parameter of this name. Two routes would be
/// two pages: whatever stands beside what changes, a list as far as it was scrolled, would be drawn anew. What the server
/// answers has to be listed as a route of its own, after this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Below(pub &'static str);

impl PossibleRouteMatch for Below {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let rest = path.strip_prefix('/').and_then(|path| path.strip_prefix(self.0));
        let found = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        Some(found.map_or_else(
            || PartialPathMatch::new(path, Vec::new(), ""),
            |rest| {
                let (matched, rest) = path.split_at(path.len() - rest.len());
                PartialPathMatch::new(rest, vec![(Cow::Borrowed(self.0), String::new())], matched)
            },
        ))
    }

    fn generate_path(&self, _path: &mut Vec<PathSegment>) {}
}

/// The same with a name behind it, which is the value of the parameter: `BelowOf("thread", "message")` for `/thread/7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BelowOf(pub &'static str, pub &'static str);

impl PossibleRouteMatch for BelowOf {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let below = path.strip_prefix('/').and_then(|path| path.strip_prefix(self.0)?.strip_prefix('/'));
        let name = below.and_then(|below| below.split('/').next()).filter(|name| !name.is_empty());
        Some(name.map_or_else(
            || PartialPathMatch::new(path, Vec::new(), ""),
            |name| {
                let (matched, rest) = path.split_at(self.0.len() + name.len() + 2);
                PartialPathMatch::new(rest, vec![(Cow::Borrowed(self.1), name.to_owned())], matched)
            },
        ))
    }

    fn generate_path(&self, _path: &mut Vec<PathSegment>) {}
}

#[cfg(test)]
mod tests {
    use leptos_router::{OptionalParamSegment, StaticSegment};

    use super::*;

    #[test]
    fn one_route_matches_a_page_with_what_is_below_it_and_without() {
        let route = (
            StaticSegment("messages"),
            OptionalParamSegment("conversation"),
            Below("details"),
            BelowOf("thread", "message"),
        );
        for (path, names) in [
            ("/messages/7/details", &["conversation", "details"][..]),
            ("/messages/7", &["conversation"]),
            ("/messages", &[]),
            ("/messages/7/details/", &["conversation", "details"]),
            ("/messages/7/thread/8", &["conversation", "message"]),
        ] {
            let found = route.test(path).expect("it is a page of ours");
            assert!(found.is_complete(), "{path}");
            let found: Vec<_> = found.params().into_iter().map(|(name, _)| name).collect();
            assert_eq!(found, names, "{path}");
        }
        for path in ["/messages/7/detailed", "/messages/7/details/8", "/messages/7/thread", "/messages/7/thread/8/9"] {
            assert!(route.test(path).is_none_or(|found| !found.is_complete()), "{path}");
        }
    }
}
