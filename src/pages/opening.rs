//! What stands on a page that is drawn on this device, until it is known for whom.

use leptos::prelude::*;

use super::frame::Bare;
use crate::{
    kit::{EmptyState, Icon, LinkButton, SkeletonRows},
    shared::Error,
};

/// The frame with a page on its way in it, or with what is in its way.
#[component]
pub fn Opening(
    /// Why it cannot be known yet; it is asked for again and again.
    #[prop(into)]
    trouble: Signal<Option<Error>>,
) -> impl IntoView {
    view! {
        <Bare>
            {move || match trouble.get() {
                Some(error) => view! { <Waiting error /> }.into_any(),
                None => view! { <div class="lg:max-w-96"><SkeletonRows /></div> }.into_any(),
            }}
        </Bare>
    }
}

#[component]
fn Waiting(error: Error) -> impl IntoView {
    let (icon, title) = match error {
        Error::Offline => (Icon::Offline, "You are offline".to_owned()),
        _ => (Icon::Alert, error.to_string()),
    };
    view! {
        <EmptyState alone=true icon title words="This page opens by itself as soon as the server can be reached.">
            <LinkButton href="">"Try again"</LinkButton>
        </EmptyState>
    }
}
