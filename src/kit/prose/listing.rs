//! Lines of code.

use leptos::prelude::*;

use crate::{
    kit::{Icon, IconButton, copy_words, use_toasts},
    shared::markdown::{Sense, Stretch},
};

/// The border keeps it apart on whatever ground it stands.
const CODE: &str = "flex min-w-0 items-start rounded-control border border-line bg-surface text-text";
const LINES: &str = "overflow-x-auto rounded-control px-3 py-3 font-mono text-sm whitespace-pre -outline-offset-2";

/// Lines of code, which scroll by keys too, and beside them, so that it covers none, a button that copies them.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn Listing(
    /// What was said of the language.
    language: Option<String>,
    /// All of them.
    text: String,
    /// What the words are.
    stretches: Vec<Stretch>,
) -> impl IntoView {
    let toasts = use_toasts();
    let name = language.as_ref().map_or_else(|| "Code".to_owned(), |language| format!("Code, {language}"));
    let caption = language.map(|language| view! { <p class="truncate px-3 pt-2 text-2xs text-muted">{language}</p> });
    let lines = coloured(&text, &stretches);
    view! {
        <div dir="ltr" class=CODE>
            <div class="min-w-0 grow">
                {caption}
                <pre role="group" aria-label=name tabindex="0" class=LINES>
                    <code>{lines}</code>
                </pre>
            </div>
            <IconButton
                label="Copy code"
                icon=Icon::Copy
                class="m-0.5 still:invisible noscript:hidden"
                on_click=move |_| copy_words(text.clone(), toasts)
            />
        </div>
    }
}

fn coloured(text: &str, stretches: &[Stretch]) -> AnyView {
    if stretches.is_empty() {
        return text.to_owned().into_any();
    }
    let starts = std::iter::once(0).chain(stretches.iter().map(|stretch| stretch.end));
    let drawn = starts.zip(stretches).map(|(start, stretch)| {
        let words = text[start..stretch.end].to_owned();
        match colour(stretch.sense) {
            "" => words.into_any(),
            class => view! { <span class=class>{words}</span> }.into_any(),
        }
    });
    drawn.collect_view().into_any()
}

fn colour(sense: Sense) -> &'static str {
    match sense {
        Sense::Plain => "",
        Sense::Comment => "text-code-comment",
        Sense::Text => "text-code-text",
        Sense::Number => "text-code-number",
        Sense::Keyword => "text-code-keyword",
        Sense::Name => "text-code-name",
        Sense::Added => "text-ok",
        Sense::Removed => "text-danger",
    }
}
