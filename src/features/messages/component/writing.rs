//! What stands below a conversation: the field, or why there is none.

use leptos::{ev::MouseEvent, prelude::*};

use super::{composer::Composer, replying::Replying, request::Request};
use crate::{
    features::{
        accounts::{
            hook::use_change_away,
            model::{Account, Away},
        },
        messages::hook::{Thread, focus_on_log},
    },
    kit::{Button, Verbatim},
};

/// The composer, and above it what is answered. In the place of both, in the conversation with somebody whom one blocked,
/// that, and the way back; in one that is a request, what to do with that.
#[component]
pub fn Writing(thread: Thread) -> impl IntoView {
    move || match (thread.blocked.get(), thread.asked.get()) {
        (Some(account), _) => view! { <Blocked thread account /> }.into_any(),
        (None, Some(account)) => view! { <Request thread account /> }.into_any(),
        (None, None) => view! {
            <Replying thread />
            <Composer thread />
        }
        .into_any(),
    }
}

#[component]
fn Blocked(thread: Thread, account: Account) -> impl IntoView {
    let (act, log) = (use_change_away(Away::Blocked), thread.log());
    let (name, address) = (account.name().to_owned(), format!("/u/{}", account.handle));
    let account = StoredValue::new(account);
    let unblock = move |_: MouseEvent| {
        if let Some(account) = account.try_get_value() {
            act.run((account, false));
        }
        // The button goes; where the field brings up no keyboard it has the focus right after.
        request_animation_frame(move || _ = focus_on_log(log));
    };
    view! {
        <div class="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:px-6">
            <p class="min-w-0 text-muted wrap-anywhere">
                "You blocked " <a href=address class="font-semibold text-text"><Verbatim words=name /></a>
                ". Neither of you can write here."
            </p>
            // Without JavaScript their page has it.
            <Button class="noscript:hidden" on_click=unblock>
                "Unblock"
            </Button>
        </div>
    }
}
