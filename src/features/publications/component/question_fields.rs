//! What is made of it.

use leptos::prelude::*;

use crate::{kit::Field, shared::Error};

/// A question of its own, or an answer to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Question,
    Answer,
}

/// Which of the two it becomes: the title and the tags of the one, the link to the question of the other.
#[component]
pub(super) fn QuestionFields(
    purpose: RwSignal<Purpose>,
    title: RwSignal<String>,
    tags: RwSignal<String>,
    link: RwSignal<String>,
    /// What is wrong with any of them.
    error: RwSignal<Option<Error>>,
) -> impl IntoView {
    let of = move |name: &'static str| {
        Signal::derive(move || {
            let error = error.read();
            let is_of = |error: &&Error| matches!(error, Error::Invalid { field, .. } if field == name);
            error.as_ref().filter(is_of).map(|error| words(name, error))
        })
    };
    view! {
        <fieldset class="flex gap-2">
            <legend class="sr-only">"What it becomes"</legend>
            <Choice one=Purpose::Question purpose words="Question" />
            <Choice one=Purpose::Answer purpose words="Answer" />
        </fieldset>
        {move || match purpose.get() {
            Purpose::Question => {
                view! {
                    <Field
                        label="Title"
                        name="publication-title"
                        value=title.get_untracked()
                        error=of("title")
                        on_input=Callback::new(move |text| title.set(text))
                    />
                    <Field
                        label="Tags"
                        name="publication-tags"
                        hint="At most 5, with spaces between them."
                        value=tags.get_untracked()
                        error=of("tags")
                        on_input=Callback::new(move |text| tags.set(text))
                    />
                }
                    .into_any()
            }
            Purpose::Answer => {
                view! {
                    <Field
                        label="Link of the question"
                        name="publication-question"
                        value=link.get_untracked()
                        error=of("question_id")
                        on_input=Callback::new(move |text| link.set(text))
                    />
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Choice(one: Purpose, purpose: RwSignal<Purpose>, words: &'static str) -> impl IntoView {
    view! {
        <label class="inline-flex min-h-10 items-center gap-2 rounded-full border border-edge px-4 touch-target has-[:checked]:border-accent has-[:checked]:bg-accent-soft">
            <input
                type="radio"
                name="purpose"
                prop:checked=move || purpose.get() == one
                class="accent-accent"
                on:change=move |_| purpose.set(one)
            />
            {words}
        </label>
    }
}

fn words(field: &str, error: &Error) -> String {
    match field {
        "question_id" => "Paste the link of a question.".to_owned(),
        "title" if *error == Error::invalid("title", "required") => "A question needs a title.".to_owned(),
        _ => error.to_string(),
    }
}
