//! What can be done with an entry.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::location::Url;

use super::ways::{WAY, Way, way};
use crate::{
    features::{
        accounts::model::Account,
        posts::{hook::OpenThread, model::Entry},
    },
    kit::{Icon, Symbol},
    shared::hydration::is_served,
};

/// Has a page report an entry and who wrote it; a context where it can.
#[derive(Clone, Copy)]
pub struct Reporting(pub Callback<(Entry, Account)>);

/// Has a page share a link to an entry; a context where it can.
#[derive(Clone, Copy)]
pub struct Sharing {
    /// Told the link.
    pub share: Callback<String>,
    /// Where this site is, for the way without JavaScript: the address of the server, without a slash at its end.
    pub site: StoredValue<String>,
}

/// A row of ways: to have what is one's own say something else or go, to look back at what was edited, to where it stands,
/// to share that, and to report what is somebody else's.
#[component]
pub(super) fn EntryActs(
    thread: OpenThread,
    entry: Entry,
    /// Whether it says something else than at first.
    #[prop(into)]
    edited: Signal<bool>,
) -> impl IntoView {
    let page = StoredValue::new(thread.page_with(entry));
    let author = StoredValue::new(thread.shown.with_untracked(|talk| talk.author_of(entry).cloned()));
    let is_own = thread.shown.with_untracked(|talk| talk.is_own(entry));
    let link = thread.place_of(entry);
    let copy = move |event: MouseEvent| {
        event.prevent_default();
        thread.copy_link(entry);
    };
    let question = way(&page.get_value(), "delete", entry);
    let remove = move |event: MouseEvent| {
        event.prevent_default();
        thread.delete(entry);
    };
    let share = use_context::<Sharing>().filter(|_| thread.is_member());
    let report = use_context::<Reporting>().filter(|_| thread.is_member() && !is_own);
    view! {
        <a href=link aria-label="Copy link" title="Copy link" class=WAY on:click=copy>
            <Symbol icon=Icon::Link class="size-4" />
        </a>
        {share
            .map(|Sharing { share, site }| {
                let press = move |_: MouseEvent| share.run(thread.link(entry));
                let plain = is_served().then(|| plain_share(&format!("{}{}", site.get_value(), thread.place_of(entry))));
                view! {
                    <button type="button" class=format!("{WAY} noscript:hidden") on:click=press>
                        "Share"
                    </button>
                    {plain}
                }
            })}
        <Show when=move || edited.get()>
            <Way page=page.get_value() what="revisions" entry chosen=thread.revising>
                "History"
            </Way>
        </Show>
        {is_own
            .then(|| {
                view! {
                    <Way page=page.get_value() what="edit" entry chosen=thread.editing>
                        "Edit"
                    </Way>
                }
            })}
        {is_own
            .then(|| {
                view! {
                    <a href=question rel="nofollow" class=WAY on:click=remove>
                        "Delete"
                    </a>
                }
            })}
        {report
            .map(|Reporting(report)| {
                let press = move |_: MouseEvent| {
                    if let Some(author) = author.get_value() {
                        report.run((entry, author));
                    }
                };
                view! {
                    <button type="button" class=format!("{WAY} noscript:hidden") on:click=press>
                        "Report"
                    </button>
                }
            })}
    }
}

/// The way to whom a link can be taken, for who has no JavaScript.
fn plain_share(link: &str) -> impl IntoView + use<> {
    let href = format!("/messages/new?url={}", Url::escape(link));
    view! {
        <noscript>
            <a href=href rel="nofollow" class=WAY>
                "Share"
            </a>
        </noscript>
    }
}
