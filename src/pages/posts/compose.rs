//! `/new`: where a post or a question is written.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

use crate::{
    features::posts::{
        component::{PostForm, heading},
        model::Kind,
    },
    kit::succession,
    pages::frame::Reading,
};

/// The form, for a question where the address asks for one. It is of the post among those that are begun which the address
/// names, or of the one that this tab writes.
#[component]
pub(super) fn Compose() -> impl IntoView {
    let (query, path) = (use_query_map(), use_location().pathname);
    let asks = query.with_untracked(|query| query.get("kind").is_some_and(|kind| kind == "question"));
    let kind = RwSignal::new(if asks { Kind::Question } else { Kind::Post });
    let title = Signal::derive(move || heading(kind.get()).to_owned());
    // Until the page that one goes to is drawn, the form is what it was.
    let draft = Memo::new(move |before: Option<&Option<String>>| match before {
        Some(before) if *path.read() != "/new" => before.clone(),
        _ => query.read().get("draft"),
    });
    view! {
        <Title text=move || title.get() />
        <Reading title>{succession(draft, move |draft| view! { <PostForm kind draft /> }.into_any())}</Reading>
    }
}
