//! A conversation apart from what is said in it.

use leptos::prelude::*;

use super::{
    absent::{NoLonger, left_words},
    add_people::AddPeople,
    bar::{Back, Bar},
    choice_switches::ChoiceSwitches,
    leave_group::LeaveGroup,
    people_list::PeopleList,
    title_form::TitleForm,
};
use crate::{
    features::messages::{
        hook::{Details, use_conversation, use_details, use_inbox},
        model::{Conversation, Kind},
        state::inbox::{other, people_words},
    },
    kit::{Avatar, ErrorState, Panel, Size, SkeletonRows, Verbatim},
    shared::{Error, id::ConversationId},
};

/// What is said where the server cannot be reached and this browser has nothing to draw.
const UNKEPT: &str = "Nothing of this conversation is kept on this device.";

/// What a conversation is called and about, what the viewer chose for it and, in a group, who is in it: as soon as it was
/// read, and alive from then on. Whoever may change something does it here, with or without JavaScript.
#[component]
pub fn ConversationDetails(
    /// Which.
    id: ConversationId,
    /// Drawn where there is no such conversation for the viewer, or no more.
    missing: fn() -> AnyView,
) -> impl IntoView {
    let (opened, viewer) = (use_conversation(id), use_inbox().viewer());
    view! {
        <Suspense fallback=|| view! { <SkeletonRows /> }>
            {move || Suspend::new(async move {
                match opened.await {
                    // Who takes no part in a thread has chosen nothing for it.
                    Ok(conversation) if conversation.is_silent_for(viewer) => missing(),
                    Ok(conversation) => view! { <Shown conversation missing /> }.into_any(),
                    Err(Error::Missing) => missing(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| opened.refetch());
                        let words = if error == Error::Offline { UNKEPT } else { "" };
                        view! {
                            <Head id />
                            <ErrorState error on_retry words />
                        }
                        .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(conversation: Conversation, missing: fn() -> AnyView) -> impl IntoView {
    let (kind, is_group) = (conversation.kind, conversation.kind == Kind::Group);
    let details = use_details(conversation);
    let (id, title) = (details.id, details.title());
    let gone = move || match title.with_untracked(|title| left_words(kind, title)) {
        Some(words) => view! { <NoLonger id words /> }.into_any(),
        None => missing(),
    };
    view! {
        <Show when=move || !details.is_gone() fallback=gone>
            <Head id=details.id />
            <div class="min-h-0 grow overflow-y-auto">
                <div class="mx-auto flex w-full max-w-reading flex-col gap-8 px-4 py-6">
                    <Face details />
                    <Panel>
                        <TitleForm details />
                    </Panel>
                    <ChoiceSwitches details />
                    {is_group
                        .then(|| {
                            view! {
                                <Panel>
                                    <PeopleList details />
                                    <AddPeople details />
                                </Panel>
                                <LeaveGroup details />
                            }
                        })}
                </div>
            </div>
        </Show>
    }
}

#[component]
fn Head(id: ConversationId) -> impl IntoView {
    let back = view! { <Back href=format!("/messages/{id}") label="Back to the conversation" /> }.into_any();
    view! { <Bar title="Details" back /> }
}

/// What the conversation is called, and under it how many people it has, or the way to the other one's profile.
#[component]
fn Face(details: Details) -> impl IntoView {
    let viewer = use_inbox().viewer();
    let other = Memo::new(move |_| other(&details.conversation.read(), viewer).cloned());
    let face = other.read_untracked().as_ref().map_or(details.id.0, |other| other.id.0);
    let people = Memo::new(move |_| details.conversation.read().people());
    let profile = move || {
        other.get().filter(|other| !other.deleted).map(|other| {
            view! { <a href=format!("/u/{}", other.handle)>{format!("@{}", other.handle)}</a> }
        })
    };
    view! {
        <div class="flex items-center gap-4">
            <Avatar id=face name=details.title() size=Size::Large decorative=true />
            <div class="flex min-w-0 flex-col">
                <p class="text-xl font-semibold wrap-anywhere">
                    <Verbatim words=details.title() />
                </p>
                <p class="text-sm text-muted">{move || people.get().map(people_words)} {profile}</p>
            </div>
        </div>
    }
}
