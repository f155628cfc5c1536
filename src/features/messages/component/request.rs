//! What stands below a conversation that is a request.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_navigate;

use crate::{
    features::{
        accounts::{
            hook::use_change_away,
            model::{Account, Away},
        },
        messages::{
            hook::{Thread, focus_on_log, use_inbox},
            rpc::AnswerRequest,
        },
    },
    kit::{Button, Kind, Verbatim, use_toasts},
    shared::{form, script::apart},
};

/// Who wrote, and whether the viewer accepts that, declines it, which puts it away, or blocks them. Without JavaScript they
/// are forms; the page of whoever it is has the block.
#[component]
pub(super) fn Request(thread: Thread, account: Account) -> impl IntoView {
    let (inbox, block, toasts, log) = (use_inbox(), use_change_away(Away::Blocked), use_toasts(), thread.log());
    let go = use_navigate();
    let id = thread.id;
    let (name, handle) = (account.name().to_owned(), account.handle.clone());
    let accept = move |event: SubmitEvent| {
        event.prevent_default();
        inbox.accept(id);
        // The button goes; where the field brings up no keyboard it has the focus right after.
        request_animation_frame(move || _ = focus_on_log(log));
    };
    let leave = move |words: String| {
        inbox.archive(id, true);
        toasts.say(words);
        go("/messages", leptos_router::NavigateOptions::default());
    };
    let decline = {
        let (leave, words) = (leave.clone(), format!("Declined. What {} wrote is archived.", apart(&name)));
        move |event: SubmitEvent| {
            event.prevent_default();
            leave(words.clone());
        }
    };
    let blocked = format!("You blocked {}.", apart(&name));
    let account = StoredValue::new(account);
    let refuse = move |_| {
        if let Some(account) = account.try_get_value() {
            block.run((account, true));
        }
        leave(blocked.clone());
    };
    let action = form::action(AnswerRequest::url(), &format!("/messages/{id}"));
    let answer = move |accept: bool| {
        view! {
            <input type="hidden" name="conversation_id" value=id.to_string() />
            <input type="hidden" name="accept" value=accept.to_string() />
        }
    };
    view! {
        <section
            aria-label="Message request"
            class="flex shrink-0 flex-col gap-3 border-t border-line px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:px-6"
        >
            <p class="min-w-0 wrap-anywhere">
                <a href=format!("/u/{handle}") class="font-semibold"><Verbatim words=name /></a>
                " wants to write to you. "
                <span class="text-muted">"They do not see that you have read this until you accept."</span>
            </p>
            <div class="flex flex-wrap gap-2">
                <form method="post" action=action.clone() on:submit=accept>
                    {answer(true)}
                    <Button type_="submit" kind=Kind::Primary>"Accept"</Button>
                </form>
                <form method="post" action=action on:submit=decline>
                    {answer(false)}
                    <Button type_="submit">"Decline"</Button>
                </form>
                <Button class="noscript:hidden" on_click=refuse>"Block"</Button>
            </div>
        </section>
    }
}
