//! Emoji that are typed by their names.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};

use super::composer::Held;
use crate::{
    features::messages::{
        hook::{Emojis, Thread},
        model::Emoji,
        state::emoji::{Typed, typed},
    },
    shared::effect::Effect,
};

/// How many are offered.
const MOST: usize = 6;

/// What the list is called in the document.
const LIST: &str = "emoji-completion";

/// What is offered for the name that stands before the caret. The focus stays in the field, which tells which one is chosen.
#[derive(Clone, Copy)]
pub struct Completion {
    /// Held apart, so that a handle stays small.
    thread: StoredValue<Thread>,
    emojis: Emojis,
    typed: RwSignal<Option<Typed>>,
    /// Where a name begins for which nothing is wanted.
    given_up: RwSignal<Option<usize>>,
    found: Memo<Vec<Emoji>>,
    at: RwSignal<usize>,
}

impl Completion {
    /// Offers emoji while somebody types in the field.
    pub fn of(thread: Thread, emojis: Emojis) -> Self {
        let typed = RwSignal::new(None::<Typed>);
        let found = Memo::new(move |_| match (&*typed.read(), emojis.table()) {
            (Some(typed), Some(table)) if !typed.is_whole => table.complete(&typed.code, MOST),
            _ => Vec::new(),
        });
        let (given_up, at) = (RwSignal::new(None), RwSignal::new(0));
        let completion = Self { thread: StoredValue::new(thread), emojis, typed, given_up, found, at };
        // A name may have been typed before the names were there.
        Effect::watch(move || emojis.is_there(), move |_, _, _| completion.look(), false);
        completion.tell_field();
        completion
    }

    /// Looks at what stands before the caret: a whole name becomes its emoji at once.
    pub fn look(self) {
        let typed = self.thread.get_value().before_caret().and_then(|before| typed(&before));
        if typed.is_some() {
            self.emojis.load();
        }
        let from = typed.as_ref().map(|typed| typed.from);
        if self.given_up.get_untracked() != from {
            self.given_up.set(None);
        }
        let whole = typed.as_ref().filter(|typed| typed.is_whole);
        let sign = whole.and_then(|whole| self.emojis.of_code(&whole.code));
        if let (Some(sign), Some(from)) = (sign, from) {
            self.typed.set(None);
            self.use_sign(from, &sign);
        } else if *self.typed.read_untracked() != typed {
            self.at.set(0);
            self.typed.set(typed.filter(|_| self.given_up.get_untracked().is_none()));
        }
    }

    /// Offers nothing until more is typed.
    pub fn close(self) {
        self.typed.set(None);
    }

    /// Does what a key means while something is offered; whether it means that.
    pub fn take(self, event: &KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 || Held::with(event) != Held::Nothing {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => self.at.update(|at| *at = (*at + count - 1) % count),
            "Enter" | "Tab" => self.choose(self.at.get_untracked()),
            "Escape" => {
                self.given_up.set(self.typed.with_untracked(|typed| typed.as_ref().map(|typed| typed.from)));
                self.close();
            }
            _ => return false,
        }
        true
    }

    fn choose(self, place: usize) {
        let sign = self.found.with_untracked(|found| found.get(place).map(|emoji| emoji.sign.clone()));
        let from = self.typed.with_untracked(|typed| typed.as_ref().map(|typed| typed.from));
        self.close();
        if let (Some(sign), Some(from)) = (sign, from) {
            self.use_sign(from, &sign);
        }
    }

    fn use_sign(self, from: usize, sign: &str) {
        self.emojis.note_used(sign);
        self.thread.get_value().complete(from, sign);
    }

    /// The field tells which list it has, and which of it is chosen.
    fn tell_field(self) {
        let field = self.thread.get_value().field;
        Effect::new(move || {
            let Some(field) = field.get() else { return };
            drop(field.set_attribute("aria-autocomplete", "list"));
            if self.found.read().is_empty() {
                drop(field.remove_attribute("aria-controls"));
                drop(field.remove_attribute("aria-activedescendant"));
            } else {
                drop(field.set_attribute("aria-controls", LIST));
                drop(field.set_attribute("aria-activedescendant", &option(self.at.get())));
            }
        });
    }
}

fn option(place: usize) -> String {
    format!("{LIST}-{place}")
}

/// The list of what is offered, above the field.
#[component]
pub fn EmojiCompletion(
    /// What is offered.
    completion: Completion,
) -> impl IntoView {
    let Completion { found, at, .. } = completion;
    let words = move || match found.read().len() {
        0 => String::new(),
        1 => "1 emoji offered, Enter takes it".to_owned(),
        count => format!("{count} emoji offered, arrows choose and Enter takes one"),
    };
    view! {
        <p role="status" class="sr-only">
            {words}
        </p>
        <Show when=move || !found.read().is_empty()>
            <ul
                id=LIST
                role="listbox"
                aria-label="Emoji"
                class="absolute start-3 bottom-1 z-20 w-64 max-w-[calc(100%-1.5rem)] rounded-card border border-line bg-surface p-1 lg:start-6"
            >
                {move || {
                    let offers = found.get().into_iter().enumerate();
                    offers.map(|(place, emoji)| view! { <Offer completion place emoji at /> }).collect_view()
                }}
            </ul>
        </Show>
    }
}

#[component]
fn Offer(completion: Completion, place: usize, emoji: Emoji, at: RwSignal<usize>) -> impl IntoView {
    let is_chosen = move || at.get() == place;
    view! {
        <li
            id=option(place)
            role="option"
            aria-selected=move || is_chosen().to_string()
            title=emoji.name.clone()
            class="flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2.5 hover:bg-raised aria-selected:bg-raised touch-target"
            // The field keeps the focus.
            on:mousedown=move |event: MouseEvent| event.prevent_default()
            on:click=move |_| completion.choose(place)
        >
            <span aria-hidden="true" class="text-xl leading-none">
                {emoji.sign.clone()}
            </span>
            <span class="truncate text-sm">{format!(":{}: ", emoji.code())}</span>
            <span class="sr-only">{emoji.name.clone()}</span>
        </li>
    }
}
