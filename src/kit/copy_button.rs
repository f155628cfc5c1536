//! Putting words on the clipboard.

use leptos::{html, prelude::*};

use super::{Button, Toasts, use_toasts};
#[cfg(feature = "hydrate")]
use crate::browser::clipboard;

/// Copies `text`, and says so. Where the browser lends no clipboard, `shown`, which shows that text, is selected to be
/// copied by hand.
#[component]
pub fn CopyButton(
    /// What stands on the clipboard afterwards.
    #[prop(into)]
    text: Signal<String>,
    /// Where the person sees it.
    shown: NodeRef<html::Dl>,
    /// What the button says.
    children: Children,
) -> impl IntoView {
    let toasts = use_toasts();
    view! { <Button on_click=Callback::new(move |_| copy(text, shown, toasts))>{children()}</Button> }
}

#[cfg(feature = "hydrate")]
fn copy(text: Signal<String>, shown: NodeRef<html::Dl>, toasts: Toasts) {
    let text = text.get_untracked();
    leptos::task::spawn_local(async move {
        if clipboard::copy(&text).await {
            toasts.say("Copied");
        } else if let Some(shown) = shown.try_get_untracked().flatten() {
            clipboard::select(&shown);
            toasts.say("Selected. Copy it with Ctrl+C or ⌘C.");
        }
    });
}

/// Copies words that stand on the page, and says so, or that the browser lends no clipboard.
pub fn copy_words(words: String, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        if lent(&words).await {
            toasts.say("Copied");
        } else {
            toasts.warn("This browser does not let the page copy. Select the words and copy them by hand.");
        }
    });
}

#[cfg(feature = "hydrate")]
async fn lent(words: &str) -> bool {
    clipboard::copy(words).await
}

/// Only a browser has a clipboard.
#[cfg(not(feature = "hydrate"))]
fn lent(_words: &str) -> std::future::Ready<bool> {
    std::future::ready(false)
}

#[cfg(not(feature = "hydrate"))]
const fn copy(_text: Signal<String>, _shown: NodeRef<html::Dl>, _toasts: Toasts) {}
