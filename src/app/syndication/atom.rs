//! Feeds as RFC 4287 has them: the newest posts of a list, each with its beginning and the way to the rest.

use std::fmt::Write;

use axum::extract::State;

use super::{
    Answer, kept,
    place::Origin,
    xml::{BEGINNING, Words},
};
use crate::{
    features::posts::{
        component::title,
        model::{Feed, Post, tag_address, tag_typed},
        service::{self, Listing},
    },
    server::{Reader, Server, json::Path},
    shared::{Result, markdown::plain, page::DEFAULT_LIMIT, time::Time},
};

/// How long a copy may be kept, in seconds.
const KEPT: u32 = 300;

/// What everybody publishes.
pub(super) async fn of_all(State(server): State<Server>, reader: Reader, origin: Origin) -> Answer {
    let posts = newest(&server, &reader, Feed::Latest).await?;
    Ok(answer(&Atom { origin: &origin.0, title: "Tertulia", page: "/", posts: &posts }))
}

/// What is published with a tag; of one that no post has the feed is empty.
pub(super) async fn of_tag(
    State(server): State<Server>,
    reader: Reader,
    origin: Origin,
    Path(tag): Path<String>,
) -> Answer {
    let tag = tag_typed(&tag)?;
    let posts = newest(&server, &reader, Feed::Tag(tag.clone())).await?;
    let title = format!("#{tag} · Tertulia");
    Ok(answer(&Atom { origin: &origin.0, title: &title, page: &tag_address(&tag), posts: &posts }))
}

/// What a person publishes.
pub(super) async fn of_person(
    State(server): State<Server>,
    reader: Reader,
    origin: Origin,
    Path(handle): Path<String>,
) -> Answer {
    let author = service::find_author(&server.pool, None, &handle).await?;
    let posts = newest(&server, &reader, Feed::Person(author)).await?;
    let handle = posts.first().map_or_else(|| handle.to_lowercase(), |post| post.author.handle.clone());
    let name = posts.first().map_or_else(|| format!("@{handle}"), |post| post.author.name().to_owned());
    let (title, page) = (format!("{name} · Tertulia"), format!("/u/{handle}"));
    Ok(answer(&Atom { origin: &origin.0, title: &title, page: &page, posts: &posts }))
}

async fn newest(server: &Server, reader: &Reader, feed: Feed) -> Result<Vec<Post>> {
    reader.count(&server.limits, DEFAULT_LIMIT)?;
    let listing = Listing { feed, cursor: None, limit: DEFAULT_LIMIT };
    Ok(service::list(&server.pool, None, &listing).await?.items)
}

fn answer(feed: &Atom) -> axum::response::Response {
    kept("application/atom+xml; charset=utf-8", KEPT, feed.write())
}

/// A feed.
struct Atom<'a> {
    /// What every address begins with.
    origin: &'a str,
    /// What it is called.
    title: &'a str,
    /// The page that shows the same, from the root on.
    page: &'a str,
    /// The newest first.
    posts: &'a [Post],
}

impl Atom<'_> {
    fn write(&self) -> String {
        let Self { origin, page, posts, .. } = self;
        let updated = posts.iter().map(changed).max().unwrap_or_else(|| Time::from_millis(0));
        let (title, whole) = (Words(self.title), page.trim_end_matches('/'));
        let mut text = format!(
            "{BEGINNING}<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
             <id>{origin}{page}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{origin}{whole}/feed.atom\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{origin}{page}\"/>\n"
        );
        for post in *posts {
            self.write_entry(post, &mut text);
        }
        text + "</feed>\n"
    }

    fn write_entry(&self, post: &Post, text: &mut String) {
        let Self { origin, .. } = self;
        let (title, words) = (title(post), plain(&post.body));
        let more = if post.cut { " …" } else { "" };
        // A string takes everything.
        let _ = write!(
            text,
            "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<published>{}</published>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{origin}{}\"/>\n\
             <author><name>{}</name><uri>{origin}/u/{}</uri></author>\n",
            post.id,
            Words(&title),
            post.at,
            changed(post),
            post.address(),
            Words(post.author.name()),
            post.author.handle,
        );
        for tag in &post.tags {
            let _ = writeln!(text, "<category term=\"{}\"/>", Words(tag));
        }
        let _ = write!(text, "<summary>{}{more}</summary>\n</entry>\n", Words(&words));
    }
}

fn changed(post: &Post) -> Time {
    post.edited_at.unwrap_or(post.at)
}
