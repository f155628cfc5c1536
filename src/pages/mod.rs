//! One file a route: composes features, owns no state. `frame` is what stands around a page.
//!
//! The first chunk holds no page but [`NotFound`], which stands in for any. A page of its own weight is a chunk of
//! its own (`chunk`), and so is what is opened on the page of messages now and then (`messages::rare`); the small ones are
//! one together ([`OpenPage`]), as every chunk more cuts what all share into more pieces.
#![allow(clippy::unnecessary_wraps, reason = "how a page is drawn cannot fail, but its chunk may be gone")]

mod about;
mod chunk;
mod drafts;
pub mod frame;
mod gallery;
mod head;
mod login;
mod logout;
mod messages;
mod not_found;
mod notifications;
mod offline;
mod onward;
mod open;
mod opening;
mod people;
mod posts;
mod profile;
mod reports;
mod settings;
mod signup;

pub use drafts::DraftsPage;
pub use gallery::GalleryPage;
pub use messages::MessagesPage;
pub use not_found::NotFound;
pub use notifications::NotificationsPage;
pub use open::OpenPage;
pub use opening::Opening;
pub use people::PeoplePage;
pub use posts::PostsPage;
pub use profile::ProfilePage;
pub use reports::ReportsPage;
pub use settings::{SettingsPage, keep_own};

/// The areas that are a member's own, by the beginnings of their addresses. On a device that keeps the application they
/// are drawn there, without asking the server for a page.
#[cfg(feature = "ssr")]
pub const AREAS: [&str; 7] =
    ["/messages", "/settings", "/new", "/bookmarks", "/drafts", "/notifications", "/suggestions"];

/// Loads the chunk of the page that an address leads to, where it can be had.
#[cfg(feature = "hydrate")]
pub async fn fetch(path: &str) {
    use leptos_router::LazyRoute;

    let is_list = path.split('/').nth(3).is_some_and(|list| !list.is_empty());
    match path.split('/').nth(1) {
        Some(part) if posts::BEGINNINGS.contains(&part) => PostsPage::preload().await,
        Some("messages") => MessagesPage::preload().await,
        Some("drafts") => DraftsPage::preload().await,
        Some("notifications") => NotificationsPage::preload().await,
        Some("settings") => SettingsPage::preload().await,
        Some("admin") => ReportsPage::preload().await,
        Some("suggestions") => PeoplePage::preload().await,
        Some("u") if is_list => PeoplePage::preload().await,
        Some("u") => ProfilePage::preload().await,
        _ => OpenPage::preload().await,
    }
}
