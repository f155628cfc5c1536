//! Where a message is written.

use leptos::{
    ev::{FocusEvent, KeyboardEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::Node,
};
use leptos_router::hooks::use_location;

use super::{
    emoji_completion::{Completion, EmojiCompletion},
    emoji_picker::{EmojiButton, EmojiPanel},
    format_hint::FormatHint,
    send_later::SendLater,
};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Thread, focus_where_keys_are, use_emojis},
            rpc::SendMessage,
            state::threads::open_in,
        },
    },
    kit::{Icon, IconButton, Shape, TextArea},
    shared::{
        Error,
        form::{self, use_refused},
        id::MessageId,
    },
};

/// Characters left from which on the composer counts.
const NEAR: i64 = 500;

/// A field and a button. Without JavaScript it is a plain form, whose id makes it one message however often it is sent;
/// with it the message stands in the list at once and the field keeps the focus.
#[component]
pub fn Composer(thread: Thread) -> impl IntoView {
    let refused = use_refused(SendMessage::url());
    if let Some(body) = refused.as_ref().and_then(|refused| refused.typed("body")) {
        thread.text.set(body.to_owned());
    } else {
        thread.take_shared();
    }
    let refusal = RwSignal::new(refused.map(|refused| refused.error));
    take_focus(thread);
    let (emojis, picking) = (use_emojis(), RwSignal::new(false));
    let completion = Completion::of(thread, emojis);
    let send = move || {
        refusal.set(thread.send().err());
        thread.write();
        completion.close();
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let me = use_me();
    let enter_sends = move || me.read_untracked().as_ref().is_none_or(|me| me.settings.enter_sends);
    let keys = Callback::new(move |event: KeyboardEvent| {
        let held = Held::with(&event);
        if event.is_composing() {
            return;
        }
        if completion.take(&event) {
            event.prevent_default();
        } else if sends(&event.key(), held, enter_sends()) {
            event.prevent_default();
            send();
        } else if (event.key() == "Escape" && thread.answer_nothing())
            || (edits_last(&event.key(), held, &thread.text.read_untracked()) && thread.edit_last())
        {
            event.prevent_default();
        }
    });
    Effect::watch(
        move || thread.text.get(),
        move |_, _, _| {
            refusal.set(None);
            thread.changed();
        },
        false,
    );
    let (label, id) = if thread.is_thread() { ("Reply", "reply") } else { ("Message", "") };
    view! {
        <div class="relative">
            <EmojiCompletion completion />
            <EmojiPanel thread emojis open=picking />
        </div>
        <form
            method="post"
            action=form::action(SendMessage::url(), &format!("/messages/{}", thread.id))
            class="peer flex shrink-0 items-end gap-2 border-t border-line px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] lg:px-6 lg:py-3"
            hidden=move || thread.editing.message.read().is_some()
            on:submit=submit
            // Not the text tells of it: what another application shares comes to stand there, and nobody types.
            on:input=move |_| {
                thread.typing();
                completion.look();
            }
            on:click=move |_| completion.look()
            on:keyup=move |event| {
                if moves_caret(&event.key()) {
                    completion.look();
                }
            }
            on:focusout=move |event| {
                completion.close();
                if leaves(thread, &event) {
                    thread.keep_draft();
                }
            }
        >
            <input type="hidden" name="conversation_id" value=thread.id.to_string() />
            <input type="hidden" name="id" value=MessageId::new().to_string() />
            <TextArea
                label=label
                name="body"
                id=id
                label_hidden=true
                shape=Shape::Bubble
                placeholder=label
                value=thread.text
                error=Memo::new(move |_| {
                    let unkept = || thread.draft_refusal().map(|error| format!("What you write here is not kept. {error}"));
                    refusal.read().as_ref().map(words_for).or_else(unkept)
                })
                on_keydown=keys
                node_ref=thread.field
            />
            <Room thread />
            // On a phone they stand close, and leave the room to the words.
            <div class="flex shrink-0 items-end sm:gap-2">
                <SendLater thread refusal />
                <EmojiButton open=picking />
                <IconButton type_="submit" label="Send" icon=Icon::Send primary=true class="mb-0.5" />
            </div>
        </form>
        <FormatHint thread />
    }
}

/// Gives the field the focus where there are keys; beside an open thread typing goes into the thread.
fn take_focus(thread: Thread) {
    if open_in(&use_location().pathname.read_untracked()).is_none_or(|named| named == thread.id) {
        focus_where_keys_are(thread.field);
    }
}

fn words_for(error: &Error) -> String {
    match error {
        Error::Conflict => "Other words were sent from this field before. Send again to say these too.".to_owned(),
        error if *error == Error::invalid("body", "required") => "Write something first.".to_owned(),
        error => error.to_string(),
    }
}

/// Whether the focus goes out of the form, not from the field to the button that sends.
fn leaves(thread: Thread, event: &FocusEvent) -> bool {
    // What is taken out of the document loses the focus too; where it has ended by then, its words were kept.
    let Some(field) = thread.field.try_get_untracked().flatten() else { return false };
    let form = field.closest("form").ok().flatten();
    let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
    !form.zip(to).is_some_and(|(form, to)| form.contains(Some(&to)))
}

/// How many characters are left, near the end.
#[component]
fn Room(thread: Thread) -> impl IntoView {
    let room = Memo::new(move |_| thread.room());
    view! {
        <Show when=move || { room.get() <= NEAR }>
            <span
                role="status"
                class="mb-3.5 shrink-0 text-xs whitespace-nowrap tabular-nums"
                class=("text-muted", move || room.get() >= 0)
                class=("text-danger", move || room.get() < 0)
            >
                {move || if room.get() < 0 { format!("{} too many", -room.get()) } else { format!("{} left", room.get()) }}
            </span>
        </Show>
    }
}

/// What is held down with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Nothing,
    /// Ctrl or ⌘, whatever else is.
    Chord,
    /// Shift or Alt.
    Other,
}

impl Held {
    pub(super) fn with(event: &KeyboardEvent) -> Self {
        if event.ctrl_key() || event.meta_key() {
            Self::Chord
        } else if event.shift_key() || event.alt_key() {
            Self::Other
        } else {
            Self::Nothing
        }
    }
}

/// Whether a key sends: Ctrl or ⌘ with Enter always, Enter alone where the person chose so.
pub(super) fn sends(key: &str, held: Held, enter_sends: bool) -> bool {
    key == "Enter" && (held == Held::Chord || enter_sends && held == Held::Nothing)
}

/// Whether a key moves the caret in the line.
fn moves_caret(key: &str) -> bool {
    matches!(key, "ArrowLeft" | "ArrowRight" | "Home" | "End")
}

/// Whether a key begins to edit one's last message: in a field without words it has nothing else to do.
fn edits_last(key: &str, held: Held, text: &str) -> bool {
    key == "ArrowUp" && held == Held::Nothing && text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_sends_for_who_wants_it_so_and_with_ctrl_for_everybody() {
        for (held, enter_sends, expected) in [
            (Held::Nothing, true, true),
            (Held::Nothing, false, false),
            (Held::Other, true, false),
            (Held::Other, false, false),
            (Held::Chord, true, true),
            (Held::Chord, false, true),
        ] {
            assert_eq!(sends("Enter", held, enter_sends), expected, "{held:?} {enter_sends}");
            assert!(!sends("a", held, enter_sends));
        }
    }

    #[test]
    fn who_sends_nothing_is_asked_to_write_first() {
        assert_eq!(words_for(&Error::invalid("body", "required")), "Write something first.");
        assert_ne!(words_for(&Error::invalid("body", "too_long")), "Write something first.");
    }

    #[test]
    fn an_arrow_up_edits_the_last_message_in_a_field_without_words() {
        assert!(edits_last("ArrowUp", Held::Nothing, ""));
        assert!(!edits_last("ArrowUp", Held::Nothing, "half"));
        assert!(!edits_last("ArrowUp", Held::Other, "") && !edits_last("ArrowDown", Held::Nothing, ""));
    }
}
