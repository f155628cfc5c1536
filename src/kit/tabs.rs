//! Several views of one place, one at a time.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::dom::{Step, focus};

/// Tabs with their panel. Arrows, Home and End choose; only the chosen tab is in the order of Tab.
#[component]
pub fn Tabs<P, V>(
    /// What they are views of.
    label: &'static str,
    /// Names this set within the page.
    id: &'static str,
    /// What each is called.
    names: Vec<String>,
    /// Which is chosen, both ways, from 0.
    selected: RwSignal<usize>,
    /// Draws the chosen one.
    panel: P,
) -> impl IntoView
where
    P: Fn(usize) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let list = NodeRef::<html::Div>::new();
    let count = names.len();
    let walk = move |event: KeyboardEvent| {
        if let Some(step) = Step::horizontal(&event.key()) {
            event.prevent_default();
            let place = step.from(selected.get_untracked(), count);
            selected.set(place);
            if let Some(list) = list.get_untracked() {
                focus(&list, &format!("#{id}-tab-{place}"));
            }
        }
    };
    view! {
        <div
            role="tablist"
            aria-label=label
            node_ref=list
            class="flex gap-1 overflow-x-auto border-b border-line"
            on:keydown=walk
        >
            {names.into_iter().enumerate().map(|(place, name)| view! { <Tab id place name selected /> }).collect_view()}
        </div>
        <div
            role="tabpanel"
            id=format!("{id}-panel")
            aria-labelledby=move || format!("{id}-tab-{}", selected.get())
            tabindex="0"
            class="pt-4"
        >
            {move || panel(selected.get())}
        </div>
    }
}

#[component]
fn Tab(id: &'static str, place: usize, name: String, selected: RwSignal<usize>) -> impl IntoView {
    let chosen = move || selected.get() == place;
    view! {
        <button
            type="button"
            role="tab"
            id=format!("{id}-tab-{place}")
            aria-selected=move || chosen().to_string()
            aria-controls=format!("{id}-panel")
            tabindex=move || if chosen() { "0" } else { "-1" }
            class="-mb-px min-h-10 border-b-2 border-transparent px-3 font-semibold whitespace-nowrap text-muted transition-colors duration-feedback -outline-offset-2 hover:text-text aria-selected:border-text aria-selected:text-text touch-target"
            on:click=move |_| selected.set(place)
        >
            {name}
        </button>
    }
}
