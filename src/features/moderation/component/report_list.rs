//! What was reported, for those who look after it.

use leptos::prelude::*;

use super::report_card::ReportCard;
use crate::{
    features::moderation::{hook::Reports, model::Report},
    kit::{EmptyState, ErrorState, Icon, LinkButton, SkeletonRows},
    shared::page::Page,
};

/// A page of reports, the newest first, with the way to older ones.
#[component]
pub fn ReportList(reports: Reports) -> impl IntoView {
    view! {
        <p role="alert" class="text-danger empty:hidden">
            {move || reports.refusal.get()}
        </p>
        <Transition fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match reports.list.await {
                    Ok(Page { items, .. }) if items.is_empty() => {
                        view! {
                            <EmptyState icon=Icon::Check title="Nothing is reported" words="What people report appears here." />
                        }
                            .into_any()
                    }
                    Ok(Page { items, next, .. }) => view! { <Rows items next reports /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| reports.list.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Rows(items: Vec<Report>, next: Option<String>, reports: Reports) -> impl IntoView {
    view! {
        <ul aria-label="Reports" class="flex flex-col gap-4">
            {items.into_iter().map(|report| view! { <ReportCard report reports /> }).collect_view()}
        </ul>
        {next
            .map(|cursor| {
                let href = format!("/admin/reports?cursor={cursor}");
                view! { <LinkButton href class="self-center">"Older reports"</LinkButton> }
            })}
    }
}
