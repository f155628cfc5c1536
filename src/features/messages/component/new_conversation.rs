//! Finding somebody to talk to.

use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    bar::{Back, Bar},
    found_people::{FoundPeople, ToldPeople, walk},
    share_to::Shared,
};
use crate::{
    features::messages::{
        hook::{People, focus_where_keys_are, use_people},
        rpc::OpenConversation,
        state::sharing::words,
    },
    kit::{ErrorState, Icon, LinkButton, SkeletonRows, Symbol, keep_scroll},
    shared::{Error, form::use_refused},
};

/// What is said beside people of one's own conversations.
const KNOWN_ONLY: &str = "Until it can be, only people whom you are in a conversation with are found.";
/// What is said where none of those is meant.
const NOBODY_KNOWN: &str =
    "Nobody whom you are in a conversation with is called so. The others are looked for once it can be.";

/// A field, and the people whose name or handle holds what stands in it; choosing one opens the conversation. Arrows walk
/// from the field through them and back, and Enter opens the only one. Without JavaScript the field is a form that asks for
/// this page again. What another application shares is shown above, and goes with whoever is chosen.
#[component]
pub fn NewConversation() -> impl IntoView {
    let query = use_query_map();
    let asked = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let refused = use_refused(OpenConversation::url());
    let returned = refused.as_ref().and_then(|refused| refused.typed("shared")).unwrap_or_default();
    let shared = words(&asked("title"), &asked("text"), &asked("url")).or_else(|| words("", returned, ""));
    let people = use_people(asked("who"), shared.clone());
    let refused = refused.map(|refused| refused.error);
    let scroller = NodeRef::<html::Div>::new();
    keep_scroll("people", scroller, || ());
    let error = move || people.open.value().get().map_or_else(|| refused.clone(), Result::err);
    let back = view! { <Back href="/messages" label="Back to conversations" class="lg:hidden" /> }.into_any();
    view! {
        <Bar title="New conversation" back>
            // On a phone there is room for the symbol.
            <LinkButton href="/messages/group" class="max-sm:size-11 max-sm:px-0" {..} title="New group">
                <Symbol icon=Icon::Group class="size-5" />
                <span class="max-sm:sr-only">"New group"</span>
            </LinkButton>
        </Bar>
        <div class="mx-auto flex min-h-0 w-full max-w-reading grow flex-col">
            {shared.map(|words| view! { <Shared words /> })}
            <Find people />
            <ToldPeople people />
            {move || error().map(|error| view! { <ErrorState error /> })}
            <div node_ref=scroller class="min-h-0 grow overflow-y-auto px-2 pb-4">
                <Transition fallback=|| {
                    view! { <SkeletonRows rows=3 /> }
                }>
                    {move || Suspend::new(async move {
                        let on_retry = Callback::new(move |()| people.found.refetch());
                        match people.found.await {
                            Ok(hits) => {
                                let trouble = hits.trouble.clone();
                                view! {
                                    <FoundPeople people hits />
                                    {trouble.map(|error| view! { <ErrorState error on_retry words=KNOWN_ONLY /> })}
                                }
                                .into_any()
                            }
                            Err(error) => {
                                let words = if error == Error::Offline { NOBODY_KNOWN } else { "" };
                                view! { <ErrorState error on_retry words /> }.into_any()
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
    let enter = move |event: SubmitEvent| {
        event.prevent_default();
        people.enter();
    };
    view! {
        <form method="get" action="/messages/new" role="search" aria-label="People" class="p-4" on:submit=enter>
            {people.shared().map(|words| view! { <input type="hidden" name="text" value=words /> })}
            <label class="relative flex items-center">
                <span class="sr-only">"Find people"</span>
                <span class="pointer-events-none absolute left-4 text-muted">
                    <Symbol icon=Icon::Search class="size-5" />
                </span>
                <input
                    node_ref=field
                    id="find-people"
                    type="search"
                    dir="auto"
                    name="who"
                    value=people.typed.get_untracked()
                    prop:value=people.typed
                    placeholder="Name or handle"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    class="min-h-12 w-full rounded-full border border-edge bg-surface py-2 pr-4 pl-12 text-text"
                    on:input=move |event| people.typed.set(event_target_value(&event))
                    on:keydown=move |event| walk(&event, 0, "people")
                />
            </label>
        </form>
    }
}
