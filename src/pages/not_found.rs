//! Any address that leads nowhere, or nowhere for this person.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    kit::{EmptyState, Icon, LinkButton},
    shared::{Error, answer_with},
};

/// Answers 404 and offers a way on. What is forbidden looks the same, so that it tells nothing.
#[component]
pub fn NotFound() -> impl IntoView {
    answer_with(&Error::Missing);
    view! {
        <Title text="Not found" />
        <EmptyState
            alone=true
            icon=Icon::Question
            title="There is nothing here"
            words="The address may be mistyped, or what stood here is gone or not for you."
        >
            <LinkButton href="/">"Go home"</LinkButton>
        </EmptyState>
    }
}
