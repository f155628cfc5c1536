//! Whom one muted.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    kept_row::{KeptRow, go_on},
    mute_button::MuteButton,
};
use crate::{
    features::accounts::{hook::use_me, rpc::MutePerson},
    shared::form::use_refused,
};

/// Where the list stands.
const PAGE: &str = "/settings/privacy";
/// The id of its heading, where the focus goes when a row is gone.
const HEADING: &str = "muted-people";

/// Everybody whom one muted, each with the way back.
#[component]
pub(super) fn MutedList() -> impl IntoView {
    let me = use_me();
    let muted = Memo::new(move |_| me.read().as_ref().map(|me| me.muted.clone()).unwrap_or_default());
    let refused = use_refused(MutePerson::url()).map(|refused| refused.error.to_string());
    view! {
        <section aria-label="Muted people" class="flex flex-col gap-3 border-t border-line pt-6">
            <h2 id=HEADING tabindex="-1" class="text-lg font-semibold">"Muted people"</h2>
            <p role="alert" class="text-danger empty:hidden">{refused}</p>
            <Show
                when=move || !muted.read().is_empty()
                fallback=|| {
                    view! {
                        <p class="text-muted">
                            "You have muted nobody. What somebody posts whom you mute stays out of your lists, and you are notified of nothing they do; you mute somebody on their page. They are not told."
                        </p>
                    }
                }
            >
                <ul aria-label="Muted people" class="divide-y divide-line rounded-card border border-line">
                    <For
                        each=move || muted.get()
                        key=|account| account.id
                        children=move |account| {
                            view! {
                                <KeptRow account=account.clone()>
                                    <MuteButton account page=PAGE on_done=Callback::new(|()| go_on(HEADING)) />
                                </KeptRow>
                            }
                        }
                    />
                </ul>
            </Show>
        </section>
    }
}
