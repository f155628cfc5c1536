//! How the interface looks.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::accounts::{
        hook::{use_change_settings, use_me},
        model::{Appearance, SettingsChange},
        rpc::ChangeSettings,
    },
    kit::{Button, Icon, Symbol},
    shared::form,
};

const CHOICES: [(Appearance, &str, Icon); 3] = [
    (Appearance::System, "As the device", Icon::Device),
    (Appearance::Light, "Light", Icon::Sun),
    (Appearance::Dark, "Dark", Icon::Moon),
];

/// Three cards to choose from; the page changes with the choice.
#[component]
pub fn AppearanceSettings() -> impl IntoView {
    view! {
        <form method="post" action=form::action(ChangeSettings::url(), "/settings/appearance") class="flex flex-col gap-4">
            <input type="hidden" name="section" value="appearance" />
            <fieldset class="grid gap-3 sm:grid-cols-3">
                <legend class="mb-3 text-muted">
                    "Movement is reduced wherever the device asks for it."
                </legend>
                {CHOICES.map(|(appearance, name, icon)| view! { <Card appearance name icon /> }).collect_view()}
            </fieldset>
            <noscript>
                <Button type_="submit">"Save"</Button>
            </noscript>
        </form>
    }
}

#[component]
fn Card(appearance: Appearance, name: &'static str, icon: Icon) -> impl IntoView {
    let me = use_me();
    let change = use_change_settings();
    let chosen = move || me.read().as_ref().is_some_and(|me| me.settings.appearance == appearance);
    view! {
        <label class="flex min-h-12 items-center gap-3 rounded-card border border-line px-4 py-3 transition-colors duration-feedback hover:bg-raised has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
            <input
                type="radio"
                name="appearance"
                value=appearance.as_str()
                checked=chosen
                prop:checked=chosen
                class="sr-only"
                on:change=move |_| {
                    change.run(SettingsChange { appearance: Some(appearance), ..SettingsChange::default() });
                }
            />
            <Symbol icon />
            <span class="font-semibold">{name}</span>
        </label>
    }
}
