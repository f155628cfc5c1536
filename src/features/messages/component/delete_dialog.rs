//! Whether a message is really to be deleted. It is asked before, as nothing of it can be undone: its words are stored nowhere
//! from then on.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    features::messages::hook::Thread,
    kit::{Button, Dialog, Kind, Verbatim},
    shared::effect::Effect,
};

/// Opens once somebody wants to delete a message, and deletes it only where they say so again.
#[component]
pub fn DeleteDialog(thread: Thread) -> impl IntoView {
    let deleting = thread.editing.deleting;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(deleting.read().is_some()));
    Effect::new(move || {
        if !open.get() && deleting.read_untracked().is_some() {
            deleting.set(None);
        }
    });
    let delete = move |_: MouseEvent| {
        let message = deleting.get_untracked();
        open.set(false);
        if let Some(id) = message {
            thread.delete(id);
        }
    };
    let whose = Memo::new(move |_| deleting.get().and_then(|id| thread.other_speaker(id)));
    view! {
        <Dialog open title="Delete this message?">
            {move || {
                whose
                    .get()
                    .map(|name| {
                        view! { <p class="pb-2"><Verbatim words=name /> " said it. You may delete it because you run this group."</p> }
                    })
            }}
            <p class="pb-5">"It is deleted for everybody; “Message deleted” stays in its place."</p>
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet on_click=move |_| open.set(false)>
                    "Cancel"
                </Button>
                <Button kind=Kind::Danger on_click=delete attr:data-first="">
                    "Delete"
                </Button>
            </div>
        </Dialog>
    }
}
