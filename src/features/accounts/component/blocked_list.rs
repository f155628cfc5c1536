//! Whom one blocked.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    block_button::BlockButton,
    kept_row::{KeptRow, go_on},
};
use crate::{
    features::accounts::{hook::use_me, rpc::BlockPerson},
    shared::form::use_refused,
};

/// Where the list stands.
const PAGE: &str = "/settings/privacy";
/// The id of its heading, where the focus goes when a row is gone.
const HEADING: &str = "blocked-people";

/// Everybody whom one blocked, each with the way back.
#[component]
pub(super) fn BlockedList() -> impl IntoView {
    let me = use_me();
    let blocked = Memo::new(move |_| me.read().as_ref().map(|me| me.blocked.clone()).unwrap_or_default());
    let refused = use_refused(BlockPerson::url()).map(|refused| refused.error.to_string());
    view! {
        <section aria-label="Blocked people" class="flex flex-col gap-3">
            <h2 id=HEADING tabindex="-1" class="text-lg font-semibold">"Blocked people"</h2>
            <p role="alert" class="text-danger empty:hidden">{refused}</p>
            <Show
                when=move || !blocked.read().is_empty()
                fallback=|| {
                    view! {
                        <p class="text-muted">
                            "You have blocked nobody. Whom you block cannot write to you or see your profile; you block somebody on their page."
                        </p>
                    }
                }
            >
                <ul aria-label="Blocked people" class="divide-y divide-line rounded-card border border-line">
                    <For
                        each=move || blocked.get()
                        key=|account| account.id
                        children=move |account| {
                            view! {
                                <KeptRow account=account.clone()>
                                    <BlockButton
                                        account
                                        block=false
                                        page=PAGE
                                        on_done=Callback::new(|()| go_on(HEADING))
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
