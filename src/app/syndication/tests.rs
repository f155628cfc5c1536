//! What other programs read of what is public.

use axum::body::{Body, to_bytes};
use http::{
    Request,
    header::{CACHE_CONTROL, CONTENT_TYPE, HOST},
};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::{
    app::{
        gate::gate,
        router::{House, router},
    },
    features::posts::{
        import::{Draft, Import, import},
        model::{AnswerDraft, Kind, PostDraft},
    },
    realtime::Hub,
    server::telemetry::Metrics,
    shared::{
        id::{AccountId, AnswerId, PostId},
        time::Time,
    },
    tests::given,
};

/// The tenth of October 2026, at noon.
const OCTOBER: i64 = 1_791_633_600_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A running house, and who publishes in it.
struct Place {
    world: given::World,
    router: axum::Router,
    hub: Hub,
    ann: AccountId,
    _stop: watch::Sender<bool>,
}

async fn place() -> Place {
    let world = given::world().await;
    let pool = world.pool().clone();
    let hub = Hub::start(pool.clone(), gate(pool), "a".into()).await.unwrap();
    let (stop, stopping) = watch::channel(false);
    let house = House { server: world.server.clone(), hub: hub.clone(), metrics: Metrics::start(), stopping };
    let ann = world.person("ann").await;
    Place { router: router(house), world, hub, ann, _stop: stop }
}

impl Place {
    /// Status, type, how long it may be kept, and the text.
    async fn ask(&self, path: &str, host: &str) -> (u16, String, String, String) {
        let request = Request::get(path).header(HOST, host).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let header =
            |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let (kind, kept) = (header(CONTENT_TYPE), header(CACHE_CONTROL));
        let status = answer.status().as_u16();
        let text = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, kind, kept, String::from_utf8(text.to_vec()).unwrap())
    }

    async fn read(&self, path: &str) -> String {
        let (status, _, kept, text) = self.ask(path, "localhost:3000").await;
        assert_eq!(status, 200, "{path}");
        assert!(kept.starts_with("public"), "{path}");
        text
    }

    async fn publish(&self, title: &str, tags: &[&str], at: i64) -> PostId {
        let id = PostId::new();
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let body = "To the **sea** & back <b>".to_owned();
        let draft = PostDraft { id, kind: Kind::Question, title: Some(title.to_owned()), body, tags };
        let at = Time::from_millis(at);
        import(self.world.pool(), &[Import { author: self.ann, at, draft: Draft::Post(draft) }]).await.unwrap();
        id
    }

    async fn change(&self, statement: &'static str, id: PostId) {
        sqlx::query(statement).bind(id.0).execute(&mut self.world.administrator().await).await.unwrap();
    }
}

#[tokio::test]
async fn a_tag_and_a_person_have_a_feed_with_the_newest_first() {
    let place = place().await;
    let old = place.publish("Which way <there>?", &["walks", "sea"], OCTOBER).await;
    let new = place.publish("And back?", &["walks"], OCTOBER + DAY).await;
    let (_, kind, ..) = place.ask("/tags/walks/feed.atom", "localhost:3000").await;
    assert_eq!(kind, "application/atom+xml; charset=utf-8");
    for (path, page) in [("/tags/Walks/feed.atom", "/tags/walks"), ("/u/ann/feed.atom", "/u/ann"), ("/feed.atom", "/")]
    {
        let feed = place.read(path).await;
        assert!(feed.contains(&format!("<id>http://localhost:3000{page}</id>")), "{feed}");
        let whole = page.trim_end_matches('/');
        assert!(feed.contains(&format!(
            "rel=\"self\" type=\"application/atom+xml\" href=\"http://localhost:3000{whole}/feed.atom\""
        )));
        let entries: Vec<_> = feed.split("<entry>").collect();
        assert_eq!(entries.len(), 3, "{feed}");
        assert!(entries[1].contains(&format!("urn:uuid:{new}")) && entries[2].contains(&format!("urn:uuid:{old}")));
        assert!(entries[0].contains("<updated>2026-10-11T12:00:00.000Z</updated>"), "{}", entries[0]);
        for words in [
            "<title>Which way &lt;there&gt;?</title>",
            "<published>2026-10-10T12:00:00.000Z</published>",
            &format!("href=\"http://localhost:3000/p/{old}/which-way-there\""),
            "<uri>http://localhost:3000/u/ann</uri>",
            "<category term=\"sea\"/>",
            "To the sea &amp; back",
        ] {
            assert!(entries[2].contains(words), "{words} is in {}", entries[2]);
        }
    }
    let sea = place.read("/tags/sea/feed.atom").await;
    assert!(sea.contains(&old.to_string()) && !sea.contains(&new.to_string()));
    place.change("update posts set deleted_at = now(), body = '', title = null where id = $1", old).await;
    assert!(!place.read("/u/ann/feed.atom").await.contains(&old.to_string()), "what is deleted is in no feed");
    assert_eq!(place.ask("/u/nobody_here/feed.atom", "localhost").await.0, 404);
    assert_eq!(place.read("/tags/nothing/feed.atom").await.matches("<entry>").count(), 0);
    place.hub.stop().await;
}

#[tokio::test]
async fn every_thread_person_and_tag_is_listed_in_one_of_the_sitemaps() {
    let place = place().await;
    place.world.person("bob").await;
    let october = place.publish("Which way?", &["walks"], OCTOBER).await;
    let august = place.publish("Öl?", &[], OCTOBER - 62 * DAY).await;
    let gone = place.publish("Gone?", &[], OCTOBER - 300 * DAY).await;
    let answer = AnswerDraft { id: AnswerId::new(), post_id: october, body: "There".to_owned() };
    let at = Time::from_millis(OCTOBER + DAY);
    let answer = Import { author: place.ann, at, draft: Draft::Answer(answer) };
    import(place.world.pool(), &[answer]).await.unwrap();
    place.change("update posts set deleted_at = now(), body = '', title = null where id = $1", gone).await;
    let (_, kind, ..) = place.ask("/sitemap.xml", "localhost:3000").await;
    assert_eq!(kind, "application/xml; charset=utf-8");
    let index = place.read("/sitemap.xml").await;
    let parts: Vec<_> =
        index.split("<loc>http://localhost:3000").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    let expected = ["pages", "tags", "people", "2026-08", "2026-10"].map(|part| format!("/sitemap/{part}.xml"));
    assert_eq!(parts, expected);
    let mut all = String::new();
    for part in parts {
        all += &place.read(part).await;
    }
    for path in ["/", "/about", "/tags/walks", "/u/ann", &format!("/p/{october}/which-way"), &format!("/p/{august}/ol")]
    {
        assert_eq!(all.matches(&format!("<loc>http://localhost:3000{path}</loc>")).count(), 1, "{path} in {all}");
    }
    assert!(all.contains("<lastmod>2026-10-10T12:00:00.000Z</lastmod>"));
    assert!(!all.contains(&gone.to_string()) && !all.contains("/u/bob"), "who published nothing is not listed");
    for nothing in ["/sitemap/2026-13.xml", "/sitemap/pages", "/sitemap/x.xml"] {
        assert_eq!(place.ask(nothing, "localhost").await.0, 404, "{nothing}");
    }
    assert!(!place.read("/sitemap/2025-01.xml").await.contains("<url>"));
    let robots = place.read("/robots.txt").await;
    assert!(
        robots.contains("Disallow: /messages\n") && robots.contains("Sitemap: http://localhost:3000/sitemap.xml\n")
    );
    place.hub.stop().await;
}

#[tokio::test]
async fn where_nobody_said_where_the_site_is_no_request_says_it() {
    let place = place().await;
    for path in ["/feed.atom", "/sitemap.xml", "/sitemap/pages.xml"] {
        assert_eq!(place.ask(path, "elsewhere.example").await.0, 404, "{path}");
    }
    let (status, .., robots) = place.ask("/robots.txt", "elsewhere.example").await;
    assert!(status == 200 && robots.contains("Disallow: /api/") && !robots.contains("Sitemap"));
    place.hub.stop().await;
}
