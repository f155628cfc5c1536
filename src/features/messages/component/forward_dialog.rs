//! Where a message is to be taken.

use leptos::prelude::*;

use super::choose_targets::{ChooseTargets, told};
use crate::{
    features::messages::{hook::Thread, state::inbox::Goal},
    kit::{Dialog, use_toasts},
    shared::{effect::Effect, id::MessageId},
};

/// Opens once somebody wants to take a message elsewhere: to conversations that they choose, found by name.
#[component]
pub fn ForwardDialog(thread: Thread) -> impl IntoView {
    let forwarding = thread.editing.forwarding;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(forwarding.read().is_some()));
    Effect::new(move || {
        if !open.get() && forwarding.read_untracked().is_some() {
            forwarding.set(None);
        }
    });
    view! {
        <Dialog open title="Forward this message">
            // Anew each time: what was chosen for one message is not for the next.
            {move || forwarding.get().map(|id| view! { <Choosing thread id open /> })}
        </Dialog>
    }
}

#[component]
fn Choosing(thread: Thread, id: MessageId, open: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let on_choose = Callback::new(move |chosen: Vec<Goal>| {
        let ids: Vec<_> = chosen.iter().filter_map(Goal::conversation).collect();
        match thread.forward(id, &ids) {
            Ok(goes) => toasts.say(told("Forwarded to", &chosen, goes)),
            Err(_) => toasts.warn("It was not forwarded: the message is not there any more."),
        }
        open.set(false);
    });
    view! {
        <ChooseTargets
            label="Forward to"
            act="Forward"
            note="It says there that it was forwarded, and not from where."
            on_choose
            on_cancel=Callback::new(move |()| open.set(false))
        />
    }
}
