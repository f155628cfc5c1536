//! A list or a panel with nothing in it yet.

use leptos::prelude::*;

use super::{Icon, Symbol};

/// Says what will stand here, and offers the first act.
#[component]
pub fn EmptyState(
    /// What is not there, in a few words.
    #[prop(into)]
    title: Signal<String>,
    /// What to do about it.
    #[prop(into)]
    words: Signal<String>,
    /// What it looks like.
    #[prop(default = Icon::Messages.into(), into)]
    icon: Signal<Icon>,
    /// Whether it is the whole page, whose heading the title then is.
    #[prop(optional)]
    alone: bool,
    /// The first act, mostly a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = "text-lg font-semibold text-balance";
    view! {
        <div class="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-12 text-center">
            <span class="mb-2 inline-flex size-16 items-center justify-center rounded-full border border-line text-muted">
                {move || view! { <Symbol icon=icon.get() class="size-7" /> }}
            </span>
            {if alone {
                view! { <h1 class=heading>{title}</h1> }.into_any()
            } else {
                view! { <h2 class=heading>{title}</h2> }.into_any()
            }}
            <p class="text-muted text-balance">{words}</p>
            {children.map(|children| view! { <div class="mt-4 flex flex-wrap justify-center gap-2">{children()}</div> })}
        </div>
    }
}
