//! What words that are being written look like.

use leptos::prelude::*;

use crate::{kit::Prose, shared::markdown::plain};

/// Words as everybody will read them, as soon as there are any.
#[component]
pub(super) fn Preview(
    /// As they are typed.
    text: RwSignal<String>,
    /// What it is on its page, where that has several.
    name: &'static str,
    /// Whether only what looks otherwise than it was typed is shown: a few words need no second copy of themselves.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let is_shown = Memo::new(move |_| {
        let text = text.read();
        !(text.trim().is_empty() || short && is_plain(&text))
    });
    view! {
        <Show when=move || is_shown.get()>
            <section aria-label="Preview" class="flex flex-col gap-2">
                // It is heard as what the part is called.
                <p class="text-sm font-semibold text-muted" aria-hidden="true">
                    "Preview"
                </p>
                <div class="rounded-card border border-line p-3">
                    <Prose text linked=true name />
                </div>
            </section>
        </Show>
    }
}

/// Whether words look as they were typed, but for spaces.
fn is_plain(text: &str) -> bool {
    let names = |c: char| matches!(c, '@' | '#');
    !text.contains(names) && plain(text) == text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn words_without_signs_are_plain_and_those_with_any_are_not() {
        for (text, plain) in [
            ("Which mill?", true),
            ("Which mill?\nThe old one", true),
            ("Which *mill*?", false),
            ("Ask @ann", false),
            ("`mill()`", false),
        ] {
            assert_eq!(is_plain(text), plain, "{text}");
        }
    }
}
