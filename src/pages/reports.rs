//! `/admin/reports`: what people reported, for moderators. Complete without JavaScript. Few open it, so it is in the chunk
//! of what is rare.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, hooks::use_query_map};
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
};
use crate::{
    features::{
        accounts::hook::use_me,
        moderation::{component::ReportList, hook::use_reports},
    },
    shared::role::Role,
};

/// Reports.
pub struct ReportsPage;

impl LazyRoute for ReportsPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("rare", fetch, draw).await
    }
}

#[wasm_split(rare, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    let is_moderator = use_me().with_untracked(|me| me.as_ref().is_some_and(|me| me.account.role != Role::Member));
    Ok(if is_moderator { view! { <Reports /> }.into_any() } else { view! { <NotFound /> }.into_any() })
}

#[component]
fn Reports() -> impl IntoView {
    let query = use_query_map();
    let cursor = Memo::new(move |_| query.read().get("cursor"));
    let reports = use_reports(cursor);
    view! {
        <Title text="Reports" />
        <div class="column flex flex-col gap-6 px-4 py-6 sm:py-10">
            <h1 class="text-2xl font-bold tracking-tight">"Reports"</h1>
            <ReportList reports />
        </div>
    }
}
