//! Lines of input that take the room they need.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::field::Words;

/// Lines that stand in the field without scrolling, where the browser cannot count them by itself
/// (`field-sizing`): the breaks, and one more for each sixty characters.
fn rows(text: &str) -> usize {
    text.split('\n').map(|line| 1 + line.chars().count() / 60).sum::<usize>().clamp(1, 8)
}

/// The text as a document holds it: the framework escapes no child of a text area, and browsers drop its first line end.
/// In a page that is alive the property `value` says what stands there.
fn as_markup(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    if text.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

/// What a [`TextArea`] looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Like any field; it grows from one line to eight, then scrolls.
    #[default]
    Line,
    /// Round like what is said in it; it grows like a line.
    Bubble,
    /// Much is written in it: it begins with some lines, and grows until it fills most of the screen.
    Sheet,
}

/// A text that grows as it is written, then scrolls.
#[component]
pub fn TextArea(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// As the form sends it.
    name: &'static str,
    /// What it is called on the page, where that has another field of this name.
    #[prop(optional)]
    id: &'static str,
    /// What stands in it, both ways.
    value: RwSignal<String>,
    /// Whether the label is only heard, because the place says it already.
    #[prop(optional)]
    label_hidden: bool,
    /// Shown while it is empty.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<usize>,
    /// Whether it cannot stay empty.
    #[prop(optional)]
    required: bool,
    /// What it looks like, and how it grows.
    #[prop(optional)]
    shape: Shape,
    /// What helps to fill it in.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Told of each key before it does anything.
    #[prop(optional, into)]
    on_keydown: Option<Callback<KeyboardEvent>>,
    /// The element, for focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
) -> impl IntoView {
    let id = if id.is_empty() { name } else { id };
    let label_class = if label_hidden { "sr-only" } else { "text-sm font-semibold" };
    let shape = match shape {
        Shape::Line => "min-h-11 max-h-48 rounded-control px-3",
        Shape::Bubble => "min-h-11 max-h-48 rounded-bubble px-4",
        Shape::Sheet => "min-h-40 max-h-[70dvh] rounded-control px-3",
    };
    view! {
        <div class="flex min-w-0 grow flex-col gap-1">
            <label for=id class=label_class>{label}</label>
            <textarea
                dir="auto"
                id=id
                name=name
                node_ref=node_ref
                rows=move || rows(&value.read())
                placeholder=placeholder
                maxlength=maxlength
                required=required
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || {
                    let hint = (!hint.is_empty()).then(|| format!("{id}-hint"));
                    error.get().map(|_| format!("{id}-error")).or(hint)
                }
                class=format!("field-sizing-content w-full resize-none border border-edge bg-surface py-2.5 text-text -outline-offset-1 aria-invalid:border-danger {shape}")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    if let Some(tell) = on_keydown {
                        tell.run(event);
                    }
                }
            >
                {as_markup(&value.read_untracked())}
            </textarea>
            <Words name=id error hint=(!hint.is_empty()).then(|| hint.to_owned()) />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_inside_its_field() {
        assert_eq!(as_markup("</textarea>&amp;"), "&lt;/textarea>&amp;amp;");
        assert_eq!(as_markup("\nnext line"), "\n\nnext line");
    }

    #[test]
    fn rows_follow_the_text_up_to_eight() {
        assert_eq!(rows(""), 1);
        assert_eq!(rows("one\ntwo"), 2);
        assert_eq!(rows(&"long ".repeat(30)), 3);
        assert_eq!(rows(&"\n".repeat(100)), 8);
    }
}
