//! A conversation to which something can be taken.

use leptos::{ev::Event, prelude::*};

use crate::{
    features::messages::{
        hook::MOST_TARGETS,
        state::{Listed, inbox::people_words, threads::untold},
    },
    kit::{Avatar, Verbatim},
    shared::script::apart,
};

/// A row that is chosen or not, as long as there is room for one more.
#[component]
pub(super) fn Target(listed: Listed, chosen: RwSignal<Vec<Listed>>) -> impl IntoView {
    let Listed { id, other, title, people, .. } = listed.clone();
    let is_chosen = Memo::new(move |_| chosen.read().iter().any(|one| one.id == id));
    let is_closed = Memo::new(move |_| chosen.read().len() >= MOST_TARGETS && !is_chosen.get());
    let face = other.as_ref().map_or(id.0, |other| other.id.0);
    let under = other.map(|other| format!("@{}", other.handle)).or(people.map(people_words));
    let toggle = move |event: Event| {
        let on = event_target_checked(&event);
        chosen.update(|all| {
            all.retain(|one| one.id != id);
            if on {
                all.push(listed.clone());
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
