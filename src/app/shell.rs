//! The application: what stands around every page, and the routes.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    OptionalParamSegment, StaticSegment,
    components::{ParentRoute, Router, Routes},
    path,
};

use super::{
    at::{At, Page},
    below::{Below, BelowOf},
};
use crate::{
    client::{provide_client, use_client},
    features::{
        accounts::hook::{follow_me, provide_me, use_me},
        follows::hook::follow_graph,
        messages::hook::{provide_drafts, provide_unread},
        moderation::hook::follow_reports,
        notifications::hook::provide_bell,
        posts::hook::{follow_refusals, provide_desk},
    },
    kit::{follow_address, forget_history, keep_history, land, provide_clock, provide_toasts},
    pages::{
        self,
        frame::{Frame, Layout, Members, keep_time, keep_version, tell_reachable, tell_unkept},
        keep_own,
    },
    shared::{
        draft::provide_form_drafts, effect::Effect, form::provide_refused, hydration::after_hydration, id::AccountId,
    },
    sync::status::State,
};

/// Themes, and their `surface` of style/tokens.css: browsers draw what is theirs around the page in it.
pub const SURFACES: [(&str, &str); 2] = [("light", "#ffffff"), ("dark", "#0c0c0e")];

/// The application: contexts, and what stands around every page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_toasts();
    provide_clock();
    provide_refused();
    provide_form_drafts();
    let me = provide_me();
    let whose = me.with_untracked(|me| me.as_ref().map(|me| me.account.id));
    provide_client(whose);
    follow_history(whose);
    follow_me();
    follow_graph();
    follow_reports();
    follow_refusals();
    keep_own();
    follow_appearance();
    tell_reachable();
    tell_unkept();
    keep_time();
    provide_drafts();
    provide_desk();
    say_when_alive();
    let unread = me.with_untracked(|me| me.as_ref().map(|me| provide_unread(me.account.id).calling()));
    let bell = unread.map(|_| provide_bell().count());
    let routing = RwSignal::new(false);
    land_after(routing.into());
    keep_version(routing.into());
    view! {
        <Title formatter=move |page: String| {
            let page = if page.is_empty() { "Tertulia".to_owned() } else { format!("{page} · Tertulia") };
            title_text(&match [unread, bell].into_iter().flatten().filter_map(|count| count.try_get()).sum::<i64>() {
                count @ 1.. => format!("({count}) {page}"),
                _ => page,
            })
        } />
        <a
            href="#content"
            rel="external"
            class="fixed top-2 left-2 z-50 -translate-y-24 rounded-control bg-text px-4 py-2 font-semibold text-surface focus:translate-y-0"
        >
            "Skip to content"
        </a>
        <Router set_is_routing=routing.write_only()>
            <Show when=move || routing.get()>
                <div class="progress-line" aria-hidden="true"></div>
            </Show>
            <Addresses routing=routing.into() />
        </Router>
    }
}

/// A title as it stands in the document: the framework puts it into the server's HTML as it is, and names of people
/// are in it.
#[cfg(feature = "ssr")]
fn title_text(title: &str) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

/// A title as it is set: a browser takes it for text.
#[cfg(not(feature = "ssr"))]
fn title_text(title: &str) -> String {
    title.to_owned()
}

/// Keeps how this person leaves each page, until their session ends.
fn follow_history(whose: Option<AccountId>) {
    keep_history(&whose.map(|account| account.to_string()).unwrap_or_default());
    let health = use_client().status();
    Effect::new(move || {
        if health.read().state == State::SignedOut {
            forget_history();
        }
    });
}

/// Gives the focus to each page that is gone to, where what had it is gone.
fn land_after(routing: Signal<bool>) {
    Effect::new(move |before: Option<()>| {
        let is_there = !routing.get();
        if is_there && before.is_some() {
            land("content");
        }
    });
}

/// When the colour of a theme holds: always or never where one was chosen, else as the device wants it.
pub fn media(theme: &str, chosen: Option<&str>) -> String {
    match chosen {
        None => format!("(prefers-color-scheme: {theme})"),
        Some(chosen) if chosen == theme => "all".to_owned(),
        Some(_) => "not all".to_owned(),
    }
}

/// Keeps the colour around the page with the appearance that the member chooses.
fn follow_appearance() {
    let me = use_me();
    Effect::new(move |_| {
        let Some(appearance) = me.read().as_ref().map(|me| me.settings.appearance) else { return };
        let chosen = appearance.theme();
        for (theme, colour) in SURFACES {
            if let Ok(Some(meta)) = leptos::prelude::document().query_selector(&format!("meta[content='{colour}']")) {
                drop(meta.set_attribute("media", &media(theme, chosen)));
            }
        }
    });
}

/// Marks the document once the page answers, so that who drives it from outside knows.
fn say_when_alive() {
    after_hydration(|| {
        if let Some(root) = leptos::prelude::document().document_element() {
            drop(root.set_attribute("data-alive", "yes"));
        }
    });
}

/// Which address leads to which page.
#[component]
fn Addresses(
    /// Whether a page is on its way.
    routing: Signal<bool>,
) -> impl IntoView {
    follow_address(routing);
    view! {
        <Routes fallback=|| view! { <Frame><pages::NotFound /></Frame> }>
            <At path=path!("/login") page={Page::of::<pages::OpenPage>()} />
            <At path=path!("/signup") page={Page::of::<pages::OpenPage>()} />
            <At path=path!("/logout") page={Page::of::<pages::OpenPage>()} />
            <ParentRoute path=path!("") view=Layout>
                <At path=path!("/") page={Page::of::<pages::PostsPage>()} />
                <At path=path!("/p/:id/:slug?") page={Page::of::<pages::PostsPage>()} />
                <At path=path!("/questions") page={Page::of::<pages::PostsPage>()} />
                <At path=path!("/tags") page={Page::of::<pages::PostsPage>()} />
                <At path=path!("/tags/:tag") page={Page::of::<pages::PostsPage>()} />
                <At path=path!("/about") page={Page::of::<pages::OpenPage>()} />
                <At path=path!("/offline") page={Page::of::<pages::OpenPage>()} />
                <At path=path!("/u/:handle") page={Page::of::<pages::ProfilePage>()} />
                <At path=path!("/u/:handle/followers") page={Page::of::<pages::PeoplePage>()} />
                <At path=path!("/u/:handle/following") page={Page::of::<pages::PeoplePage>()} />
                <At path=path!("/dev/gallery") page={Page::of::<pages::GalleryPage>()} />
                <ParentRoute path=path!("") view=Members>
                    <At
                        path={(
                            StaticSegment("messages"),
                            OptionalParamSegment("conversation"),
                            Below("details"),
                            BelowOf("thread", "message"),
                        )}
                        page={Page::of::<pages::MessagesPage>()}
                    />
                    // The one above matches them; the server learns from these that they are there.
                    <At path=path!("/messages/:conversation/details") page={Page::of::<pages::MessagesPage>()} />
                    <At path=path!("/new") page={Page::of::<pages::PostsPage>()} />
                    <At path=path!("/suggestions") page={Page::of::<pages::PeoplePage>()} />
                    <At path=path!("/bookmarks") page={Page::of::<pages::PostsPage>()} />
                    <At path=path!("/drafts") page={Page::of::<pages::DraftsPage>()} />
                    <At path=path!("/notifications") page={Page::of::<pages::NotificationsPage>()} />
                    <At path=path!("/admin/reports") page={Page::of::<pages::ReportsPage>()} />
                    <At
                        path=path!("/messages/:conversation/thread/:message")
                        page={Page::of::<pages::MessagesPage>()}
                    />
                    <At path=path!("/settings/:section?") page={Page::of::<pages::SettingsPage>()} />
                </ParentRoute>
            </ParentRoute>
        </Routes>
    }
}

#[cfg(test)]
mod tests {
    use super::media;

    #[test]
    fn the_colour_around_the_page_follows_the_device_until_one_is_chosen() {
        assert_eq!(media("dark", None), "(prefers-color-scheme: dark)");
        assert_eq!(media("dark", Some("dark")), "all");
        assert_eq!(media("light", Some("dark")), "not all");
    }
}
