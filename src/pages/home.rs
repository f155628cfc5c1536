//! `/`

use leptos::prelude::*;
use leptos_meta::Title;

use crate::kit::{Kind, LinkButton, Logo};

/// What a visitor sees first.
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <Title text="Talk among yourselves" />
        <section class="mx-auto flex max-w-reading flex-col items-center gap-6 px-6 py-16 text-center">
            <Logo class="size-16" />
            <h1 class="text-3xl font-bold tracking-tight text-balance sm:text-4xl">"Talk among yourselves"</h1>
            <p class="text-lg text-muted text-balance">
                "Messages that arrive as they are written, wait when there is no network, and are never lost. On a \
                server of your own."
            </p>
            <div class="flex flex-wrap justify-center gap-3">
                <LinkButton kind=Kind::Primary href="/signup">"Create account"</LinkButton>
                <LinkButton href="/login">"Log in"</LinkButton>
            </div>
        </section>
    }
}
