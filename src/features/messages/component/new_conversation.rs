//! Finding somebody to talk to.

use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    features::{
        accounts::model::Account,
        messages::{
            hook::{People, focus_where_keys_are, use_inbox, use_people},
            rpc::OpenConversation,
        },
    },
    kit::{Avatar, EmptyState, ErrorState, Icon, SkeletonRows, Symbol},
    shared::form::{self, use_refused},
};

/// A field, and the people whose name or handle holds what stands in it; choosing one opens the conversation.
/// Without JavaScript the field is a form that asks for this page again.
#[component]
pub fn NewConversation() -> impl IntoView {
    let people = use_people(use_query_map().with_untracked(|query| query.get("q")).unwrap_or_default());
    let error = use_refused(OpenConversation::url()).map(|refused| refused.error);
    view! {
        <Title text="New conversation" />
        <header class="flex min-h-16 shrink-0 items-center gap-2 border-b border-line px-2 py-2 lg:px-6">
            <a
                href="/messages"
                aria-label="Back to conversations"
                class="inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-raised lg:hidden"
            >
                <Symbol icon=Icon::Back />
            </a>
            <h2 class="text-lg font-semibold">"New conversation"</h2>
        </header>
        <div class="mx-auto flex min-h-0 w-full max-w-reading grow flex-col">
            <Find people />
            {error.map(|error| view! { <ErrorState error /> })}
            <div class="min-h-0 grow overflow-y-auto px-2 pb-4">
                <Transition fallback=|| {
                    view! { <SkeletonRows rows=3 /> }
                }>
                    {move || Suspend::new(async move {
                        match people.found.await {
                            Ok(found) => view! { <Found people found /> }.into_any(),
                            Err(error) => {
                                let on_retry = Callback::new(move |()| people.found.refetch());
                                view! { <ErrorState error on_retry /> }.into_any()
                            }
                        }
                    })}
                </Transition>
            </div>
        </div>
    }
}

#[component]
fn Find(people: People) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    focus_where_keys_are(field);
    view! {
        <form
            method="get"
            action="/messages/new"
            role="search"
            class="p-4"
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            <label class="relative flex items-center">
                <span class="sr-only">"Find people"</span>
                <span class="pointer-events-none absolute left-4 text-muted">
                    <Symbol icon=Icon::Search class="size-5" />
                </span>
                <input
                    node_ref=field
                    type="search"
                    name="q"
                    value=people.typed.get_untracked()
                    placeholder="Name or handle"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    class="min-h-12 w-full rounded-full border border-edge bg-surface py-2 pr-4 pl-12 text-text"
                    on:input=move |event| people.typed.set(event_target_value(&event))
                />
            </label>
        </form>
    }
}

#[component]
fn Found(people: People, found: Vec<Account>) -> impl IntoView {
    let viewer = use_inbox().viewer();
    let others: Vec<_> = found.into_iter().filter(|account| account.id != viewer).collect();
    if !others.is_empty() {
        return view! {
            <ul aria-label="People" class="flex flex-col">
                {others.into_iter().map(|account| view! { <Person people account /> }).collect_view()}
            </ul>
        }
        .into_any();
    }
    if people.typed.read_untracked().trim().is_empty() {
        view! { <EmptyState icon=Icon::Person title="Whom do you want to write to?" words="Type a name or a handle." /> }
            .into_any()
    } else {
        view! { <p role="status" class="px-4 py-10 text-center text-muted">"Nobody of this name."</p> }.into_any()
    }
}

#[component]
fn Person(people: People, account: Account) -> impl IntoView {
    let name = account.name().to_owned();
    let action = form::action(OpenConversation::url(), "/messages/new");
    view! {
        <li>
            <form method="post" action=action on:submit=move |event| form::dispatch(&event, people.open)>
                <input type="hidden" name="handle" value=account.handle.clone() />
                <button
                    type="submit"
                    class="flex w-full items-center gap-3 rounded-card px-2 py-2.5 text-left -outline-offset-2 hover:bg-raised"
                >
                    <span class="flex size-12 shrink-0 items-center justify-center">
                        <Avatar id=account.id.0 name=name.clone() decorative=true />
                    </span>
                    <span class="flex min-w-0 flex-col">
                        <bdi class="truncate font-semibold">{name}</bdi>
                        <span class="truncate text-sm text-muted">"@" {account.handle}</span>
                    </span>
                </button>
            </form>
        </li>
    }
}
