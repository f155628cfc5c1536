//! What is made of it.

use leptos::prelude::*;

use super::{
    choices::{Choices, Purpose},
    question_picker::QuestionPicker,
};
use crate::{
    kit::Field,
    shared::{Error, hydration::use_alive},
};

/// The fields that have a place for what is wrong with them.
const FIELDS: [&str; 3] = ["title", "tags", "question_id"];

/// Whether what is wrong is said at its field.
pub(super) fn is_shown(error: &Error) -> bool {
    matches!(error, Error::Invalid { field, .. } if FIELDS.contains(&field.as_str()))
}

/// Which of the two it becomes: the title and the tags of the one, the question of the other. Without JavaScript all of them
/// are there.
#[component]
pub(super) fn QuestionFields(
    choices: Choices,
    /// What is wrong with any of them.
    error: RwSignal<Option<Error>>,
) -> impl IntoView {
    let Choices { purpose, title, tags, .. } = choices;
    let is_alive = use_alive();
    let has = move |one| Memo::new(move |_| !is_alive.get() || purpose.get() == one);
    let (is_question, is_answer) = (has(Purpose::Question), has(Purpose::Answer));
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
            <Choice one=Purpose::Question purpose value="question" words="Question" />
            <Choice one=Purpose::Answer purpose value="answer" words="Answer" />
        </fieldset>
        <Show when=move || is_question.get()>
            <Field
                label="Title"
                name="publication_title"
                value=title.get_untracked()
                error=of("title")
                on_input=Callback::new(move |text| title.set(text))
            />
            <Field
                label="Tags"
                name="publication_tags"
                hint="At most 5, with spaces between them."
                value=tags.get_untracked()
                error=of("tags")
                on_input=Callback::new(move |text| tags.set(text))
            />
        </Show>
        <Show when=move || is_answer.get()>
            <QuestionPicker choices error=of("question_id") />
        </Show>
    }
}

#[component]
fn Choice(one: Purpose, purpose: RwSignal<Purpose>, value: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <label class="inline-flex min-h-10 items-center gap-2 rounded-full border border-edge px-4 touch-target has-[:checked]:border-accent has-[:checked]:bg-accent-soft">
            <input
                type="radio"
                name="purpose"
                value=value
                checked=purpose.get_untracked() == one
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
        "question_id" if *error == Error::invalid("question_id", "no_question") => {
            "There is no such question. Choose another one.".to_owned()
        }
        "question_id" => "Choose a question, or paste its link.".to_owned(),
        "title" if *error == Error::invalid("title", "required") => "A question needs a title.".to_owned(),
        _ => error.to_string(),
    }
}
