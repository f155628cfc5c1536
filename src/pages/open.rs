//! The pages that need nobody to be signed in and weigh little: one chunk.

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location};
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    about::About,
    chunk::{Gone, drawn, fetched},
    login::LogIn,
    logout::LogOut,
    offline::Offline,
    signup::SignUp,
};

/// The small page that the address names.
#[derive(Clone)]
pub struct OpenPage {
    path: String,
}

impl LazyRoute for OpenPage {
    /// The address is read here, at once: it may be another one when the chunk has come.
    fn data() -> Self {
        Self { path: use_location().pathname.get_untracked() }
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(page: Self) -> AnyView {
        drawn("open_page", fetch, move || draw(page.clone())).await
    }
}

#[wasm_split(open_page, preload(fetch), fallible)]
fn draw(page: OpenPage) -> Result<AnyView, Gone> {
    Ok(match page.path.trim_matches('/') {
        "about" => view! { <About /> }.into_any(),
        "login" => view! { <LogIn /> }.into_any(),
        "logout" => view! { <LogOut /> }.into_any(),
        "offline" => view! { <Offline /> }.into_any(),
        "signup" => view! { <SignUp /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    })
}
