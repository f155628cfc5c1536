//! A button that opens a list of acts.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{
    Icon, IconButton, Symbol,
    dom::{Step, focus, leaves},
};

/// One act of a menu.
#[derive(Clone)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// What it looks like.
    pub icon: Icon,
    /// Whether something is lost by it.
    pub danger: bool,
    /// What it does.
    pub act: Callback<()>,
}

/// A menu below its button. Arrows, Home and End walk through it, Escape and a step outside close it; the focus
/// returns to the button.
#[component]
pub fn Menu(
    /// What the button is called.
    #[prop(into)]
    label: String,
    /// What the button looks like.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// The acts, from top to bottom.
    choices: Vec<Choice>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let count = choices.len();
    let at = RwSignal::new(0_usize);
    let close = move || {
        open.set(false);
        if let Some(root) = root.get_untracked() {
            focus(&root, "button");
        }
    };
    let walk = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get_untracked() => close(),
        key => {
            if let Some(step) = Step::vertical(key) {
                event.prevent_default();
                if open.get_untracked() {
                    at.update(|place| *place = step.from(*place, count));
                } else {
                    at.set(0);
                    open.set(true);
                }
            }
        }
    };
    Effect::new(move |_| {
        if open.get()
            && let Some(root) = root.get()
        {
            focus(&root, &format!("[data-place='{}']", at.get()));
        }
    });
    view! {
        <div
            class="relative inline-flex"
            node_ref=root
            on:keydown=walk
            on:focusout=move |event| {
                // What is taken out of the document loses the focus too, and may have ended by then.
                if root.try_get_untracked().flatten().is_some_and(|root| leaves(&event, &root)) {
                    open.set(false);
                }
            }
        >
            <IconButton
                label
                icon
                on_click=move |_| {
                    at.set(0);
                    open.update(|open| *open = !*open);
                }
                {..}
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
            />
            <div
                role="menu"
                class="absolute top-full right-0 z-20 mt-1 min-w-48 rounded-card border border-line bg-surface p-1"
                class=("hidden", move || !open.get())
            >
                {choices
                    .into_iter()
                    .enumerate()
                    .map(|(place, choice)| view! { <Item place choice close /> })
                    .collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Item<C: Fn() + Copy + Send + 'static>(place: usize, choice: Choice, close: C) -> impl IntoView {
    let Choice { label, icon, danger, act } = choice;
    let ink = if danger { "text-danger" } else { "text-text" };
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            data-place=place
            class=format!(
                "flex min-h-10 w-full items-center gap-3 rounded-control px-3 text-left hover:bg-raised \
                focus-visible:bg-raised touch-target {ink}",
            )
            on:click=move |_| {
                close();
                act.run(());
            }
        >
            <Symbol icon class="size-5" />
            {label}
        </button>
    }
}
