//! What the viewer chooses for a conversation, for themselves alone.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::messages::{
        hook::{Details, use_inbox},
        model::{Kind, Mark},
        rpc::ChooseFor,
    },
    kit::{Button, Switch},
    shared::form,
};

/// Muted, pinned, archived: each at once, and the server follows. Without JavaScript they are a form.
#[component]
pub(super) fn ChoiceSwitches(details: Details) -> impl IntoView {
    let (inbox, id, mark) = (use_inbox(), details.id, details.mark());
    // What is said in a thread that is muted is not for who put it away.
    let archived_hint = if details.conversation.read_untracked().kind == Kind::Thread {
        "It is out of your list until somebody replies; where it is muted too, until you do."
    } else {
        "It is out of your list until somebody writes, muted or not."
    };
    let on = move |of: fn(&Mark) -> bool| Signal::derive(move || of(&mark.read()));
    view! {
        <form
            method="post"
            action=form::action(ChooseFor::url(), &details.page())
            aria-label="For you alone"
            class="flex flex-col divide-y divide-line border-y border-line"
        >
            <input type="hidden" name="conversation_id" value=id.to_string() />
            <Switch
                label="Muted"
                name="muted"
                checked=on(|mark| mark.muted)
                hint="No sound, and it does not count as unread. It is still listed under Unread."
                on_change=Callback::new(move |muted| inbox.mute(id, muted))
            />
            <Switch
                label="Pinned"
                name="pinned"
                checked=on(|mark| mark.pinned)
                hint="It stays on top of your list."
                on_change=Callback::new(move |pinned| inbox.pin(id, pinned))
            />
            <Switch
                label="Archived"
                name="archived"
                checked=on(|mark| mark.archived)
                hint=archived_hint
                on_change=Callback::new(move |archived| inbox.archive(id, archived))
            />
            <noscript>
                <Button type_="submit" class="my-3">"Save"</Button>
            </noscript>
        </form>
    }
}
