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

/// What else keys do in messages.
const OTHERS: [(&str, &[&str]); 6] = [
    ("Edit the last message, where nothing is written", &["↑"]),
    ("Undo the last deletion, for some seconds", &["Ctrl + Z", "⌘ + Z"]),
    ("Find a conversation", &["Ctrl + K", "⌘ + K"]),
    ("Conversation above", &["Alt + ↑"]),
    ("Conversation below", &["Alt + ↓"]),
    ("Close what is open", &["Esc"]),
];

/// What Enter does, and a reminder of both ways and of all other keys.
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
            <Row act="Send the message" ways=send />
            <Row act="Begin a new line" ways=line />
            {OTHERS.map(|(act, ways)| view! { <Row act ways=Signal::stored(ways.to_vec()) /> }).collect_view()}
        </dl>
    }
}

/// What is done, and beside it, on a phone below it, the keys that do it: each of the ways in a box of its own, that does
/// not break.
#[component]
fn Row(act: &'static str, ways: Signal<Vec<&'static str>>) -> impl IntoView {
    let way = |(place, keys): (usize, &'static str)| {
        view! {
            <span class="inline-flex items-center gap-2">
                {(place > 0).then_some(" or ")}
                <kbd class="rounded-control border border-line bg-raised px-2 py-1 whitespace-nowrap text-text">{keys}</kbd>
            </span>
        }
    };
    view! {
        <div class="flex flex-col gap-x-4 gap-y-2 py-3 sm:flex-row sm:items-center sm:justify-between">
            <dt class="shrink-0">{act}</dt>
            <dd class="flex flex-wrap items-center gap-2 text-sm text-muted sm:justify-end">
                {move || ways.get().into_iter().enumerate().map(way).collect_view()}
            </dd>
        </div>
    }
}
