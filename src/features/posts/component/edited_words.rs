//! The words of an entry while it is edited.

use leptos::prelude::*;

use super::{preview::Preview, words_field::WordsField};
use crate::{
    features::posts::model::Entry,
    kit::{Prose, SkeletonRows, focus_on},
    shared::{effect::Effect, json::Reading},
};

/// The field for them, with what they would look like unless that stands at the end of the form; where others are quoted in
/// them, they stand there as they are, with why.
#[component]
pub(super) fn EditedWords(
    entry: Entry,
    /// What it says.
    said: String,
    /// Whether it quotes others, where that is possible.
    quoting: Option<Reading<bool>>,
    /// What it is to say, both ways.
    body: RwSignal<String>,
    /// What is wrong with that.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let is_post = matches!(entry, Entry::Post(_));
    let tall = !matches!(entry, Entry::Comment(_));
    let is_last = previews_last(entry, quoting);
    let field = move || {
        view! {
            <WordsField label="Text" name="body" id="edited" value=body tall error focused=!is_post />
            {(!is_last).then(|| view! { <Preview text=body name="edit-preview" short=!tall /> })}
        }
    };
    let Some(quoting) = quoting else { return field().into_any() };
    let said = StoredValue::new(said);
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=2 /> }>
            {move || Suspend::new(async move {
                if quoting.await {
                    view! { <Kept said=said.get_value() is_post /> }.into_any()
                } else {
                    field().into_any()
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Whether what the words would look like stands below all that is asked, as where a post is written: not where it is to be
/// found out first whether they can be changed.
pub(super) fn previews_last(entry: Entry, quoting: Option<Reading<bool>>) -> bool {
    matches!(entry, Entry::Post(_)) && quoting.is_none()
}

/// What others said and its author between: it stays as they allowed it. A plain form sends it as it is.
#[component]
fn Kept(said: String, is_post: bool) -> impl IntoView {
    if !is_post {
        // There is no field to begin in.
        Effect::new(|| {
            request_animation_frame(|| {
                focus_on("[data-kept]");
            });
        });
    }
    view! {
        <p data-kept="" tabindex="-1" class="text-sm text-muted">
            "What is said here stays as those who are quoted allowed it. "
            {if is_post { "You can change the title and the tags, " } else { "You can " }}
            "add to it in a comment, or delete it."
        </p>
        <div class="rounded-card border border-line p-3 wrap-anywhere">
            <Prose text=said.clone() name="kept" />
        </div>
        <input type="hidden" name="body" value=said />
    }
}
