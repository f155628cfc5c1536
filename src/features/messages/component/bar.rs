//! The top of what stands beside the list.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::kit::{Icon, Symbol};

/// The name of a page, which is its title too, behind the way back; what can be done there stands at the end. It is one
/// line, however narrow the screen.
#[component]
pub(super) fn Bar(
    /// What the page is called.
    title: &'static str,
    /// The way to the page before.
    back: AnyView,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=title />
        <header class="flex min-h-16 shrink-0 items-center gap-2 border-b border-line px-2 py-2 lg:px-6">
            {back}
            <h1 class="min-w-0 grow truncate text-lg font-semibold">{title}</h1>
            {children.map(|children| children())}
        </header>
    }
}

/// The way back to the page before.
#[component]
pub(super) fn Back(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it is called.
    label: &'static str,
    /// Further utility classes, for where it is not needed.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <a
            href=href
            aria-label=label
            class=format!("inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-raised {class}")
        >
            <Symbol icon=Icon::Back />
        </a>
    }
}
