//! The document around every page, and the routes in it.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    client::provide_client,
    features::accounts::hook::{follow_me, provide_me},
    pages,
};

/// The HTML document that the server streams.
#[cfg(feature = "ssr")]
pub fn document(options: LeptosOptions) -> impl IntoView {
    use crate::features::accounts::hook::theme_of_request;
    use leptos_meta::HashedStylesheet;

    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme_of_request()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <AutoReload options=options.clone() />
                <HydrationScripts options=options.clone() />
                <HashedStylesheet options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application: contexts and routes.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let me = provide_me();
    provide_client(me.with_untracked(Option::is_some));
    follow_me();
    view! {
        <Title text="Tertulia" />
        <Router>
            <Routes fallback=pages::NotFound>
                <Route path=path!("/") view=pages::Home ssr=SsrMode::Async />
                <Route path=path!("/about") view=pages::About ssr=SsrMode::Async />
                <Route path=path!("/offline") view=pages::Offline ssr=SsrMode::Async />
                <Route path=path!("/dev/gallery") view={Lazy::<pages::gallery::GalleryPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/login") view=pages::LogIn ssr=SsrMode::Async />
                <Route path=path!("/signup") view=pages::SignUp ssr=SsrMode::Async />
                <Route path=path!("/logout") view=pages::LogOut ssr=SsrMode::Async />
                <Route path=path!("/u/:handle") view={Lazy::<pages::profile::ProfilePage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/settings/:section?") view={Lazy::<pages::settings::SettingsPage>::new()} ssr=SsrMode::Async />
                <Route path=path!("/messages") view={Lazy::<pages::messages::MessagesPage>::new()} ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

/// Takes the server's page to life.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(App);
}
