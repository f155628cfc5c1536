//! When a status ends by itself.

use leptos::prelude::*;

use crate::{features::accounts::model::STATUS_ENDS, kit::use_zone, shared::time::Time};

/// A list of spans to choose from, and the end that holds, if there is one.
#[component]
pub fn StatusEnd(
    /// What holds.
    until: RwSignal<Option<Time>>,
    /// What was chosen in a form that came back.
    chosen: Option<String>,
    /// What is wrong with the choice.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let is_chosen = {
        let chosen = chosen.clone();
        move |value: &str| chosen.as_deref() == Some(value)
    };
    let zone = use_zone();
    let holding = move || {
        until.get().map(|time| {
            let selected = chosen.as_ref().is_none_or(|chosen| *chosen == time.to_string());
            // The words alone follow the zone: an option drawn anew would take the choice back.
            view! {
                <option value=time.to_string() selected=selected prop:selected=selected>
                    {move || format!("Until {}", zone.words(time))}
                </option>
            }
        })
    };
    view! {
        <div class="flex flex-col gap-1">
            <label for="status_for" class="text-sm font-semibold">"Show the status"</label>
            <select
                id="status_for"
                name="status_for"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || error.get().map(|_| "status_for-error")
                class="min-h-11 w-full rounded-control border border-edge bg-surface px-3 py-2 text-text aria-invalid:border-danger"
            >
                {STATUS_ENDS
                    .map(|(value, words)| {
                        view! {
                            <option value=value selected=is_chosen(value)>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()}
                {holding}
            </select>
            <p id="status_for-error" role="alert" class="text-sm text-danger empty:hidden">
                {move || error.get()}
            </p>
        </div>
    }
}
