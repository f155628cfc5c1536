//! What Enter does.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::accounts::{
        hook::{use_change_settings, use_me},
        model::SettingsChange,
        rpc::ChangeSettings,
    },
    kit::{Button, KeyRow, Switch},
    shared::form,
};

/// What Enter does, and a reminder of both ways.
#[component]
pub fn KeyboardSettings() -> impl IntoView {
    let me = use_me();
    let change = use_change_settings();
    let enter_sends = Signal::derive(move || me.read().as_ref().is_some_and(|me| me.settings.enter_sends));
    let send = Signal::derive(move || {
        let always = ["Ctrl + Enter", "⌘ + Enter"];
        enter_sends.get().then_some("Enter").into_iter().chain(always).collect::<Vec<_>>()
    });
    let line = Signal::derive(move || vec![if enter_sends.get() { "Shift + Enter" } else { "Enter" }]);
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
            <KeyRow act="Send the message" ways=send />
            <KeyRow act="Begin a new line" ways=line />
        </dl>
    }
}
