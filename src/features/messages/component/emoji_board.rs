//! All emoji, to choose one.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use crate::{
    features::messages::{
        hook::{Emojis, focus_where_keys_are},
        model::{Emoji, EmojiTable},
        state::emoji::moved,
    },
    kit::{Button, Field},
};

/// Emoji that are shown of what was found.
const MOST: usize = 64;

const PLACE: &str = "inline-flex aspect-square min-h-9 items-center justify-center rounded-control text-2xl leading-none \
    hover:bg-raised focus-visible:bg-raised -outline-offset-2";

/// A field to find one by its name, the groups, and the emoji of one group, those used last before all. Arrows lead through
/// them, from the field on; Enter in the field takes the first one found.
#[component]
pub fn EmojiBoard(
    /// What there is.
    emojis: Emojis,
    /// Told what was chosen.
    choose: Callback<String>,
) -> impl IntoView {
    emojis.load();
    let sought = RwSignal::new(String::new());
    let group = RwSignal::new(None::<usize>);
    let root = NodeRef::<html::Div>::new();
    let find = NodeRef::<html::Input>::new();
    focus_where_keys_are(find);
    // Where the field is not given the focus, as it would bring up a keyboard on the screen, all of it has it: what was
    // pressed may be gone, and a step outside is one that leaves it.
    root.on_load(|root| {
        request_animation_frame(move || {
            let held = document().active_element();
            if !held.is_some_and(|held| root.contains(Some(&held))) {
                let _ = root.focus();
            }
        });
    });
    let shown = Memo::new(move |_| emojis.table().map(|table| shown(emojis, &table, &sought.read(), group.get())));
    let take = move |sign: String| {
        emojis.note_used(&sign);
        choose.run(sign);
    };
    let press = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-emoji]").ok().flatten());
        if let Some(sign) = button.and_then(|button| button.get_attribute("data-emoji")) {
            take(sign);
        }
    };
    let walk = move |event: KeyboardEvent| {
        let Some(root) = root.get_untracked() else { return };
        let count = shown.with_untracked(|shown| shown.as_ref().map_or(0, |(_, emoji)| emoji.len()));
        let place = place(&event);
        match (place, event.key().as_str()) {
            (Some(place), key) => {
                if let Some(to) = moved(place, count, key) {
                    event.prevent_default();
                    focus_on_place(&root, to);
                }
            }
            (None, "ArrowDown") if in_field(&event) => {
                event.prevent_default();
                focus_on_place(&root, 0);
            }
            (None, "Enter") if in_field(&event) => {
                event.prevent_default();
                let first = shown.with_untracked(|shown| Some(shown.as_ref()?.1.first()?.sign.clone()));
                if let Some(sign) = first {
                    take(sign);
                }
            }
            _ => {}
        }
    };
    // The button that asks for it goes with that: the focus goes on before.
    let again = Callback::new(move |_: MouseEvent| {
        if let Some(field) = find.get_untracked() {
            let _ = field.focus();
        }
        emojis.load();
    });
    view! {
        <div node_ref=root role="group" aria-label="Choose an emoji" tabindex="-1" class="flex flex-col gap-2" on:keydown=walk>
            <Field
                label="Find an emoji"
                name="find-emoji"
                type_="search"
                label_hidden=true
                placeholder="Find an emoji"
                maxlength=40
                on_input=Callback::new(move |words: String| sought.set(words))
                node_ref=find
            />
            <Show when=move || sought.read().trim().is_empty()>
                <Groups emojis group />
            </Show>
            {move || match shown.get() {
                Some((name, emoji)) if !emoji.is_empty() => {
                    view! {
                        <div
                            role="group"
                            aria-label=name
                            class="grid h-56 auto-rows-min grid-cols-8 overflow-y-auto overscroll-contain"
                            on:click=press
                        >
                            {emoji.into_iter().enumerate().map(|(place, emoji)| one(place, emoji)).collect_view()}
                        </div>
                    }
                        .into_any()
                }
                Some(_) => {
                    view! {
                        <p role="status" class="h-56 pt-6 text-center text-sm text-muted">"No emoji is called that."</p>
                    }
                        .into_any()
                }
                None => view! { <Waiting emojis again /> }.into_any(),
            }}
        </div>
    }
}

/// What to show, and what it is called together.
fn shown(emojis: Emojis, table: &EmojiTable, sought: &str, group: Option<usize>) -> (String, Vec<Emoji>) {
    if !sought.trim().is_empty() {
        return ("Found".to_owned(), table.find(sought, MOST));
    }
    let recent = emojis.recent();
    match group.or(recent.is_empty().then_some(0)).and_then(|group| table.groups.get(group)) {
        Some(group) => (group.name.clone(), group.emoji.clone()),
        None => ("Recently used".to_owned(), recent),
    }
}

fn one(place: usize, Emoji { sign, name, .. }: Emoji) -> impl IntoView {
    // One of them is a stop for Tab, and arrows lead on.
    let stop = if place == 0 { "0" } else { "-1" };
    let shown = sign.clone();
    view! {
        <button
            type="button"
            data-place=place
            data-emoji=sign
            aria-label=name.clone()
            title=name
            tabindex=stop
            class=PLACE
        >
            {shown}
        </button>
    }
}

/// The groups by their first emoji; before them those that were used last, if there are any.
#[component]
fn Groups(emojis: Emojis, group: RwSignal<Option<usize>>) -> impl IntoView {
    let groups = Memo::new(move |_| {
        let table = emojis.table()?;
        let recent = (!emojis.recent().is_empty()).then(|| (None, "🕒".to_owned(), "Recently used".to_owned()));
        let others =
            table.groups.iter().enumerate().filter_map(|(place, group)| {
                Some((Some(place), group.emoji.first()?.sign.clone(), group.name.clone()))
            });
        Some(recent.into_iter().chain(others).collect::<Vec<_>>())
    });
    move || {
        groups.get().map(|groups| {
            let first = groups.first().and_then(|(place, ..)| *place);
            let buttons = groups.into_iter().map(|(place, sign, name)| {
                let is_chosen = move || group.get().or(first) == place;
                view! {
                    <button
                        type="button"
                        aria-label=name.clone()
                        title=name
                        aria-pressed=move || is_chosen().to_string()
                        class="inline-flex min-h-9 min-w-0 grow items-center justify-center rounded-control border-b-2 border-transparent text-lg hover:bg-raised aria-pressed:border-accent"
                        on:click=move |_| group.set(place)
                    >
                        {sign}
                    </button>
                }
            });
            view! {
                <div role="group" aria-label="Groups of emoji" class="flex">
                    {buttons.collect_view()}
                </div>
            }
        })
    }
}

/// While the names are on their way, or where they cannot be had.
#[component]
fn Waiting(emojis: Emojis, again: Callback<MouseEvent>) -> impl IntoView {
    move || {
        if emojis.is_missed() {
            view! {
                <div role="alert" class="flex h-56 flex-col items-center gap-3 pt-6 text-sm text-muted">
                    <p>"The emoji could not be loaded."</p>
                    <Button on_click=again>"Try again"</Button>
                </div>
            }
            .into_any()
        } else {
            view! { <p role="status" class="h-56 pt-6 text-center text-sm text-muted">"Loading…"</p> }.into_any()
        }
    }
}

/// Where the key was pressed among the emoji.
fn place(event: &KeyboardEvent) -> Option<usize> {
    event.target()?.dyn_into::<Element>().ok()?.get_attribute("data-place")?.parse().ok()
}

fn in_field(event: &KeyboardEvent) -> bool {
    event.target().is_some_and(|target| target.has_type::<leptos::web_sys::HtmlInputElement>())
}

fn focus_on_place(root: &Element, place: usize) {
    let found = root.query_selector(&format!("[data-place='{place}']")).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}
