//! Whom one keeps away.

use leptos::prelude::*;

use super::{
    away_button::{AwayButton, door},
    kept_row::{KeptRow, go_on},
};
use crate::{
    features::accounts::{hook::use_me, model::Away},
    shared::form::use_refused,
};

/// Where the list stands.
const PAGE: &str = "/settings/privacy";

/// Everybody whom one keeps away so, each with the way back.
#[component]
pub(super) fn AwayList(how: Away) -> impl IntoView {
    let me = use_me();
    let kept = Memo::new(move |_| me.read().as_ref().map(|me| me.kept_away(how).to_vec()).unwrap_or_default());
    let refused = use_refused(door(how)).map(|refused| refused.error.to_string());
    // The focus goes to the heading when a row is gone.
    let (name, heading, rule, nobody) = match how {
        Away::Blocked => (
            "Blocked people",
            "blocked-people",
            "",
            "You have blocked nobody. Whom you block cannot write to you or see your profile; you block somebody on their page.",
        ),
        Away::Muted => (
            "Muted people",
            "muted-people",
            " border-t border-line pt-6",
            "You have muted nobody. What somebody posts whom you mute stays out of your lists, and you are notified of nothing they do; you mute somebody on their page. They are not told.",
        ),
    };
    view! {
        <section aria-label=name class=format!("flex flex-col gap-3{rule}")>
            <h2 id=heading tabindex="-1" class="text-lg font-semibold">{name}</h2>
            <p role="alert" class="text-danger empty:hidden">{refused}</p>
            <Show
                when=move || !kept.read().is_empty()
                fallback=move || view! { <p class="text-muted">{nobody}</p> }
            >
                <ul aria-label=name class="divide-y divide-line rounded-card border border-line">
                    <For
                        each=move || kept.get()
                        key=|account| account.id
                        children=move |account| {
                            view! {
                                <KeptRow account=account.clone()>
                                    <AwayButton
                                        account
                                        how
                                        page=PAGE
                                        on_done=Callback::new(move |()| go_on(heading))
                                    />
                                </KeptRow>
                            }
                        }
                    />
                </ul>
            </Show>
        </section>
    }
}
