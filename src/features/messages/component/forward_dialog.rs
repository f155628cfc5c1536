//! Where a message is to be taken.

use leptos::{ev::MouseEvent, prelude::*};

use super::target::Target;
use crate::{
    features::messages::{
        hook::{MOST_TARGETS, Targets, Thread, use_targets},
        state::Listed,
    },
    kit::{Button, Dialog, Field, Kind, use_toasts},
    shared::{effect::Effect, id::MessageId, script::apart},
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
    let (targets, toasts) = (use_targets(), use_toasts());
    let chosen = RwSignal::new(Vec::<Listed>::new());
    let nothing = Signal::derive(move || chosen.read().is_empty());
    let send = move |_: MouseEvent| {
        let all = chosen.get_untracked();
        let ids: Vec<_> = all.iter().map(|listed| listed.id).collect();
        match thread.forward(id, &ids) {
            Ok(goes) => toasts.say(told(&all, goes)),
            Err(_) => toasts.warn("It was not forwarded: the message is not there any more."),
        }
        open.set(false);
    };
    view! {
        <Field
            label="Find a conversation"
            name="forward-to"
            type_="search"
            label_hidden=true
            placeholder="Find by name"
            autocomplete="off"
            on_input=Callback::new(move |words: String| targets.typed.set(words))
        />
        <Choices targets chosen />
        <p class="pt-3 text-sm text-muted">"It says there that it was forwarded, and not from where."</p>
        <div class="flex items-center justify-end gap-2 pt-4">
            <p role="status" class="me-auto text-sm text-muted tabular-nums">
                {move || counted(chosen.read().len())}
            </p>
            <Button kind=Kind::Quiet on_click=move |_| open.set(false)>
                "Cancel"
            </Button>
            <Button kind=Kind::Primary disabled=nothing on_click=send>
                "Forward"
            </Button>
        </div>
    }
}

/// Those to choose from; what was chosen stays among them whatever is looked for.
#[component]
fn Choices(targets: Targets, chosen: RwSignal<Vec<Listed>>) -> impl IntoView {
    let rows = Memo::new(move |_| with_chosen(chosen.get(), targets.shown.get()));
    let words = move || match (rows.read().is_empty(), targets.reading.get(), targets.trouble.get()) {
        (_, _, Some(error)) => Some(format!("Only what this device knows is here. {error}")),
        (true, true, None) => Some("Loading".to_owned()),
        (true, false, None) => Some("No conversation of this name.".to_owned()),
        (false, _, None) => None,
    };
    view! {
        <ul role="list" aria-label="Forward to" class="-mx-2 flex max-h-[45dvh] flex-col overflow-y-auto pt-2">
            <For
                each=move || rows.get()
                key=|listed| listed.id
                children=move |listed: Listed| view! { <Target listed chosen /> }
            />
        </ul>
        <p role="status" class="pt-2 text-sm text-muted empty:hidden">
            {words}
        </p>
    }
}

/// Those that are shown, and before them what was chosen of others.
fn with_chosen(mut chosen: Vec<Listed>, shown: Vec<Listed>) -> Vec<Listed> {
    chosen.retain(|one| shown.iter().all(|listed| listed.id != one.id));
    chosen.extend(shown);
    chosen
}

/// How many are chosen; nothing where none is.
fn counted(chosen: usize) -> Option<String> {
    (chosen > 0).then(|| format!("{chosen} of at most {MOST_TARGETS} chosen"))
}

/// Where it was taken, or will be once the server can be reached.
fn told(chosen: &[Listed], goes: bool) -> String {
    let targets = match chosen {
        [one] => apart(&one.title),
        all => format!("{} conversations", all.len()),
    };
    if goes {
        format!("Forwarded to {targets}.")
    } else {
        format!("Will be forwarded to {targets} once the server can be reached.")
    }
}
