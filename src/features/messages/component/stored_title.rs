//! What a conversation is called and what it is about, part by part, as it is stored.

use leptos::prelude::*;

use crate::{
    features::messages::{hook::Details, model::Conversation},
    kit::Verbatim,
};

/// One of the parts; nothing where the conversation has none.
pub(super) type Part = fn(&Conversation) -> Option<String>;

pub(super) fn name(conversation: &Conversation) -> Option<String> {
    conversation.name.clone()
}

pub(super) fn subject(conversation: &Conversation) -> Option<String> {
    Some(conversation.subject.as_ref()?.words.clone())
}

pub(super) fn link(conversation: &Conversation) -> Option<String> {
    conversation.subject.as_ref()?.link.clone()
}

/// All of them, to read, for who is about to replace them.
#[component]
pub(super) fn StoredTitle(details: Details, is_pair: bool) -> impl IntoView {
    view! {
        <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-control border border-line px-3 py-2 text-sm">
            {(!is_pair).then(|| view! { <Stored details label="Name" part=name /> })}
            <Stored details label="What it is about" part=subject />
            <Stored details label="Link to more about it" part=link />
        </dl>
    }
}

#[component]
fn Stored(details: Details, label: &'static str, part: Part) -> impl IntoView {
    let words = Memo::new(move |_| part(&details.conversation.read()));
    view! {
        <dt class="font-semibold">{label}</dt>
        <dd class="min-w-0 wrap-anywhere">
            {move || match words.get() {
                Some(words) => view! { <Verbatim words /> }.into_any(),
                None => view! { <span class="text-muted">"Nothing"</span> }.into_any(),
            }}
        </dd>
    }
}
