//! A question that has to be answered before anything else, in the browser's own dialog.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::Element,
};

use super::{Icon, IconButton, dom::focus, toast::ToastsAbove};
#[cfg(feature = "hydrate")]
use crate::browser::surroundings::has_mouse;
use crate::shared::effect::Effect;

/// What is meant to have the focus first in a dialog.
const FIRST: &str = "[data-first]";
/// What can be done in a dialog.
const CONTROLS: &str = "a[href], button:not(:disabled), textarea:not(:disabled), select:not(:disabled), \
    input:not([type=hidden], [type=radio]:not(:checked), :disabled)";
/// What brings up a keyboard on the screen.
const TYPED: &str = "textarea, input:not([type=radio], [type=checkbox])";

/// A modal dialog in the middle of the page. Its first control has the focus, or the one that is marked `data-first`; the
/// browser keeps the focus inside and gives it back; Escape and a click beside it close it.
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
    let (element, body) = (NodeRef::<html::Dialog>::new(), NodeRef::<html::Div>::new());
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            // It fails only for what is not in the document, and then nobody sees it.
            let _ = dialog.show_modal();
            // Once what stands in it is drawn.
            request_animation_frame(move || enter(body));
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
            on:keydown=move |event| hold(&event)
        >
            <div class="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-5">
                <h2 class="text-lg font-semibold">{title}</h2>
                <IconButton label="Close" icon=Icon::Close on_click=move |_| open.set(false) />
            </div>
            <div node_ref=body class="p-5">{children()}</div>
            <ToastsAbove open />
        </dialog>
    }
}

/// A key that is still held from what opened the dialog presses none of its buttons: nobody has read yet what it asks.
fn hold(event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if event.repeat() && event.key() == "Enter" && target.is_some_and(|target| target.tag_name() == "BUTTON") {
        event.prevent_default();
    }
}

/// Gives the focus to what is to be done in a dialog, from the way out of it, where the browser puts it. What has the
/// focus in there keeps it, and where a keyboard would come up on the screen nothing is given it.
fn enter(body: NodeRef<html::Div>) {
    let Some(body) = body.try_get_untracked().flatten() else { return };
    if document().active_element().is_some_and(|held| body.contains(Some(&held))) {
        return;
    }
    let first = |selector| body.query_selector(selector).ok().flatten();
    if first(FIRST).is_some() {
        focus(&body, FIRST);
    } else if first(CONTROLS).is_some_and(|found| has_mouse() || found.matches(TYPED).is_ok_and(|typed| !typed)) {
        focus(&body, CONTROLS);
    }
}

/// Nothing is opened on the server.
#[cfg(not(feature = "hydrate"))]
const fn has_mouse() -> bool {
    false
}
