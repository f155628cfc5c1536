//! Links to what is published on this site: nothing is fetched for them, they are read where they are stored.

use url::{Host, Url};
use uuid::Uuid;

use crate::{
    features::messages::{db::Published, model::LinkPreview},
    server::Config,
    shared::markdown::plain,
};

/// Letters of what an entry says, in its preview.
const EXCERPT: usize = 200;

/// A post, and the answer or comment below it that a link is about, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPlace {
    /// The post.
    pub post: Uuid,
    /// What below it: its kind and its id.
    pub below: Option<(String, Uuid)>,
}

impl OwnPlace {
    /// The kind of what stands below the post, and its id; of nothing where the post itself is meant.
    pub fn below(&self) -> (&str, Option<Uuid>) {
        self.below.as_ref().map_or(("", None), |(kind, id)| (kind, Some(*id)))
    }
}

/// What of this site a link leads to, if that is published here.
pub fn own_place(config: &Config, link: &str) -> Option<OwnPlace> {
    let url = Url::parse(link).ok().filter(|url| is_own(config, url))?;
    let mut parts = url.path_segments()?;
    let (area, post) = (parts.next()?, parts.next()?);
    if area != "p" {
        return None;
    }
    let below = url.fragment().and_then(|anchor| {
        let (kind, id) = anchor.split_once('-').filter(|(kind, _)| matches!(*kind, "answer" | "comment"))?;
        Some((kind.to_owned(), id.parse().ok()?))
    });
    Some(OwnPlace { post: post.parse().ok()?, below })
}

/// Whether an address is one of this site. Where nobody has named its own, it is there for this machine alone.
fn is_own(config: &Config, url: &Url) -> bool {
    if let Some(own) = &config.url {
        return Url::parse(&own.to_string()).is_ok_and(|own| own.origin() == url.origin());
    }
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    is_here && Some(config.address.port()) == url.port_or_known_default()
}

impl Published {
    /// What a message that leads to it shows.
    pub fn preview(self, url: String) -> LinkPreview {
        let Self { title, kind, author, body } = self;
        let words = plain(&body);
        let excerpt = match words.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", words[..end].trim_end()),
            None => words,
        };
        let named = if kind == "question" { "Question" } else { "Post" };
        let description = Some(format!("{author}: {excerpt}")).filter(|_| !excerpt.is_empty());
        LinkPreview { url, site: None, title: title.unwrap_or_else(|| format!("{named} by {author}")), description }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "0199b0c3-0000-7000-8000-00000000000c";
    const ANSWER: &str = "0199b0c3-0000-7000-8000-00000000000d";

    fn named(url: &str) -> Config {
        Config { url: url.parse().ok(), ..Config::for_tests() }
    }

    #[test]
    fn a_link_leads_to_a_post_or_to_what_stands_below_it() {
        let config = named("https://talk.example");
        let (post, answer) = (POST.parse().unwrap(), ANSWER.parse().unwrap());
        let place = |link: &str| own_place(&config, &format!("https://talk.example{link}"));
        for link in [format!("/p/{POST}"), format!("/p/{POST}/walks?sort=newest"), format!("/p/{POST}#post-{POST}")] {
            assert_eq!(place(&link), Some(OwnPlace { post, below: None }), "{link}");
        }
        let below = Some(("answer".to_owned(), answer));
        assert_eq!(place(&format!("/p/{POST}/walks#answer-{ANSWER}")), Some(OwnPlace { post, below }));
        for link in ["/", "/p", "/p/walks", "/about"] {
            assert_eq!(place(link), None, "{link}");
        }
    }

    #[test]
    fn only_this_site_is_ones_own() {
        let (site, here) =
            (named("https://talk.example"), Config { address: ([127, 0, 0, 1], 3000).into(), ..named("") });
        for (config, origin, is_own) in [
            (&site, "https://talk.example", true),
            (&site, "http://talk.example", false),
            (&site, "https://talk.example.evil.example", false),
            (&site, "https://talk.example:8443", false),
            (&site, "http://127.0.0.1:3000", false),
            (&here, "http://127.0.0.1:3000", true),
            (&here, "http://localhost:3000", true),
            (&here, "http://localhost:3001", false),
            (&here, "https://evil.example:3000", false),
        ] {
            assert_eq!(own_place(config, &format!("{origin}/p/{POST}")).is_some(), is_own, "{origin}");
        }
    }
}
