//! What is published: the lists of it, each thread, and where one writes. Public, and complete without JavaScript; one chunk,
//! as whoever reads one of these pages soon reads another.

mod beside;
mod compose;
mod head;
mod home;
mod lists;
mod thread;

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location};
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
};
use compose::Compose;
use home::Home;
use lists::{Bookmarks, Questions, TagPage, Tags};
use thread::ThreadPage;

/// The beginnings of the addresses that lead here, beside the root.
#[cfg(feature = "hydrate")]
pub const BEGINNINGS: [&str; 6] = ["", "p", "questions", "tags", "new", "bookmarks"];

/// The page of posts that the address names.
#[derive(Clone)]
pub struct PostsPage {
    path: String,
}

impl LazyRoute for PostsPage {
    /// The address is read here, at once: it may be another one when the chunk has come.
    fn data() -> Self {
        Self { path: use_location().pathname.get_untracked() }
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(page: Self) -> AnyView {
        drawn("posts_page", fetch, move || draw(page.clone())).await
    }
}

#[wasm_split(posts_page, preload(fetch), fallible)]
fn draw(page: PostsPage) -> Result<AnyView, Gone> {
    let mut parts = page.path.trim_matches('/').split('/');
    Ok(match (parts.next(), parts.next()) {
        (Some(""), _) => view! { <Home /> }.into_any(),
        (Some("p"), _) => view! { <ThreadPage /> }.into_any(),
        (Some("questions"), _) => view! { <Questions /> }.into_any(),
        (Some("tags"), None) => view! { <Tags /> }.into_any(),
        (Some("tags"), Some(_)) => view! { <TagPage /> }.into_any(),
        (Some("new"), _) => view! { <Compose /> }.into_any(),
        (Some("bookmarks"), _) => view! { <Bookmarks /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    })
}
