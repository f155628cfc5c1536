//! A field for words in which people and tags complete while one types them.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement, HtmlTextAreaElement},
};

use crate::{
    features::posts::{
        hook::{Completing, Hit, use_completing},
        state::completing::{Sign, begun, begun_tag, completed},
    },
    kit::{Field, Shape, TextArea, returns_focus, write_on},
    shared::{effect::Effect, hydration::after_hydration},
};

/// Lines of words. `@` and `#` with a letter behind them offer whom and what may be meant; Enter or Tab takes the chosen one.
#[component]
pub fn WordsField(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// As the form sends it.
    name: &'static str,
    /// What it is called on the page, where that has other fields of this name.
    id: &'static str,
    /// What stands in it, both ways.
    value: RwSignal<String>,
    /// Whether much is written in it.
    #[prop(optional)]
    tall: bool,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Whether it has the focus as soon as it is drawn.
    #[prop(optional)]
    focused: bool,
    /// Whether the label is only heard, because the place says it already.
    #[prop(optional)]
    label_hidden: bool,
) -> impl IntoView {
    let (completing, at) = (use_completing(), RwSignal::new(0_usize));
    let field = NodeRef::<html::Textarea>::new();
    let look = move || {
        let before = field.get_untracked().and_then(|field| before_caret(&field));
        at.set(0);
        completing.begun.set(before.and_then(|before| begun(&before)));
    };
    let take = Callback::new(move |place: usize| {
        let (Some(begun), Some(hit)) = (completing.begun.get_untracked(), hit(completing, place)) else { return };
        let (text, caret) = completed(&value.read_untracked(), &begun, &hit.name);
        completing.close();
        if let Some(field) = field.get_untracked() {
            let units = units(&text[..caret]);
            // Before the signal says it: what stands there already moves no caret, and what is typed next comes behind it.
            field.set_value(&text);
            drop(field.set_selection_range(units, units));
        }
        value.set(text);
    });
    tell(completing, at, id, move || field.get().map(JsCast::unchecked_into));
    if focused {
        after_hydration(move || {
            // Whoever comes back has the focus where it was.
            if !returns_focus() {
                write_on(field);
            }
        });
    }
    view! {
        <div class="relative flex min-w-0 flex-col" on:input=move |_| look() on:focusout=move |_| completing.close()>
            <TextArea
                label
                name
                id
                value
                label_hidden
                shape=if tall { Shape::Sheet } else { Shape::Line }
                error
                on_keydown=keys(completing, at, take)
                node_ref=field
            />
            <Offers completing at take id />
        </div>
    }
}

/// The tags of a post, one behind the other; the last one completes.
#[component]
pub fn TagsField(
    /// What stands in it, both ways.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let (completing, at) = (use_completing(), RwSignal::new(0_usize));
    let field = NodeRef::<html::Input>::new();
    let input = Callback::new(move |text: String| {
        at.set(0);
        completing.begun.set(begun_tag(&text));
        value.set(text);
    });
    let take = Callback::new(move |place: usize| {
        let (Some(begun), Some(hit)) = (completing.begun.get_untracked(), hit(completing, place)) else { return };
        let (text, _) = completed(&value.read_untracked(), &begun, &hit.name);
        completing.close();
        value.set(text);
    });
    // What stands in it otherwise than by typing.
    Effect::new(move || {
        if let Some(field) = field.get().filter(|field| field.value() != *value.read()) {
            field.set_value(&value.read());
        }
    });
    tell(completing, at, "tags", move || field.get().map(JsCast::unchecked_into));
    let on_key = keys(completing, at, take);
    view! {
        <div
            class="relative flex min-w-0 flex-col"
            on:keydown=move |event| on_key.run(event)
            on:focusout=move |_| completing.close()
        >
            <Field
                label="Tags"
                name="tags"
                value=value.get_untracked()
                hint="At most five, with spaces between them."
                error
                on_input=input
                node_ref=field
            />
            <Offers completing at take id="tags" />
        </div>
    }
}

fn hit(completing: Completing, place: usize) -> Option<Hit> {
    completing.hits.with_untracked(|hits| hits.get(place).cloned())
}

/// What keys do while something is offered.
fn keys(completing: Completing, at: RwSignal<usize>, take: Callback<usize>) -> Callback<KeyboardEvent> {
    Callback::new(move |event: KeyboardEvent| {
        let count = completing.hits.with_untracked(Vec::len);
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
        if count == 0 || !is_plain || event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" | "Tab" => take.run(at.get_untracked()),
            "Escape" => completing.close(),
            _ => return,
        }
        event.prevent_default();
    })
}

/// The field tells which list it has, and which of it is chosen.
fn tell(
    completing: Completing,
    at: RwSignal<usize>,
    id: &'static str,
    field: impl Fn() -> Option<HtmlInputElement> + 'static,
) {
    Effect::new(move || {
        let Some(field) = field() else { return };
        drop(field.set_attribute("aria-autocomplete", "list"));
        if completing.hits.try_read().is_none_or(|hits| hits.is_empty()) {
            drop(field.remove_attribute("aria-controls"));
            drop(field.remove_attribute("aria-activedescendant"));
        } else {
            drop(field.set_attribute("aria-controls", &format!("{id}-offers")));
            drop(field.set_attribute("aria-activedescendant", &format!("{id}-offer-{}", at.get())));
        }
    });
}

#[component]
fn Offers(completing: Completing, at: RwSignal<usize>, take: Callback<usize>, id: &'static str) -> impl IntoView {
    let words = move || match completing.hits.read().len() {
        0 => String::new(),
        1 => "1 offered, Enter takes it".to_owned(),
        count => format!("{count} offered, arrows choose and Enter takes one"),
    };
    let is_person = move || completing.begun.read().as_ref().is_some_and(|begun| begun.sign == Sign::Person);
    let sign = move || if is_person() { "@" } else { "#" };
    let offer = move |(place, Hit { name, words }): (usize, Hit)| {
        view! {
            <li
                id=format!("{id}-offer-{place}")
                role="option"
                aria-selected=move || (at.get() == place).to_string()
                class="flex min-h-9 cursor-pointer items-center gap-2 rounded-control px-2.5 hover:bg-raised aria-selected:bg-raised touch-target"
                // The field keeps the focus.
                on:mousedown=|event: MouseEvent| event.prevent_default()
                on:click=move |_| take.run(place)
            >
                <span class="truncate font-semibold">{sign()} {name}</span>
                <span class="truncate text-sm text-muted">{words}</span>
            </li>
        }
    };
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move || {
        if let Some(list) = list.get() {
            show(&list);
        }
    });
    view! {
        <p role="status" class="sr-only">
            {words}
        </p>
        <Show when=move || !completing.hits.read().is_empty()>
            <ul
                node_ref=list
                id=format!("{id}-offers")
                role="listbox"
                aria-label="Names"
                class="absolute start-0 top-full z-20 mt-1 scroll-mb-20 w-72 max-w-full rounded-card border border-line bg-surface p-1"
            >
                {move || completing.hits.get().into_iter().enumerate().map(offer).collect_view()}
            </ul>
        </Show>
    }
}

/// Has what is offered be seen: below a tall field it may lie under the edge of the screen, or under the keyboard of a phone.
#[cfg(feature = "hydrate")]
fn show(list: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    list.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
const fn show(_list: &Element) {}

/// What stands before the caret.
fn before_caret(field: &HtmlTextAreaElement) -> Option<String> {
    let (text, caret) = (field.value(), field.selection_start().ok()??);
    let units: Vec<u16> = text.encode_utf16().take(caret as usize).collect();
    Some(String::from_utf16_lossy(&units))
}

/// How many units a text has as browsers count them.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
