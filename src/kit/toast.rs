//! Short words about what just happened, for a few seconds. `undoing` is the way back from it.

mod undoing;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use leptos::{ev::FocusEvent, html, prelude::*, web_sys::HtmlElement};

use super::{
    Icon, IconButton, Offer, Symbol,
    dom::{comes_to, give_back, has_focus},
    offer::Passing,
};
use crate::shared::effect::Effect;
use undoing::Unseen;

/// How long a toast stays: long enough to read it and to reach its act.
const STAY: Duration = Duration::from_secs(6);

/// Tells the dialogs of a page from each other.
static DIALOGS: AtomicU64 = AtomicU64::new(0);

#[derive(Clone)]
struct Toast {
    id: u64,
    words: String,
    /// Whether something went wrong.
    wrong: bool,
    act: Option<Offer>,
}

/// The toasts that show now, oldest first.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
    /// The modal dialogs that are open, the topmost last.
    above: RwSignal<Vec<u64>>,
    /// What is heard and not seen, oldest first.
    unseen: RwSignal<Vec<Unseen>>,
}

impl Toasts {
    /// Says something for a few seconds.
    pub fn say(self, words: impl Into<String>) {
        self.show(words.into(), false, None);
    }

    /// Says what went wrong, for as long, in the place of what went well before.
    pub fn warn(self, words: impl Into<String>) {
        self.show(words.into(), true, None);
    }

    /// Says something and offers one act on it, as "Undo", for as long, also where what offers it is gone by then.
    pub fn offer(self, words: impl Into<String>, act: impl Into<String>, run: impl Fn() + Send + Sync + 'static) {
        self.propose(words, Offer::new(act, run));
    }

    /// Says something and offers an act on it for as long as that says.
    pub fn propose(self, words: impl Into<String>, act: Offer) {
        self.show(words.into(), false, Some(act));
    }

    /// A modal dialog lies above all others from now on, or does no more.
    fn cover(self, dialog: u64, covers: bool) {
        // It may end with the page.
        if self.above.try_with_untracked(|above| above.contains(&dialog) != covers) == Some(true) {
            self.above.update(|above| if covers { above.push(dialog) } else { above.retain(|open| *open != dialog) });
        }
    }

    /// What shows in a dialog, or without one on the page: all of it where nothing lies above, for nothing below can be
    /// seen, read or pressed.
    fn shown_in(self, dialog: Option<u64>) -> Vec<Toast> {
        if self.above.read().last().copied() == dialog { self.shown.get() } else { Vec::new() }
    }

    fn show(self, words: String, wrong: bool, act: Option<Offer>) {
        // What was waited for may be there only after the page is gone.
        let Some(id) = self.next.try_get_value() else { return };
        let is_passing = act.as_ref().is_some_and(|act| act.passing.is_some());
        self.next.set_value(id + 1);
        self.shown.update(|shown| add(shown, Toast { id, words, wrong, act }));
        if !is_passing {
            set_timeout(move || self.dismiss(id), STAY);
        }
    }

    fn dismiss(self, id: u64) {
        // The page may be gone when the time is over.
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Adds a toast. What went wrong takes the place of what went well, save for what can be done about that; and what is said
/// again, that of what was said before, so that it stands there once, and for as long as if it were said only now.
fn add(shown: &mut Vec<Toast>, toast: Toast) {
    if toast.wrong {
        shown.retain(|older| older.wrong || older.act.is_some());
    }
    let is_said_again = |older: &Toast| (older.wrong, &older.words) == (toast.wrong, &toast.words);
    // Of two acts that can be done each has its own toast.
    shown.retain(|older| older.act.is_some() || toast.act.is_some() || !is_said_again(older));
    shown.push(toast);
}

/// Prepares the toasts of a page; [`ToastRegion`] draws them.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts {
        shown: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
        above: RwSignal::new(Vec::new()),
        unseen: RwSignal::new(Vec::new()),
    };
    provide_context(toasts);
    toasts
}

/// The toasts of the page around.
///
/// # Panics
/// Outside [`provide_toasts`], which is a mistake of the page.
#[must_use]
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where toasts show, announced politely: at the bottom on the right, where no heading and no form has its buttons, and on
/// a phone above the bottom bar; in a conversation, where one writes there, below its header. What lies under their words
/// can be pressed. There from the start, as a live region has to be.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    toasts.undo_by_keys();
    view! {
        <div
            role="status"
            aria-live="polite"
            class="toasts pointer-events-none right-0 flex flex-col items-end gap-2 py-4 pr-4 pl-24 max-sm:pl-4"
        >
            <For each=move || toasts.shown_in(None) key=|toast| toast.id let:toast>
                <ToastLine toast />
            </For>
            <For each=move || toasts.unseen.get() key=|unseen| unseen.id let:unseen>
                <p class="sr-only">{unseen.words}</p>
            </For>
        </div>
    }
}

/// Where toasts show while a modal dialog is open, inside of it: what lies beside it is neither read nor pressed. On a page
/// without toasts it is nothing.
#[component]
pub(super) fn ToastsAbove(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let dialog = DIALOGS.fetch_add(1, Ordering::Relaxed);
    use_context::<Toasts>().map(|toasts| {
        Effect::new(move || toasts.cover(dialog, open.get()));
        on_cleanup(move || toasts.cover(dialog, false));
        view! {
            <div
                aria-live="polite"
                class="pointer-events-none fixed inset-x-0 bottom-0 z-10 flex flex-col items-center gap-2 p-4"
            >
                <For each=move || toasts.shown_in(Some(dialog)) key=|toast| toast.id let:toast>
                    <ToastLine toast />
                </For>
            </div>
        }
    })
}

/// Where the focus is in it when it goes, what had it before has it again, or the page where that is gone.
#[component]
fn ToastLine(toast: Toast) -> impl IntoView {
    let toasts = use_toasts();
    let Toast { id, words, wrong, act } = toast;
    let (root, before) = (NodeRef::<html::Div>::new(), StoredValue::new_local(None::<HtmlElement>));
    let remember = move |event: FocusEvent| {
        if let Some(from) = root.get_untracked().and_then(|root| comes_to(&event, &root)) {
            before.set_value(Some(from));
        }
    };
    let close = move || {
        let holds_focus = root.get_untracked().is_some_and(|root| has_focus(&root));
        if holds_focus {
            give_back(before.get_value());
        }
        toasts.dismiss(id);
    };
    let passing = act.as_ref().and_then(|act| act.passing.clone());
    let (lasts, let_go) = passing.map(|Passing { lasts, let_go }| (lasts, let_go)).unzip();
    if let Some(lasts) = lasts {
        Effect::new(move || {
            if !lasts() {
                close();
            }
        });
    }
    let dismiss = move |_| {
        close();
        if let Some(let_go) = &let_go {
            let_go();
        }
    };
    view! {
        <div
            node_ref=root
            class="flex max-w-md items-center gap-2 rounded-card border border-transparent bg-text py-1 pr-1 pl-4 text-surface lg:max-w-lg"
            on:focusin=remember
        >
            {wrong.then(|| view! { <Symbol icon=Icon::Alert class="size-5" /> })}
            <span class="py-1.5">{words}</span>
            {act
                .map(|act| {
                    let name = act.name.clone();
                    view! {
                        <button
                            type="button"
                            class="pointer-events-auto shrink-0 rounded-control px-3 py-1.5 font-semibold whitespace-nowrap underline underline-offset-2 outline-surface -outline-offset-2 touch-target"
                            on:click=move |_| {
                                close();
                                toasts.take(&act);
                            }
                        >
                            {name}
                        </button>
                    }
                })}
            // Marked, because a button has its own ink, and that may come later in the sheet.
            <IconButton
                class="pointer-events-auto text-surface! outline-surface -outline-offset-4 not-disabled:hover:bg-transparent"
                label="Dismiss"
                icon=Icon::Close
                on_click=dismiss
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_wrong_takes_the_place_of_what_went_well() {
        let toast = |id: u64, wrong| Toast { id, words: id.to_string(), wrong, act: None };
        let mut shown = Vec::new();
        for (id, wrong) in [(0, true), (1, false), (2, true), (3, false)] {
            add(&mut shown, toast(id, wrong));
        }
        assert_eq!(shown.iter().map(|toast| toast.id).collect::<Vec<_>>(), [0, 2, 3]);
    }

    #[test]
    fn what_is_said_again_stands_there_once_and_each_act_by_itself() {
        let toast = |id, words: &str, act: Option<Offer>| Toast { id, words: words.to_owned(), wrong: false, act };
        let undo = || Some(Offer::new("Undo", || ()));
        let mut shown = vec![toast(0, "Kept", None), toast(1, "Deleted", undo()), toast(2, "Copied", None)];
        add(&mut shown, toast(3, "Kept", None));
        add(&mut shown, toast(4, "Deleted", undo()));
        assert_eq!(shown.iter().map(|toast| toast.id).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn what_is_said_shows_in_the_topmost_dialog_and_on_the_page_once_none_is_open() {
        let page = Owner::new();
        page.with(|| {
            let toasts = provide_toasts();
            let toast = Toast { id: 0, words: String::new(), wrong: false, act: None };
            toasts.shown.set(vec![toast]);
            let numbers = |dialog| toasts.shown_in(dialog).len();
            let shown = || (numbers(None), numbers(Some(1)), numbers(Some(2)));
            assert_eq!(shown(), (1, 0, 0));
            toasts.cover(1, true);
            toasts.cover(2, true);
            assert_eq!(shown(), (0, 0, 1));
            toasts.cover(2, false);
            assert_eq!(shown(), (0, 1, 0));
            toasts.cover(1, false);
            assert_eq!(shown(), (1, 0, 0));
        });
    }

    #[test]
    fn what_is_to_be_said_once_the_page_is_gone_is_said_to_nobody() {
        let page = Owner::new();
        let toasts = page.with(provide_toasts);
        page.cleanup();
        toasts.say("Copied");
        assert!(toasts.shown.try_get_untracked().is_none());
    }
}
