//! A moment to come, by the clock on the wall.

use leptos::prelude::*;

/// A field for day and time of day, with what is wrong with it.
#[component]
pub(super) fn MomentField(
    /// What is asked.
    label: &'static str,
    /// What stands in it, both ways: "2026-11-27T18:00".
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="flex flex-col gap-1">
            <label class="flex flex-col gap-1 text-sm font-semibold">
                {label}
                <input
                    type="datetime-local"
                    aria-label=label
                    required=true
                    aria-invalid=move || error.get().map(|_| "true")
                    class="min-h-11 w-full rounded-control border border-edge bg-surface px-3 py-2 text-base font-normal text-text aria-invalid:border-danger"
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </label>
            <p role="alert" class="text-sm text-danger empty:hidden">
                {move || error.get()}
            </p>
        </div>
    }
}
