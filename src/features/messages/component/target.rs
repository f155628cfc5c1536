//! A conversation, or somebody, to whom something can be taken.

use leptos::{ev::Event, prelude::*};

use crate::{
    features::messages::{
        hook::MOST_TARGETS,
        state::{inbox::Goal, threads::untold},
    },
    kit::{Avatar, Verbatim},
    shared::script::apart,
};

/// A row that is chosen or not, as long as there is room for one more.
#[component]
pub(super) fn Target(goal: Goal, chosen: RwSignal<Vec<Goal>>) -> impl IntoView {
    let Goal { title, under, face, .. } = goal.clone();
    let is_chosen = Memo::new(move |_| chosen.read().iter().any(|one| one.face == face));
    let is_closed = Memo::new(move |_| chosen.read().len() >= MOST_TARGETS && !is_chosen.get());
    let toggle = move |event: Event| {
        let on = event_target_checked(&event);
        chosen.update(|all| {
            all.retain(|one| one.face != face);
            if on {
                all.push(goal.clone());
            }
        });
    };
    view! {
        <li>
            <label class="flex items-center gap-3 rounded-card px-2 py-1.5 hover:bg-raised has-[:disabled]:opacity-50">
                <input
                    type="checkbox"
                    aria-label=apart(&title)
                    prop:checked=move || is_chosen.get()
                    disabled=move || is_closed.get()
                    class="size-5 shrink-0"
                    on:change=toggle
                />
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=face name=untold(&title).to_owned() decorative=true />
                </span>
                <span class="flex min-w-0 flex-col">
                    <Verbatim words=title class="truncate font-semibold" />
                    {under.map(|under| view! { <span class="truncate text-sm text-muted">{under}</span> })}
                </span>
            </label>
        </li>
    }
}
