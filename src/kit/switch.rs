//! On or off.

use leptos::prelude::*;

/// A checkbox that looks like a switch and works in a plain form. Its whole row is what a finger presses; the switch stands
/// beside the first line of its label.
#[component]
pub fn Switch(
    /// What is on or off.
    #[prop(into)]
    label: String,
    /// As the form sends it.
    name: &'static str,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// What follows from it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Told when it is switched.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let hint_id = hint.as_ref().map(|_| format!("{name}-hint"));
    view! {
        <label for=name class="flex items-start justify-between gap-4 py-3">
            <span class="min-w-0">
                <span class="block font-semibold">{label.clone()}</span>
                {hint
                    .map(|hint| {
                        view! { <span id=format!("{name}-hint") class="block text-sm text-muted">{hint}</span> }
                    })}
            </span>
            <input
                type="checkbox"
                role="switch"
                id=name
                name=name
                value="true"
                checked=checked
                prop:checked=checked
                disabled=disabled
                aria-label=label
                aria-describedby=hint_id
                class="switch -my-0.75"
                on:change=move |event| {
                    if let Some(tell) = on_change {
                        tell.run(event_target_checked(&event));
                    }
                }
            />
        </label>
    }
}
