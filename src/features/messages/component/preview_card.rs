//! What the page is called that a message leads to, below it.

use leptos::prelude::*;

use crate::{
    features::{
        accounts::hook::use_blocks,
        messages::{hook::Thread, model::LinkPreview, state::Row},
    },
    kit::{Icon, IconButton, Verbatim},
    shared::{
        hydration::use_alive,
        id::{AccountId, MessageId},
    },
};

const CARD: &str = "flex flex-col gap-0.5 overflow-hidden rounded-card border border-line bg-surface px-3.5 py-2.5 \
    hover:bg-raised -outline-offset-2";

/// A card that leads to the page: its site, what it is called, and two lines of what it is about, each as the page says.
/// Whoever said the message can take it off; for keys the menu has that, and the message leads to the page itself.
#[component]
pub fn PreviewCard(
    /// Where the message stands.
    thread: Thread,
    /// As it is drawn now.
    row: Signal<Row>,
    /// Which message.
    id: MessageId,
    /// Who said it.
    author: AccountId,
    /// Whether the viewer said it.
    mine: bool,
    /// Whether it is folded away while the viewer has its author blocked: then its preview is not there.
    folds: bool,
) -> impl IntoView {
    // A page that no script brings to life offers nothing that needs one.
    let is_alive = use_alive();
    let blocked = folds.then(|| use_blocks(author));
    let preview = Memo::new(move |_| {
        let is_folded = blocked.is_some_and(|blocked| blocked.get());
        if is_folded { None } else { preview(&row.read()) }
    });
    move || {
        preview.get().map(|preview| {
            view! {
                <div class="relative w-[min(85%,24rem)] pt-1">
                    <Card preview has_way_out=mine />
                    <Show when=move || mine && is_alive.get()>
                        <IconButton
                            label="Remove preview"
                            icon=Icon::Close
                            class="absolute end-0.5 top-1.5"
                            on_click=move |_| thread.unpreview(id)
                            {..}
                            tabindex="-1"
                        />
                    </Show>
                </div>
            }
        })
    }
}

/// What a message shows of a page; nothing once it was deleted.
pub(super) fn preview(row: &Row) -> Option<LinkPreview> {
    match row {
        Row::Message(line) if !line.message.is_deleted() => line.message.preview.clone(),
        _ => None,
    }
}

/// Its words are the page's: they lead there, tell nobody there where one comes from, and turn nothing around them.
#[component]
fn Card(
    preview: LinkPreview,
    /// Whether there is a button in its corner.
    has_way_out: bool,
) -> impl IntoView {
    let host = preview.host().to_owned();
    let LinkPreview { url, site, title, description } = preview;
    let site = site.filter(|site| !site.eq_ignore_ascii_case(&host));
    let corner = if has_way_out { "pe-9" } else { "" };
    view! {
        <a href=url rel="nofollow ugc noopener noreferrer" target="_blank" tabindex="-1" data-preview="" class=CARD>
            <span class=format!("truncate text-xs text-muted {corner}")>
                {site.map(|site| view! { <Verbatim words=site /> " · " })}
                <Verbatim words=host />
            </span>
            <span class=format!("line-clamp-2 font-semibold wrap-anywhere {corner}")>
                <Verbatim words=title />
            </span>
            {description
                .map(|description| {
                    view! {
                        <span class="line-clamp-2 text-sm text-muted wrap-anywhere">
                            <Verbatim words=description />
                        </span>
                    }
                })}
        </a>
    }
}
