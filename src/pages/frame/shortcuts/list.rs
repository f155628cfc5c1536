//! All keys, and whether the single ones act.

use leptos::prelude::*;

use super::{
    device::use_switch,
    table::{GROUPS, Shortcut},
};
use crate::kit::{KeyRow, Switch};

/// The switch for this device, and the list.
#[component]
pub fn ShortcutSettings() -> impl IntoView {
    let (on, change) = use_switch();
    view! {
        <div class="noscript:hidden">
            <Switch
                label="Shortcuts of a single key"
                name="single_keys"
                checked=on
                hint="They act wherever you are not typing. Turn them off on this device if keys are pressed by accident, or by speech."
                on_change=change
            />
        </div>
        <ShortcutList />
    }
}

/// All keys, by where they are of use.
#[component]
pub(super) fn ShortcutList() -> impl IntoView {
    let row =
        |Shortcut { words, ways, .. }: &Shortcut| view! { <KeyRow act=words ways=Signal::stored(ways.to_vec()) /> };
    let group = |(name, shortcuts): (&'static str, &'static [Shortcut])| {
        view! {
            <section aria-label=name>
                <h2 class="pt-4 pb-1 text-sm font-semibold text-muted">{name}</h2>
                <dl class="flex flex-col divide-y divide-line border-t border-line">
                    {shortcuts.iter().map(row).collect_view()}
                </dl>
            </section>
        }
    };
    view! { <div class="-mt-4 flex flex-col">{GROUPS.map(group).collect_view()}</div> }
}
