//! The gallery: every component in every state, light and dark beside each other.
//!
//! A component without a story here is not finished; a state without one is not drawn.

mod acts;
mod forms;
mod lists;
mod people;
mod states;
mod tokens;

use leptos::prelude::*;

/// One half of the gallery. Names of fields stand once on a page, so each half has its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Light,
    Dark,
}

impl Half {
    const fn theme(self) -> &'static str {
        self.pick("light", "dark")
    }

    /// Chooses what the two halves must not share.
    const fn pick(self, light: &'static str, dark: &'static str) -> &'static str {
        match self {
            Self::Light => light,
            Self::Dark => dark,
        }
    }
}

/// All stories in both themes.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <h1 class="px-6 pt-6 text-2xl font-bold tracking-tight">"Gallery"</h1>
        <div class="grid gap-4 p-4 xl:grid-cols-2">
            <Side half=Half::Light />
            <Side half=Half::Dark />
        </div>
    }
}

#[component]
fn Side(half: Half) -> impl IntoView {
    view! {
        <section
            data-theme=half.theme()
            aria-label=half.theme()
            class="flex min-w-0 flex-col gap-8 rounded-card border border-line p-4 sm:p-6"
        >
            <tokens::Stories />
            <people::Stories />
            <acts::Stories half />
            <forms::Stories half />
            <lists::Stories half />
            <states::Stories />
        </section>
    }
}

/// A component's states in a row that wraps, under its name.
#[component]
fn Story(
    /// The component.
    name: &'static str,
    /// Its states.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="flex min-w-0 flex-col gap-3">
            <h2 class="text-xs font-semibold text-muted">{name}</h2>
            <div class="flex min-w-0 flex-wrap items-center gap-3">{children()}</div>
        </div>
    }
}
