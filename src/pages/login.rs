//! `/login`

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::onward::Onward;
use crate::{
    features::accounts::{
        component::LogInForm,
        hook::{use_me, use_next},
        model::next_page,
    },
    kit::Logo,
};

/// The way in. Who is in already goes on.
#[component]
pub fn LogIn() -> impl IntoView {
    view! {
        <Title text="Log in" />
        <Meta name="description" content="Log in to write, to answer and to read your messages." />
        <Threshold title="Log in" other="/signup" question="New here?" answer="Create account">
            <LogInForm />
        </Threshold>
    }
}

/// What stands around a form that leads in: the name of the place, the form, and the way to the other form.
#[component]
pub fn Threshold(
    /// What the form does.
    title: &'static str,
    /// The page of the other form.
    other: &'static str,
    /// Who wants the other form.
    question: &'static str,
    /// What the other form does.
    answer: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    let next = use_next();
    let page = next_page(&next).to_owned();
    let other = if next.is_empty() { other.to_owned() } else { format!("{other}?next={}", escaped(&page)) };
    let inside = use_me().with_untracked(Option::is_some);
    view! {
        {inside.then(|| view! { <Onward path=page /> })}
        <main id="content" tabindex="-1" class="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-8 px-6 py-12">
            <header class="flex flex-col gap-4">
                <a href="/" aria-label="Tertulia" class="self-start rounded-full">
                    <Logo class="size-12" />
                </a>
                <h1 class="text-3xl font-bold tracking-tight">{title}</h1>
            </header>
            {children()}
            <p class="text-center text-muted">
                {question} " " <a href=other class="font-semibold text-accent hover:underline">{answer}</a>
            </p>
        </main>
    }
}

/// A page as the value of a query: what would end it or begin another value is escaped.
fn escaped(page: &str) -> String {
    page.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}
