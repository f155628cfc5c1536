//! Every route, and what every request passes on its way to one.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{Method, Uri};
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use tokio::sync::watch;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use super::{
    api, chunks,
    document::document,
    drawers::draw_by_one_thread,
    failure::{self, Asker},
    forms, health,
    identity::{self, Doorman},
    operations, packing, profile, reach, sealing, security,
    shelf::{self, Shelf},
    shell::App,
    site, size, syndication, trace,
    worker::Build,
};
use crate::{
    features::accounts,
    realtime::{Entrance, Hub, event_stream, socket},
    server::{Config, Limit, Pool, Server, Viewer, fault::Problem, telemetry::Metrics},
    shared::Error,
};

/// How long a request may take until its answer begins.
pub const LONGEST: Duration = Duration::from_secs(30);

/// What is told to whom at the door.
#[derive(Clone)]
pub struct House {
    /// The running server.
    pub server: Server,
    /// The live connections.
    pub hub: Hub,
    /// What is counted.
    pub metrics: Metrics,
    /// Becomes true when no new request is taken any more.
    pub stopping: watch::Receiver<bool>,
}

/// What the program answers until there is a house: that it lives, what a page is made of, and to everything else that
/// one may soon come back.
pub fn before_the_house(config: &Arc<Config>) -> Router {
    let options = site::options(config);
    let starting: Router =
        Router::new().fallback(async |request: Request| failure::respond(Error::Offline, Asker::of(&request)));
    let rest = starting.clone();
    starting
        .merge(health::while_starting::<()>())
        .route("/pkg/{*file}", get(async move |request: Request| site::serve(&options, request, rest).await))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn(trace::follow))
                .layer(from_fn_with_state(Arc::clone(config), security::add_headers))
                .layer(from_fn(failure::say_it_ourselves))
                .layer(CatchPanicLayer::custom(failure::panicked)),
        )
}

/// The whole of what the program answers.
pub fn router(house: House) -> Router {
    let House { server, hub, metrics, stopping } = house;
    let shelf = {
        let hub = hub.clone();
        Shelf::new(move || hub.edition())
    };
    let doorman = Doorman { server: server.clone(), hub: hub.clone() };
    let given_up = from_fn_with_state(server.pool.clone(), give_up_without_database);
    let known = ServiceBuilder::new()
        .layer(given_up.clone())
        .layer(from_fn_with_state(server.clone(), security::check_origin))
        .layer(from_fn_with_state(doorman, identity::identify))
        .layer(from_fn(reach::check))
        .layer(from_fn(identity::check_account))
        .layer(from_fn_with_state(server.clone(), limit_calls));
    let every = ServiceBuilder::new()
        .layer(from_fn(trace::follow))
        .layer(from_fn_with_state(Arc::clone(&server.config), security::add_headers))
        .layer(from_fn(failure::say_it_ourselves))
        .layer(CatchPanicLayer::custom(failure::panicked))
        .layer(from_fn_with_state(stopping, refuse_while_stopping))
        .layer(from_fn_with_state(LONGEST, limit_time))
        .layer(from_fn(size::limit));
    let options = site::options(&server.config);
    let build = Build::of(&options);
    let version: Arc<str> = build.as_ref().map(|build| build.version.as_str()).unwrap_or_default().into();
    let missing = missing_page(&server, &options, Arc::clone(&version))
        .layer(from_fn_with_state(server.clone(), identity::know_me))
        .layer(known.clone());
    api::routes(&server.config, &options)
        .layer(Extension(hub.clone()))
        .merge(operations::routes())
        .merge(syndication::routes())
        .merge(socket::routes(hub.clone(), entrance(&server)))
        .merge(event_stream::routes(hub.clone(), entrance(&server)))
        .with_state(server.clone())
        .merge(pages(&server, &shelf, &options, version))
        .layer(known)
        .merge(build.map(Build::routes).unwrap_or_default())
        .merge(health::routes(metrics, hub).with_state(server).layer(given_up))
        .fallback(async move |request: Request| site::serve(&options, request, missing).await)
        .layer(every)
}

/// Pages, the forms that are posted to them, and server functions.
fn pages(server: &Server, shelf: &Shelf, options: &LeptosOptions, version: Arc<str>) -> Router {
    let draw = {
        let options = options.clone();
        let ahead = chunks::links(&options);
        move || document(options.clone(), &ahead, &version)
    };
    let pages = Router::new()
        .leptos_routes_with_context(options, generate_route_list(App), contexts(server), draw)
        .layer(from_fn(draw_by_one_thread))
        .layer(from_fn(failure::say_status))
        .layer(from_fn(failure::lead_away))
        .layer(from_fn_with_state(server.clone(), profile::read_ahead))
        .layer(from_fn_with_state(server.clone(), identity::know_me))
        .with_state(options.clone());
    let drawn = pages.clone().layer(from_fn_with_state(pages, forms::accept)).layer(from_fn(sealing::seal));
    packing::packed(drawn).layer(from_fn_with_state(shelf.clone(), shelf::serve))
}

/// The page for an address that is neither a route nor a file; programs are told without one.
fn missing_page(server: &Server, options: &LeptosOptions, version: Arc<str>) -> Router {
    let draw = file_and_error_handler_with_context::<LeptosOptions, _>(contexts(server), move |options| {
        document(options, "", &version)
    });
    Router::new()
        .fallback(async move |uri: Uri, options: State<LeptosOptions>, request: Request| {
            if uri.path().starts_with("/rpc/") {
                return Problem(Error::Missing).into_response();
            }
            draw(uri, options, request).await
        })
        .layer(from_fn(draw_by_one_thread))
        .with_state(options.clone())
}

/// What a page or a server function finds as contexts.
fn contexts(server: &Server) -> impl Fn() + Clone + Send + Sync + 'static {
    let server = server.clone();
    move || {
        identity::contexts(&server);
        security::police_page();
    }
}

fn entrance(server: &Server) -> Entrance {
    let (pool, config) = (server.pool.clone(), Arc::clone(&server.config));
    Entrance {
        authenticate: Arc::new(move |token| {
            let pool = pool.clone();
            Box::pin(async move { accounts::service::authenticate(&pool, &token).await })
        }),
        same_origin: Arc::new(move |headers| security::origin_allowed(&config, headers)),
        limits: server.limits.clone(),
    }
}

async fn refuse_while_stopping(
    State(stopping): State<watch::Receiver<bool>>,
    request: Request,
    next: Next,
) -> Response {
    if *stopping.borrow() && request.uri().path() != "/healthz" {
        return failure::respond(Error::Offline, Asker::of(&request));
    }
    next.run(request).await
}

/// Who waits for their answer while the database stops to answer is told so; what becomes of what they asked for nobody
/// knows. A file is never given up: it needs no database.
async fn give_up_without_database(State(pool): State<Pool>, request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let answer = pool.unless_lost(async { Ok(next.run(request).await) }).await;
    answer.unwrap_or_else(|error| failure::respond(error, asker))
}

/// Whatever else an account does, it does not do it without end. Who opens a live connection by a token among its
/// subprotocols is known, and counted, at its entrance only.
async fn limit_calls(State(server): State<Server>, request: Request, next: Next) -> Response {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let opens_connection = matches!(request.uri().path(), "/ws" | "/events");
    if let Some(viewer) = request.extensions().get::<Viewer>().filter(|_| !is_reading || opens_connection)
        && let Err(error) = server.limits.check(Limit::Calls, &viewer.account.to_string())
    {
        return failure::respond(error, Asker::of(&request));
    }
    next.run(request).await
}

/// The body counts: one that comes in drops is given up as well.
async fn limit_time(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    tokio::time::timeout(longest, next.run(request)).await.unwrap_or_else(|_| failure::respond(Error::Offline, asker))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::{
        body::{Body, Bytes},
        routing::post,
    };
    use futures::stream;
    use http::{
        StatusCode,
        header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER},
    };
    use tower::ServiceExt;

    use super::*;
    use crate::{app::gate::gate, tests::given};

    #[tokio::test]
    async fn who_comes_while_it_stops_is_told_to_come_back_and_that_it_still_lives() {
        let world = given::world().await;
        let pool = world.pool().clone();
        let hub = Hub::start(pool.clone(), gate(pool), "a".into()).await.unwrap();
        let (stop, stopping) = watch::channel(false);
        let house = House { server: world.server.clone(), hub: hub.clone(), metrics: Metrics::start(), stopping };
        let router = router(house);
        let ask = async |path: &str, accept: &str| {
            let request = Request::get(path).header(ACCEPT, accept).body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
            (answer.status().as_u16(), kind, answer.headers().contains_key(RETRY_AFTER))
        };
        assert_eq!(ask("/api/docs", "*/*").await.0, 200);
        stop.send_replace(true);
        for path in ["/api/docs", "/api/me", "/readyz", "/icon.svg"] {
            assert_eq!(ask(path, "*/*").await, (503, "application/problem+json".into(), true), "{path}");
        }
        assert_eq!(ask("/about", "text/html").await, (503, "text/html; charset=utf-8".into(), true));
        assert_eq!(ask("/healthz", "*/*").await.0, 200);
        hub.stop().await;
    }

    #[tokio::test]
    async fn a_body_that_comes_in_drops_is_given_up() {
        let router: Router = Router::new()
            .route("/", post(async |body: Bytes| body))
            .layer(from_fn_with_state(Duration::from_millis(200), limit_time));
        let drops = stream::unfold((), async |()| {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Some((Ok::<_, Infallible>("x"), ()))
        });
        let request = Request::post("/").body(Body::from_stream(drops)).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(response.headers().contains_key("retry-after"));
    }
}
