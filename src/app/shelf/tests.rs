mod house;

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use axum::{Extension, Router, middleware::from_fn, middleware::from_fn_with_state, response::Html};
use futures::future::join_all;
use http::header::{CONTENT_SECURITY_POLICY, SET_COOKIE};
use tokio::{sync::Notify, task::yield_now};
use tower::ServiceExt;

use super::*;
use crate::{
    app::{packing::packed, sealing::seal, security::page_policy},
    shared::{
        id::{AccountId, SessionId},
        role::Role,
    },
};

/// Pages behind a shelf; each tells as the how manieth it was drawn.
struct Place {
    router: Router,
    shelf: Shelf,
    edition: Arc<Mutex<Option<u64>>>,
    drawn: Arc<AtomicUsize>,
}

/// A page, and a nonce that is another one each time.
fn page(number: usize) -> Response {
    let policy = page_policy(&format!("'nonce-of-{number:08}'"));
    let text = format!("<script nonce=\"of-{number:08}\">start()</script><p>{number}</p>{}", "<p>word</p>".repeat(99));
    ([(CONTENT_SECURITY_POLICY, policy)], Html(text)).into_response()
}

/// How long a page is given here: longer than a machine stands still between two requests of a test.
const LONG: Duration = Duration::from_hours(1);

/// A place for so many bytes, where a page is drawn like this.
fn place_for<F>(bytes: u64, draw: impl Fn(Request, usize) -> F + Clone + Send + Sync + 'static) -> Place
where
    F: Future<Output = Response> + Send + 'static,
{
    let (edition, drawn) = (Arc::new(Mutex::new(Some(1))), Arc::new(AtomicUsize::new(0)));
    let (holds, count) = (Arc::clone(&edition), Arc::clone(&drawn));
    let shelf = Shelf::of_size(bytes, LONG, move || *holds.lock().unwrap_or_else(PoisonError::into_inner));
    let pages = Router::new().fallback(async move |request: Request| {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        yield_now().await;
        draw(request, number).await
    });
    let router = packed(pages.layer(from_fn(seal))).layer(from_fn_with_state(shelf.clone(), serve));
    Place { router, shelf, edition, drawn }
}

fn place() -> Place {
    place_for(CAPACITY, async |_, number| page(number))
}

impl Place {
    async fn ask(&self, request: Request) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn read(&self, request: Request) -> String {
        text(self.ask(request).await).await
    }

    fn begin(&self, edition: Option<u64>) {
        *self.edition.lock().unwrap() = edition;
    }

    fn drawn(&self) -> usize {
        self.drawn.load(Ordering::Relaxed)
    }
}

fn get(path: &str) -> Request {
    Request::get(path).body(Body::empty()).unwrap()
}

/// The same with headers.
fn with(pairs: &[(http::HeaderName, &str)]) -> Request {
    let mut request = get("/");
    request.headers_mut().extend(pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())));
    request
}

async fn text(answer: Response) -> String {
    String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().into()).unwrap()
}

#[tokio::test]
async fn who_asks_at_once_has_a_page_drawn_once_and_who_asks_later_is_given_the_same() {
    let place = place();
    let pages = join_all((0..8).map(|_| place.read(get("/")))).await;
    assert!(pages.iter().all(|page| page.contains("<p>1</p>")), "{pages:?}");
    assert_eq!(place.read(get("/?")).await, pages[0]);
    assert_eq!(place.drawn(), 1);
    assert!(place.read(get("/?show=top")).await.contains("<p>2</p>"), "another address is another page");
}

#[tokio::test]
async fn no_page_is_given_once_something_changed_or_nobody_knows() {
    let place = place();
    place.read(get("/")).await;
    place.begin(Some(2));
    assert!(place.read(get("/")).await.contains("<p>2</p>"));
    place.begin(None);
    for number in 3..5 {
        assert!(place.read(get("/")).await.contains(&format!("<p>{number}</p>")));
    }
    place.begin(Some(2));
    assert!(place.read(get("/")).await.contains("<p>2</p>"), "nothing changed meanwhile");
}

#[tokio::test]
async fn a_page_that_was_drawn_across_a_change_is_not_kept() {
    let edition = Arc::new(AtomicU64::new(1));
    let holds = Arc::clone(&edition);
    let shelf = Shelf::new(move || Some(holds.load(Ordering::Relaxed)));
    let pages = Router::new().fallback(async move || {
        let before = edition.fetch_add(1, Ordering::Relaxed);
        page(usize::try_from(before).unwrap())
    });
    let router = packed(pages.layer(from_fn(seal))).layer(from_fn_with_state(shelf, serve));
    for number in 1..4 {
        let page = text(router.clone().oneshot(get("/")).await.unwrap()).await;
        assert!(page.contains(&format!("<p>{number}</p>")), "{page}");
    }
}

#[tokio::test]
async fn who_is_somebody_is_given_no_page_of_others_and_leaves_none_to_them() {
    let place = place();
    let viewer = Viewer::by_session(AccountId::new(), SessionId::new(), Role::Member);
    place.router.clone().layer(Extension(viewer)).oneshot(get("/")).await.unwrap();
    for proof in [(COOKIE, "tertulia=secret"), (COOKIE, "a=b"), (AUTHORIZATION, "Bearer secret")] {
        let answer = place.ask(with(&[proof])).await;
        assert!(answer.headers().get(ETAG).is_none(), "nothing is said of how it may be kept");
    }
    assert!(place.read(get("/")).await.contains("<p>5</p>"));
    assert!(place.read(with(&[(COOKIE, "a=b")])).await.contains("<p>6</p>"));
}

#[tokio::test]
async fn what_is_no_page_for_everybody_is_answered_to_each_who_asked() {
    let answers: [fn(usize) -> Response; 4] = [
        |number| (StatusCode::NOT_FOUND, page(number)).into_response(),
        |number| ([(SET_COOKIE, format!("a={number}"))], page(number)).into_response(),
        |number| (StatusCode::FOUND, [(http::header::LOCATION, "/about")], number.to_string()).into_response(),
        |number| Html(format!("<p>{number}</p>")).into_response(),
    ];
    for answer in answers {
        let place = place_for(CAPACITY, move |_, number| async move { answer(number) });
        let told = join_all((0..5).map(|_| place.read(get("/p/1")))).await;
        let apart: std::collections::HashSet<_> = told.iter().collect();
        assert_eq!((apart.len(), place.drawn()), (5, 5), "{told:?}");
    }
    let place = place();
    for path in ["/login", "/signup?next=/", "/messages", "/settings", "/rpc/read", "/users"] {
        let before = place.drawn();
        join_all([place.read(get(path)), place.read(get(path))]).await;
        assert_eq!(place.drawn(), before + 2, "{path}");
    }
}

#[tokio::test]
async fn each_is_given_what_they_can_read_and_as_much_as_they_need() {
    let place = place();
    let brotli = place.ask(with(&[(ACCEPT_ENCODING, "gzip, br;q=0.9")])).await;
    let plain = place.ask(with(&[(ACCEPT_ENCODING, "gzip, br;q=0")])).await;
    assert_eq!(brotli.headers()[CONTENT_ENCODING], "br");
    assert!(plain.headers().get(CONTENT_ENCODING).is_none());
    let (one, other) = (brotli.headers()[ETAG].clone(), plain.headers()[ETAG].clone());
    assert_ne!(one, other);
    for answer in [&brotli, &plain] {
        assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache");
        assert_eq!(answer.headers()[VARY], "accept-encoding, cookie, authorization");
    }
    let length = plain.headers()[CONTENT_LENGTH].clone();
    assert_eq!(text(plain).await.len().to_string(), length.to_str().unwrap());

    let mut head = get("/");
    *head.method_mut() = Method::HEAD;
    let head = place.ask(head).await;
    assert_eq!(
        (head.status(), &head.headers()[CONTENT_LENGTH], &head.headers()[ETAG]),
        (StatusCode::OK, &length, &other)
    );
    assert_eq!(text(head).await, "");

    let tag = format!("\"older\", W/{}", other.to_str().unwrap());
    for (known, status) in [(&*tag, 304), ("*", 304), ("\"older\"", 200), (one.to_str().unwrap(), 200)] {
        let answer = place.ask(with(&[(IF_NONE_MATCH, known)])).await;
        assert_eq!(answer.status().as_u16(), status, "{known}");
        assert_eq!(answer.headers()[ETAG], other);
        assert!(answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().contains("'sha256-"));
        assert_eq!(text(answer).await.is_empty(), status == 304);
    }
    assert_eq!(place.drawn(), 2);
}

#[tokio::test]
async fn a_page_knows_of_a_request_no_more_than_its_address() {
    let place = place_for(CAPACITY, async |request: Request, number| {
        let told = request.headers().keys().map(http::HeaderName::as_str).collect::<Vec<_>>().join(" ");
        assert_eq!(told, "accept host accept-encoding");
        page(number)
    });
    let said = [(HOST, "here"), (ACCEPT_ENCODING, "br"), (http::header::ACCEPT_LANGUAGE, "de"), (ACCEPT, "x/y")];
    let forged = http::HeaderName::from_static("islands-router");
    place.ask(with(&[&said[..], &[(forged, "true")]].concat())).await;
    place.ask(with(&[(HOST, "elsewhere"), (ACCEPT_ENCODING, "br")])).await;
    assert_eq!(place.drawn(), 2, "by another name it is another page");
}

#[tokio::test]
async fn the_shelf_holds_no_more_than_it_is_for() {
    let place = place_for(40_000, async |_, number| page(number));
    for number in 0..50 {
        place.ask(get(&format!("/?cursor={number}"))).await;
        place.shelf.pages.run_pending_tasks().await;
        assert!(place.shelf.pages.weighted_size() <= 40_000);
    }
    assert!(place.shelf.pages.entry_count() > 5);
    place.ask(get("/?cursor=49")).await;
    assert_eq!(place.drawn(), 50, "the last one is still there");
    let endless = format!("/?cursor={}", "9".repeat(LONGEST_ADDRESS));
    join_all([place.ask(get(&endless)), place.ask(get(&endless))]).await;
    assert_eq!(place.drawn(), 52);
}

#[tokio::test]
async fn a_page_that_its_asker_gave_up_or_that_panicked_is_drawn_for_the_next() {
    let begun = Arc::new(Notify::new());
    let told = Arc::clone(&begun);
    let place = place_for(CAPACITY, move |_, number| {
        let told = Arc::clone(&told);
        async move {
            match number {
                1 => {
                    told.notify_one();
                    std::future::pending().await
                }
                2 => panic!("a bug"),
                _ => page(number),
            }
        }
    });
    let first = tokio::spawn(place.router.clone().oneshot(get("/")));
    begun.notified().await;
    let second = tokio::spawn(place.router.clone().oneshot(get("/")));
    let third = tokio::spawn(place.router.clone().oneshot(get("/")));
    yield_now().await;
    first.abort();
    let ends = [second.await, third.await];
    assert_eq!(ends.iter().filter(|end| end.is_err()).count(), 1, "whoever had it drawn");
    assert_eq!(place.drawn(), 3);
}
