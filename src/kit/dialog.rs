//! A question that has to be answered before anything else, in the browser's own dialog.

use leptos::{ev::MouseEvent, html, prelude::*};

use super::{Icon, IconButton, toast::ToastsAbove};
use crate::shared::effect::Effect;

/// A modal dialog in the middle of the page. The browser keeps the focus inside and gives it back; Escape and
/// a click beside it close it.
#[component]
pub fn Dialog(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <Modal
            open
            title
            shape="m-auto w-full max-w-md rounded-card border max-sm:max-w-[calc(100%-2rem)]"
            children
        />
    }
}

/// What Dialog and Sheet share: a native dialog that follows `open`, with a title and a way out.
#[component]
pub(super) fn Modal(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    /// Utility classes for place and size.
    shape: &'static str,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            // It fails only for what is not in the document, and then nobody sees it.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let beside = move |event: MouseEvent| {
        let dialog: Option<leptos::web_sys::EventTarget> = element.get_untracked().map(Into::into);
        if event.target() == dialog {
            open.set(false);
        }
    };
    let name = title.clone();
    view! {
        <dialog
            node_ref=element
            aria-label=name
            class=format!("max-h-[85dvh] flex-col overflow-auto border-line bg-surface p-0 text-text open:flex {shape}")
            on:close=move |_| open.set(false)
            on:click=beside
        >
            <div class="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-5">
                <h2 class="text-lg font-semibold">{title}</h2>
                <IconButton label="Close" icon=Icon::Close on_click=move |_| open.set(false) />
            </div>
            <div class="p-5">{children()}</div>
            <ToastsAbove open />
        </dialog>
    }
}
