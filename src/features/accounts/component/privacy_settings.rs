//! What others may know.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{away_list::AwayList, messages_from_choice::MessagesFromChoice};
use crate::{
    features::accounts::{
        hook::{use_change_settings, use_me},
        model::{Away, Settings, SettingsChange},
        rpc::ChangeSettings,
    },
    kit::{Button, Switch},
    shared::form,
};

/// What others see, who may write first and how, and whom one blocked or muted.
#[component]
pub fn PrivacySettings() -> impl IntoView {
    let me = use_me();
    let change = use_change_settings();
    let shown =
        move |of: fn(&Settings) -> bool| Signal::derive(move || me.read().as_ref().is_some_and(|me| of(&me.settings)));
    view! {
        <form method="post" action=form::action(ChangeSettings::url(), "/settings/privacy") class="flex flex-col divide-y divide-line">
            <input type="hidden" name="section" value="privacy" />
            <Switch
                label="Show when I am online"
                name="show_presence"
                checked=shown(|settings| settings.show_presence)
                hint="People to whom you have written, or with whom you opened a conversation, see it, and when you were last here."
                on_change=Callback::new(move |on| {
                    change.run(SettingsChange { show_presence: Some(on), ..SettingsChange::default() });
                })
            />
            <Switch
                label="Send read receipts"
                name="send_receipts"
                checked=shown(|settings| settings.send_receipts)
                hint="Others see what you have read. Without it you do not see what they have read either."
                on_change=Callback::new(move |on| {
                    change.run(SettingsChange { send_receipts: Some(on), ..SettingsChange::default() });
                })
            />
            <Switch
                label="Message requests"
                name="message_requests"
                checked=shown(|settings| settings.message_requests)
                hint="What people whom you do not know write first waits under Requests until you accept it."
                on_change=Callback::new(move |on| {
                    change.run(SettingsChange { message_requests: Some(on), ..SettingsChange::default() });
                })
            />
            <MessagesFromChoice />
            <noscript>
                <Button type_="submit" class="mt-4">"Save"</Button>
            </noscript>
        </form>
        <AwayList how=Away::Blocked />
        <AwayList how=Away::Muted />
    }
}
