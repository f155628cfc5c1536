//! Going out of a group.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use crate::{
    features::messages::{hook::Details, rpc},
    kit::{Button, Dialog, Kind},
    shared::{
        form::{self, use_refused},
        script::apart,
    },
};

/// What one loses by it, and the way out. Where there is JavaScript it is asked once more.
#[component]
pub(super) fn LeaveGroup(details: Details) -> impl IntoView {
    let open = RwSignal::new(false);
    let before = StoredValue::new(use_refused(rpc::LeaveGroup::url()).map(|form| form.error.to_string()));
    let refusal = move || {
        let now = details.refused.get().filter(|refused| refused.person.is_none());
        now.map(|refused| refused.error.to_string()).or_else(|| before.get_value())
    };
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        open.set(true);
    };
    let leave = move |_: MouseEvent| {
        open.set(false);
        details.leave();
    };
    let words = Memo::new(move |_| after_leaving(details));
    view! {
        <form
            method="post"
            action=form::action(rpc::LeaveGroup::url(), &details.page())
            aria-label="Leave the group"
            class="flex flex-col gap-3"
            on:submit=ask
        >
            <p class="text-sm text-muted">{words}</p>
            <p role="alert" class="text-sm text-danger empty:hidden">
                {refusal}
            </p>
            <input type="hidden" name="conversation_id" value=details.id.to_string() />
            <Button type_="submit" busy=details.leaving class="self-start px-6">
                "Leave the group"
            </Button>
        </form>
        <Dialog open title="Leave this group?">
            <p class="pb-5">{words}</p>
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet on_click=move |_| open.set(false)>
                    "Stay"
                </Button>
                <Button kind=Kind::Danger on_click=leave>
                    "Leave"
                </Button>
            </div>
        </Dialog>
    }
}

/// What becomes of the group, and of what is in it, for whoever leaves.
fn after_leaving(details: Details) -> String {
    let conversation = details.conversation.read();
    let lost = "Nothing of it stays with you: not on this device, nor on your others.";
    if conversation.is_left_to(details.viewer()) {
        return format!("You are the last one here: nobody will see it any more. {lost}");
    }
    match conversation.heir_of(details.viewer()) {
        Some(heir) => format!("{lost} {} will own the group.", apart(heir.name())),
        None => lost.to_owned(),
    }
}
