//! `/new`: where a post or a question is written.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    features::posts::{
        component::{PostForm, heading},
        model::Kind,
    },
    pages::frame::Reading,
};

/// The form, for a question where the address asks for one.
#[component]
pub(super) fn Compose() -> impl IntoView {
    let asks = use_query_map().with_untracked(|query| query.get("kind").is_some_and(|kind| kind == "question"));
    let kind = RwSignal::new(if asks { Kind::Question } else { Kind::Post });
    let title = Signal::derive(move || heading(kind.get()).to_owned());
    view! {
        <Title text=move || title.get() />
        <Reading title>
            <PostForm kind />
        </Reading>
    }
}
