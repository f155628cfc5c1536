//! Lists of posts, and the tags by which they are found.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, Anybody, who};
use crate::{
    features::posts::{
        model::{Feed, Post, Span, Tag},
        service::{self, Listing},
    },
    server::{
        Server, Viewer,
        json::{Json, Path, Query},
    },
    shared::{
        Error, Result,
        page::{Page, Paging, limit_of},
    },
};

/// What lists posts and tags.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(feed))
        .routes(routes!(tagged))
        .routes(routes!(tags))
        .routes(routes!(trending))
        .routes(routes!(written))
        .routes(routes!(bookmarks))
}

fn listing(feed: Feed, Paging { limit, cursor }: Paging) -> Result<Listing> {
    Ok(Listing { feed, cursor, limit: limit_of(limit)? })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TopQuery {
    /// From how far back `top` takes posts; a week where nothing is said.
    #[param(inline)]
    span: Option<Span>,
}

/// Lists posts and questions, of each the beginning: `latest`, `following` those of the caller and of whomever they follow,
/// `top` by score, `questions` alone, or `unanswered` ones. Of whom the caller mutes nothing is in them.
#[utoipa::path(get, path = "/api/feeds/{feed}", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("feed" = String, Path, description = "`latest`, `following`, `top`, `questions` or `unanswered`",
        example = "latest"), TopQuery, Paging),
    responses((status = 200, description = "A page of posts", body = Page<Post>)))]
async fn feed(
    State(server): State<Server>,
    anybody: Anybody,
    Path(name): Path<String>,
    Query(TopQuery { span }): Query<TopQuery>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Post>>> {
    let feed = match name.as_str() {
        "latest" => Feed::Latest,
        "following" => Feed::Following,
        "top" => Feed::Top(span.unwrap_or_default()),
        "questions" => Feed::Questions,
        "unanswered" => Feed::Unanswered,
        _ => return Err(Error::Missing.into()),
    };
    Ok(Json(service::list(&server.pool, who(anybody), &listing(feed, paging)?).await?))
}

/// Lists the posts with a tag, the latest first. Of a tag that no post has the list is empty.
#[utoipa::path(get, path = "/api/tags/{tag}", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("tag" = String, Path, example = "rust"), Paging),
    responses((status = 200, description = "A page of posts", body = Page<Post>)))]
async fn tagged(
    State(server): State<Server>,
    anybody: Anybody,
    Path(tag): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Post>>> {
    Ok(Json(service::list(&server.pool, who(anybody), &listing(Feed::Tag(tag), paging)?).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TagQuery {
    /// How the tag begins; without it those of most posts are listed.
    q: Option<String>,
    /// At most so many, 1–100; 20 when nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Finds tags by their beginning, those of most posts first, on one page.
#[utoipa::path(get, path = "/api/tags", tag = "Posts", security((), ("token" = []), ("session" = [])), params(TagQuery),
    responses((status = 200, description = "Tags", body = Page<Tag>)))]
async fn tags(
    State(server): State<Server>,
    anybody: Anybody,
    Query(TagQuery { q, limit }): Query<TagQuery>,
) -> Answer<Json<Page<Tag>>> {
    let typed = q.unwrap_or_default();
    let items = service::find_tags(&server.pool, who(anybody), &typed, limit_of(limit)?).await?;
    Ok(Json(Page { items, next: None, total: None }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TrendingQuery {
    /// At most so many, 1–100; 20 when nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Lists the tags that more people use in these days than usual, the liveliest first, on one page. Of whom the caller blocked
/// or mutes, or who blocked the caller, nothing counts.
#[utoipa::path(get, path = "/api/trending", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(TrendingQuery), responses((status = 200, description = "Tags", body = Page<Tag>)))]
async fn trending(
    State(server): State<Server>,
    anybody: Anybody,
    Query(TrendingQuery { limit }): Query<TrendingQuery>,
) -> Answer<Json<Page<Tag>>> {
    let items = service::trending_tags(&server.pool, who(anybody), limit_of(limit)?).await?;
    Ok(Json(Page { items, next: None, total: None }))
}

/// Lists what a person published, the latest first.
#[utoipa::path(get, path = "/api/accounts/{handle}/posts", tag = "Posts",
    security((), ("token" = []), ("session" = [])), params(("handle" = String, Path), Paging),
    responses((status = 200, description = "A page of posts", body = Page<Post>)))]
async fn written(
    State(server): State<Server>,
    anybody: Anybody,
    Path(handle): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Post>>> {
    let viewer = who(anybody);
    let author = service::find_author(&server.pool, viewer, &handle).await?;
    Ok(Json(service::list(&server.pool, viewer, &listing(Feed::Person(author), paging)?).await?))
}

/// Lists the posts that the caller keeps, in the order in which they were kept, the last first. Nobody else can read it.
#[utoipa::path(get, path = "/api/bookmarks", tag = "Posts", params(Paging),
    responses((status = 200, description = "A page of posts", body = Page<Post>)))]
async fn bookmarks(
    State(server): State<Server>,
    viewer: Viewer,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Post>>> {
    Ok(Json(service::list(&server.pool, Some(viewer), &listing(Feed::Bookmarks, paging)?).await?))
}
