//! People whom one may want to follow.

use leptos::{
    ev::SubmitEvent,
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use super::follow_button::{FollowButton, FollowRefused};
use crate::{
    client::Drawn,
    features::{
        accounts::model::Account,
        follows::{
            hook::{Suggesting, follow_suggestions, use_suggestions},
            model::{Suggestion, Suggestions},
            rpc::DismissSuggestion,
        },
    },
    kit::{self, AsOf, Avatar, ErrorState, Icon, IconButton, SkeletonRows, Verbatim},
    shared::{
        form::{self, use_refused},
        id::AccountId,
        script::apart,
    },
};

/// Where the focus goes when nobody is left who is suggested.
const PLACE: &str = "suggestions";

/// The first of those who are suggested, each with why, the way to follow them, and the way to be rid of them.
#[component]
pub fn SuggestionList(
    /// How many are shown at most.
    #[prop(default = usize::MAX)]
    most: usize,
    /// The page that it stands on.
    page: &'static str,
) -> impl IntoView {
    let (read, aside) = (use_suggestions(), most < usize::MAX);
    let refused = use_refused(DismissSuggestion::url()).map(|refused| refused.error.to_string());
    view! {
        <div id=PLACE tabindex="-1">
            <FollowRefused />
            <p role="alert" class="px-4 text-sm text-danger empty:hidden">
                {refused}
            </p>
            <Transition fallback=|| view! { <SkeletonRows rows=3 /> }>
                {move || Suspend::new(async move {
                    match read.await {
                        Ok(drawn) => view! { <People drawn most page /> }.into_any(),
                        Err(error) => {
                            let on_retry = Callback::new(move |()| read.refetch());
                            view! { <ErrorState error on_retry aside unkept=true /> }.into_any()
                        }
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn People(drawn: Drawn<Suggestions>, most: usize, page: &'static str) -> impl IntoView {
    let suggesting = follow_suggestions(drawn);
    let people = Memo::new(move |_| suggesting.people(most));
    let is_empty = Memo::new(move |_| people.read().is_empty());
    // What they stand beside says it too.
    let is_alone = most == usize::MAX;
    view! {
        {is_alone.then(|| view! { <AsOf time=suggesting.age.told() /> })}
        <Show
            when=move || !is_empty.get()
            fallback=|| {
                view! {
                    <p class="px-2 py-3 text-sm text-muted">
                        "Nobody for now. People who follow whom you follow, or write about the same, appear here."
                    </p>
                }
            }
        >
            <ul aria-label="Suggestions" class="flex flex-col">
                <For
                    each=move || people.get()
                    key=key
                    children=move |suggestion| view! { <Row suggestion suggesting page /> }
                />
            </ul>
        </Show>
    }
}

/// Whom a row is of, and what it says.
fn key(suggestion: &Suggestion) -> (AccountId, String) {
    (suggestion.account.id, suggestion.reason())
}

#[component]
fn Row(suggestion: Suggestion, suggesting: Suggesting, page: &'static str) -> impl IntoView {
    let (reason, account) = (suggestion.reason(), suggestion.account);
    let (name, href) = (account.name().to_owned(), format!("/u/{}", account.handle));
    view! {
        <li class="flex items-center gap-2 rounded-card px-2 py-1.5 hover:bg-raised">
            <a href=href class="flex min-w-0 grow items-center gap-2 py-1 text-text no-underline -outline-offset-2">
                <Avatar id=account.id.0 name=name.clone() decorative=true />
                <span class="flex min-w-0 flex-col">
                    <Verbatim words=name class="truncate font-semibold" />
                    <span class="text-sm text-muted">{reason}</span>
                </span>
            </a>
            <FollowButton account=account.clone() page=page.to_owned() small=true />
            <Dismiss account suggesting page />
        </li>
    }
}

#[component]
fn Dismiss(account: Account, suggesting: Suggesting, page: &'static str) -> impl IntoView {
    let (handle, label) = (account.handle.clone(), format!("Do not suggest {}", apart(account.name())));
    let account = StoredValue::new(account);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(account) = account.try_get_value() {
            let next = beside(&event_target::<Element>(&event));
            suggesting.dismiss(account);
            match next {
                Some(next) => drop(next.focus()),
                None => kit::land(PLACE),
            }
        }
    };
    let action = form::action(DismissSuggestion::url(), page);
    view! {
        <form method="post" action=action class="-ms-2 shrink-0" on:submit=submit>
            <input type="hidden" name="handle" value=handle />
            <input type="hidden" name="next" value=page />
            <IconButton type_="submit" label icon=Icon::Close />
        </form>
    }
}

/// What dismisses whoever stands below a row that goes, or above where it is the last: one goes on there.
fn beside(form: &Element) -> Option<HtmlElement> {
    let row = form.closest("li").ok()??;
    let other = row.next_element_sibling().or_else(|| row.previous_element_sibling())?;
    other.query_selector("form:last-child > button").ok()??.dyn_into().ok()
}
