//! Who draws the pages: threads of their own, of which one does everything that belongs to a page.
//!
//! The parts of a page wait for what is read through signals of the framework. Where two threads move them at the same time,
//! one part can note that it waits in the very moment in which the other has told all who do: of some ten thousand pages one
//! was never finished. On one thread there is no such moment.

use std::{
    future::pending,
    panic::resume_unwind,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, available_parallelism},
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream::unfold};
use http::Method;
use tokio::{
    runtime::{Builder, Handle},
    sync::{mpsc, oneshot},
    task::JoinSet,
};
use tracing::Instrument;

use crate::{server::fault::Problem, shared::Error};

/// As many as there are cores, for as long as the program runs.
static DRAWERS: LazyLock<Drawers> = LazyLock::new(|| Drawers::start(available_parallelism().map_or(1, usize::from)));

struct Drawers(Vec<Drawer>);

struct Drawer {
    thread: Handle,
    /// The pages that it is drawing.
    pages: AtomicUsize,
}

/// A page that is being drawn, until it is dropped.
struct Turn(&'static AtomicUsize);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drawers {
    fn start(number: usize) -> Self {
        Self((0..number).map(|number| Drawer { thread: start(number), pages: AtomicUsize::new(0) }).collect())
    }

    /// Whoever draws the fewest pages, and the turn of one more.
    fn take_turn(&'static self) -> (&'static Handle, Turn) {
        let idlest = self.0.iter().min_by_key(|drawer| drawer.pages.load(Ordering::Relaxed));
        let idlest = idlest.expect("there is one for each core");
        idlest.pages.fetch_add(1, Ordering::Relaxed);
        (&idlest.thread, Turn(&idlest.pages))
    }
}

fn start(number: usize) -> Handle {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let handle = runtime.handle().clone();
    let draw = move || runtime.block_on(pending::<()>());
    thread::Builder::new().name(format!("drawer-{number}")).spawn(draw).expect("threads can be started");
    handle
}

/// A piece of a page on its way to who reads it.
enum Piece {
    Part(Result<Bytes, axum::Error>),
    /// There is no more. Where this does not come, the page broke off.
    End,
}

/// Has a page drawn by one thread from its first part to its last. Given up by who asked for it, it is drawn no further; what
/// is no page is answered here. One that breaks off after its answer began ends the connection with an error, so that nobody
/// takes it for whole.
///
/// # Panics
/// Where what draws it does.
pub async fn draw_by_one_thread(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (head, begun) = oneshot::channel();
    let (thread, turn) = DRAWERS.take_turn();
    let drawing = async move {
        let (parts, body) = next.run(request).await.into_parts();
        let (pieces, received) = mpsc::channel(1);
        if head.send(Response::from_parts(parts, arriving(received))).is_ok() {
            pass_on(body, pieces).await;
        }
        drop(turn);
    };
    // Whoever gives up drops this, which ends it.
    let mut drawer = JoinSet::new();
    drawer.spawn_on(drawing.in_current_span(), thread);
    if let Ok(page) = begun.await {
        drawer.detach_all();
        return page;
    }
    match drawer.join_next().await {
        Some(Err(ended)) if ended.is_panic() => resume_unwind(ended.into_panic()),
        _ => Problem(Error::Offline).into_response(),
    }
}

/// The body that the pieces make. It may be asked for more after its end: what compresses it does.
fn arriving(received: mpsc::Receiver<Piece>) -> Body {
    let pieces = unfold(Some(received), |received| async {
        let mut received = received?;
        match received.recv().await {
            Some(Piece::Part(part)) => Some((part, Some(received))),
            Some(Piece::End) => None,
            None => Some((Err(axum::Error::new("the page broke off")), None)),
        }
    });
    Body::from_stream(pieces.fuse())
}

/// Passes a body on, as fast as it is read and for as long as it is.
async fn pass_on(body: Body, to: mpsc::Sender<Piece>) {
    let mut body = body.into_data_stream();
    let drawn = async {
        while let Some(part) = body.next().await {
            if to.send(Piece::Part(part)).await.is_err() {
                return;
            }
        }
        // Nobody may read it any more.
        drop(to.send(Piece::End).await);
    };
    tokio::select! {
        () = drawn => {}
        () = to.closed() => {}
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use axum::{
        Router,
        body::to_bytes,
        middleware::from_fn,
        routing::{get, post},
    };
    use futures::stream;
    use http::StatusCode;
    use tokio::{sync::Notify, task::yield_now, time::timeout};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    fn name() -> String {
        thread::current().name().unwrap_or_default().to_owned()
    }

    /// The names of the threads on which it was moved.
    async fn wander() -> String {
        let mut names = vec![name()];
        for _ in 0..50 {
            yield_now().await;
            names.push(tokio::spawn(async { name() }).await.unwrap());
            names.push(name());
        }
        names.dedup();
        names.join(" ")
    }

    async fn read(router: &Router, request: Request) -> String {
        let answer = router.clone().oneshot(request).await.unwrap();
        String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().into()).unwrap()
    }

    #[tokio::test]
    async fn a_page_that_is_asked_for_more_after_its_end_has_no_more() {
        let (pieces, received) = mpsc::channel(1);
        assert!(pieces.send(Piece::End).await.is_ok());
        let mut page = arriving(received).into_data_stream();
        for _ in 0..2 {
            assert!(page.next().await.is_none());
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_page_is_drawn_by_one_thread_and_an_act_is_done_where_it_came_in() {
        let body = async || {
            let parts = stream::once(wander()).map(Ok::<_, axum::Error>);
            Body::from_stream(stream::once(async { Ok(format!("{} ", wander().await)) }).chain(parts))
        };
        let router: Router =
            Router::new().route("/", get(body)).route("/", post(wander)).layer(from_fn(draw_by_one_thread));
        let drawn = read(&router, Request::get("/").body(Body::empty()).unwrap()).await;
        let (first, rest) = drawn.split_once(' ').unwrap();
        assert!(first.starts_with("drawer-"), "{drawn}");
        assert_eq!(first, rest);
        let done = read(&router, Request::post("/").body(Body::empty()).unwrap()).await;
        assert!(!done.contains("drawer-"), "{done}");
    }

    #[tokio::test]
    async fn what_nobody_reads_any_more_is_drawn_no_further() {
        struct Told(Arc<Notify>);
        impl Drop for Told {
            fn drop(&mut self) {
                self.0.notify_one();
            }
        }
        let (begun, ended) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (at_head, told) = (Arc::clone(&begun), Arc::clone(&ended));
        let head = get(async move || {
            let _told = Told(told);
            at_head.notify_one();
            pending::<()>().await;
        });
        let told = Arc::clone(&ended);
        let body = get(async move || {
            let told = Told(told);
            Body::from_stream(stream::once(async move {
                pending::<()>().await;
                drop(told);
                Ok::<_, axum::Error>("never")
            }))
        });
        let router: Router = Router::new().route("/head", head).route("/body", body).layer(from_fn(draw_by_one_thread));
        let request = |path: &str| Request::get(path).body(Body::empty()).unwrap();
        let asked = tokio::spawn(router.clone().oneshot(request("/head")));
        begun.notified().await;
        asked.abort();
        timeout(Duration::from_secs(20), ended.notified()).await.expect("it ends before its answer begins");
        drop(router.oneshot(request("/body")).await.unwrap());
        timeout(Duration::from_secs(20), ended.notified()).await.expect("it ends after its answer began");
    }

    #[tokio::test]
    async fn a_page_that_panics_is_answered_as_one() {
        async fn panics() {
            panic!("a bug")
        }
        let router: Router =
            Router::new().route("/", get(panics)).layer(from_fn(draw_by_one_thread)).layer(CatchPanicLayer::new());
        let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn a_page_that_panics_after_its_answer_began_ends_in_an_error_and_one_that_is_drawn_does_not() {
        let page = |breaks: bool| {
            let parts = stream::iter(0..3).map(move |part| {
                assert!(!breaks || part < 2, "a bug");
                Ok::<_, axum::Error>("part ")
            });
            Body::from_stream(parts)
        };
        let router: Router = Router::new()
            .route("/broken", get(async move || page(true)))
            .route("/whole", get(async move || page(false)))
            .layer(from_fn(draw_by_one_thread));
        let request = |path: &str| Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(read(&router, request("/whole")).await, "part part part ");
        let answer = router.oneshot(request("/broken")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "it had begun");
        let pieces: Vec<_> = answer.into_body().into_data_stream().collect().await;
        let said: Vec<_> = pieces.iter().map(Result::is_ok).collect();
        assert_eq!(said, [true, true, false]);
    }

    #[test]
    fn the_next_page_is_drawn_by_whoever_draws_the_fewest() {
        let drawers: &'static Drawers = Box::leak(Box::new(Drawers::start(3)));
        let busy = || drawers.0.iter().map(|drawer| drawer.pages.load(Ordering::Relaxed)).collect::<Vec<_>>();
        let turns: Vec<_> = (0..6).map(|_| drawers.take_turn().1).collect();
        assert_eq!(busy(), [2, 2, 2]);
        let mut turns = turns.into_iter();
        drop(turns.next_back());
        assert_eq!(busy(), [2, 2, 1]);
        let next = drawers.take_turn();
        assert_eq!(busy(), [2, 2, 2]);
        drop((next, turns));
        assert_eq!(busy(), [0, 0, 0]);
    }
}
