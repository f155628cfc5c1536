use reqwest::{Client, Response, redirect::Policy};

use super::*;
use crate::{
    app::boot::{Running, start},
    server::Config,
    shared::id::{AccountId, MessageId},
    tests::given,
};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const PASSWORD: &str = "seven tall lamps";

/// A running program, and a browser without JavaScript.
pub(super) struct Visit {
    pub(super) running: Running,
    database: sqlx::postgres::PgConnectOptions,
    pub(super) cookie: Option<String>,
}

pub(super) async fn visit() -> Visit {
    let world = given::world().await;
    let database = world.administrator.clone();
    let config = Config { database: Some(world.administrator.into()), ..Config::for_tests() };
    let running = start(config).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    Visit { running, database, cookie: None }
}

impl Visit {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Response {
        let request = request.header("accept", BROWSER).header("origin", self.url(""));
        let request = match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        request.send().await.unwrap()
    }

    pub(super) async fn get(&self, path: &str) -> Response {
        self.send(client().get(self.url(path))).await
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = client().post(self.url(path)).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(body)).await
    }

    /// Signs up by the form; the browser keeps the cookie.
    pub(super) async fn sign_up(&mut self, handle: &str) {
        let email = format!("{handle}@example.org");
        let fields =
            [("handle", handle), ("display_name", handle), ("email", &*email), ("password", PASSWORD), ("next", "")];
        let answer = self.post("/signup?act=sign_up", &fields).await;
        assert_eq!((answer.status().as_u16(), to(&answer)), (303, "/"));
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    async fn count(&self, statement: &'static str) -> i64 {
        use sqlx::Connection;
        let mut connection = sqlx::PgConnection::connect_with(&self.database).await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
    }
}

fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

pub(super) fn to(answer: &Response) -> &str {
    answer.headers().get("location").map(|to| to.to_str().unwrap()).unwrap_or_default()
}

/// The element of a page that has this id or name.
pub(super) fn element<'a>(page: &'a str, mark: &str) -> &'a str {
    let at = page.find(mark).unwrap_or_else(|| panic!("{mark} is in {page}"));
    let (start, end) = (page[..at].rfind('<').unwrap(), page[at..].find('>').unwrap() + at);
    &page[start..end]
}

/// The value of a hidden field.
pub(super) fn hidden(page: &str, name: &str) -> String {
    let field = element(page, &format!("name=\"{name}\""));
    field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_but_the_password() {
    let visit = visit().await;
    let fields = [
        ("id", &*AccountId::new().to_string()),
        ("display_name", "Ann <Lee>"),
        ("handle", "a-n-n"),
        ("email", "ann@example.org"),
        ("password", PASSWORD),
        ("next", "/u/bob"),
    ];
    let answer = visit.post("/signup?act=sign_up", &fields).await;
    assert_eq!((answer.status().as_u16(), to(&answer)), (422, ""));
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = answer.text().await.unwrap();
    assert!(element(&page, "id=\"handle\"").contains("value=\"a-n-n\""));
    assert!(element(&page, "id=\"display_name\"").contains("Ann &lt;Lee"));
    assert!(element(&page, "id=\"email\"").contains("value=\"ann@example.org\""));
    let handle = element(&page, "id=\"handle\"");
    assert!(handle.contains("aria-invalid=\"true\"") && handle.contains("handle-error"), "{handle}");
    assert!(page.contains("has characters that are not allowed"));
    assert!(!page.contains(PASSWORD), "a password is shown to nobody");
    assert_eq!(hidden(&page, "next"), "/u/bob");
    assert_ne!(hidden(&page, "id"), fields[0].1, "what comes next is another act");
    assert!(page.contains("/login?next=/u/bob"));
    visit.running.stop().await;
}

#[tokio::test]
async fn every_mistake_of_a_sign_up_is_told_at_once() {
    let visit = visit().await;
    let fields = [("handle", "ann"), ("display_name", "Ann"), ("email", "x"), ("password", "short")];
    let page = visit.post("/signup?act=sign_up", &fields).await.text().await.unwrap();
    for (field, is_wrong) in [("display_name", false), ("handle", false), ("email", true), ("password", true)] {
        let input = element(&page, &format!("id=\"{field}\""));
        assert_eq!(input.contains("aria-invalid=\"true\""), is_wrong, "{input}");
    }
    visit.running.stop().await;
}

#[tokio::test]
async fn each_refusal_has_its_own_status() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let cookie = visit.cookie.take();
    let wrong = [("login", "ann"), ("password", "eight tall lamps")];
    let answer = visit.post("/login?act=log_in", &wrong).await;
    assert_eq!(answer.status(), 401);
    let page = answer.text().await.unwrap();
    assert!(page.contains("do not belong together") && element(&page, "id=\"login\"").contains("value=\"ann\""));
    let taken = [("handle", "ann"), ("display_name", "A"), ("email", "a@example.org"), ("password", PASSWORD)];
    assert_eq!(visit.post("/signup?act=sign_up", &taken).await.status(), 422);
    for _ in 0..10 {
        visit.post("/login?act=log_in", &wrong).await;
    }
    let slow = visit.post("/login?act=log_in", &wrong).await;
    assert_eq!(slow.status(), 429);
    assert!(slow.headers().contains_key("retry-after"));
    assert_eq!(visit.post("/about?act=nothing_such", &[]).await.status(), 404);
    visit.cookie = cookie;
    assert_eq!(visit.post("/settings/sessions?act=revoke_session", &[("id", "no id")]).await.status(), 400);
    visit.running.stop().await;
}

#[tokio::test]
async fn a_form_sent_twice_is_one_account() {
    let mut visit = visit().await;
    let page = visit.get("/signup").await.text().await.unwrap();
    let id = hidden(&page, "id");
    let fields = [
        ("id", &*id),
        ("handle", "ann"),
        ("display_name", "Ann"),
        ("email", "ann@example.org"),
        ("password", PASSWORD),
    ];
    for _ in 0..2 {
        let answer = visit.post("/signup?act=sign_up", &fields).await;
        assert_eq!((answer.status().as_u16(), to(&answer)), (303, "/"));
    }
    assert_eq!(visit.count("select count(*) from accounts").await, 1);
    visit.cookie = None;
    visit.running.stop().await;
}

#[tokio::test]
async fn a_refused_profile_keeps_every_field() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let long = "b".repeat(2001);
    let fields = [
        ("display_name", ""),
        ("bio", long.as_str()),
        ("place", "Cádiz"),
        ("pronouns", ""),
        ("links", "https://example.org\r\nhttps://example.com"),
        ("status", "away"),
        ("status_for", "60"),
        ("version", "1"),
    ];
    let answer = visit.post("/settings/profile?act=change_profile", &fields).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains(&long) && page.contains("https://example.org\nhttps://example.com"));
    assert!(element(&page, "id=\"place\"").contains("value=\"Cádiz\""));
    let name = element(&page, "id=\"display_name\"");
    assert!(name.contains("aria-invalid") && !name.contains("value=\"ann\""), "an emptied field stays empty: {name}");
    assert!(element(&page, "value=\"60\"").contains("selected"));
    let mut fields = fields;
    (fields[0].1, fields[1].1) = ("Ann", "I walk.");
    for _ in 0..2 {
        let answer = visit.post("/settings/profile?act=change_profile", &fields).await;
        assert_eq!((answer.status().as_u16(), to(&answer)), (303, "/settings/profile?saved=1"));
    }
    let ends = "select count(*) from profiles where status = 'away' and links[2] = 'https://example.com'
        and status_until between now() + interval '59 minutes' and now() + interval '61 minutes'";
    assert_eq!(visit.count(ends).await, 1);
    visit.running.stop().await;
}

#[tokio::test]
async fn a_message_is_sent_once_and_a_refused_one_comes_back_whole() {
    let mut visit = visit().await;
    visit.sign_up("bob").await;
    visit.sign_up("ann").await;
    let opened = visit.post("/messages/new?act=open_conversation", &[("handle", "bob")]).await;
    assert_eq!(opened.status(), 303);
    let conversation = to(&opened).to_owned();
    let (path, id) = (format!("{conversation}?act=send_message"), conversation.rsplit('/').next().unwrap());
    let page = visit.get(&conversation).await.text().await.unwrap();
    let first = hidden(&page, "id");
    assert_ne!(first, hidden(&visit.get(&conversation).await.text().await.unwrap(), "id"));
    let message = [("conversation_id", id), ("id", &*first), ("body", "hi\r\nbob")];
    for _ in 0..2 {
        let answer = visit.post(&path, &message).await;
        assert_eq!((answer.status().as_u16(), to(&answer)), (303, &*format!("{conversation}?newest")));
    }
    assert_eq!(visit.count("select count(*) from messages where body = e'hi\\nbob'").await, 1);

    let other = visit.post(&path, &[message[0], message[1], ("body", "other words")]).await;
    assert_eq!(other.status(), 409);
    let page = other.text().await.unwrap();
    assert!(page.contains(">other words</textarea>") && page.contains("Send again to say these too"));
    assert_ne!(hidden(&page, "id"), first);

    let long = format!("{}\n</textarea>&end", "x".repeat(10_001));
    let refused = visit.post(&path, &[message[0], ("id", &*MessageId::new().to_string()), ("body", &*long)]).await;
    assert_eq!((refused.status().as_u16(), to(&refused)), (422, ""));
    let page = refused.text().await.unwrap();
    assert!(page.contains(&long.replace('&', "&amp;").replace('<', "&lt;")));
    let field = element(&page, "id=\"body\"");
    assert!(field.contains("aria-invalid=\"true\"") && field.contains("aria-describedby=\"body-error\""), "{field}");
    let nil = [message[0], ("id", "00000000-0000-0000-0000-000000000000"), ("body", "x")];
    assert_eq!(visit.post(&path, &nil).await.status(), 422);
    assert_eq!(visit.count("select count(*) from messages").await, 1);

    visit.cookie = None;
    let visitor = visit.post(&path, &message).await;
    assert!(to(&visitor).starts_with("/login?next="), "{}", to(&visitor));
    visit.running.stop().await;
}

#[tokio::test]
async fn what_is_shared_stands_in_the_field_of_its_conversation_once() {
    let mut visit = visit().await;
    visit.sign_up("bob").await;
    visit.sign_up("ann").await;
    let opened = visit.post("/messages/new?act=open_conversation", &[("handle", "bob"), ("shared", "by sea")]).await;
    let page = visit.get(to(&opened)).await.text().await.unwrap();
    assert!(page.contains(">by sea</textarea>"), "{}", element(&page, "id=\"body\""));
    visit.running.stop().await;
}

#[tokio::test]
async fn only_a_page_of_ours_posts_a_form_and_only_so_large() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    let foreign = client().post(visit.url("/logout?act=log_out")).header("cookie", visit.cookie.clone().unwrap());
    assert_eq!(foreign.header("origin", "https://evil.example").send().await.unwrap().status(), 403);
    assert_eq!(visit.post("/signup?act=sign_up", &[("handle", &"x".repeat(LARGEST))]).await.status(), 413);
    let left = visit.post("/logout?act=log_out", &[]).await;
    assert_eq!((left.status().as_u16(), to(&left)), (303, "/"));
    let told = format!("{:?}", left.headers());
    assert!(told.contains("Max-Age=0") && told.contains("tertulia-left=0"), "{told}");
    visit.running.stop().await;
}

#[tokio::test]
async fn without_a_database_people_get_a_page_and_programs_a_problem() {
    let mut visit = visit().await;
    visit.sign_up("ann").await;
    visit.running.server.pool.connections().close().await;
    for (path, asks, kind) in [
        ("/messages", BROWSER, "text/html; charset=utf-8"),
        ("/settings/profile", BROWSER, "text/html; charset=utf-8"),
        ("/messages", "application/json", "application/problem+json"),
        ("/api/me", BROWSER, "application/problem+json"),
    ] {
        let request = client().get(visit.url(path)).header("cookie", visit.cookie.clone().unwrap());
        let answer = request.header("accept", asks).send().await.unwrap();
        assert_eq!(answer.status(), 503, "{path}");
        assert!(answer.headers().contains_key("retry-after"), "{path}");
        assert_eq!(answer.headers()["content-type"], kind, "{path} as {asks}");
    }
    let answer = visit.post("/messages/new?act=open_conversation", &[("handle", "bob")]).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().await.unwrap().contains("to send what you wrote again"));
    visit.running.stop().await;
}
