//! All that waits for the viewer or for which they wait, and the way to ask for more.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    ask_dialog::Asking,
    publication_cards::{Card, is_seen},
};
use crate::{
    features::{
        accounts::hook::use_me,
        publications::{
            hook::{follow_open, use_open},
            model::Publication,
            state::PAGE,
        },
    },
    kit::{EmptyState, ErrorState, Icon, SkeletonRows, Symbol},
    shared::id::{AccountId, MessageId, PublicationId},
};

/// The page of it: the cards of all conversations, or the form that asks for what was said in the thread of a message. It is
/// complete without JavaScript.
#[component]
pub fn OpenPublications(
    /// Whose thread is to be published.
    message: Option<MessageId>,
) -> impl IntoView {
    match message {
        None => view! {
            <Bar title="To be published" back="/messages" />
            <div class="min-h-0 grow overflow-y-auto">
                <Open />
            </div>
        }
        .into_any(),
        Some(message) => {
            let go = use_navigate();
            let on_done = Callback::new(move |()| go(PAGE, NavigateOptions::default()));
            view! {
                <Bar title="Turn into a question or an answer" back=PAGE />
                <div class="min-h-0 grow overflow-y-auto">
                    <div class="mx-auto w-full max-w-reading p-4">
                        <Asking message on_done />
                    </div>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Bar(title: &'static str, back: &'static str) -> impl IntoView {
    view! {
        <Title text=title />
        <header class="flex min-h-16 shrink-0 items-center gap-2 border-b border-line px-2 py-2 lg:px-6">
            <a
                href=back
                aria-label="Back"
                class="inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-raised"
            >
                <Symbol icon=Icon::Back />
            </a>
            <h1 class="min-w-0 grow truncate text-lg font-semibold">{title}</h1>
        </header>
    }
}

#[component]
fn Open() -> impl IntoView {
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    let open = use_open();
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match (open.await, viewer) {
                    (Ok(first), Some(viewer)) => view! { <Cards first viewer /> }.into_any(),
                    (Ok(_), None) => ().into_any(),
                    (Err(error), _) => {
                        let on_retry = Callback::new(move |()| open.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Cards(first: Vec<Publication>, viewer: AccountId) -> impl IntoView {
    let publications = follow_open(viewer, first);
    let shown = publications.shown();
    let ids = Memo::new(move |_| {
        shown.with(|all| all.iter().filter(|one| is_seen(one, viewer)).map(|one| one.id).collect::<Vec<_>>())
    });
    let card = move |id: PublicationId| {
        let place = shown.with_untracked(|all| all.iter().find(|one| one.id == id).map(|one| one.conversation_id));
        let way = place.map(|place| {
            view! {
                <a href=format!("/messages/{place}") class="self-start text-sm text-accent hover:underline">
                    "Where it was said"
                </a>
            }
        });
        view! {
            <div class="flex flex-col gap-2">
                <Card id publications shown viewer />
                {way}
            </div>
        }
    };
    view! {
        <Show
            when=move || !ids.read().is_empty()
            fallback=|| {
                view! {
                    <EmptyState
                        icon=Icon::Question
                        title="Nothing waits here"
                        words="Open a thread to turn it into a question or an answer. What others want to publish of yours comes here, too."
                    />
                }
            }
        >
            <div class="mx-auto flex w-full max-w-reading flex-col gap-4 p-4">
                <For each=move || ids.get() key=|id| *id children=card />
            </div>
        </Show>
    }
}
