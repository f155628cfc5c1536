//! What is filled in and chosen.

use leptos::prelude::*;

use super::{Half, Story};
use crate::kit::{Field, Shape, Switch, Tabs, TextArea};

#[component]
pub(super) fn Stories(half: Half) -> impl IntoView {
    view! {
        <Fields half />
        <TextAreas half />
        <Switches half />
        <Story name="Tabs">
            <div class="min-w-0 grow">
                <Tabs
                    label=half.pick("Light settings", "Dark settings")
                    id=half.pick("light-tabs", "dark-tabs")
                    names=vec!["Profile".into(), "Appearance".into(), "Sessions".into()]
                    selected=RwSignal::new(0)
                    panel=|place| view! { <p>{format!("Panel {}", place + 1)}</p> }
                />
            </div>
        </Story>
    }
}

#[component]
fn Fields(half: Half) -> impl IntoView {
    view! {
        <Story name="Field">
            <div class="flex grow flex-col gap-4">
                <Field
                    label="Handle"
                    name=half.pick("light-handle", "dark-handle")
                    hint="3 to 30 of a–z, 0–9 and _"
                    placeholder="ann"
                />
                <Field
                    label="E-mail address"
                    name=half.pick("light-email", "dark-email")
                    type_="email"
                    value="ann@example"
                    error=Some("The e-mail address cannot be accepted.".to_owned())
                />
                <Field
                    label="Password"
                    name=half.pick("light-password", "dark-password")
                    type_="password"
                    value="correct horse"
                    autocomplete="off"
                />
            </div>
        </Story>
    }
}

#[component]
fn TextAreas(half: Half) -> impl IntoView {
    view! {
        <Story name="TextArea">
            <TextArea
                label="Message"
                label_hidden=true
                shape=Shape::Bubble
                name=half.pick("light-empty", "dark-empty")
                placeholder="Message"
                value=RwSignal::new(String::new())
            />
            <TextArea
                label="Bio"
                name=half.pick("light-bio", "dark-bio")
                value=RwSignal::new("It grows\nwith what is written\nin it.".to_owned())
            />
        </Story>
    }
}

#[component]
fn Switches(half: Half) -> impl IntoView {
    view! {
        <Story name="Switch">
            <div class="grow divide-y divide-line">
                <Switch
                    label="Show when I am online"
                    name=half.pick("light-presence", "dark-presence")
                    checked=true
                    hint="Others see a ring around your picture."
                />
                <Switch label="Send read receipts" name=half.pick("light-receipts", "dark-receipts") checked=false />
                <Switch
                    label="Not now"
                    name=half.pick("light-locked", "dark-locked")
                    checked=true
                    disabled=true
                />
            </div>
        </Story>
    }
}
