//! Colours, type and symbols.

use leptos::prelude::*;

use super::Story;
use crate::kit::{Icon, Logo, Symbol};

const PAIRS: [(&str, &str); 9] = [
    ("surface", "bg-surface text-text"),
    ("raised", "bg-raised text-text"),
    ("muted", "bg-surface text-muted"),
    ("accent", "bg-accent text-on-accent"),
    ("accent-soft", "bg-accent-soft text-text"),
    ("danger", "bg-danger-soft text-danger"),
    ("ok", "bg-ok-soft text-ok"),
    ("warn", "bg-warn-soft text-warn"),
    ("evening-deep", "bg-evening-deep text-on-evening"),
];

const TYPE: [(&str, &str); 9] = [
    ("2xs", "text-2xs"),
    ("xs", "text-xs"),
    ("sm", "text-sm"),
    ("base", "text-base"),
    ("lg", "text-lg"),
    ("xl", "text-xl"),
    ("2xl", "text-2xl"),
    ("3xl", "text-3xl"),
    ("4xl", "text-4xl"),
];

#[component]
pub(super) fn Stories() -> impl IntoView {
    view! {
        <Story name="Logo">
            <Logo />
            <Logo class="size-16" />
            <span class="h-16 min-w-32 grow rounded-card bg-evening" aria-hidden="true"></span>
        </Story>
        <Story name="Colours">
            {PAIRS
                .map(|(name, class)| {
                    view! { <span class=format!("rounded-card border border-line px-3 py-2 text-sm {class}")>{name}</span> }
                })
                .collect_view()}
        </Story>
        <Story name="Type">
            {TYPE.map(|(name, class)| view! { <span class=class>{name}</span> }).collect_view()}
        </Story>
        <Story name="Symbol">
            {Icon::ALL
                .iter()
                .map(|icon| {
                    view! {
                        <span title=format!("{icon:?}")>
                            <Symbol icon=*icon />
                        </span>
                    }
                })
                .collect_view()}
        </Story>
    }
}
