//! What keys do.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::accounts::{
        hook::{use_change_settings, use_me},
        model::SettingsChange,
        rpc::ChangeSettings,
    },
    kit::{Button, Switch},
    shared::form,
};

/// What Enter does, and a reminder of both ways.
#[component]
pub fn KeyboardSettings() -> impl IntoView {
    let me = use_me();
    let change = use_change_settings();
    let enter_sends = Signal::derive(move || me.read().as_ref().is_some_and(|me| me.settings.enter_sends));
    let send = move || if enter_sends.get() { "Enter, or Ctrl or ⌘ + Enter" } else { "Ctrl or ⌘ + Enter" };
    let line = move || if enter_sends.get() { "Shift + Enter" } else { "Enter" };
    view! {
        <form method="post" action=form::action(ChangeSettings::url(), "/settings/keyboard") class="flex flex-col">
            <input type="hidden" name="section" value="keyboard" />
            <Switch
                label="Enter sends"
                name="enter_sends"
                checked=enter_sends
                hint="Otherwise Enter begins a new line."
                on_change=Callback::new(move |on| {
                    change.run(SettingsChange { enter_sends: Some(on), ..SettingsChange::default() });
                })
            />
            <noscript>
                <Button type_="submit" class="mt-4">"Save"</Button>
            </noscript>
        </form>
        <dl class="flex flex-col divide-y divide-line border-t border-line">
            <div class="flex items-center justify-between gap-4 py-3">
                <dt>"Send the message"</dt>
                <dd><kbd class="rounded-control border border-line bg-raised px-2 py-1 text-sm">{send}</kbd></dd>
            </div>
            <div class="flex items-center justify-between gap-4 py-3">
                <dt>"Begin a new line"</dt>
                <dd><kbd class="rounded-control border border-line bg-raised px-2 py-1 text-sm">{line}</kbd></dd>
            </div>
        </dl>
    }
}
