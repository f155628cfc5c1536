//! What the page of a person shows, read in one transaction before it is drawn.

use axum::{
    extract::{Query, Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use serde::Deserialize;

use crate::{
    features::{
        accounts::{self, model::Person},
        follows::{self, model::Standing},
        posts::{
            model::{Feed, Post},
            service::{self as posts, Listing},
        },
    },
    server::{Ahead, Server, Viewer},
    shared::{
        Result,
        page::{DEFAULT_LIMIT, Page},
    },
};

/// What its parts ask for.
struct Shown {
    person: Person,
    standing: Standing,
    listing: Listing,
    posts: Page<Post>,
}

/// From where on the list of posts is shown.
#[derive(Default, Deserialize)]
struct Further {
    cursor: Option<String>,
}

/// Reads who is shown, how they stand and what they published, and leaves it for the parts of the page. What cannot be read
/// here they ask for themselves, and say why it is not there.
pub async fn read_ahead(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    if let Some(handle) = whose(&request).map(str::to_owned) {
        let viewer = request.extensions().get::<Viewer>().copied();
        let Further { cursor } = Query::try_from_uri(request.uri()).map(|Query(further)| further).unwrap_or_default();
        if let Ok(Shown { person, standing, listing, posts }) = read(&server, viewer, &handle, cursor).await {
            Ahead::put(request.extensions_mut(), &handle, person);
            Ahead::put(request.extensions_mut(), &handle, standing);
            Ahead::put(request.extensions_mut(), &listing.name(), posts);
        }
    }
    next.run(request).await
}

/// Whose page is asked for, if it is that of anybody.
fn whose(request: &Request) -> Option<&str> {
    let handle = request.uri().path().strip_prefix("/u/")?;
    let is_handle = handle.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (request.method() == Method::GET && is_handle).then_some(handle)
}

async fn read(server: &Server, viewer: Option<Viewer>, handle: &str, cursor: Option<String>) -> Result<Shown> {
    let mut tx = match viewer {
        Some(viewer) => server.pool.as_viewer(viewer.account).await?,
        None => server.pool.as_visitor().await?,
    };
    let person = accounts::service::read_person(&mut tx, handle).await?;
    let standing = follows::service::read_standing(&mut tx, handle).await?;
    let listing = Listing { feed: Feed::Person(person.account.id), cursor, limit: DEFAULT_LIMIT };
    let posts = posts::read_list(&mut tx, viewer, &listing).await?;
    Ok(Shown { person, standing, listing, posts })
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, body::Body, middleware::from_fn_with_state};
    use futures::FutureExt;
    use leptos::prelude::{Owner, provide_context};
    use tower::ServiceExt;

    use super::*;
    use crate::{
        features::{accounts::rpc::read_person, follows::rpc::read_standing, posts::rpc::list_posts},
        realtime::Position,
        shared::{
            id::{AccountId, SessionId},
            role::Role,
        },
        tests::given,
    };

    const NOWHERE: Position = Position { epoch: 1, xid: 1, id: 1 };

    /// What the parts of a page of ann's say at once, without waiting for anything: whether each of them was there.
    fn said(server: Server, ann: AccountId, request: Request) -> [bool; 3] {
        let parts = request.into_parts().0;
        Owner::new().with(|| {
            provide_context(parts);
            provide_context(server);
            provide_context(NOWHERE);
            let (person, standing) = (read_person("ann".into()), read_standing("ann".into()));
            let posts = list_posts(Feed::Person(ann), None);
            let there = |answer: Option<bool>| answer == Some(true);
            [
                there(person.now_or_never().map(|answer| answer.is_ok())),
                there(standing.now_or_never().map(|answer| answer.is_ok())),
                there(posts.now_or_never().map(|answer| answer.is_ok())),
            ]
        })
    }

    #[tokio::test]
    async fn the_page_of_a_person_asks_for_nothing_that_was_read_before_and_another_one_asks_for_itself() {
        let world = given::world().await;
        let (ann, bob) = (world.person("ann").await, world.person("bob").await);
        let server = world.server.clone();
        let draw = move |request: Request| {
            let server = server.clone();
            async move { format!("{:?}", said(server, ann, request)) }
        };
        let pages: Router = Router::new().fallback(draw).layer(from_fn_with_state(world.server.clone(), read_ahead));
        let bob = Viewer::by_session(bob, SessionId::new(), Role::Member);
        for pages in [pages.clone(), pages.layer(Extension(bob))] {
            for (path, there) in [("/u/ann", true), ("/u/bob", false), ("/u/ann/followers", false), ("/", false)] {
                let request = Request::get(path).body(Body::empty()).unwrap();
                let answer = pages.clone().oneshot(request).await.unwrap();
                let drawn = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
                assert_eq!(drawn, format!("{:?}", [there; 3]), "{path}");
            }
        }
    }
}
