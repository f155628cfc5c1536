//! What a conversation is about, on top of it.

use leptos::prelude::*;

use crate::{
    features::messages::{hook::Thread, model::Subject},
    kit::Verbatim,
};

/// The subject with the way to more about it; nothing where nobody said what it is about.
#[component]
pub fn SubjectLine(thread: Thread) -> impl IntoView {
    let subject = Memo::new(move |_| thread.subject());
    move || {
        subject.get().map(|Subject { words, link }| {
            let words = view! { <Verbatim words /> };
            let words = match link {
                Some(link) => view! { <a href=link rel="nofollow ugc noopener" target="_blank">{words}</a> }.into_any(),
                None => words.into_any(),
            };
            view! {
                <p class="shrink-0 truncate border-b border-line px-4 py-1.5 text-sm text-muted lg:px-6">
                    <span class="sr-only">"About: "</span>
                    {words}
                </p>
            }
        })
    }
}
