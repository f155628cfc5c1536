//! The public API of every slice under one roof: what they share in answers, and its description.
//!
//! `docs` renders the description for people; both come from the code that answers. What programs ask beside `/api` is
//! described too: the live connection (`live`), and whether all is well (`health`). `refusals` are what every call may meet.

mod docs;
mod live;
mod refusals;
mod signals;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{Next, from_fn},
    response::{Html, Response},
    routing::{any, get},
};
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use leptos::config::LeptosOptions;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::{health, size::LARGEST_POST};
use crate::{
    features::{accounts, badges, follows, messages, moderation, notifications, posts, publications},
    realtime::Position,
    server::{Config, Server, Viewer, fault::Problem, once},
    shared::Error,
};

/// Where a subscription goes on after what was read.
const POSITION: &str = "tertulia-position";

/// Everything under `/api`. To pass on signals it needs the `Hub` as an extension.
pub fn routes(config: &Config, options: &LeptosOptions) -> Router<Server> {
    let (router, mut openapi) = OpenApiRouter::<Server>::new()
        .merge(accounts::http::routes())
        .merge(badges::http::routes())
        .merge(follows::http::routes())
        .merge(messages::http::routes())
        .merge(moderation::http::routes())
        .merge(notifications::http::routes())
        .merge(posts::http::routes())
        .merge(publications::http::routes())
        .merge(signals::routes())
        .split_for_parts();
    openapi.merge(live::described().into_openapi());
    openapi.merge(health::described().into_openapi());
    let description = describe(&openapi, config);
    let page: Arc<str> = docs::page(&description, options.clone()).into();
    let text: Arc<str> = description.to_string().into();
    router
        .route("/api/openapi.json", get(async move || ([(CONTENT_TYPE, "application/json")], text.to_string())))
        .route(
            "/api/docs",
            get(async move |viewer: Option<Extension<Viewer>>, State(server): State<Server>| {
                Html(docs::document(&page, chosen_theme(&server, viewer).await))
            }),
        )
        .route("/api", any(missing))
        .route("/api/{*rest}", any(missing))
        .method_not_allowed_fallback(not_allowed)
        .layer(from_fn(async |request: Request, next: Next| once::name_act(LARGEST_POST, request, next).await))
        .layer(DefaultBodyLimit::max(LARGEST_POST))
        .layer(from_fn(answer_position))
}

/// The theme that the viewer chose. Where it cannot be known the page is there all the same, and the device decides.
async fn chosen_theme(server: &Server, viewer: Option<Extension<Viewer>>) -> Option<&'static str> {
    let Extension(viewer) = viewer?;
    accounts::service::me(&server.pool, viewer).await.ok()?.settings.appearance.theme()
}

async fn missing() -> Problem {
    Error::Missing.into()
}

async fn not_allowed() -> Problem {
    Error::invalid("method", "unsupported").into()
}

/// Tells a member the position that was read before the request's statements: nobody else can subscribe. What belongs to
/// a person is kept by no cache on the way.
async fn answer_position(request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    let position = extensions.get::<Viewer>().and_then(|_| extensions.get::<Position>()).copied();
    let mut response = next.run(request).await;
    if let Some(value) = position.and_then(|position| HeaderValue::from_str(&position.to_string()).ok()) {
        response.headers_mut().insert(POSITION, value);
    }
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The description as `OpenAPI` 3.1: what the slices say, and what holds for all of them.
fn describe(openapi: &OpenApi, config: &Config) -> Value {
    let mut description = json!(openapi);
    description["info"] = json!({
        "title": "Tertulia",
        "version": env!("CARGO_PKG_VERSION"),
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        "description": include_str!("api/description.md"),
    });
    let url = config.origin().unwrap_or_else(|| "/".to_owned());
    description["servers"] = json!([{"url": url}]);
    description["security"] = json!([{"token": []}, {"session": []}]);
    description["components"]["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer", "description": "A session's token or a personal access token."},
        "session": {"type": "apiKey", "in": "cookie", "name": config.cookie_name()},
    });
    refusals::add(&mut description);
    for read in reads(&mut description) {
        read["responses"]["200"]["headers"]["Tertulia-Position"] = json!({
            "description": "For members: from where a subscription goes on without a gap",
            "schema": {"type": "string", "examples": ["7f3a.1040.2"]},
        });
    }
    description
}

/// Those operations that read what people said or told.
fn reads(description: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = description["paths"].as_object_mut().into_iter().flatten();
    paths.filter(|(path, _)| path.starts_with("/api/")).filter_map(|(_, item)| item.get_mut("get"))
}

#[cfg(test)]
mod tests;
